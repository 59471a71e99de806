import { beforeAll, describe, expect, it } from 'vitest';

import { pretrainStateEncoder } from '../../search/encoderPretraining';
import type { StateValues } from '../../tensor/types';
import { evaluatePolicy, SYNTHETIC_TASKS, syntheticSearch, syntheticState } from './syntheticSearch';
import type { SyntheticSchedule, SyntheticSettings } from './syntheticSearch';

const DIMENSION = 16;
const STATE_SIZE = 16;
const DRAWS = 60;
const SEEDS = [1, 2, 3];

function settings(learningRate: number): SyntheticSettings {
  return {
    encoder: { stateSize: STATE_SIZE },
    policy: { hidden: 64, optimizer: 'adam', learningRate, learnStd: true, initialStd: 0.2, minRatio: 0.1 },
    reward: { baseline: 'running-mean' },
  };
}

const LEARNING_RATE = 0.02;

const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
const standardError = (values: readonly number[]): number => {
  const m = mean(values);
  return Math.sqrt(values.reduce((sum, x) => sum + (x - m) ** 2, 0) / (values.length - 1) / values.length);
};

/** How far the trained policy's rewards on fresh draws are above those of the policy it started as. */
function gain(
  agent: SyntheticSettings,
  schedule: SyntheticSchedule,
  encoder: StateValues,
  seed: number,
): { readonly gain: number; readonly standardErrors: number } {
  const { initial, trained } = syntheticSearch(agent, encoder, DIMENSION, schedule, seed);
  const before = evaluatePolicy(agent, initial, encoder, DIMENSION, DRAWS, 1000 + seed);
  const after = evaluatePolicy(agent, trained, encoder, DIMENSION, DRAWS, 2000 + seed);
  const difference = mean(after) - mean(before);
  return {
    gain: difference,
    standardErrors: difference / Math.hypot(standardError(after), standardError(before)),
  };
}

describe('the agent learns on a search with synthetic children', () => {
  let encoder: StateValues;

  beforeAll(async () => {
    const known = SYNTHETIC_TASKS.map((task) => syntheticState(task, DIMENSION));
    const shape = { tasks: 64, epochs: 10, learningRate: 0.005, hidden: 32, stateSize: STATE_SIZE };
    const embedding = { enabled: true, dimension: DIMENSION };
    const { weights } = await pretrainStateEncoder(
      { encoder: shape, lips: embedding, ct: embedding, policy: { relativeTo: 'teacher' } },
      known,
      1,
    );
    encoder = weights;
  });

  it.each(SEEDS)('from one transition per update, 100 updates, seed %i', (seed) => {
    const schedule = { iterations: 20, timeSteps: 5, update: 'step' } as const;
    const result = gain(settings(LEARNING_RATE), schedule, encoder, seed);
    expect(result.standardErrors).toBeGreaterThan(3);
    expect(result.gain).toBeGreaterThan(0.08);
  });

  it.each(SEEDS)('from five transitions per update, 40 updates, seed %i', (seed) => {
    const schedule = { iterations: 40, timeSteps: 5, update: 'iteration' } as const;
    const result = gain(settings(LEARNING_RATE), schedule, encoder, seed);
    expect(result.standardErrors).toBeGreaterThan(3);
    expect(result.gain).toBeGreaterThan(0.08);
  });

  it('but not when the learning rate is 0: the gain is the learning', () => {
    const schedule = { iterations: 1, timeSteps: 2, update: 'step' } as const;
    expect(Math.abs(gain(settings(0), schedule, encoder, 1).standardErrors)).toBeLessThan(3);
  });

  it('earns the same rewards again with the same seed', () => {
    const schedule = { iterations: 2, timeSteps: 5, update: 'step' } as const;
    const run = (seed: number) => syntheticSearch(settings(LEARNING_RATE), encoder, DIMENSION, schedule, seed);
    expect(run(1)).toEqual(run(1));
    expect(run(1).rewards).not.toEqual(run(2).rewards);
  });
});
