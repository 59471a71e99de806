/**
 * Losses that Auto-PGD maximises, one number per image, with their gradients written out. A value is finite only if all
 * of the image's logits are.
 */
import { tf } from '../tensor/tf';
import { withGradient } from './losses';

/** Logits Float32 [N,C], labels Int32 [N] and, for targeted losses, targets Int32 [N], to Float32 [N]. */
export type ImageLoss = (logits: tf.Tensor2D, labels: tf.Tensor1D, targets?: tf.Tensor1D) => tf.Tensor1D;

/** Keeps the ratio's denominator from zero. */
const leastGap = 1e-12;

/** -log softmax(z)_y. */
export const crossEntropy: ImageLoss = (logits, labels) => logLikelihood(logits, labels, -1);

/** log softmax(z)_t: the cross-entropy of the target, to be lowered. */
export const targetedCrossEntropy: ImageLoss = (logits, _, targets) => logLikelihood(logits, targets!, 1);

/**
 * Difference of logits ratio, C >= 3: -(z_y - max_{j != y} z_j) / (z_pi1 - z_pi3 + 1e-12), where pi sorts the logits from
 * the highest. Of equal logits the lower class comes first.
 */
export const differenceOfLogitsRatio: ImageLoss = (logits, labels) => {
  const [first, second, third] = highestClasses(logits, 3);
  const truth = oneHot(labels, logits);
  const isFirst = tf.sum(tf.mul(truth, first!), 1, true);
  const bestOther = tf.add(first!, tf.mul(tf.sub(second!, first!), isFirst));
  return ratio(logits, tf.sub(bestOther, truth), tf.sub(first!, third!));
};

/**
 * The same towards a class t, C >= 4: -(z_y - z_t) / (z_pi1 - (z_pi3 + z_pi4) / 2 + 1e-12). With three classes, where
 * there is no fourth logit, the cross-entropy of t instead.
 */
export const targetedDifferenceOfLogitsRatio: ImageLoss = (logits, labels, targets) => {
  if (logits.shape[1] < 4) return targetedCrossEntropy(logits, labels, targets);
  const [first, , third, fourth] = highestClasses(logits, 4);
  const lower = tf.mul(tf.add(third!, fourth!), 0.5);
  return ratio(logits, tf.sub(oneHot(targets!, logits), oneHot(labels, logits)), tf.sub(first!, lower));
};

function logLikelihood(logits: tf.Tensor2D, classes: tf.Tensor1D, sign: 1 | -1): tf.Tensor1D {
  return withGradient<tf.Tensor1D>([logits], (save) => {
    const logProbabilities = tf.logSoftmax(logits);
    const chosen = oneHot(classes, logits);
    save([logProbabilities, chosen]);
    // Zero, or NaN when a logit is NaN or infinite, which the softmax may hide.
    const finite = tf.sum(tf.mul(logits, 0), 1);
    return {
      value: tf.sum(tf.mul(chosen, logProbabilities), 1).mul(sign).add(finite),
      gradFunc: (dy, [logProbabilities, chosen]) => [
        tf.sub(chosen!, tf.exp(logProbabilities!)).mul(sign).mul(dy.expandDims(1)),
      ],
    };
  });
}

/**
 * (a . z) / (b . z + 1e-12) for each image; its gradient is (a - ratio * b) / (b . z + 1e-12).
 * @param a Float32 [N,C], constant in z wherever z's order does not change. @param b Likewise.
 */
function ratio(logits: tf.Tensor2D, a: tf.Tensor, b: tf.Tensor): tf.Tensor1D {
  return withGradient<tf.Tensor1D>([logits], (save) => {
    const gap = tf.sum(tf.mul(logits, b), 1, true).add(leastGap);
    const value = tf.sum(tf.mul(logits, a), 1, true).div(gap);
    const gradient = tf.sub(a, tf.mul(value, b)).div(gap);
    save([gradient]);
    return {
      value: value.reshape([-1]),
      gradFunc: (dy, [gradient]) => [tf.mul(gradient!, dy.expandDims(1))],
    };
  });
}

/** One-hot rows [N,C] of the highest, second highest and so on. */
function highestClasses(logits: tf.Tensor2D, count: number): tf.Tensor2D[] {
  const { indices } = tf.topk(logits, count);
  return (tf.unstack(indices, 1) as tf.Tensor1D[]).map((classes) => oneHot(classes, logits));
}

function oneHot(classes: tf.Tensor1D, logits: tf.Tensor2D): tf.Tensor2D {
  return tf.oneHot(classes, logits.shape[1], 1, 0, 'float32') as tf.Tensor2D;
}
