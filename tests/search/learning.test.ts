import { beforeAll, describe, expect, it } from 'vitest';

import { pretrainStateEncoder } from '../../search/encoderPretraining';
import { encodeTasks, evaluatePolicy, SYNTHETIC_TASKS, syntheticSearch, syntheticState } from './syntheticSearch';
import type { SyntheticSettings } from './syntheticSearch';

const DIMENSION = 16;
const STATE_SIZE = 16;
const DRAWS = 100;
const SEEDS = [1, 2, 3];

function settings(baseline: 'none' | 'running-mean', learningRate: number): SyntheticSettings {
  return {
    encoder: { stateSize: STATE_SIZE },
    policy: { hidden: 64, optimizer: 'adam', learningRate, learnStd: true, initialStd: 0.2, minRatio: 0.1 },
    reward: { baseline },
  };
}

const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
const standardError = (values: readonly number[]): number => {
  const m = mean(values);
  return Math.sqrt(values.reduce((sum, x) => sum + (x - m) ** 2, 0) / (values.length - 1) / values.length);
};

/** How far the trained policy's rewards on fresh draws are above those of the policy it started as. */
function gain(
  agent: SyntheticSettings,
  schedule: Parameters<typeof syntheticSearch>[2],
  tasks: readonly Float32Array[],
  seed: number,
): { gain: number; standardErrors: number; rewards: readonly number[] } {
  const { initial, trained, rewards } = syntheticSearch(agent, tasks, schedule, seed);
  const before = evaluatePolicy(agent, initial, tasks, DRAWS, 1000 + seed);
  const after = evaluatePolicy(agent, trained, tasks, DRAWS, 2000 + seed);
  const difference = mean(after) - mean(before);
  return {
    gain: difference,
    standardErrors: difference / Math.hypot(standardError(after), standardError(before)),
    rewards,
  };
}

describe('the agent learns on a search with synthetic children', () => {
  let tasks: readonly Float32Array[];

  beforeAll(async () => {
    const known = SYNTHETIC_TASKS.map((task) => syntheticState(task, DIMENSION));
    const encoder = { tasks: 64, epochs: 10, learningRate: 0.005, hidden: 32, stateSize: STATE_SIZE };
    const embedding = { enabled: true, dimension: DIMENSION };
    const { weights } = await pretrainStateEncoder(
      { encoder, lips: embedding, ct: embedding, policy: { relativeTo: 'teacher' } },
      known,
      1,
    );
    tasks = encodeTasks(weights, DIMENSION);
  });

  it.each(SEEDS)('from one transition per update, 100 updates, seed %i', (seed) => {
    const schedule = { iterations: 20, timeSteps: 5, update: 'step' } as const;
    const result = gain(settings('running-mean', 0.01), schedule, tasks, seed);
    expect(result.standardErrors).toBeGreaterThan(3);
    expect(result.gain).toBeGreaterThan(0.08);
  });

  it.each(SEEDS)('from five transitions per update, 40 updates, seed %i', (seed) => {
    const schedule = { iterations: 40, timeSteps: 5, update: 'iteration' } as const;
    const result = gain(settings('running-mean', 0.01), schedule, tasks, seed);
    expect(result.standardErrors).toBeGreaterThan(3);
    expect(result.gain).toBeGreaterThan(0.08);
  });

  it('without a baseline too, as in the paper, over more steps', () => {
    const schedule = { iterations: 60, timeSteps: 5, update: 'step' } as const;
    const results = SEEDS.map((seed) => gain(settings('none', 0.003), schedule, tasks, seed));
    expect(mean(results.map((r) => r.gain))).toBeGreaterThan(0.05);
  });

  it('does not when the learning rate is 0: the gain is the learning', () => {
    const schedule = { iterations: 4, timeSteps: 5, update: 'step' } as const;
    for (const seed of SEEDS) {
      const result = gain(settings('running-mean', 0), schedule, tasks, seed);
      expect(Math.abs(result.standardErrors)).toBeLessThan(3);
    }
  });

  it('earns the same rewards again with the same seed', () => {
    const schedule = { iterations: 4, timeSteps: 5, update: 'step' } as const;
    const run = (seed: number) => gain(settings('running-mean', 0.01), schedule, tasks, seed).rewards;
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
  });
});
