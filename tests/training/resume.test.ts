import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Network } from '../../architectures/types';
import type { Dataset } from '../../datasets/types';
import { tf } from '../../tensor/tf';
import { loadNewestCheckpoint, saveCheckpoint } from '../../training/checkpointFile';
import { ForeignCheckpointError } from '../../training/errors';
import { trainNetwork, type TrainingOptions } from '../../training/train';
import type { TrainingCheckpoint, TrainingConfig, TrainingResult } from '../../training/types';
import { digits, digitsNetwork, firstImages, quickConfig } from './digits';

let data: Dataset;
let network: Network;
let folder: string;
let options: TrainingOptions;
/** What an uninterrupted training left after each of its 8 steps and at the end of both epochs. */
let checkpoints: TrainingCheckpoint[];
let uninterrupted: TrainingResult;
const tensorsDuring: number[] = [];

beforeAll(async () => {
  data = await digits();
  network = digitsNetwork('WRN-10-1', data);
  folder = await mkdtemp(path.join(tmpdir(), 'rcnas-checkpoints-'));
  // 60 images: three batches of 16 and one of the other 12 with 4 of the first.
  options = {
    network,
    train: firstImages(data.train, 60),
    heldOut: firstImages(data.evaluation, 20),
    config: quickConfig,
    seed: 3,
  };
  checkpoints = [];
  uninterrupted = await trainNetwork({
    ...options,
    checkpointIntervalMs: 0,
    onCheckpoint: (checkpoint) => {
      checkpoints.push(checkpoint);
      tensorsDuring.push(tf.memory().numTensors);
    },
  });
});
afterAll(async () => await rm(folder, { recursive: true, force: true }));

function expectSameBits(actual: TrainingResult, expected: TrainingResult): void {
  expect(actual.history).toEqual(expected.history);
  expect(actual.selectedEpoch).toBe(expected.selectedEpoch);
  expect([...actual.weights.keys()]).toEqual([...expected.weights.keys()]);
  for (const [name, { data: values }] of expected.weights) {
    expect(Buffer.from(actual.weights.get(name)!.data.buffer).equals(Buffer.from(values.buffer)), name).toBe(true);
  }
}

describe('a resumed training', () => {
  it('has checkpoints after each step and each evaluation', () => {
    expect(checkpoints.map(({ step, partial, history }) => [step, partial.steps, history.length])).toEqual([
      [1, 1, 0], [2, 2, 0], [3, 3, 0], [4, 4, 0], [4, 0, 1],
      [5, 1, 1], [6, 2, 1], [7, 3, 1], [8, 4, 1], [8, 0, 2],
    ]); // prettier-ignore
    expect(checkpoints[3]!.best).toBeNull();
    expect(checkpoints[4]!.best!.epoch).toBe(1);
  });

  it.each([0, 2, 3, 4, 6, 8, 9])('equals an uninterrupted one bit for bit, from checkpoint %i', async (index) => {
    const resumed = await trainNetwork({ ...options, resumeFrom: checkpoints[index] });
    expectSameBits(resumed, uninterrupted);
  });

  it('equals an uninterrupted one after a trip through a file', async () => {
    await saveCheckpoint(folder, 'job', checkpoints[5]!);
    const loaded = await loadNewestCheckpoint(folder, 'job');
    expect(loaded).toEqual(checkpoints[5]);
    expectSameBits(await trainNetwork({ ...options, resumeFrom: loaded! }), uninterrupted);
  });

  it('equals an uninterrupted one with TRADES and without a held-out set', async () => {
    const config: TrainingConfig = { ...quickConfig, method: 'trades', select: 'last', epochs: 1 };
    const trades = { ...options, config, heldOut: null };
    const seen: TrainingCheckpoint[] = [];
    const whole = await trainNetwork({ ...trades, checkpointIntervalMs: 0, onCheckpoint: (c) => void seen.push(c) });
    expectSameBits(await trainNetwork({ ...trades, resumeFrom: seen[1] }), whole);
  });

  it('equals an uninterrupted one when its steps are compiled', async () => {
    const compiled: TrainingOptions = { ...options, config: { ...quickConfig, mode: 'compiled' } };
    const seen: TrainingCheckpoint[] = [];
    const whole = await trainNetwork({ ...compiled, checkpointIntervalMs: 0, onCheckpoint: (c) => void seen.push(c) });
    expectSameBits(await trainNetwork({ ...compiled, resumeFrom: seen[5] }), whole);
  });

  it('is not started from a checkpoint of another network or another amount of data', async () => {
    const other = digitsNetwork('WRN-16-1', data);
    await expect(trainNetwork({ ...options, network: other, resumeFrom: checkpoints[1] })).rejects.toThrow(
      ForeignCheckpointError,
    );
    await expect(
      trainNetwork({ ...options, train: firstImages(data.train, 30), resumeFrom: checkpoints[5] }),
    ).rejects.toThrow('the checkpoint is at step 5 after 1 epochs and 1 steps, with 2 steps per epoch');
  });
});

