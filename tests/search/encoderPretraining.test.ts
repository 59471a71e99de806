import { describe, expect, it } from 'vitest';

import { networkCost } from '../../architectures/cost';
import { parseArchitecture } from '../../architectures/parse';
import { ctEmbedding, lipsEmbedding } from '../../search/embeddings';
import { pretrainStateEncoder } from '../../search/encoderPretraining';
import type { PretrainingSettings } from '../../search/encoderPretraining';
import { sampleStateInputs } from '../../search/pretrainingTasks';
import { decodeStages, encodeStages } from '../../search/stageEncoding';
import { encodeState, NORMALIZATION } from '../../search/stateEncoder';
import type { StateInput } from '../../search/types';
import { randomStream } from '../../tensor/random';
import { tf } from '../../tensor/tf';

const DIMENSION = 16;
const SETTINGS: PretrainingSettings = {
  encoder: { tasks: 64, epochs: 15, learningRate: 0.005, hidden: 24, stateSize: 12 },
  lips: { enabled: true, dimension: DIMENSION },
  ct: { enabled: true, dimension: DIMENSION },
  policy: { relativeTo: 'teacher' },
};
const CIFAR = { height: 32, width: 32, channels: 3 };

function known(name: string, coefficient: number): StateInput {
  const architecture = parseArchitecture(name);
  const samples = randomStream(2, name).normal(64, Math.log(coefficient), 0.4).map(Math.exp);
  return {
    stages: encodeStages(architecture),
    lips: lipsEmbedding(samples, DIMENSION),
    ct: ctEmbedding(networkCost(architecture, CIFAR, 10).macs, DIMENSION),
  };
}
const KNOWN = [known('WRN-28-10', 30), known('WRN-16-4', 90)];

