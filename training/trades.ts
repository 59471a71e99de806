import { crossEntropySum, klDivergenceSum } from '../attacks/losses';
import type { tf } from '../tensor/tf';
import type { TrainingMethod } from './method';

/** Standard deviation of the start; at the image itself the divergence has no gradient. */
const startDeviation = 0.001;

/**
 * TRADES (Zhang et al. 2019, "Theoretically principled trade-off between robustness and accuracy"), p = softmax(f):
 *
 *   inner: from x + 0.001 N(0, 1), ascend KL(p(x) || p(x')), p(x) constant
 *   outer: minimise the mean of CE(f(x), y) + beta KL(p(x) || p(x')), differentiating both p
 *
 * The outer loss passes the clean images forward first, then the attacked ones: running averages move in this order.
 */
export const tradesTraining: TrainingMethod = {
  startNoise: (stream, size) => stream.normal(size, 0, startDeviation),

  innerTarget: 'clean logits',

  innerLoss: (adversarialLogits, cleanLogits) => klDivergenceSum(cleanLogits as tf.Tensor2D, adversarialLogits),

  outerLoss(forward, { images, adversarial, labels }, { beta }) {
    const clean = forward(images);
    const attacked = forward(adversarial, clean.updates);
    const natural = crossEntropySum(clean.logits, labels);
    const robust = klDivergenceSum(clean.logits, attacked.logits);
    return {
      loss: natural.add(robust.mul(beta)).div(labels.shape[0]) as tf.Scalar,
      updates: { ...clean.updates, ...attacked.updates },
    };
  },
};
