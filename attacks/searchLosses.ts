/** Losses among which the search for attacks chooses. */
import { tf } from '../tensor/tf';
import { withGradient } from './losses';

/**
 * Logits Float32 [N,C], classes Int32 [N], and signs Float32 [N,1], to the sum over the batch of sign * L(z, class): with
 * the label and sign 1 to be maximised, with a class to be reached and sign -1 too. An image's gradient is finite if its
 * logits are.
 */
export type SignedLoss = (logits: tf.Tensor2D, classes: tf.Tensor1D, signs: tf.Tensor) => tf.Scalar;

export const searchLossNames = ['ce', 'margin', 'dlr', 'l1'] as const;
export type SearchLossName = (typeof searchLossNames)[number];

/** Fewest classes for which the loss is defined. */
export const leastClasses: Readonly<Record<SearchLossName, number>> = { ce: 2, margin: 2, dlr: 3, l1: 2 };

/** Sets classes aside when the highest of the others is looked for. */
const maskedOut = 1e4;
/** Keeps the ratio's denominator from zero. */
const leastGap = 1e-12;

/** Value [N,1] and gradient [N,C] of L. */
type PerImage = (z: tf.Tensor2D, truth: tf.Tensor2D) => { readonly value: tf.Tensor2D; readonly gradient: tf.Tensor2D };

const perImage: Readonly<Record<SearchLossName, PerImage>> = {
  /** -log softmax(z)_y. */
  ce: (z, truth) => {
    const logProbabilities = tf.logSoftmax(z);
    return { value: dot(logProbabilities, truth).neg(), gradient: tf.sub(tf.exp(logProbabilities), truth) };
  },
  /** max_{j != y} z_j - z_y. */
  margin: (z, truth) => {
    const gradient: tf.Tensor2D = tf.sub(highestBut(z, truth), truth);
    return { value: dot(z, gradient), gradient };
  },
  /** -(z_y - max_{j != y} z_j) / (z_pi1 - z_pi3 + 1e-12), where pi sorts the logits from the highest. */
  dlr: (z, truth) => {
    const first = highestBut(z, tf.zerosLike(z));
    const second = highestBut(z, first);
    const third = highestBut(z, tf.add(first, second));
    const above: tf.Tensor2D = tf.sub(highestBut(z, truth), truth);
    const span: tf.Tensor2D = tf.sub(first, third);
    const gap = tf.add(dot(z, span), leastGap);
    const value: tf.Tensor2D = tf.div(dot(z, above), gap);
    return { value, gradient: tf.div(tf.sub(above, tf.mul(value, span)), gap) };
  },
  /** -z_y. */
  l1: (z, truth) => ({ value: dot(z, truth).neg(), gradient: tf.neg(truth) }),
};

/** @param softmax Whether the loss is taken of the softmax of the logits. */
export function searchLoss(name: SearchLossName, softmax: boolean): SignedLoss {
  const loss: SignedLoss = (z, classes, signs) =>
    withGradient([z], (save) => {
      const truth = tf.oneHot(classes, z.shape[1], 1, 0, 'float32') as tf.Tensor2D;
      const { value, gradient } = perImage[name](z, truth);
      save([tf.mul(gradient, signs)]);
      // Zero, or NaN when a logit is NaN or infinite, which softmax and comparisons may hide.
      const finite = tf.sum(tf.mul(z, 0));
      return { value: tf.sum(tf.mul(value, signs)).add(finite), gradFunc: (dy, [signed]) => [tf.mul(signed!, dy)] };
    });
  if (!softmax) return loss;
  return (logits, classes, signs) => loss(tf.softmax(logits), classes, signs);
}

function dot(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  return tf.sum(tf.mul(a, b), 1, true);
}

/** 1 at the highest number of each row but where `excluded` is 1, of equal ones at the first; else 0. */
function highestBut(z: tf.Tensor2D, excluded: tf.Tensor2D): tf.Tensor2D {
  const highest = tf.argMax(tf.sub(z, tf.mul(excluded, maskedOut)), 1).toInt() as tf.Tensor1D;
  return tf.oneHot(highest, z.shape[1], 1, 0, 'float32') as tf.Tensor2D;
}
