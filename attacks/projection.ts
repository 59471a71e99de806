import { tf } from '../tensor/tf';
import { UnsoundAttackError } from './errors';

/** Rounding that a float32 image may show beyond its bounds. */
const roundingTolerance = 1e-6;

/**
 * The nearest image, in each pixel, within the L-infinity ball of radius `epsilon` around `images` and then within [0,1].
 * @param adversarial Float32 [N,H,W,C]. @param images Float32 [N,H,W,C] in [0,1].
 */
export function project(adversarial: tf.Tensor4D, images: tf.Tensor4D, epsilon: number): tf.Tensor4D {
  const lowered = tf.minimum(adversarial, tf.add(images, epsilon));
  const inBall = tf.maximum(lowered, tf.sub(images, epsilon));
  return tf.clipByValue(inBall, 0, 1) as tf.Tensor4D;
}

/** @throws UnsoundAttackError when an image leaves the ball or [0,1] by more than 1e-6, or holds NaN. */
export function verifyBounds(attack: string, adversarial: tf.Tensor4D, images: tf.Tensor4D, epsilon: number): void {
  const [distance, low, high] = tf.tidy(() => [
    tf.max(tf.abs(tf.sub(adversarial, images))).dataSync()[0]!,
    tf.min(adversarial).dataSync()[0]!,
    tf.max(adversarial).dataSync()[0]!,
  ]) as unknown as [number, number, number];
  if (distance <= epsilon + roundingTolerance && low >= 0 && high <= 1) return;
  throw new UnsoundAttackError(
    `attack '${attack}' returned an image at L-infinity distance ${distance} with pixels in [${low}, ${high}]; ` +
      `allowed are distance ${epsilon} and [0, 1]`,
  );
}
