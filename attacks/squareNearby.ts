/**
 * Less work for Square's small windows: the first layers see no further than some pixels, so of their output only what is
 * near the window is computed, from a part of the image, and the rest is that of the point's best image.
 */
import { tf } from '../tensor/tf';
import type { TensorMap } from '../tensor/types';
import { logitsOfBatch, takeLogits, type LogitTable } from './engine/judge';
import type { AttackedModel, ImageShape, Kernels, Reach } from './engine/kernels';
import type { SquarePlan, SquareQuery } from './squareQueries';
import type { Window } from './squareWindows';

/** Parts of images that are larger than this share of them are not worth the copying. */
const largestShare = 0.5;

const anything = { shape: [null, null, null, null], dtype: 'float32' } as const;

/** `nearby`: the first layers, of images or parts of them; `beyond`: from those to the logits. */
export const nearbyKernels: Kernels = {
  nearby: {
    inputs: ({ channels }) => ({ images: { shape: [null, null, null, channels], dtype: 'float32' } }),
    body: ({ local }, { images }) => ({ features: local!.head(images as tf.Tensor4D) }),
  },
  beyond: {
    inputs: () => ({ features: anything }),
    body: ({ local }, { features }) => ({ logits: local!.tail(features as tf.Tensor4D) }),
  },
};

/** Of every image, [height,width,channels] numbers. */
interface Features {
  readonly shape: [height: number, width: number, channels: number];
  readonly values: Float32Array;
}

/** Those of the best images, and room for those of the images asked about: megabytes that no step has to allocate. */
interface BestFeatures extends Features {
  readonly asked: Float32Array;
}

/** The first layers of the best images, by the tensor of those. */
const known = new WeakMap<tf.Tensor, BestFeatures>();

/** Sizes of batches and parts for which the logits were seen to be those of the whole network, or none ever will be. */
const trusted = new WeakMap<AttackedModel, Set<string> | 'never'>();

export interface NearbyAnswer {
  readonly logits: LogitTable;
  /** The first layers of every image asked about, until the next batch is. */
  readonly features: Float32Array;
}

/**
 * The answers to a plan; null where its windows are too large for this, or the network does not allow it. The first time
 * for each size the whole network is asked too: where a single bit differs, this is not done again.
 *
 * @throws NonFiniteLogitsError, whose message ends with `when`.
 */
export function askNearby(
  model: AttackedModel,
  plan: SquarePlan,
  state: TensorMap,
  size: ImageShape,
  when: string,
): NearbyAnswer | null {
  const { reach } = model;
  const seen = trusted.get(model) ?? new Set<string>();
  if (reach === undefined || seen === 'never') return null;
  const windows = windowsOf(plan.queries);
  const side = windows === null ? null : sideOfParts(windows, reach, size);
  if (windows === null || side === null) return null;

  const best = bestFeatures(model, state['adversarial'] as tf.Tensor4D);
  const count = windows.length;
  const { height, width, channels } = size;
  const parts = partsOf(plan, windows, side, reach, size);
  const near = withTensor(parts, [count, side, side, channels], (images) => firstLayers(model, images));
  const features = composed(best, plan.queries, windows, near.values, side, reach);
  const logits = withTensor(features, [count, ...best.shape], (tensor) =>
    takeLogits('square', model.call('beyond', { features: tensor })['logits'] as tf.Tensor2D, when),
  );

  const key = `${count} ${side}`;
  const whole = (): LogitTable =>
    withTensor(plan.candidates, [count, height, width, channels], (images) => logitsOfBatch('square', model, images, when)); // prettier-ignore
  if (!seen.has(key) && !isSame(logits, whole(), count)) {
    trusted.set(model, 'never');
    return null;
  }
  trusted.set(model, seen.add(key));
  return { logits, features };
}

/** Takes the features of what was accepted over to the tensor of the images that came of it. */
export function keepNearby(
  before: tf.Tensor,
  after: tf.Tensor,
  { features }: NearbyAnswer,
  accepted: ReadonlyMap<number, number>,
): void {
  const best = known.get(before)!;
  const [height, width, channels] = best.shape;
  const length = height * width * channels;
  for (const [lane, k] of accepted) best.values.set(features.subarray(k * length, (k + 1) * length), lane * length);
  known.set(after, best);
}

