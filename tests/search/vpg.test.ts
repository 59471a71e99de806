import { describe, expect, it } from 'vitest';

import { descend, initializeOptimizer } from '../../search/optimizer';
import { initializePolicy, MIN_STD, POLICY_PARAMETERS, proposeAction, readBaseline } from '../../search/policy';
import { policyGradient, updatePolicy } from '../../search/vpg';
import type { EncodedTransition, VpgSettings } from '../../search/vpg';
import { randomStream } from '../../tensor/random';
import { tf } from '../../tensor/tf';
import type { StateValues, VariableValue } from '../../tensor/types';
import { policyInFloat64 } from './policyInFloat64';

const STATE_SIZE = 4;

interface Options {
  optimizer?: 'adam' | 'sgd';
  learnStd?: boolean;
  baseline?: 'none' | 'running-mean';
  learningRate?: number;
}

function settings({ optimizer = 'sgd', learnStd = true, baseline = 'none', learningRate = 0.01 }: Options = {}) {
  return {
    encoder: { stateSize: STATE_SIZE },
    policy: { hidden: 5, optimizer, learningRate, learnStd, initialStd: 0.2, minRatio: 0.1 },
    reward: { baseline },
  } satisfies VpgSettings & Parameters<typeof initializePolicy>[0];
}

/** Transitions whose networks have different numbers of stages. */
function collect(policy: StateValues, rewards: readonly number[]): EncodedTransition[] {
  return rewards.map((reward, k) => {
    const states = randomStream(k, 'states').uniform((1 + (k % 3)) * STATE_SIZE, -1, 1);
    return { states, action: proposeAction(settings(), policy, states, { seed: k }).action, reward };
  });
}

/** Eq. 5 in float64. */
function objectiveInFloat64(policy: StateValues, transitions: readonly EncodedTransition[]): number {
  const terms = transitions.map((t) => policyInFloat64(policy, t.states).logProbability(t.action) * t.reward);
  return terms.reduce((sum, term) => sum + term, 0) / transitions.length;
}

function withParameter(policy: StateValues, name: string, change: (data: Float32Array) => void): StateValues {
  const { shape, data } = policy.get(name)!;
  const copy = data.slice();
  change(copy);
  return new Map([...policy, [name, { shape, data: copy }]]);
}

const parametersOf = (policy: StateValues): VariableValue[] => POLICY_PARAMETERS.map((name) => policy.get(name)!);