describe('memory', () => {
  it('holds the same number of tensors after every step, and none after training', async () => {
    expect(new Set(tensorsDuring).size).toBe(1);
    const before = tf.memory().numTensors;
    await trainNetwork({ ...options, config: { ...quickConfig, epochs: 1 } });
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('an aborted training', () => {
  it('delivers where it is, throws the reason, and continues from there', async () => {
    const controller = new AbortController();
    const delivered: TrainingCheckpoint[] = [];
    const running = trainNetwork({
      ...options,
      signal: controller.signal,
      checkpointIntervalMs: 1e9,
      onCheckpoint: (checkpoint) => void delivered.push(checkpoint),
      onProgress: (fraction) => {
        if (fraction >= 0.5) controller.abort(new Error('shutting down'));
      },
    });
    await expect(running).rejects.toThrow('shutting down');
    expect(delivered).toHaveLength(1);
    expect(delivered[0]!.step).toBeGreaterThanOrEqual(4);
    expectSameBits(await trainNetwork({ ...options, resumeFrom: delivered[0] }), uninterrupted);
  });

  it('keeps the weights of the last whole step when it is stopped within one', async () => {
    const controller = new AbortController();
    const delivered: TrainingCheckpoint[] = [];
    const config: TrainingConfig = { ...quickConfig, attack: { ...quickConfig.attack, steps: 100_000 } };
    const running = trainNetwork({
      ...options,
      config,
      signal: controller.signal,
      onCheckpoint: (checkpoint) => void delivered.push(checkpoint),
      onProgress: () => controller.abort(new Error('stop')),
    });
    await expect(running).rejects.toThrow('stop');
    expect(delivered[0]).toMatchObject({ step: 0, partial: { lossSum: 0, steps: 0 }, history: [] });
  });
});

describe('checkpoint files', () => {
  const fresh = async (): Promise<string> => await mkdtemp(path.join(folder, 'files-'));

  it('are none in a folder that is empty or absent', async () => {
    expect(await loadNewestCheckpoint(await fresh(), 'job')).toBeNull();
    expect(await loadNewestCheckpoint(path.join(folder, 'absent'), 'job')).toBeNull();
  });

  it('are pruned to the last two', async () => {
    const at = await fresh();
    for (const checkpoint of checkpoints.slice(0, 4)) await saveCheckpoint(at, 'job', checkpoint);
    expect((await readdir(at)).sort()).toEqual([
      'checkpoint-0000000003.safetensors',
      'checkpoint-0000000004.safetensors',
    ]);
    expect((await loadNewestCheckpoint(at, 'job'))!.step).toBe(4);
  });

  it('that are half-written or damaged are passed over', async () => {
    const at = await fresh();
    await saveCheckpoint(at, 'job', checkpoints[0]!);
    await saveCheckpoint(at, 'job', checkpoints[1]!);
    const newest = path.join(at, 'checkpoint-0000000002.safetensors');
    await writeFile(`${path.join(at, 'checkpoint-0000000003.safetensors')}.attempt.tmp`, await readFile(newest));
    expect((await loadNewestCheckpoint(at, 'job'))!.step).toBe(2);
    await truncate(newest, 5000);
    expect(await loadNewestCheckpoint(at, 'job')).toEqual(checkpoints[0]);
    await writeFile(newest, '');
    expect((await loadNewestCheckpoint(at, 'job'))!.step).toBe(1);
  });

  it('of another job are refused', async () => {
    const at = await fresh();
    await saveCheckpoint(at, 'job-a', checkpoints[0]!);
    await expect(loadNewestCheckpoint(at, 'job-b')).rejects.toThrow(
      new ForeignCheckpointError(
        `${path.join(at, 'checkpoint-0000000001.safetensors')} belongs to the training job-a, not to job-b`,
      ),
    );
  });

  it('written by several attempts at once leave one that is whole', async () => {
    const at = await fresh();
    await Promise.all([0, 1, 2, 1, 0, 2].map((i) => saveCheckpoint(at, 'job', checkpoints[i]!)));
    expect(await loadNewestCheckpoint(at, 'job')).toEqual(checkpoints[2]);
  });
});
