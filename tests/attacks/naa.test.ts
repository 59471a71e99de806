import { describe, expect, it } from 'vitest';

import { buildNetwork } from '../../architectures/network';
import { parseArchitecture } from '../../architectures/parse';
import { kernelFunctions, modelOfProgram } from '../../attacks/engine/kernels';
import { attacks } from '../../attacks/registry';
import type { SplitNetwork } from '../../attacks/types';
import { createProgram } from '../../tensor/program';
import { randomStream } from '../../tensor/random';
import { tf } from '../../tensor/tf';
import { behavesAsAnAttack, release } from './conformance';

behavesAsAnAttack('naa', { epsilon: 0.15, steps: 4, samples: 5 }, { breaks: 3 });

const [pixels, hidden, classes, count] = [4, 5, 3, 12];
const given = { epsilon: 0.4, stepSize: 0.11, steps: 3, samples: 4, momentum: 0.7 };
const normal = (name: string, n: number): number[] => Array.from(randomStream(5, name).normal(n, 0, 1.2));
const first = normal('first', pixels * hidden);
const second = normal('second', hidden * classes);

/** logits = tanh(x A) B, with an inner layer of rank 3. */
const network: SplitNetwork = {
  logits: (images) => network.tail(network.head(images)),
  head: (images) =>
    tf.tanh(tf.matMul(images.reshape([-1, pixels]) as tf.Tensor2D, tf.tensor2d(first, [pixels, hidden]))).reshape([-1, hidden, 1]), // prettier-ignore
  tail: (features) => tf.matMul(features.reshape([-1, hidden]) as tf.Tensor2D, tf.tensor2d(second, [hidden, classes])),
};

// The same network and the attack's definition in float64, every gradient by central differences.
const product = (v: readonly number[], matrix: readonly number[], columns: number): number[] =>
  Array.from({ length: columns }, (_, c) => v.reduce((sum, value, r) => sum + value * matrix[r * columns + c]!, 0));
const headOf = (x: readonly number[]): number[] => product(x, first, hidden).map(Math.tanh);
const tailOf = (h: readonly number[]): number[] => product(h, second, classes);
const highest = (z: readonly number[]): number => z.indexOf(Math.max(...z));
const softmax = (z: readonly number[]): number[] => {
  const powers = z.map(Math.exp);
  return powers.map((power) => power / powers.reduce((a, b) => a + b, 0));
};
const slopes = (f: (v: number[]) => number, at: readonly number[]): number[] =>
  at.map((_, i) => {
    const shifted = (by: number): number => f(at.map((v, k) => (k === i ? v + by : v)));
    return (shifted(1e-5) - shifted(-1e-5)) / 2e-5;
  });

function naaInFloat64(x: readonly number[], y: number, noise: (sample: number) => readonly number[]) {
  let weights = Array<number>(hidden).fill(0);
  for (let l = 0; l < given.samples; l++) {
    const onPath = x.map((value, i) => (1 - l / given.samples) * (value + noise(l)[i]!));
    const slope = slopes((h) => softmax(tailOf(h))[y]!, headOf(onPath));
    weights = weights.map((w, k) => w - slope[k]!);
  }
  const length = Math.hypot(...weights);
  const base = headOf(x.map(() => 0));
  const attributionOf = (a: readonly number[]): number =>
    headOf(a).reduce((sum, h, k) => sum + (h - base[k]!) * (weights[k]! / length), 0) / hidden;
  let a = [...x];
  let velocity = x.map(() => 0);
  let attribution = 0;
  for (let t = 0; t < given.steps; t++) {
    attribution = attributionOf(a);
    const slope = slopes(attributionOf, a);
    const mean = slope.reduce((sum, s) => sum + Math.abs(s), 0) / pixels;
    velocity = velocity.map((v, i) => given.momentum * v + slope[i]! / mean);
    a = a.map((v, i) => {
      const moved = v + given.stepSize * Math.sign(velocity[i]!);
      return Math.min(Math.max(moved, x[i]! - given.epsilon), x[i]! + given.epsilon);
    });
  }
  return { image: a.map((v) => Math.min(Math.max(v, 0), 1)), attribution };
}

