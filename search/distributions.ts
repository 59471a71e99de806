import { tf } from '../tensor/tf';

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/**
 * Log-density of a Gaussian with diagonal covariance, summed over the last axis.
 * @param x Float32 [N, D]; mean [N, D]; logStd [D]
 * @returns Float32 [N]
 */
export function gaussianLogProbability(x: tf.Tensor2D, mean: tf.Tensor2D, logStd: tf.Tensor1D): tf.Tensor1D {
  const standardized = tf.div(tf.sub(x, mean), tf.exp(logStd));
  const perEntry = tf.sub(tf.mul(tf.square(standardized), -0.5), tf.add(logStd, HALF_LOG_TWO_PI));
  return tf.sum(perEntry, 1);
}

/**
 * Log-probability of independent bits, summed over the last axis; from logits, so that it stays finite.
 * @param bits Float32 [N, D] of 0 and 1; logits [N, D]: a bit is 1 with probability sigmoid(logit)
 * @returns Float32 [N]
 */
export function bernoulliLogProbability(bits: tf.Tensor2D, logits: tf.Tensor2D): tf.Tensor1D {
  return tf.sum(tf.sub(tf.mul(bits, logits), tf.softplus(logits)), 1);
}
