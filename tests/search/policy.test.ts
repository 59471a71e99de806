import { describe, expect, it } from 'vitest';

import { initializePolicy, POLICY_PARAMETERS, proposeAction } from '../../search/policy';
import type { PolicySettings } from '../../search/policy';
import type { SampledStageAction } from '../../search/types';
import { randomStream } from '../../tensor/random';
import { tf } from '../../tensor/tf';
import type { StateValues } from '../../tensor/types';
import { policyInFloat64 } from './policyInFloat64';

const STATE_SIZE = 6;
const SETTINGS: PolicySettings = {
  encoder: { stateSize: STATE_SIZE },
  policy: { hidden: 8, optimizer: 'adam', initialStd: 0.2, minRatio: 0.1 },
};
const states = (stages: number, seed = 1): Float32Array =>
  randomStream(seed, 'states').uniform(stages * STATE_SIZE, -1, 1);

/** A policy whose heads say something: the initial ones are nearly constant. */
function livelyPolicy(): StateValues {
  const policy = new Map(initializePolicy(SETTINGS, 3));
  for (const name of POLICY_PARAMETERS) {
    const { shape, data } = policy.get(name)!;
    if (name !== 'gaussian/logStd')
      policy.set(name, { shape, data: randomStream(4, name).normal(data.length, 0, 0.8) });
    else policy.set(name, { shape, data: Float32Array.of(Math.log(0.15), Math.log(0.3)) });
  }
  return policy;
}

describe('policy network (Eq. 3)', () => {
  it.each([1, 3, 5])('gives the log-probability of the float64 computation for %i stages', (stages) => {
    const policy = livelyPolicy();
    const reference = policyInFloat64(policy, states(stages));
    for (let seed = 0; seed < 10; seed++) {
      const { action, logProbability } = proposeAction(SETTINGS, policy, states(stages), { seed });
      expect(action).toHaveLength(stages);
      expect(logProbability).toBeCloseTo(reference.logProbability(action), 4);
    }
  });

  it('samples from the distributions that it states', () => {
    const policy = livelyPolicy();
    const { mean, std, probability } = policyInFloat64(policy, states(2));
    const draws = 2000;
    const samples = Array.from(
      { length: draws },
      (_, seed) => proposeAction(SETTINGS, policy, states(2), { seed }).action,
    );
    const average = (f: (a: SampledStageAction) => number, stage: number): number =>
      samples.reduce((sum, action) => sum + f(action[stage]!), 0) / draws;
    for (const stage of [0, 1]) {
      const entries: [(a: SampledStageAction) => number, number, number][] = [
        [(a) => a.rawWidth, mean[stage]![0]!, std[0]!],
        [(a) => a.rawDepth, mean[stage]![1]!, std[1]!],
        [(a) => Number(a.downsample), probability[stage]![0]!, 0.5],
        [(a) => Number(a.robust), probability[stage]![1]!, 0.5],
      ];
      for (const [entry, expected, spread] of entries)
        expect(Math.abs(average(entry, stage) - expected)).toBeLessThan((4 * spread) / Math.sqrt(draws));
      const variance = average((a) => (a.rawWidth - mean[stage]![0]!) ** 2, stage);
      expect(Math.sqrt(variance) / std[0]!).toBeCloseTo(1, 1);
    }
    // Width and depth are independent: the correlation of 4,000 pairs stays within 4 standard errors.
    const covariance = [0, 1].reduce(
      (sum, stage) =>
        sum + average((a) => (a.rawWidth - mean[stage]![0]!) * (a.rawDepth - mean[stage]![1]!), stage) / 2,
      0,
    );
    expect(Math.abs(covariance / (std[0]! * std[1]!))).toBeLessThan(4 / Math.sqrt(2 * draws));
  });

  it('clips ratios to [minRatio, 1] after sampling and keeps the raw sample', () => {
    const policy = initializePolicy({ ...SETTINGS, policy: { ...SETTINGS.policy, initialStd: 1 } }, 3);
    const actions = Array.from(
      { length: 200 },
      (_, seed) => proposeAction(SETTINGS, policy, states(3), { seed }).action,
    );
    const entries = actions.flat();
    expect(entries.some((a) => a.rawWidth < 0.1 && a.width === 0.1)).toBe(true);
    expect(entries.some((a) => a.rawDepth > 1 && a.depth === 1)).toBe(true);
    for (const a of entries) {
      expect(a.width).toBe(Math.min(1, Math.max(0.1, a.rawWidth)));
      expect(a.depth).toBe(Math.min(1, Math.max(0.1, a.rawDepth)));
    }
  });

  it('has a mode: the means and the more likely bits', () => {
    const policy = livelyPolicy();
    const { mean, probability, logProbability } = policyInFloat64(policy, states(3));
    const mode = proposeAction(SETTINGS, policy, states(3), 'mode');
    mode.action.forEach((a, stage) => {
      expect(a.rawWidth).toBeCloseTo(mean[stage]![0]!, 5);
      expect(a.rawDepth).toBeCloseTo(mean[stage]![1]!, 5);
      expect(a.downsample).toBe(probability[stage]![0]! > 0.5);
      expect(a.robust).toBe(probability[stage]![1]! > 0.5);
    });
    expect(mode.logProbability).toBeCloseTo(logProbability(mode.action), 4);
  });

  it('starts near 1/2 everywhere, with the spread it was given, so that the first actions cover the space', () => {
    const { mean, std, probability } = policyInFloat64(initializePolicy(SETTINGS, 3), states(5));
    for (const value of [...mean.flat(), ...probability.flat()]) expect(Math.abs(value - 0.5)).toBeLessThan(0.06);
    for (const value of std) expect(value).toBeCloseTo(0.2, 6);
  });

  it('gives the same bits for the same seed and leaves nothing in memory', () => {
    const before = tf.memory().numTensors;
    const policy = initializePolicy(SETTINGS, 3);
    expect([...initializePolicy(SETTINGS, 3)]).toEqual([...policy]);
    const first = proposeAction(SETTINGS, policy, states(3), { seed: 5 });
    expect(proposeAction(SETTINGS, policy, states(3), { seed: 5 })).toEqual(first);
    expect(proposeAction(SETTINGS, policy, states(3), { seed: 6 })).not.toEqual(first);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('rejects states of another size and a useless spread', () => {
    expect(() => proposeAction(SETTINGS, livelyPolicy(), new Float32Array(7), 'mode')).toThrow(
      '7 state values are not whole stages: the policy reads 6 per stage',
    );
    const { policy } = SETTINGS;
    expect(() => initializePolicy({ ...SETTINGS, policy: { ...policy, initialStd: 0 } }, 1)).toThrow(
      'initialStd must be in [0.02, 1], got 0',
    );
  });
});