describe('sampled tasks', () => {
  const tasks = sampleStateInputs(SETTINGS, KNOWN, 400, 3);

  it('span all widths and depths up to the known ones, and both values of each bit', () => {
    const stages = tasks.flatMap((task) => task.stages);
    const column = (k: 0 | 1 | 2 | 3): Set<number> => new Set(stages.map((stage) => stage[k]));
    expect([...column(0)].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect([...column(1)].sort((a, b) => a - b)).toEqual([1, 2, 3, 4]);
    expect(column(2)).toEqual(new Set([0, 1]));
    expect(column(3)).toEqual(new Set([0, 1]));
  });

  it('cost what their network costs on the images of the known tasks', () => {
    for (const { stages, ct } of tasks.slice(0, 50)) {
      const { macs } = networkCost({ name: '', stemStride: 1, stages: decodeStages(stages) }, CIFAR, 10);
      expect(ct).toHaveLength(DIMENSION);
      expect(Math.abs(ct[0]! - Math.log1p(macs))).toBeLessThan(1e-9);
      expect(new Set(ct).size).toBe(1);
    }
  });

  it('have LIPS vectors around the known ones: sorted, within a few times of them', () => {
    const low = KNOWN[0]!.lips[0]! - 2.5;
    const high = KNOWN[1]!.lips[DIMENSION - 1]! + 2.5;
    for (const { lips } of tasks) {
      expect([...lips].sort((a, b) => a - b)).toEqual(lips);
      expect(lips[0]).toBeGreaterThan(low);
      expect(lips[DIMENSION - 1]).toBeLessThan(high);
    }
    expect(new Set(tasks.map((task) => task.lips[0])).size).toBe(400);
  });

  it('reach the maxima that ratios refer to', () => {
    const relativeTo = { maxDepth: [4, 4, 9], maxWidth: [10, 14, 10] };
    const stages = sampleStateInputs({ ...SETTINGS, policy: { relativeTo } }, KNOWN, 400, 3).flatMap((t) => t.stages);
    expect(Math.max(...stages.map(([width]) => width))).toBe(14);
    expect(Math.max(...stages.map(([, depth]) => depth))).toBe(9);
  });

  it('are drawn without known tasks too', () => {
    const synthetic = sampleStateInputs(SETTINGS, [], 300, 3);
    for (const { stages, lips, ct } of synthetic) {
      expect(stages).toHaveLength(3);
      expect([...lips].sort((a, b) => a - b)).toEqual(lips);
      expect(lips).toHaveLength(DIMENSION);
      expect(ct[0]).toBeGreaterThan(0);
    }
    expect(Math.max(...synthetic.flatMap((t) => t.stages.map(([width]) => width)))).toBeGreaterThan(16);
  });

  it('are zero where an embedding is ablated', () => {
    const ablated = { ...SETTINGS, lips: { enabled: false, dimension: 4 }, ct: { enabled: false, dimension: 2 } };
    for (const { lips, ct } of sampleStateInputs(ablated, [], 5, 3)) {
      expect(lips).toEqual([0, 0, 0, 0]);
      expect(ct).toEqual([0, 0]);
    }
  });

  it('depend on the seed alone', () => {
    expect(sampleStateInputs(SETTINGS, KNOWN, 10, 3)).toEqual(tasks.slice(0, 10));
    expect(sampleStateInputs(SETTINGS, KNOWN, 10, 4)).not.toEqual(tasks.slice(0, 10));
  });
});

describe('pre-training of the state encoder (Eq. 10)', () => {
  it('lowers the reconstruction loss a lot, repeatably, and leaves nothing in memory', async () => {
    const before = tf.memory().numTensors;
    const epochs: number[] = [];
    const first = await pretrainStateEncoder(SETTINGS, KNOWN, 1, { onEpoch: (epoch) => epochs.push(epoch) });
    expect(tf.memory().numTensors).toBe(before);
    expect(epochs).toEqual(Array.from({ length: 15 }, (_, i) => i + 1));
    // Guessing the mean of every input costs its variance: 1 for each of the three parts.
    expect(first.initialLoss).toBeGreaterThan(2.5);
    expect(first.finalLoss).toBeLessThan(0.5 * first.initialLoss);
    const second = await pretrainStateEncoder(SETTINGS, KNOWN, 1);
    expect([...second.weights]).toEqual([...first.weights]);
    expect(second.finalLoss).toBe(first.finalLoss);
  });

  it('returns the encoder alone, ready for the known tasks and for others', async () => {
    const settings = { ...SETTINGS, encoder: { ...SETTINGS.encoder, epochs: 2 } };
    const { weights } = await pretrainStateEncoder(settings, KNOWN, 1);
    expect([...weights.keys()].filter((name) => !/^(normalization|lstm|mlp)\//.test(name))).toEqual([]);
    const [a, b] = KNOWN.map((input) => encodeState(weights, input));
    expect(a).toHaveLength(3 * 12);
    expect(a).not.toEqual(b);
    expect([...a!].every((x) => Math.abs(x) < 1)).toBe(true);
    const fourStages = { ...KNOWN[0]!, stages: [...KNOWN[0]!.stages, KNOWN[0]!.stages[2]!] };
    expect(encodeState(weights, fourStages)).toHaveLength(4 * 12);
  });

  it('centres and scales the inputs by the tasks it trained on', async () => {
    const settings = { ...SETTINGS, encoder: { ...SETTINGS.encoder, epochs: 0 } };
    const { weights, initialLoss, finalLoss } = await pretrainStateEncoder(settings, KNOWN, 1);
    expect(finalLoss).toBe(initialLoss);
    for (const name of NORMALIZATION) {
      const { shape, data } = weights.get(name)!;
      expect(shape[0]).toBe(2);
      for (const scale of data.slice(shape[1]!)) expect(scale).toBeGreaterThan(0);
    }
    const [mean] = weights.get('normalization/ct')!.data;
    expect(mean).toBeGreaterThan(15); // log(1 + MACs) of CIFAR-sized networks
    expect(mean).toBeLessThan(25);
  });

  it('trains with ablated embeddings, which carry nothing', async () => {
    const settings = { ...SETTINGS, lips: { enabled: false, dimension: 4 }, ct: { enabled: false, dimension: 4 } };
    const ablated = KNOWN.map((input) => ({ ...input, lips: [0, 0, 0, 0], ct: [0, 0, 0, 0] }));
    const { initialLoss, finalLoss } = await pretrainStateEncoder(settings, ablated, 1);
    expect(initialLoss).toBeLessThan(2.5);
    expect(finalLoss).toBeLessThan(initialLoss);
    expect(Number.isFinite(finalLoss)).toBe(true);
  });

  it('stops when told to', async () => {
    const controller = new AbortController();
    const run = pretrainStateEncoder(SETTINGS, KNOWN, 1, {
      signal: controller.signal,
      onEpoch: (epoch) => epoch === 2 && controller.abort(new Error('worker shuts down')),
    });
    await expect(run).rejects.toThrow('worker shuts down');
  });
});