describe('naa', () => {
  it('follows its definition, evaluated in float64 with finite differences', async () => {
    const values = randomStream(6, 'images').uniform(count * pixels);
    const imageOf = (i: number): number[] => Array.from(values.subarray(i * pixels, (i + 1) * pixels));
    const labels = Array.from({ length: count }, (_, i) => highest(tailOf(headOf(imageOf(i)))));
    const [images, labelTensor] = [tf.tensor4d(values, [count, 2, 2, 1]), tf.tensor1d(labels, 'int32')];
    const { adversarial, success, report } = release(
      await attacks.create('naa', given).run(network, images, labelTensor, { seed: 9 }),
    );
    tf.dispose([images, labelTensor]);
    labels.forEach((label, i) => {
      const noise = (l: number) => Array.from(randomStream(9, 'attack', 'naa', l, i).normal(pixels, 0, 0.1));
      const expected = naaInFloat64(imageOf(i), label, noise);
      expect(report['attribution']![i]).toBeCloseTo(expected.attribution, 5);
      const isBroken = highest(tailOf(headOf(expected.image))) !== label;
      expect(success[i]).toBe(isBroken ? 1 : 0);
      const image = isBroken ? expected.image : imageOf(i);
      image.forEach((value, p) => expect(adversarial[i * pixels + p]).toBeCloseTo(value, 5));
    });
    expect(success).toContain(0);
    expect(success).toContain(1);
  });

  it('leaves an image without gradient where it is', async () => {
    const constant: SplitNetwork = {
      logits: (images) => constant.tail(constant.head(images)),
      head: (images) => tf.mul(images.reshape([images.shape[0], -1]), 0),
      tail: (features) =>
        tf.add(tf.mul(features.slice([0, 0], [-1, 2]), 0), tf.tensor2d([1, 0], [1, 2])) as tf.Tensor2D,
    };
    const [images, labels] = [tf.fill([2, 2, 2, 1], 0.5) as tf.Tensor4D, tf.tensor1d([0, 0], 'int32')];
    const { adversarial, success, report } = release(
      await attacks.create('naa', given).run(constant, images, labels, { seed: 1 }),
    );
    tf.dispose([images, labels]);
    expect(success).toEqual([0, 0]);
    expect(Array.from(adversarial)).toEqual(Array(8).fill(0.5));
    expect(Array.from(report['attribution']!)).toEqual([0, 0]);
  });

  it('refuses a network that is not split before running it, and says how to split one', async () => {
    const [images, labels] = [tf.zeros([1, 2, 2, 1]) as tf.Tensor4D, tf.tensor1d([0], 'int32')];
    let calls = 0;
    const logits = (x: tf.Tensor4D): tf.Tensor2D => {
      calls++;
      return network.logits(x);
    };
    const attack = attacks.create('naa', given);
    await expect(attack.run(logits, images, labels, { seed: 1 })).rejects.toThrow(
      "attack 'naa' looks at an inner layer: give the network as { logits, head, tail }",
    );
    const program = createProgram({
      variables: [],
      initial: new Map(),
      functions: kernelFunctions(
        { image: { height: 2, width: 2, channels: 1 }, logits: (_, x) => logits(x) },
        attack.kernels,
      ),
      mode: 'compiled',
    });
    await expect(attack.runOn(modelOfProgram(program), images, labels, { seed: 1 })).rejects.toThrow('{ logits, head, tail }'); // prettier-ignore
    program.dispose();
    tf.dispose([images, labels]);
    expect(calls).toBe(0);
  });
});

describe('the networks of the library', () => {
  it.each(['WRN-16-1', 'RobustResNet-A1'])('%s is cut after the last block of stage 2', (name) => {
    const built = buildNetwork(parseArchitecture(name), { height: 16, width: 16, channels: 3 }, 10);
    tf.tidy(() => {
      const state = Object.fromEntries(
        [...built.initialize(3)].map(([variable, { shape, data }]) => [variable, tf.tensor(data, [...shape])]),
      );
      const images = tf.tensor4d(randomStream(1, 'images').uniform(2 * 768), [2, 16, 16, 3]);
      const features = built.head(state, images);
      // Stage 2 halves the map; a change in its last block shows in the features, one in stage 3 does not.
      expect(features.shape.slice(0, 3)).toEqual([2, 8, 8]);
      const lastOf = (stage: number): string =>
        built.variables.filter(({ name: variable }) => variable.startsWith(`stage${stage}/`) && variable.includes('/conv')).at(-1)!.name; // prettier-ignore
      const changed = (variable: string): number => {
        const other = built.head({ ...state, [variable]: tf.mul(state[variable]!, 2) }, images);
        return tf.max(tf.abs(tf.sub(other, features))).dataSync()[0]!;
      };
      expect(changed(lastOf(2))).toBeGreaterThan(0);
      expect(changed(lastOf(3))).toBe(0);
      const whole = built.forward(state, images, false).logits.dataSync();
      expect(built.tail(state, features).dataSync()).toEqual(whole);
    });
  });
});
