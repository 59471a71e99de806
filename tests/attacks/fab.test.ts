import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { modelOfFunction, type AttackedModel } from '../../attacks/engine/kernels';
import { AttackInputError, NonFiniteLogitsError } from '../../attacks/errors';
import { distances } from '../../attacks/projection';
import { attacks } from '../../attacks/registry';
import type { AttackParams, AttackRunOptions, Logits } from '../../attacks/types';
import { randomStream } from '../../tensor/random';
import { tf } from '../../tensor/tf';
import { behavesAsAnAttack, release, type Outcome } from './conformance';
import { randomPoints, smallNetwork, type Points } from './smallNetwork';

behavesAsAnAttack('fab-t', { epsilon: 0.1, steps: 3, targets: 2 });
behavesAsAnAttack('fab-t', { epsilon: 0.5, steps: 2, targets: 2, norm: 'l2' });
behavesAsAnAttack('fab-t', { epsilon: 0.1, steps: 2, targeted: false, restarts: 2 });

describe('points whose projections a few Newton steps do not solve', () => {
  const [count, size] = [24, 64];
  const weights = Array.from(randomStream(3, 'weights').normal(size));
  const pixels = randomStream(3, 'pixels').uniform(count * size);
  const linear: Logits = (x) =>
    tf.tidy(() => {
      const score = tf.matMul(x.reshape([-1, size]), tf.tensor2d(weights, [size, 1])).add(4);
      return tf.concat([score, tf.zerosLike(score)], 1) as tf.Tensor2D;
    });

  it('get the thorough step, the others not', async () => {
    const attack = attacks.create('fab-t', { epsilon: 1e-3, steps: 3 });
    const model = modelOfFunction(linear, attack.kernels);
    const [images, labels] = [tf.tensor4d(pixels, [count, 8, 8, 1]), tf.zeros([count], 'int32') as tf.Tensor1D];
    const distancesOf = async (call: AttackedModel['call']): Promise<number[]> =>
      Array.from(release(await attack.runOn({ call }, images, labels, { seed: 1 })).report['distance']!);
    const expected = await distancesOf((kernel, inputs) =>
      model.call(kernel === 'step' ? 'thoroughStep' : kernel, inputs),
    );
    const asked: string[] = [];
    const found = await distancesOf((kernel, inputs) => {
      asked.push(kernel);
      const results = model.call(kernel, inputs);
      if (kernel === 'logits') return results;
      // The step leaves every other point unsolved with a wrong result; the thorough one has wrong results for the rest.
      return tf.tidy(() => {
        const odd = results['distance']!.dataSync().map((_, i) => i % 2);
        const right = tf.tensor1d(Array.from(odd, (bit) => (kernel === 'step' ? bit === 0 : bit === 1)), 'bool'); // prettier-ignore
        const spoilt = Object.entries(results).map(([name, tensor]) => {
          if (name === 'finite') return [name, tensor];
          if (name === 'solved') return [name, kernel === 'step' ? right : tensor];
          const perPoint = right.reshape([-1, ...tensor.shape.slice(1).map(() => 1)]);
          return [name, tf.where(perPoint, tensor, tf.zerosLike(tensor))];
        });
        return Object.fromEntries(spoilt) as typeof results;
      });
    });
    tf.dispose([images, labels]);
    expect(asked.filter((kernel) => kernel === 'thoroughStep')).toHaveLength(3);
    found.forEach((distance, i) => expect(distance).toBeCloseTo(expected[i]!, 6));
    expect(expected.some((distance) => distance > 0)).toBe(true);
  });
});

