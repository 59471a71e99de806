import { describe, expect, it } from 'vitest';

import type { LabelledImages } from '../../datasets/types';
import { randomStream } from '../../tensor/random';
import { trainNetwork } from '../../training/train';
import type { TrainingConfig } from '../../training/types';
import { referenceTraining } from './reference';
import { classes, pixels, tinyNetwork, tinyStart } from './tinyNetwork';

const count = 7;
const values = randomStream(11, 'images').uniform(count * pixels, 0.02, 0.98);
const data: LabelledImages = {
  count,
  images: values,
  labels: Int32Array.from({ length: count }, (_, i) => i % classes),
};
const images = Array.from({ length: count }, (_, i) => Array.from(values.slice(i * pixels, (i + 1) * pixels)));

const base: TrainingConfig = {
  method: 'standard',
  epochs: 4,
  batchSize: 16,
  learningRate: 0.2,
  momentum: 0.9,
  nesterov: false,
  weightDecay: 0.01,
  clipNorm: null,
  schedule: { type: 'step', milestones: [0.5], factor: 0.1 },
  attack: { epsilon: 0.1, steps: 3, stepSize: 0.04 },
  beta: 6,
  augmentation: { crop: 0, flip: false },
  select: 'last',
  precision: 'float32',
  mode: 'eager',
};

describe('training steps agree with float64', () => {
  it.each<[string, Partial<TrainingConfig>]>([
    ['standard training', {}],
    ['standard training with nesterov and clipped gradients', { nesterov: true, clipNorm: 0.05 }],
    ['standard training whose gradients are too small to be clipped', { clipNorm: 50 }],
    [
      'standard training without inner steps: the random start alone',
      { attack: { epsilon: 0.1, steps: 0, stepSize: 0 } },
    ],
    ['TRADES', { method: 'trades' }],
    ['standard training in compiled steps', { mode: 'compiled', nesterov: true, clipNorm: 0.05 }],
    ['TRADES in compiled steps', { mode: 'compiled', method: 'trades' }],
    ['TRADES with another beta and clipped gradients', { method: 'trades', beta: 1.5, clipNorm: 0.1 }],
  ])('%s', async (_, change) => {
    const config = { ...base, ...change };
    const expected = referenceTraining(tinyStart, images, Array.from(data.labels), config, [0.2, 0.2, 0.02, 0.02], 5);
    const result = await trainNetwork({ network: tinyNetwork, train: data, heldOut: null, config, seed: 5 });
    expect([...result.weights.keys()]).toEqual(['weight', 'bias', 'mean']);
    for (const name of ['weight', 'bias', 'mean'] as const) {
      result.weights.get(name)!.data.forEach((value, i) => {
        expect(Math.abs(value - expected.weights[name][i]!), `${name}[${i}]`).toBeLessThan(2e-5);
      });
    }
    expect(result.history.map((record) => record.epoch)).toEqual([1, 2, 3, 4]);
    result.history.forEach((record, i) => {
      expect(record.loss).toBeCloseTo(expected.losses[i]!, 4);
      expect(record.learningRate).toBeCloseTo([0.2, 0.2, 0.02, 0.02][i]!, 12);
    });
    expect(result.selectedEpoch).toBe(4);
  });

  it('moves every weight: the reference is no copy of the start', async () => {
    const result = await trainNetwork({ network: tinyNetwork, train: data, heldOut: null, config: base, seed: 5 });
    const moved = Array.from(result.weights.get('weight')!.data, (v, i) => Math.abs(v - tinyStart.weight[i]!));
    expect(Math.min(...moved)).toBeGreaterThan(1e-4);
  });
});
