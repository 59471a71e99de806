/** Jobs over a stored attacked set: LIPS, and the accuracy of another network on it. */
import { lipschitzCoefficients } from '../../search/lips';
import { lipsEmbedding } from '../../search/embeddings';
import { tf } from '../../tensor/tf';
import { classifier } from './classifier';
import { loadData, loadNetwork, loadWeights, splitOf } from './loaded';
import type { JobImplementation } from './types';

/** Eq. 1 on the evaluation set, as the embedding of fixed length. */
export const computeLips: JobImplementation<'computeLips'> = async (params, { store }) => {
  const data = await loadData(params.data);
  const { network, weights } = await loadNetwork(store, params.network, data);
  const attacked = (await loadWeights(store, params.adversarial)).get('adversarial')!;
  const model = classifier(network, weights, { count: data.evaluation.count });
  try {
    const coefficients = tf.tidy(() => {
      const shape = attacked.shape as [number, number, number, number];
      const adversarial = tf.tensor4d(attacked.data, shape);
      const images = tf.tensor4d(data.evaluation.images, shape);
      const logits = [model.logitsOf(images), model.logitsOf(adversarial)] as const;
      return lipschitzCoefficients(...logits, images, adversarial, params.lips).dataSync<'float32'>();
    });
    const mean = coefficients.reduce((sum, coefficient) => sum + coefficient, 0) / coefficients.length;
    return { lips: lipsEmbedding(coefficients, params.lips.dimension), mean };
  } finally {
    model.dispose();
  }
};

export const evaluateTransfer: JobImplementation<'evaluateTransfer'> = async (params, { store }) => {
  const data = await loadData(params.data);
  const { network, weights } = await loadNetwork(store, params.network, data);
  const attacked = (await loadWeights(store, params.adversarial)).get('adversarial')!;
  const { labels, count } = splitOf(data, params.split);
  const model = classifier(network, weights, { count });
  const adversarial = tf.tensor4d(attacked.data, attacked.shape as [number, number, number, number]);
  try {
    return { robust: { correct: model.countCorrect(adversarial, labels), total: count } };
  } finally {
    adversarial.dispose();
    model.dispose();
  }
};
