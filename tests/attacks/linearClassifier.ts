import type { Logits, Norm } from '../../attacks/types';
import { randomStream } from '../../tensor/random';
import { tf } from '../../tensor/tf';

export interface LinearClassifier {
  readonly logits: Logits;
  /** Of one image, in float64: above 0 for class 0, below for class 1. */
  readonly score: (image: ArrayLike<number>) => number;
  readonly weights: readonly number[];
  /** Distance of an image from the boundary. */
  readonly distance: (image: ArrayLike<number>, norm: Norm) => number;
}

/** Two classes: w . x + bias against 0, with random weights, and `offset` from the boundary at the gray image. */
export function linearClassifier(size: number, seed: number, offset: number): LinearClassifier {
  const weights = Array.from(randomStream(seed, 'linear classifier').normal(size));
  const bias = offset - 0.5 * weights.reduce((a, b) => a + b, 0);
  const column = Float32Array.from(weights);
  const score = (image: ArrayLike<number>): number => weights.reduce((sum, w, i) => sum + w * image[i]!, bias);
  return {
    weights,
    score,
    logits: (images) =>
      tf.tidy(() => {
        const value = tf.matMul(images.reshape([-1, size]), tf.tensor2d(column, [size, 1])).add(bias);
        return tf.concat([value, tf.zerosLike(value)], 1) as tf.Tensor2D;
      }),
    distance: (image, norm) => {
      const lengths = { l2: Math.hypot(...weights), linf: weights.reduce((sum, w) => sum + Math.abs(w), 0) };
      return Math.abs(score(image)) / lengths[norm];
    },
  };
}