function windowsOf(queries: readonly SquareQuery[]): readonly Window[] | null {
  const windows = queries.flatMap(({ window }) => window ?? []);
  return windows.length === queries.length ? windows : null;
}

/** What is within twice the radius of a window decides all that it changes; a multiple of the stride. */
function sideOfParts(
  windows: readonly Window[],
  { radius, stride }: Reach,
  { height, width }: ImageShape,
): number | null {
  const largest = Math.max(...windows.map(({ side }) => side));
  const side = stride * Math.ceil((largest + 4 * radius + stride - 1) / stride);
  const fits = height % stride === 0 && width % stride === 0 && side <= Math.min(height, width);
  return fits && side * side <= largestShare * height * width ? side : null;
}

/** First row, or column, of the part for a window that begins at `start`. */
function startOfPart(start: number, side: number, { radius, stride }: Reach, length: number): number {
  const wanted = stride * Math.floor((start - 2 * radius) / stride);
  return Math.min(Math.max(wanted, 0), length - side);
}

/** Of every image asked about, the square part around its window. */
function partsOf(
  { candidates }: SquarePlan,
  windows: readonly Window[],
  side: number,
  reach: Reach,
  { height, width, channels }: ImageShape,
): Float32Array {
  const parts = new Float32Array(windows.length * side * side * channels);
  windows.forEach(({ row, column }, k) => {
    const top = startOfPart(row, side, reach, height);
    const left = startOfPart(column, side, reach, width);
    for (let y = 0; y < side; y++) {
      const first = ((k * height + top + y) * width + left) * channels;
      parts.set(candidates.subarray(first, first + side * channels), (k * side + y) * side * channels);
    }
  });
  return parts;
}

/** The features of the best images, with those that the windows change. */
function composed(
  best: BestFeatures,
  queries: readonly SquareQuery[],
  windows: readonly Window[],
  near: Float32Array,
  side: number,
  reach: Reach,
): Float32Array {
  const { radius, stride } = reach;
  const [height, width, channels] = best.shape;
  const { asked } = best;
  const sideOfNear = side / stride;
  const range = (start: number, length: number, end: number): [first: number, last: number] => [
    Math.max(Math.ceil((start - radius) / stride), 0),
    Math.min(Math.floor((start + length - 1 + radius) / stride), end - 1),
  ];
  const image = height * width * channels;
  windows.forEach(({ row, column, side: length }, k) => {
    const { lane } = queries[k]!;
    asked.set(best.values.subarray(lane * image, (lane + 1) * image), k * image);
    const [top, bottom] = range(row, length, height);
    const [left, right] = range(column, length, width);
    const partTop = startOfPart(row, side, reach, height * stride) / stride;
    const partLeft = startOfPart(column, side, reach, width * stride) / stride;
    for (let y = top; y <= bottom; y++) {
      const from = ((k * sideOfNear + y - partTop) * sideOfNear + left - partLeft) * channels;
      const to = k * image + (y * width + left) * channels;
      asked.set(near.subarray(from, from + (right - left + 1) * channels), to);
    }
  });
  return asked;
}

function bestFeatures(model: AttackedModel, adversarial: tf.Tensor4D): BestFeatures {
  const found = known.get(adversarial);
  if (found !== undefined) return found;
  const features = firstLayers(model, adversarial);
  const best = { ...features, asked: new Float32Array(features.values.length) };
  known.set(adversarial, best);
  return best;
}

function firstLayers(model: AttackedModel, images: tf.Tensor4D): Features {
  const { features } = model.call('nearby', { images });
  const [, ...shape] = features!.shape as [number, number, number, number];
  const values = features!.dataSync<'float32'>();
  features!.dispose();
  return { shape, values };
}

/** Not by `tf.tidy`, which goes through every element of an array that it is to return. */
function withTensor<T>(values: Float32Array, shape: [number, number, number, number], use: (x: tf.Tensor4D) => T): T {
  const tensor = tf.tensor4d(values, shape);
  try {
    return use(tensor);
  } finally {
    tensor.dispose();
  }
}

function isSame(a: LogitTable, b: LogitTable, count: number): boolean {
  return Array.from({ length: count }, (_, i) => i).every((i) => a.row(i).every((z, j) => Object.is(z, b.row(i)[j])));
}
