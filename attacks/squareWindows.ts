/** What Square draws, and what its windows do to images. */
import { randomStream } from '../tensor/random';
import type { ImageShape } from './engine/kernels';

/** Images in JavaScript, one of which begins at `offset`: the best so far, and the clean ones. */
export interface ImageValues {
  readonly best: Float32Array;
  readonly clean: Float32Array;
  readonly offset: number;
}

/**
 * Writes P_x(a + 2 epsilon * sign per channel) to `candidate`, a copy of the image a, where the window is, in float32
 * arithmetic. TensorFlow takes longer for it than JavaScript takes to write these few pixels.
 *
 * @returns Whether that differs from a.
 */
export function moveWindow(
  { row, column, side, signs }: Window,
  { width, channels }: ImageShape,
  { best, clean, offset }: ImageValues,
  epsilon: number,
  candidate: Float32Array,
): boolean {
  const radius = Math.fround(epsilon);
  const moves = signs.map((sign) => Math.fround(sign * 2 * epsilon));
  let changed = false;
  for (let y = row; y < row + side; y++) {
    const first = (y * width + column) * channels;
    for (let k = first; k < first + side * channels; k++) {
      const a = best[offset + k]!;
      const x = clean[offset + k]!;
      const lowered = Math.min(Math.fround(a + moves[(k - first) % channels]!), Math.fround(x + radius));
      const inBall = Math.max(lowered, Math.fround(x - radius));
      const moved = Math.min(Math.max(inBall, 0), 1);
      candidate[k] = moved;
      changed ||= moved !== a;
    }
  }
  return changed;
}

/** Share of the pixels in a window at iteration `it` >= 0. */
export function windowShare(initialShare: number, it: number): number {
  const halvings = [10, 50, 200, 500, 1000, 2000, 4000, 6000, 8000].filter((last) => it > last).length;
  return initialShare / 2 ** halvings;
}

/** Side of a window with this share of the pixels, in [1, min(height, width)]. */
export function windowSide(share: number, height: number, width: number): number {
  return Math.min(Math.max(Math.round(Math.sqrt(share * height * width)), 1), height, width);
}

export interface Window {
  readonly row: number;
  readonly column: number;
  readonly side: number;
  /** Per channel, 1 or -1. */
  readonly signs: readonly number[];
}

/** Top and left are below height - side and width - side, so that a window never touches the far edges unless side fills them. */
export function drawWindow(
  { seed, restart, point, iteration }: { seed: number; restart: number; point: number; iteration: number },
  { height, width, channels }: ImageShape,
  initialShare: number,
): Window {
  const stream = randomStream(seed, 'attack', 'square', restart, point, iteration);
  const side = windowSide(windowShare(initialShare, iteration), height, width);
  const row = Math.floor(stream.next() * (height - side));
  const column = Math.floor(stream.next() * (width - side));
  return { row, column, side, signs: signsOf(stream.bernoulli(channels, 0.5)) };
}

/** Signs of the columns, the channels of each together: width x channels. */
export function drawStripes(
  { seed, restart, point }: { seed: number; restart: number; point: number },
  { width, channels }: ImageShape,
): number[] {
  return signsOf(randomStream(seed, 'attack', 'square', restart, point, 'stripes').bernoulli(width * channels, 0.5));
}

function signsOf(bits: Uint8Array): number[] {
  return Array.from(bits, (bit) => 2 * bit - 1);
}
