/**
 * Losses that attacks maximise, summed over the batch: a mean would scale the gradient of a confident network down
 * until it underflows, and the sum keeps the gradient of each image independent of the others.
 *
 * Each has its gradient written out (fewer operations than differentiating its parts, and an exact zero where the
 * formula says zero). A value is finite only if all logits are.
 */
import { tf } from '../tensor/tf';

/** Sets the true class aside when the best other class is looked for. */
const maskedOut = 1e4;

/**
 * Sum over the batch of -log softmax(z)_y.
 * @param logits Float32 [N,C]. @param labels Int32 [N].
 */
export function crossEntropySum(logits: tf.Tensor2D, labels: tf.Tensor1D): tf.Scalar {
  return withGradient([logits], (save) => {
    const logProbabilities = tf.logSoftmax(logits);
    const truth = tf.oneHot(labels, logits.shape[1], 1, 0, 'float32');
    save([logProbabilities, truth]);
    return {
      value: tf.sum(tf.mul(truth, logProbabilities)).neg().add(nanUnlessFinite(logits)),
      gradFunc: (dy, [logProbabilities, truth]) => [tf.exp(logProbabilities!).sub(truth!).mul(dy)],
    };
  });
}

/**
 * Carlini and Wagner's margin as an L-infinity attack maximises it, kappa = 0:
 * -sum_i max(z_y - max_{j != y} z_j, 0). Its gradient is exactly zero once another class has at least the true
 * class's logit, so an image stops moving at its first success. Of equal best others the one of lowest index counts.
 * @param logits Float32 [N,C], C >= 2. @param labels Int32 [N].
 */
export function marginLossSum(logits: tf.Tensor2D, labels: tf.Tensor1D): tf.Scalar {
  return withGradient([logits], (save) => {
    const classes = logits.shape[1];
    const truth = tf.oneHot(labels, classes, 1, 0, 'float32');
    const bestOther = tf.argMax(tf.sub(logits, tf.mul(truth, maskedOut)), 1).toInt();
    const direction = tf.sub(tf.oneHot(bestOther, classes, 1, 0, 'float32'), truth);
    const margin = tf.sum(tf.mul(logits, direction), 1, true).neg();
    const active = tf.cast(tf.greater(margin, 0), 'float32');
    save([tf.mul(direction, active)]);
    return {
      value: tf.sum(tf.mul(margin, active)).neg().add(nanUnlessFinite(logits)),
      gradFunc: (dy, [activeDirection]) => [tf.mul(activeDirection!, dy)],
    };
  });
}

/**
 * Sum over the batch of KL(p || q) = sum_k p_k (log p_k - log q_k), p = softmax(pLogits), q = softmax(qLogits);
 * differentiable in both.
 * @param pLogits Float32 [N,C]. @param qLogits Float32 [N,C].
 */
export function klDivergenceSum(pLogits: tf.Tensor2D, qLogits: tf.Tensor2D): tf.Scalar {
  return withGradient([pLogits, qLogits], (save) => {
    const logP = tf.logSoftmax(pLogits);
    const logQ = tf.logSoftmax(qLogits);
    const p = tf.exp(logP);
    const logRatio = tf.sub(logP, logQ);
    const perImage = tf.sum(tf.mul(p, logRatio), 1, true);
    save([p, logQ, logRatio, perImage]);
    return {
      value: tf.sum(perImage).add(nanUnlessFinite(pLogits)).add(nanUnlessFinite(qLogits)),
      gradFunc: (dy, [p, logQ, logRatio, perImage]) => [
        tf.mul(p!, tf.sub(logRatio!, perImage!)).mul(dy),
        tf.exp(logQ!).sub(p!).mul(dy),
      ],
    };
  });
}

/** Zero, or NaN when a logit is NaN or infinite: softmax and comparisons would hide some of those. */
function nanUnlessFinite(logits: tf.Tensor2D): tf.Tensor {
  return tf.sum(tf.mul(logits, 0));
}

type Save = (tensors: tf.Tensor[]) => void;

interface ValueWithGradient {
  readonly value: tf.Tensor;
  /** Gradient of each input, from the gradient of the value and the saved tensors. */
  readonly gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.Tensor[];
}

/** An operation with a gradient of its own. */
export function withGradient<T extends tf.Tensor = tf.Scalar>(
  inputs: tf.Tensor[],
  forward: (save: Save) => ValueWithGradient,
): T {
  // TensorFlow.js passes the function that saves tensors for the gradient as the last argument.
  const operation = tf.customGrad((...inputsAndSave) => forward(inputsAndSave.at(-1) as Save));
  return operation(...inputs) as T;
}
