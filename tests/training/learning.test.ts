import { beforeAll, describe, expect, it } from 'vitest';

import { attacks } from '../../attacks/registry';
import type { Network } from '../../architectures/types';
import type { Dataset } from '../../datasets/types';
import { tf } from '../../tensor/tf';
import type { StateValues } from '../../tensor/types';
import { NonFiniteLossError, TrainingInputError } from '../../training/errors';
import { trainNetwork, type TrainingOptions } from '../../training/train';
import type { TrainingConfig, TrainingResult } from '../../training/types';
import { digits, digitsNetwork, firstImages, quickConfig } from './digits';

let data: Dataset;
let network: Network;
beforeAll(async () => {
  data = await digits();
  network = digitsNetwork('WRN-10-1', data);
});

const epsilon = 16 / 255;

/** Shares of the test set that are right without attack and under PGD. */
async function accuracies(weights: StateValues): Promise<{ clean: number; robust: number }> {
  const state = Object.fromEntries(
    [...weights].map(([name, { shape, data: values }]) => [name, tf.tensor(values, [...shape])]),
  );
  const images = tf.tensor4d(data.test.images, [data.test.count, 8, 8, 1]);
  const labels = tf.tensor1d(data.test.labels, 'int32');
  const logits = (x: tf.Tensor4D): tf.Tensor2D => network.forward(state, x, false).logits;
  const pgd = attacks.create('pgd', { epsilon, steps: 10, stepSize: epsilon / 4 });
  const { adversarial, success } = await pgd.run(logits, images, labels, { seed: 1 });
  const broken = Array.from(success.dataSync()).filter(Boolean).length;
  const wrong = tf.tidy(
    () =>
      tf
        .notEqual(tf.argMax(logits(images), 1).toInt(), labels)
        .toInt()
        .sum()
        .dataSync()[0]!,
  );
  tf.dispose([state, images, labels, adversarial, success]);
  return { clean: 1 - wrong / data.test.count, robust: 1 - broken / data.test.count };
}

const config: TrainingConfig = {
  ...quickConfig,
  epochs: 3,
  batchSize: 64,
  learningRate: 0.1,
  attack: { epsilon, steps: 3, stepSize: epsilon / 2 },
  augmentation: { crop: 0, flip: false },
  select: 'last',
};

const trainedBy = async (change: Partial<TrainingConfig>): Promise<TrainingResult> =>
  await trainNetwork({ network, train: data.train, heldOut: null, config: { ...config, ...change }, seed: 1 });

describe('learning real digits', () => {
  it('standard training withstands PGD, and more of it than training on clean images', async () => {
    const { weights, history } = await trainedBy({ method: 'standard' });
    const attacked = await accuracies(weights);
    expect(attacked.clean).toBeGreaterThan(0.8);
    expect(attacked.robust).toBeGreaterThan(0.5);
    expect(history.at(-1)!.loss).toBeLessThan(history[0]!.loss);

    const plain = await accuracies((await trainedBy({ attack: { epsilon: 0, steps: 0, stepSize: 0 } })).weights);
    expect(plain.clean).toBeGreaterThan(0.8);
    expect(attacked.robust).toBeGreaterThan(plain.robust + 0.05);
  });

  it('TRADES withstands PGD', async () => {
    const { weights, history } = await trainedBy({ method: 'trades' });
    const { clean, robust } = await accuracies(weights);
    expect(clean).toBeGreaterThan(0.8);
    expect(robust).toBeGreaterThan(0.5);
    expect(history.at(-1)!.loss).toBeLessThan(history[0]!.loss);
  });
});

