import { crossEntropySum } from '../attacks/losses';
import type { tf } from '../tensor/tf';
import type { TrainingMethod } from './method';

/**
 * Standard adversarial training (Madry et al. 2018, "Towards deep learning models resistant to adversarial attacks"):
 *
 *   inner: from x + U(-epsilon, epsilon), ascend CE(f(x'), y)
 *   outer: minimise the mean of CE(f(x'), y), one forward pass, of the attacked images only
 */
export const standardTraining: TrainingMethod = {
  startNoise: (stream, size, epsilon) => stream.uniform(size, -epsilon, epsilon),

  innerTarget: 'labels',

  innerLoss: (adversarialLogits, labels) => crossEntropySum(adversarialLogits, labels as tf.Tensor1D),

  outerLoss(forward, { adversarial, labels }) {
    const { logits, updates } = forward(adversarial);
    return { loss: crossEntropySum(logits, labels).div(labels.shape[0]) as tf.Scalar, updates };
  },
};
