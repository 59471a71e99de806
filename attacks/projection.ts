import { tf } from '../tensor/tf';
import { UnsoundAttackError } from './errors';
import type { Norm } from './types';

/** Rounding that a float32 image may show beyond its bounds; in L2 relative to the radius too, for many pixels add up. */
const roundingTolerance = 1e-6;
const l2Tolerance = 1e-5;

/**
 * The nearest image within the ball of radius `epsilon` around `images`, and then within [0,1].
 * @param adversarial Float32 [N,H,W,C]. @param images Float32 [N,H,W,C] in [0,1].
 */
export function project(
  adversarial: tf.Tensor4D,
  images: tf.Tensor4D,
  epsilon: number,
  norm: Norm = 'linf',
): tf.Tensor4D {
  const inBall = norm === 'linf' ? inLinfBall(adversarial, images, epsilon) : inL2Ball(adversarial, images, epsilon);
  return tf.clipByValue(inBall, 0, 1);
}

function inLinfBall(adversarial: tf.Tensor4D, images: tf.Tensor4D, epsilon: number): tf.Tensor4D {
  const lowered = tf.minimum(adversarial, tf.add(images, epsilon));
  return tf.maximum(lowered, tf.sub(images, epsilon));
}

function inL2Ball(adversarial: tf.Tensor4D, images: tf.Tensor4D, epsilon: number): tf.Tensor4D {
  const delta = tf.sub(adversarial, images) as tf.Tensor4D;
  // Inside the ball the factor is exactly 1.
  const factor = tf.div(epsilon, tf.maximum(perImageL2Norm(delta), epsilon));
  return tf.add(images, tf.mul(delta, factor)) as tf.Tensor4D;
}

/** Float32 [N,1,1,1]. */
export function perImageL2Norm(images: tf.Tensor4D): tf.Tensor4D {
  const squares: tf.Tensor4D = tf.sum(tf.square(images), [1, 2, 3], true);
  return tf.sqrt(squares);
}

/** Float32 [N,1,1,1]. */
export function perImageLinfNorm(images: tf.Tensor4D): tf.Tensor4D {
  return tf.max(tf.abs(images), [1, 2, 3], true);
}

/** Distance of each image of `a` from that of `b`, Float32 [N]. */
export function distances(a: tf.Tensor4D, b: tf.Tensor4D, norm: Norm): tf.Tensor1D {
  return tf.tidy(() => {
    const delta = tf.sub(a, b) as tf.Tensor4D;
    return (norm === 'linf' ? perImageLinfNorm(delta) : perImageL2Norm(delta)).reshape([-1]);
  });
}

/** @throws UnsoundAttackError when an image leaves the ball by more than rounding or [0,1] at all, or holds NaN. */
export function verifyBounds(
  attack: string,
  adversarial: tf.Tensor4D,
  images: tf.Tensor4D,
  epsilon: number,
  norm: Norm = 'linf',
): void {
  const [distance, low, high] = tf.tidy(() => [
    tf.max(distances(adversarial, images, norm)).dataSync()[0]!,
    tf.min(adversarial).dataSync()[0]!,
    tf.max(adversarial).dataSync()[0]!,
  ]) as unknown as [number, number, number];
  const tolerance = norm === 'linf' ? roundingTolerance : roundingTolerance + l2Tolerance * epsilon;
  if (distance <= epsilon + tolerance && low >= 0 && high <= 1) return;
  throw new UnsoundAttackError(
    `attack '${attack}' returned an image at ${norm === 'linf' ? 'L-infinity' : 'L2'} distance ${distance} with pixels in ` +
      `[${low}, ${high}]; allowed are distance ${epsilon} and [0, 1]`,
  );
}
