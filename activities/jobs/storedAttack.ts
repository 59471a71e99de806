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

/** Images found against other networks: each point that one of them breaks cannot withstand an attack in their ball. */
export const faceBank: JobImplementation<'faceBank'> = async ({ bank, ...params }, { store, progress }) => {
  const data = await loadData(params.data);
  const { network, weights } = await loadNetwork(store, params.network, data);
  const { images, labels, count } = splitOf(data, params.split);
  const { height, width, channels } = data.image;
  const model = classifier(network, weights, { count });
  const right = Array<boolean>(count).fill(true);
  const look = (pixels: Float32Array): void => {
    const predicted = tf.tidy(() => {
      const batch = tf.tensor4d(pixels, [count, height, width, channels]);
      return tf.argMax(model.logitsOf(batch), 1).dataSync();
    });
    predicted.forEach((label, i) => (right[i] &&= label === labels[i]));
  };
  try {
    look(images);
    for (const [i, ref] of bank.entries()) {
      look((await loadWeights(store, ref)).get('adversarial')!.data);
      const correct = right.filter(Boolean).length;
      const bound = `robust accuracy at most ${((100 * correct) / count).toFixed(1)} %`;
      progress((i + 1) / bank.length, `${i + 1} of ${bank.length} sets of the bank, ${bound}`);
    }
  } finally {
    model.dispose();
  }
  return { robust: { correct: right.filter(Boolean).length, total: count } };
};
