import { randomStream } from '../tensor/random';
import { tf } from '../tensor/tf';

/**
 * Noise uniform in [-epsilon, epsilon) for a batch, Float32 [n,H,W,C]. The noise of a point is a function of
 * (seed, attack, restart, point) alone, so it does not depend on how points are grouped into batches.
 */
export function uniformNoise(
  source: { readonly seed: number; readonly attack: string; readonly restart: number },
  pointIds: readonly number[],
  imageShape: readonly [height: number, width: number, channels: number],
  epsilon: number,
): tf.Tensor4D {
  const size = imageShape[0] * imageShape[1] * imageShape[2];
  const values = new Float32Array(pointIds.length * size);
  pointIds.forEach((point, row) => {
    const stream = randomStream(source.seed, 'attack', source.attack, source.restart, point);
    values.set(stream.uniform(size, -epsilon, epsilon), row * size);
  });
  return tf.tensor4d(values, [pointIds.length, ...imageShape]);
}
