import { describe, expect, it } from 'vitest';

import { buildNetwork } from '../../architectures/network';
import { parseArchitecture } from '../../architectures/parse';
import type { Network } from '../../architectures/types';
import { attackStep, evaluationStep } from '../../bench/attackStep';
import { tfjsAttackStep, tfjsEvaluationStep, tfjsTradesStep } from '../../bench/tfjsSteps';
import { tradesStep } from '../../bench/tradesStep';
import { tf } from '../../tensor/tf';
import type { StateValues } from '../../tensor/types';

const eager = { mode: 'eager', precision: 'float32' } as const;
const size = { batch: 8, innerSteps: 2, images: 20 };

/** Basic blocks; robust blocks of both strides on maps of odd size; a stem of stride 2. */
const names = ['WRN-10-1', 'WRN[2x1r,1x1/2r,1x1/2]', 'WRN[1x1/2,2x1r]/2'];

describe('the steps written with plain TensorFlow.js', { timeout: 60_000 }, () => {
  it.each(names)('train %s to the weights and running averages that ours come to', (name) => {
    const network = networkOf(name);
    const [ours, theirs] = [tradesStep(network, { ...eager, ...size }), tfjsTradesStep(network, size)];
    const before = network.initialize(1);
    const losses = [ours.run(), theirs.run()] as const;
    expect(losses[1]).toBeCloseTo(losses[0], 4);
    const [expected, found] = [ours.readWeights(), theirs.readWeights()];
    expect(largestDifference(expected, found)).toBeLessThan(1e-4);
    // The step moves weights much farther than the two may differ.
    expect(largestDifference(before, found)).toBeGreaterThan(1e-2);
    ours.dispose();
    theirs.dispose();
  });

  it.each(names)('start an attack on %s at the loss that ours starts at', async (name) => {
    const network = networkOf(name);
    const [ours, theirs] = [attackStep(network, { ...eager, ...size }), tfjsAttackStep(network, size)];
    const [expected, found] = [await ours.run(), await theirs.run()];
    expect(found).toBeCloseTo(expected, 4);
    ours.dispose();
    theirs.dispose();
  });

  it('leave no tensor behind', async () => {
    const network = networkOf('WRN[1x1r,1x1/2]');
    const before = tf.memory().numTensors;
    // One after the other: TensorFlow.js knows its variables by name.
    for (const make of [tfjsTradesStep, tfjsAttackStep, tfjsEvaluationStep]) {
      const step = make(network, size);
      await step.run();
      const afterOne = tf.memory().numTensors;
      await step.run();
      expect(tf.memory().numTensors).toBe(afterOne);
      step.dispose();
      expect(tf.memory().numTensors).toBe(before);
    }
  });
});

describe('an evaluation', { timeout: 60_000 }, () => {
  it.each([
    ['ours', () => evaluationStep(networkOf('WRN-10-1'), { ...eager, ...size })],
    ['plain TensorFlow.js', () => tfjsEvaluationStep(networkOf('WRN-10-1'), size)],
  ])('counts images that are right without and under attack: %s', async (_, make) => {
    const step = make();
    const right = await step.run();
    expect(Number.isInteger(right)).toBe(true);
    expect(right).toBeGreaterThanOrEqual(0);
    // Those that the untrained network gets right without attack are a part of all.
    expect(right).toBeLessThan(size.images);
    step.dispose();
  });
});

function networkOf(name: string): Network {
  return buildNetwork(parseArchitecture(name), { height: 9, width: 8, channels: 1 }, 10);
}

function largestDifference(a: StateValues, b: StateValues): number {
  expect([...b.keys()]).toEqual([...a.keys()]);
  let largest = 0;
  for (const [name, { data }] of a) {
    const other = b.get(name)!.data;
    data.forEach((value, i) => (largest = Math.max(largest, Math.abs(value - other[i]!))));
  }
  return largest;
}
