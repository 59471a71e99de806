import type { RandomStream } from '../tensor/random';
import { tf } from '../tensor/tf';
import type { Norm } from './types';

/**
 * Noise for a batch, Float32 [n,H,W,C], each image's from its own stream: it must be a function of (seed, attack,
 * restart, point) alone, so that it does not depend on how points are grouped into batches.
 *
 * L-infinity: uniform in [-epsilon, epsilon) in each element. L2: uniform in the ball of radius epsilon.
 */
export function noiseInBall(
  streams: readonly RandomStream[],
  imageShape: readonly [height: number, width: number, channels: number],
  { norm, epsilon }: { readonly norm: Norm; readonly epsilon: number },
): tf.Tensor4D {
  const size = imageShape[0] * imageShape[1] * imageShape[2];
  const values = new Float32Array(streams.length * size);
  streams.forEach((stream, row) => {
    const noise = norm === 'linf' ? stream.uniform(size, -epsilon, epsilon) : inL2Ball(stream, size, epsilon);
    values.set(noise, row * size);
  });
  return tf.tensor4d(values, [streams.length, ...imageShape]);
}

/**
 * Like `noiseInBall`, with each image's noise scaled to length epsilon: uniform noise in L-infinity, normal noise in L2.
 */
export function noiseOnSphere(
  streams: readonly RandomStream[],
  imageShape: readonly [height: number, width: number, channels: number],
  { norm, epsilon }: { readonly norm: Norm; readonly epsilon: number },
): tf.Tensor4D {
  const size = imageShape[0] * imageShape[1] * imageShape[2];
  const values = new Float32Array(streams.length * size);
  streams.forEach((stream, row) => {
    const noise = norm === 'linf' ? stream.uniform(size, -1, 1) : stream.normal(size);
    const length =
      norm === 'linf'
        ? noise.reduce((most, t) => Math.max(most, Math.abs(t)), 0)
        : Math.sqrt(noise.reduce((sum, t) => sum + t * t, 0));
    values.set(noise.map((t) => (t / length) * epsilon), row * size); // prettier-ignore
  });
  return tf.tensor4d(values, [streams.length, ...imageShape]);
}

function inL2Ball(stream: RandomStream, size: number, epsilon: number): Float32Array {
  const direction = stream.normal(size);
  const length = Math.hypot(...direction);
  const radius = epsilon * stream.uniform(1)[0]! ** (1 / size);
  return direction.map((value) => (value / length) * radius);
}