describe('the best epoch', () => {
  it('is the one of highest PGD accuracy on the held-out set, and its weights are returned', async () => {
    const wild: TrainingConfig = {
      ...config,
      epochs: 4,
      batchSize: 32,
      learningRate: 0.6,
      schedule: { type: 'constant' },
      select: 'best-pgd',
    };
    const options: TrainingOptions = {
      network,
      train: firstImages(data.train, 128),
      heldOut: data.evaluation,
      config: wild,
      seed: 2,
    };
    const perEpoch = new Map<number, StateValues>();
    const result = await trainNetwork({
      ...options,
      checkpointIntervalMs: 0,
      onCheckpoint: ({ history, partial, state }) => {
        if (partial.steps === 0) perEpoch.set(history.length, state);
      },
    });
    const accuracy = result.history.map((record) => record.heldOutAccuracy!);
    expect(accuracy.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(result.selectedEpoch).toBe(accuracy.indexOf(Math.max(...accuracy)) + 1);
    for (const [name, value] of result.weights) expect(value).toEqual(perEpoch.get(result.selectedEpoch)!.get(name));
    expect(new Set(accuracy).size).toBeGreaterThan(1);
  });
});

describe('training that cannot go on', () => {
  const small = (): TrainingOptions => ({
    network,
    train: firstImages(data.train, 32),
    heldOut: null,
    config: { ...config, batchSize: 8 },
    seed: 1,
  });

  it('names step, epoch and learning rate when the loss is no number', async () => {
    const wild = { ...small().config, learningRate: 1e30, clipNorm: null, schedule: { type: 'constant' } as const };
    const before = tf.memory().numTensors;
    const error = await trainNetwork({ ...small(), config: wild }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(NonFiniteLossError);
    const { step, epoch, learningRate, message } = error as NonFiniteLossError;
    expect(step).toBeLessThan(4);
    expect({ epoch, learningRate }).toEqual({ epoch: 1, learningRate: 1e30 });
    expect(message).toContain(`at step ${step} (epoch 1, learning rate 1e+30)`);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('does not return weights that the last step has made infinite', async () => {
    const train = firstImages(data.train, 8);
    const wild = {
      ...small().config,
      epochs: 1,
      learningRate: 1e300,
      clipNorm: null,
      schedule: { type: 'constant' } as const,
    };
    await expect(trainNetwork({ ...small(), train, config: wild })).rejects.toThrow(
      /is not finite at step 0 \(epoch 1/,
    );
  });

  it.each<[string, Partial<TrainingConfig>, string]>([
    ['no epochs', { epochs: 0 }, 'epochs must be an integer >= 1, got 0'],
    ['batches of one', { batchSize: 1 }, 'batchSize must be an integer >= 2, got 1'],
    ['a negative learning rate', { learningRate: -1 }, 'learningRate must be a number > 0, got -1'],
    [
      'a radius in pixel steps',
      { attack: { epsilon: 8, steps: 1, stepSize: 0.1 } },
      'attack.epsilon must be in [0, 1], got 8',
    ],
    ['an endless warmup', { schedule: { type: 'cosine', warmup: 1 } }, 'schedule.warmup must be in [0, 1), got 1'],
    ['the best epoch without a held-out set', { select: 'best-pgd' }, "select: 'best-pgd' needs a held-out set"],
  ])('rejects %s', async (_, change, message) => {
    const wrong = trainNetwork({ ...small(), config: { ...config, ...change } });
    await expect(wrong).rejects.toThrow(new TrainingInputError(message));
  });

  it('rejects data that do not fit the network', async () => {
    const one = firstImages(data.train, 1);
    await expect(trainNetwork({ ...small(), train: one })).rejects.toThrow('training needs at least 2 images, got 1');
    const labels = Int32Array.from({ length: 32 }, () => 10);
    await expect(trainNetwork({ ...small(), train: { ...small().train, labels } })).rejects.toThrow(
      'the training set has label 10, the network has 10 classes',
    );
    const images = new Float32Array(32 * 63);
    await expect(trainNetwork({ ...small(), train: { ...small().train, images } })).rejects.toThrow(
      'the training set must have 2048 values for shape [32,8,8,1], got 2016',
    );
  });
});
