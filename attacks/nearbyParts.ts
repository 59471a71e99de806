/** Which parts of maps decide what changes where, and how they are cut out and put back. */
import type { Reach } from './engine/kernels';

/** Of each of the images in a batch, [height,width,channels] numbers. */
export interface Maps {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly values: Float32Array;
}

/** Rows from `top` to before `bottom`, columns from `left` to before `right`. */
export interface Rectangle {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** Square parts of maps, one for each image: part k begins in its map at `corners[k]`; of it `changed[k]`, in the map, holds. */
export interface Parts {
  readonly side: number;
  readonly channels: number;
  readonly values: Float32Array;
  readonly corners: readonly Corner[];
  readonly changed: readonly Rectangle[];
}

type Corner = Pick<Rectangle, 'top' | 'left'>;

type MapSize = Pick<Maps, 'height' | 'width'>;

/** Parts that are larger than this share of the maps are not worth the copying. */
const largestShare = 0.6;

/**
 * Side of parts that are large enough for all that changes in these rectangles: a multiple of the stride. What is within
 * twice the radius decides; null where that is nearly everything, or the maps have no such sides.
 */
export function sideOfParts(changed: readonly Rectangle[], { radius, stride }: Reach, size: MapSize): number | null {
  const largest = changed.reduce((most, { top, left, bottom, right }) => Math.max(most, bottom - top, right - left), 0);
  const side = stride * Math.ceil((largest + 4 * radius + stride - 1) / stride);
  const { height, width } = size;
  if (height % stride !== 0 || width % stride !== 0 || side > Math.min(height, width)) return null;
  return side * side <= largestShare * height * width ? side : null;
}

/** Where the part of this side around the rectangle begins. */
export function cornerOfPart({ top, left }: Rectangle, side: number, { radius, stride }: Reach, size: MapSize): Corner {
  const start = (first: number, length: number): number => {
    const wanted = stride * Math.floor((first - 2 * radius) / stride);
    return Math.min(Math.max(wanted, 0), length - side);
  };
  return { top: start(top, size.height), left: start(left, size.width) };
}

/** What changes of the output, which has this size, when the rectangle of the input does. */
export function changedBeyond(
  { top, left, bottom, right }: Rectangle,
  { radius, stride }: Reach,
  { height, width }: MapSize,
): Rectangle {
  const first = (start: number): number => Math.max(Math.ceil((start - radius) / stride), 0);
  const end = (before: number, length: number): number =>
    Math.min(Math.floor((before - 1 + radius) / stride) + 1, length);
  return { top: first(top), left: first(left), bottom: end(bottom, height), right: end(right, width) };
}

/** Copies the part of map `index` that begins at the corner to part `k`. */
export function cutOut(
  { height, width, channels, values }: Maps,
  index: number,
  { top, left }: Corner,
  { side, values: parts }: Pick<Parts, 'side' | 'values'>,
  k: number,
): void {
  const line = side * channels;
  for (let y = 0; y < side; y++) {
    const from = ((index * height + top + y) * width + left) * channels;
    parts.set(values.subarray(from, from + line), (k * side + y) * line);
  }
}

/** Copies what has changed in part k into image `index` of maps, or of parts that begin at `corner`. */
export function putBack(
  { side, channels, values, corners, changed }: Parts,
  k: number,
  into: { readonly height: number; readonly width: number; readonly values: Float32Array },
  index: number,
  corner: Corner = { top: 0, left: 0 },
): void {
  const { top, left, bottom, right } = changed[k]!;
  const own = corners[k]!;
  const length = (right - left) * channels;
  for (let y = top; y < bottom; y++) {
    const from = ((k * side + y - own.top) * side + left - own.left) * channels;
    const to = ((index * into.height + y - corner.top) * into.width + left - corner.left) * channels;
    into.values.set(values.subarray(from, from + length), to);
  }
}
