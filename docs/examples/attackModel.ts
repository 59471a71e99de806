/**
 * Attacks a plain TensorFlow.js model: no spec, no Temporal. After the set-up of README.md:
 *
 *   npm run build && node dist/docs/examples/attackModel.js
 *
 * In a package of your own the import is `from 'rcnas'`, and `@tensorflow/tfjs-node-gpu` must be the copy that rcnas uses.
 */
import * as tf from '@tensorflow/tfjs-node-gpu';

import { attacks, type Logits } from '../../index';
import { loadDataset } from '../../datasets/load';

export interface ExampleResult {
  readonly total: number;
  /** Images that the model gets right, without attack and under each attack. */
  readonly correct: Readonly<Record<string, number>>;
}

/** Trains a small model on handwritten digits and attacks it; says what it finds through `print`. */
export async function attackModel(print: (line: string) => void): Promise<ExampleResult> {
  const { train, test, image } = await loadDataset({ source: 'digits', evaluation: 128 }, 1);
  const { height, width, channels } = image;

  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({ filters: 16, kernelSize: 3, activation: 'relu', inputShape: [height, width, channels] }),
      tf.layers.flatten(),
      // No softmax: attacks need logits.
      tf.layers.dense({ units: 10 }),
    ],
  });
  model.compile({
    optimizer: tf.train.adam(0.01),
    loss: (truth, logits) => tf.losses.softmaxCrossEntropy(truth, logits),
  });
  const x = tf.tensor4d(train.images, [train.count, height, width, channels]);
  const y = tf.oneHot(tf.tensor1d(train.labels, 'int32'), 10);
  await model.fit(x, y, { epochs: 5, batchSize: 64, verbose: 0 });

  // What is attacked is any function from images [N,H,W,C] in [0,1] to logits [N,classes].
  const logits: Logits = (images) => model.predict(images) as tf.Tensor2D;

  const images = tf.tensor4d(test.images, [test.count, height, width, channels]);
  const labels = tf.tensor1d(test.labels, 'int32');
  const right = tf.tidy(() => tf.sum(tf.equal(tf.argMax(logits(images), 1).toInt(), labels)).dataSync()[0]!);
  const correct: Record<string, number> = { clean: right };
  for (const name of ['fgsm', 'pgd'] as const) {
    const attack = attacks.create(name, { epsilon: 0.1 });
    const { adversarial, success } = await attack.run(logits, images, labels, { seed: 7 });
    correct[name] = Array.from(success.dataSync()).filter((broken) => !broken).length;
    tf.dispose([adversarial, success]);
  }
  for (const [attack, count] of Object.entries(correct)) print(`${attack}: ${count} of ${test.count} correct`);
  tf.dispose([x, y, images, labels]);
  model.dispose();
  return { total: test.count, correct };
}

if (require.main === module) void attackModel((line) => process.stdout.write(`${line}\n`));