describe('vanilla policy gradient (Eq. 5)', () => {
  it('has the gradient that finite differences of a float64 objective give', () => {
    const policy = initializePolicy(settings(), 1);
    const transitions = collect(policy, [0.9, -0.4, 0.3, 1.2]);
    const { objective, gradients } = policyGradient(
      policy,
      transitions,
      transitions.map((t) => t.reward),
    );
    expect(objective).toBeCloseTo(objectiveInFloat64(policy, transitions), 4);
    for (const name of POLICY_PARAMETERS) {
      const gradient = gradients.get(name)!;
      gradient.forEach((value, i) => {
        const at = (offset: number): { parameter: number; value: number } => {
          const moved = withParameter(policy, name, (data) => (data[i] = data[i]! + offset));
          return { parameter: moved.get(name)!.data[i]!, value: objectiveInFloat64(moved, transitions) };
        };
        const [above, below] = [at(1e-3), at(-1e-3)];
        const difference = (above.value - below.value) / (above.parameter - below.parameter);
        expect(Math.abs(value - difference)).toBeLessThan(1e-4 + 1e-3 * Math.abs(difference));
      });
    }
  });

  it('moves parameters by the learning rate along the gradient with SGD', () => {
    const policy = initializePolicy(settings(), 1);
    const transitions = collect(policy, [0.9, 0.2]);
    const rewards = transitions.map((t) => t.reward);
    const { objective, gradients } = policyGradient(policy, transitions, rewards);
    const update = updatePolicy(settings({ learningRate: 0.03 }), policy, transitions);
    let squares = 0;
    for (const name of POLICY_PARAMETERS) {
      const gradient = gradients.get(name)!;
      gradient.forEach((g, i) => {
        const expected = Math.fround(policy.get(name)!.data[i]! + 0.03 * g);
        expect(update.policy.get(name)!.data[i]).toBeCloseTo(expected, 6);
        squares += g * g;
      });
    }
    expect(update.objective).toBe(objective);
    expect(update.gradientNorm).toBeCloseTo(Math.sqrt(squares), 6);
  });

  it('makes a rewarded action more likely and a punished one less', () => {
    const policy = initializePolicy(settings(), 1);
    for (const [reward, sign] of [
      [1, 1],
      [-1, -1],
    ] as const) {
      const [transition] = collect(policy, [reward]);
      const before = policyInFloat64(policy, transition!.states).logProbability(transition!.action);
      const { policy: updated } = updatePolicy(settings({ learningRate: 1e-3 }), policy, [transition!]);
      const after = policyInFloat64(updated, transition!.states).logProbability(transition!.action);
      expect(sign * (after - before)).toBeGreaterThan(0);
    }
  });

  it('keeps the standard deviations when they are not learned, and above the floor when they are', () => {
    const policy = initializePolicy(settings(), 1);
    const transitions = collect(policy, [5, -0.5]);
    const fixed = updatePolicy(settings({ learnStd: false, learningRate: 10 }), policy, transitions).policy;
    expect(fixed.get('gaussian/logStd')).toEqual(policy.get('gaussian/logStd'));
    expect(fixed.get('gaussian/kernel')).not.toEqual(policy.get('gaussian/kernel'));
    const learned = updatePolicy(settings({ learningRate: 1e3 }), policy, transitions).policy;
    for (const value of learned.get('gaussian/logStd')!.data) {
      expect(value).toBeGreaterThanOrEqual(Math.fround(Math.log(MIN_STD)));
      expect(value).toBeLessThanOrEqual(0);
    }
  });

  it('measures rewards against the running mean and keeps it with the policy', () => {
    const running = settings({ baseline: 'running-mean' });
    const policy = initializePolicy(running, 1);
    const first = updatePolicy(running, policy, collect(policy, [0.5]));
    expect(parametersOf(first.policy)).toEqual(parametersOf(policy)); // no advantage over itself
    expect(readBaseline(first.policy)).toEqual({ mean: 0.5, updates: 1 });
    const second = updatePolicy(running, first.policy, collect(policy, [0.9]));
    const plain = updatePolicy(settings(), first.policy, collect(policy, [0.4]));
    expect(second.objective).toBeCloseTo(plain.objective, 5); // 0.9 - 0.5
    expect(readBaseline(second.policy).mean).toBeCloseTo(0.54, 6);
  });

  it('lets no reward weigh more than a violation does', () => {
    const running = settings({ optimizer: 'adam', baseline: 'running-mean' });
    const policy = initializePolicy(running, 1);
    const [violation, abyss] = [collect(policy, [0.5, -1]), collect(policy, [0.5, -399])];
    expect(updatePolicy(running, policy, abyss)).toEqual(updatePolicy(running, policy, violation));
    expect(updatePolicy(running, policy, violation)).not.toEqual(
      updatePolicy(running, policy, collect(policy, [0.5, -0.9])),
    );
  });

  it('continues exactly after its state went through storage', () => {
    const adam = settings({ optimizer: 'adam', baseline: 'running-mean' });
    const stored = (policy: StateValues): StateValues =>
      new Map(
        Array.from(policy, ([name, { shape, data }]) => [
          name,
          {
            shape: [...shape],
            data: new Float32Array(
              new Uint8Array(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)).buffer,
            ),
          },
        ]),
      );
    const run = (between: (policy: StateValues) => StateValues): StateValues => {
      let policy = initializePolicy(adam, 1);
      for (let k = 0; k < 5; k++) policy = between(updatePolicy(adam, policy, collect(policy, [0.3 + 0.1 * k])).policy);
      return policy;
    };
    expect([...run(stored)]).toEqual([...run((policy) => policy)]);
  });

  it('gives the same bits each time and leaves nothing in memory', () => {
    const adam = settings({ optimizer: 'adam' });
    const before = tf.memory().numTensors;
    const policy = initializePolicy(adam, 1);
    const transitions = collect(policy, [0.9, 0.2, -0.3]);
    const first = updatePolicy(adam, policy, transitions);
    expect(updatePolicy(adam, policy, transitions)).toEqual(first);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('rejects transitions that are none', () => {
    const policy = initializePolicy(settings(), 1);
    const [transition] = collect(policy, [1]);
    expect(() => updatePolicy(settings(), policy, [{ ...transition!, reward: NaN }])).toThrow(
      'rewards must be finite, got NaN',
    );
    expect(() => updatePolicy(settings(), policy, [])).toThrow('an update needs at least one reward');
    expect(() => updatePolicy(settings(), policy, [{ ...transition!, action: [] }])).toThrow(
      'actions for 0 stages, states of 1',
    );
    expect(() => updatePolicy(settings({ optimizer: 'adam' }), policy, [transition!])).toThrow(
      "state lacks 'optimizer/step'; was it made for another optimizer or network?",
    );
  });
});

describe('Adam', () => {
  it('agrees with its definition over several steps', () => {
    const parameters: StateValues = new Map([['w', { shape: [2], data: Float32Array.of(0.5, -1) }]]);
    let values: StateValues = new Map([...parameters, ...initializeOptimizer('adam', parameters)]);
    const gradientsOverTime = [
      [0.1, -2],
      [-0.3, 1],
      [0.2, 0],
    ];
    const w = [0.5, -1];
    const m = [0, 0];
    const v = [0, 0];
    gradientsOverTime.forEach((gradient, t) => {
      values = descend('adam', 0.01, values, new Map([['w', Float32Array.from(gradient)]]));
      gradient.forEach((g, i) => {
        m[i] = 0.9 * m[i]! + 0.1 * g;
        v[i] = 0.999 * v[i]! + 0.001 * g * g;
        w[i]! -= (0.01 * (m[i]! / (1 - 0.9 ** (t + 1)))) / (Math.sqrt(v[i]! / (1 - 0.999 ** (t + 1))) + 1e-8);
        expect(values.get('w')!.data[i]).toBeCloseTo(w[i]!, 6);
      });
    });
    expect(values.get('optimizer/step')!.data[0]).toBe(3);
  });
});
