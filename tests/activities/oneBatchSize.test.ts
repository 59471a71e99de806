import { expect, it } from 'vitest';

import { classifier } from '../../activities/jobs/classifier';
import { buildNetwork } from '../../architectures/network';
import { parseArchitecture } from '../../architectures/parse';
import { nativeBackend } from '../../tensor/compiled/backend';
import { randomStream } from '../../tensor/random';
import { tf } from '../../tensor/tf';

/** Sessions stay loaded, so this counts the graphs that were made. */
function loadedGraphs(): number {
  return (nativeBackend().binding as unknown as { getNumOfSavedModels(): number }).getNumOfSavedModels();
}

it('evaluates and attacks a number of images that no batch size divides with one graph for each function', async () => {
  const before = loadedGraphs();
  const network = buildNetwork(parseArchitecture('WRN-10-1'), { height: 8, width: 8, channels: 1 }, 10);
  const count = 21;
  const attack = { type: 'pgd' as const, norm: 'linf' as const, epsilon: 0.1, steps: 2, stepSize: 0.05, batchSize: 8 };
  const model = classifier(network, network.initialize(3), { attack, count });
  const images = tf.tensor4d(randomStream(1, 'images').uniform(count * 64), [count, 8, 8, 1]);
  const labels = randomStream(1, 'labels').integers(count, 10);
  const labelTensor = tf.tensor1d(labels, 'int32');
  try {
    model.countCorrect(images, labels);
    const { adversarial, success } = await model.attack(images, labelTensor, { seed: 5 });
    expect([adversarial.shape[0], success.shape[0]]).toEqual([count, count]);
    tf.dispose([adversarial, success]);
    // `logits` and `attackStep`.
    expect(loadedGraphs() - before).toBe(2);
  } finally {
    tf.dispose([images, labelTensor]);
    model.dispose();
  }
});
