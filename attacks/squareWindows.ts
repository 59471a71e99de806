/** What Square draws, and what its windows do to images. */
import { randomStream } from '../tensor/random';
import type { ImageShape } from './engine/kernels';

/**
 * Of each image, `amount` times the sign of the channel in its window and 0 elsewhere, as [n,height,width,channels].
 * TensorFlow takes longer to spread windows over images than JavaScript takes to write these few pixels.
 */
export function changeIn(
  windows: readonly (Window | null)[],
  { height, width, channels }: ImageShape,
  amount: number,
): Float32Array {
  const change = new Float32Array(windows.length * height * width * channels);
  windows.forEach((window, i) => {
    if (window === null) return;
    const line = window.signs.map((sign) => sign * amount);
    for (let y = window.row; y < window.row + window.side; y++) {
      const first = ((i * height + y) * width + window.column) * channels;
      for (let k = 0; k < window.side * channels; k++) change[first + k] = line[k % channels]!;
    }
  });
  return change;
}

/** Images in JavaScript, one of which begins at `offset`: the best so far, and the clean ones. */
export interface ImageValues {
  readonly best: Float32Array;
  readonly clean: Float32Array;
  readonly offset: number;
}

/** Whether P_x(a + 2 epsilon * sign per channel in the window) = a: the same float32 arithmetic as the attack's. */
export function changesNothing(
  { row, column, side, signs }: Window,
  { width, channels }: ImageShape,
  { best, clean, offset }: ImageValues,
  epsilon: number,
): boolean {
  const radius = Math.fround(epsilon);
  const line = signs.map((sign) => Math.fround(sign * 2 * epsilon));
  for (let y = row; y < row + side; y++) {
    const first = offset + (y * width + column) * channels;
    for (let k = 0; k < side * channels; k++) {
      const [a, x] = [best[first + k]!, clean[first + k]!];
      const lowered = Math.min(Math.fround(a + line[k % channels]!), Math.fround(x + radius));
      const inBall = Math.max(lowered, Math.fround(x - radius));
      if (Math.min(Math.max(inBall, 0), 1) !== a) return false;
    }
  }
  return true;
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