describe('on a linear network', () => {
  /** z = (x_1 + x_2, 3 x_1 - x_2 - 0.1, -4 x_1 + 0.5), of label 0 at (0.2, 0.7): logits 0.9, -0.2, -0.3. */
  const logits: Logits = (x) =>
    tf.tidy(
      () => tf.matMul(x.reshape([-1, 2]), tf.tensor2d([[1, 3, -4], [1, -1, 0]])).add([0, -0.1, 0.5]) as tf.Tensor2D,
    ); // prettier-ignore
  const run = async (params: Partial<AttackParams>, options: Partial<AttackRunOptions> = {}): Promise<Outcome> => {
    const [images, labels] = [tf.tensor4d([0.2, 0.7], [1, 1, 2, 1]), tf.tensor1d([0], 'int32')];
    const attack = attacks.create('fab-t', { epsilon: 1e-3, ...params });
    const outcome = release(await attack.run(logits, images, labels, { seed: 1, ...options }));
    tf.dispose([images, labels]);
    return outcome;
  };

  // To class 1: d = -1.1, w = (2, -2), lambda = 1.1 / 4; to class 2: d = -1.2, w = (-5, -1), lambda = 0.2 (x_1 at its
  // bound 0) and then 0.2 more along x_2: 5 * 0.2 + lambda = 1.2.
  const [first, second] = [1.1 / 4, 0.2];

  it('goes beyond the boundary by eta in its first step', async () => {
    const { report } = await run({ steps: 1, targets: 1 });
    expect(report['distance']![0]).toBeCloseTo(1.05 * first, 6);
  });

  it('goes back by beta, and then part of the way between the two projections', async () => {
    const { report } = await run({ steps: 2, targets: 1 });
    const c = 0.9 * 1.05 * first;
    const remaining = first - c;
    const alpha = remaining / (remaining + first);
    expect(alpha).toBeLessThan(0.1);
    const next = (1 - alpha) * (c + 1.05 * remaining) + alpha * 1.05 * first;
    expect(report['distance']![0]).toBeCloseTo(next, 6);
  });

  it('keeps to alphaMax', async () => {
    const { report } = await run({ steps: 2, targets: 1, alphaMax: 0.02 });
    const c = 0.9 * 1.05 * first;
    expect(report['distance']![0]).toBeCloseTo(0.98 * (c + 1.05 * (first - c)) + 0.02 * 1.05 * first, 6);
  });

  it('keeps the nearest of all targets', async () => {
    const { report } = await run({ steps: 1, targets: 2 });
    expect(report['distance']![0]).toBeCloseTo(1.05 * second, 6);
  });

  it('tries the classes that the caller names', async () => {
    const { report } = await run({ steps: 1 }, { targetsOf: () => [2] });
    expect(report['distance']![0]).toBeCloseTo(1.05 * second, 6);
  });

  it('untargeted takes the nearest class without regard to the box', async () => {
    // 1.1 / 4 for class 1, 1.2 / 6 for class 2.
    const { report } = await run({ steps: 1, targeted: false });
    expect(report['distance']![0]).toBeCloseTo(1.05 * second, 6);
  });

  it.each([
    // Class 1: d = -1, w = (3, 0); class 2: d = -1.3, w = (2.6, 2.6). 1.3 / 5.2 < 1 / 3, but 1 / 3 < 1.3 / 3.677.
    ['||w||_1 in L-infinity', 'linf', 1.3 / 5.2],
    ['||w||_2 in L2', 'l2', 1 / 3],
  ] as const)('untargeted takes the class of least |d| / %s', async (_, norm, nearest) => {
    const other: Logits = (x) =>
      tf.tidy(() => tf.matMul(x.reshape([-1, 2]), tf.tensor2d([[0, 3, 2.6], [0, 0, 2.6]])).add([0, -2.5, -3.9]) as tf.Tensor2D); // prettier-ignore
    const [images, labels] = [tf.tensor4d([0.5, 0.5], [1, 1, 2, 1]), tf.tensor1d([0], 'int32')];
    const attack = attacks.create('fab-t', { epsilon: 1e-3, steps: 1, targeted: false, norm });
    const { report } = release(await attack.run(other, images, labels, { seed: 1 }));
    tf.dispose([images, labels]);
    expect(report['distance']![0]).toBeCloseTo(1.05 * nearest, 6);
  });

  it.each([[[]], [[0]], [[3]], [[1, 1.5]]])('rejects %j as targets', async (targets) => {
    const running = run({}, { targetsOf: () => targets });
    await expect(running).rejects.toThrow(AttackInputError);
    await expect(running).rejects.toThrow(
      `attack 'fab-t': targetsOf must give classes in 0..2 other than the label 0, got [${targets.join(', ')}]`,
    );
  });
});

describe('the course of the attack', () => {
  const network = smallNetwork(3);
  let points: Points;
  beforeAll(() => {
    points = randomPoints(12, 4, network.logits, 1000);
  });
  afterAll(() => {
    tf.dispose([points.images, points.labels]);
    network.dispose();
  });
  const run = async (params: Partial<AttackParams>, seed = 1, logits: Logits = network.logits): Promise<Outcome> =>
    release(
      await attacks
        .create('fab-t', { epsilon: 1e-4, steps: 3, ...params })
        .run(logits, points.images, points.labels, { seed }),
    );

  it('tries the classes of the highest clean logits in turn, each for all restarts, no more than there are', async () => {
    const attack = attacks.create('fab-t', { epsilon: 1e-4, steps: 2, restarts: 2, targets: 9 });
    const plain = modelOfFunction(network.logits, attack.kernels);
    const known = (tf.tidy(() => points.images.reshape([points.images.shape[0], -1]).arraySync()) as number[][]).map(String); // prettier-ignore
    const tried = known.map((): number[] => []);
    const model: AttackedModel = {
      call: (kernel, inputs) => {
        const images = inputs['images']!;
        const asked = kernel === 'step' ? Array.from(inputs['targets']!.dataSync()) : [];
        const rows = tf.tidy(() => images.reshape([images.shape[0]!, -1]).arraySync()) as number[][];
        asked.forEach((target, row) => tried[known.indexOf(String(rows[row]))]!.push(target));
        return plain.call(kernel, inputs);
      },
    };
    release(await attack.runOn(model, points.images, points.labels, { seed: 1 }));
    // The first point is labelled wrongly and not attacked.
    const ranked = tf.tidy(() => network.logits(points.images).arraySync()).slice(1).map((z) =>
      z.map((value, k) => ({ value, k })).sort((a, b) => b.value - a.value).map(({ k }) => k),
    ); // prettier-ignore
    expect(tried[0]).toEqual([]);
    tried.slice(1).forEach((targets, point) => {
      const order = ranked[point]!.slice(1);
      expect([...new Set(targets)]).toEqual(order);
      // Two restarts of two steps; more where the point's lane fills a batch up.
      order.forEach((each) => expect(targets.filter((target) => target === each).length).toBeGreaterThanOrEqual(4));
    });
  });

  it('does not depend on the seed without restarts', async () => {
    expect(await run({}, 2)).toEqual(await run({}, 1));
  });

  it.each(['linf', 'l2'] as const)('restarts at distance epsilon / 2, elsewhere for each seed (%s)', async (norm) => {
    const epsilon = norm === 'linf' ? 0.01 : 0.05;
    const attack = attacks.create('fab-t', { norm, epsilon, steps: 2, restarts: 2, targets: 1 });
    const plain = modelOfFunction(network.logits, attack.kernels);
    const startsOf = async (seed: number): Promise<number[][]> => {
      const starts: number[][] = [];
      const model: AttackedModel = {
        call: (kernel, inputs) => {
          // Each restart has two steps.
          if (kernel === 'step' && [1, 3].includes(++calls)) {
            const moves = tf.tidy(() =>
              distances(inputs['current'] as tf.Tensor4D, inputs['images'] as tf.Tensor4D, norm).dataSync(),
            );
            starts.push(Array.from(moves).slice(0, 5));
            if (calls === 3) currents.push(inputs['current']!.dataSync<'float32'>().slice());
          }
          return plain.call(kernel, inputs);
        },
      };
      let calls = 0;
      release(await attack.runOn(model, points.images, points.labels, { seed }));
      return starts;
    };
    const currents: Float32Array[] = [];
    const [first, second] = await startsOf(1);
    first!.forEach((distance) => expect(distance).toBe(0));
    // Clipping to [0,1] shortens it.
    second!.forEach((distance) => expect(distance).toBeLessThanOrEqual(epsilon / 2 + 1e-6));
    expect(Math.max(...second!)).toBeGreaterThan(epsilon / 4);
    await startsOf(2);
    expect(currents[1]).not.toEqual(currents[0]);
  });

  it('finds nothing on a network that is constant', async () => {
    const constant: Logits = (x) => tf.tidy(() => x.mul(0).sum([1, 2, 3]).reshape([-1, 1]).add([0, 1, 2, 3]) as tf.Tensor2D); // prettier-ignore
    const { success, report } = await run({}, 1, constant);
    const labels = points.labels.dataSync();
    labels.forEach((label, i) => expect(success[i]).toBe(label === 3 ? 0 : 1));
    expect(report['distance']?.every(Number.isNaN) ?? true).toBe(true);
  });

  it('works with two classes', async () => {
    const two: Logits = (x) => tf.tidy(() => tf.slice(network.logits(x), [0, 0], [-1, 2]));
    const labels = tf.tidy(() => tf.argMax(two(points.images), 1).toInt()) as tf.Tensor1D;
    const attack = attacks.create('fab-t', { epsilon: 0.3, steps: 5 });
    const { success } = release(await attack.run(two, points.images, labels, { seed: 1 }));
    labels.dispose();
    expect(success.filter((flag) => flag === 1).length).toBeGreaterThan(6);
  });

  it('ends with an error when logits become NaN on its way, leaving nothing behind', async () => {
    let calls = 0;
    const holed: Logits = (x) => tf.tidy(() => network.logits(x).mul(++calls > 4 ? Number.NaN : 1) as tf.Tensor2D);
    const before = tf.memory().numTensors;
    await expect(run({}, 1, holed)).rejects.toThrow(NonFiniteLogitsError);
    expect(tf.memory().numTensors).toBe(before);
  });
});
