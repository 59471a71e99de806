import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { apgdCe } from '../../attacks/apgd';
import { modelOfFunction } from '../../attacks/engine/kernels';
import { AttackInputError, NonFiniteLogitsError } from '../../attacks/errors';
import { noiseOnSphere } from '../../attacks/noise';
import { resolveAttackParams } from '../../attacks/parameters';
import { perImageL2Norm, perImageLinfNorm } from '../../attacks/projection';
import { attacks } from '../../attacks/registry';
import type { AttackParams, AttackRunOptions, Logits } from '../../attacks/types';
import { randomStream } from '../../tensor/random';
import { tf } from '../../tensor/tf';
import { behavesAsAnAttack, count, release, type Outcome } from './conformance';
import { classes, randomPoints, smallNetwork, type Points } from './smallNetwork';

behavesAsAnAttack('apgd-ce', { epsilon: 0.05, steps: 9 });
behavesAsAnAttack('apgd-ce', { epsilon: 0.3, steps: 6, restarts: 2, norm: 'l2' });
behavesAsAnAttack('apgd-dlr', { epsilon: 0.04, steps: 5, restarts: 2, rho: 0.9, eot: 2 });
behavesAsAnAttack('apgd-t', { epsilon: 0.04, steps: 5, targets: 2 });
behavesAsAnAttack('apgd-t', { epsilon: 0.3, steps: 2, restarts: 2, targets: 2, norm: 'l2' });

describe('auto-PGD', () => {
  const network = smallNetwork(3);
  let points: Points;
  beforeAll(() => {
    points = randomPoints(70, 4, network.logits);
  });
  afterAll(() => {
    tf.dispose([points.images, points.labels]);
    network.dispose();
  });
  const run = async (
    name: string,
    params: AttackParams,
    { logits = network.logits, ...options }: Partial<AttackRunOptions & { logits: Logits }> = {},
  ): Promise<Outcome> =>
    release(await attacks.create(name, params).run(logits, points.images, points.labels, { seed: 1, ...options }));
  const attacked = (values: Float64Array): number[] => Array.from(values).filter((value) => !Number.isNaN(value));

  it.each([
    { norm: 'linf', epsilon: 0.02 },
    { norm: 'linf', epsilon: 0.04 },
    { norm: 'l2', epsilon: 0.1 },
    { norm: 'l2', epsilon: 0.2 },
  ] as const)(
    'on the cross-entropy breaks no fewer points than PGD with as many gradients: $norm $epsilon',
    async (ball) => {
      for (const stepSize of [0.1, 0.25].map((share) => share * ball.epsilon)) {
        const pgd = await run('pgd', { ...ball, steps: 20, stepSize });
        const apgd = await run('apgd-ce', { ...ball, steps: 19 });
        console.log(ball, stepSize, count(pgd.success), count(apgd.success));
        expect(count(apgd.success)).toBeGreaterThanOrEqual(count(pgd.success));
      }
    },
  );

  it.each(['linf', 'l2'] as const)('starts at distance epsilon: %s', (norm) => {
    tf.tidy(() => {
      const streams = [0, 1, 2].map((point) => randomStream(1, 'start', point));
      const noise = noiseOnSphere(streams, [5, 7, 3], { norm, epsilon: 0.25 });
      const lengths = norm === 'linf' ? perImageLinfNorm(noise) : perImageL2Norm(noise);
      for (const length of lengths.dataSync()) expect(length).toBeCloseTo(0.25, 6);
      const [first, second] = tf.unstack(noise).map((image) => image.dataSync());
      expect(first).not.toEqual(second);
    });
  });

  it('attacks only points that the network gets right, and stops at the first success', async () => {
    const { success, report, adversarial } = await run('apgd-ce', { epsilon: 0.1, norm: 'l2', steps: 10, restarts: 3 });
    const clean = points.images.dataSync();
    const labels = points.labels.dataSync();
    const cleanWrong = tf.tidy(() => Array.from(tf.notEqual(tf.argMax(network.logits(points.images), 1), labels).dataSync())); // prettier-ignore
    const size = clean.length / 70;
    const spent = report['gradients']!;
    const late: number[] = [];
    success.forEach((broken, i) => {
      if (cleanWrong[i]) return expect(spent[i]).toBeNaN();
      if (broken && spent[i]! > 1) late.push(spent[i]!);
      if (broken) return expect(spent[i]).toBeLessThanOrEqual(33);
      expect(spent[i]).toBe(33);
      expect(adversarial.slice(i * size, (i + 1) * size)).toEqual(clean.slice(i * size, (i + 1) * size));
    });
    expect(new Set(late).size).toBeGreaterThan(1);
    expect(success).toContain(0);
  });

  it('breaks with restarts what it breaks without, with the same image', async () => {
    const params = { epsilon: 0.03, steps: 3 };
    const once = await run('apgd-dlr', params);
    const often = await run('apgd-dlr', { ...params, restarts: 4 });
    const size = once.adversarial.length / 70;
    once.success.forEach((broken, i) => {
      if (!broken) return;
      expect(often.success[i]).toBe(1);
      const image = (result: Outcome) => result.adversarial.slice(i * size, (i + 1) * size);
      expect(image(often)).toEqual(image(once));
    });
  });

  it('reports a gradient that is zero at the start of a point that is still classified right', async () => {
    const steps: Logits = (x) => network.logits(tf.round(tf.mul(x, 8)).div(8));
    const params = { epsilon: 0.05, steps: 3, restarts: 2 };
    for (const name of ['apgd-ce', 'apgd-dlr', 'apgd-t'] as const) {
      const quantised = await run(name, params, { logits: steps });
      // A point broken at the start was evaluated once.
      const expected = quantised.report['gradients']!.map((spent) => (Number.isNaN(spent) ? spent : Number(spent > 1)));
      expect(quantised.report['zeroGradient']).toEqual(expected);
      expect(expected).toContain(1);
      const smooth = await run(name, params);
      expect(new Set(attacked(smooth.report['zeroGradient']!))).toEqual(new Set([0]));
    }
  });

  it('leaves every point of a constant network its clean verdict', async () => {
    const constant: Logits = (x) => tf.tile(tf.tensor2d([[0, 1, 0, 0]]), [x.shape[0], 1]);
    for (const norm of ['linf', 'l2'] as const) {
      const { success } = await run('apgd-ce', { epsilon: 0.1, norm, steps: 4 }, { logits: constant });
      expect(success).toEqual(Array.from(points.labels.dataSync(), (label) => (label === 1 ? 0 : 1)));
    }
  });

  it('says that logits became NaN on the way, and releases everything', async () => {
    const before = tf.memory().numTensors;
    let calls = 0;
    const running = run('apgd-t', { epsilon: 0.001, steps: 9 }, { logits: (x) => network.logits(x).mul(++calls === 4 ? Number.NaN : 1) }); // prettier-ignore
    await expect(running).rejects.toThrow(new NonFiniteLogitsError("attack 'apgd-t': the network returned NaN or infinite logits during the attack")); // prettier-ignore
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each([
    ['apgd-ce', 1, 2],
    ['apgd-dlr', 2, 3],
    ['apgd-t', 2, 3],
  ] as const)('%s refuses %i classes before it attacks', async (name, few, needed) => {
    let calls = 0;
    const logits: Logits = (x) => (calls++, network.logits(x).slice([0, 0], [-1, few]));
    const message = `attack '${name}' needs at least ${needed} classes, the network has ${few}`;
    await expect(run(name, { epsilon: 0.1, steps: 2 }, { logits })).rejects.toThrow(new AttackInputError(message));
    expect(calls).toBe(1);
  });

  it.each(['apgd-ce', 'apgd-dlr', 'apgd-t'] as const)('%s attacks a network of three classes', async (name) => {
    const three: Logits = (x) => network.logits(x).slice([0, 0], [-1, 3]);
    const labels = tf.tidy(() => tf.argMax(three(points.images), 1).toInt()) as tf.Tensor1D;
    const result = await attacks
      .create(name, { epsilon: 0.1, steps: 8 })
      .run(three, points.images, labels, { seed: 1 });
    labels.dispose();
    expect(count(release(result).success)).toBeGreaterThan(30);
  });

  it('keeps the best image where the new one has the same loss', () => {
    const attack = apgdCe(resolveAttackParams('apgd-ce', { epsilon: 0.5 }));
    const equal: Logits = (x) => tf.concat([x.reshape([-1, 1]), x.reshape([-1, 1])], 1) as tf.Tensor2D;
    tf.tidy(() => {
      const column = (...values: number[]) => tf.tensor4d(values, [2, 1, 1, 1]);
      const [here, best] = [column(0.4, 0.4), column(0.6, 0.6)];
      const loss = Math.fround(Math.log(2));
      const result = modelOfFunction(equal, attack.kernels).call('step', {
        ...{
          images: here,
          adversarial: here,
          previous: here,
          best,
          gradient: column(0, 0),
          bestGradient: column(7, 7),
        },
        ...{
          labels: tf.tensor1d([0, 0], 'int32'),
          stepSize: column(0, 0),
          alpha: column(1, 1),
          fromBest: column(0, 0),
        },
        bestLoss: column(loss, loss - 1e-6),
      });
      expect(result['verdict']!.slice([0, 0], [1, 1]).dataSync()[0]).toBe(loss);
      expect(Array.from(result['best']!.dataSync())).toEqual([0.6, 0.4].map(Math.fround));
      expect(Array.from(result['bestGradient']!.dataSync())).toEqual([7, 0]);
    });
  });

  describe('with targets', () => {
    const params = { epsilon: 0.01, steps: 3, restarts: 2 };

    it('tries as many as asked for, and no more than there are', async () => {
      const spentOn = async (targets: number): Promise<number> =>
        Math.max(...attacked((await run('apgd-t', { ...params, targets })).report['gradients']!));
      expect(await spentOn(1)).toBe(2 * 4);
      expect(await spentOn(2)).toBe(2 * 2 * 4);
      expect(await spentOn(9)).toBe((classes - 1) * 2 * 4);
    });

    it('tries those of the highest clean logits but the label first', async () => {
      const ranked = (point: { readonly label: number; readonly logits: Float32Array }): number[] =>
        [0, 1, 2, 3].filter((c) => c !== point.label).sort((a, b) => point.logits[b]! - point.logits[a]!);
      const byDefault = await run('apgd-t', params);
      expect(await run('apgd-t', params, { targetsOf: ranked })).toEqual(byDefault);
      const backwards = await run('apgd-t', params, { targetsOf: (point) => ranked(point).reverse() });
      expect(backwards.report['gradients']).not.toEqual(byDefault.report['gradients']);
    });

    it('tries those that the run names', async () => {
      const { report } = await run('apgd-t', params, { targetsOf: ({ label }) => [(label + 1) % classes] });
      expect(Math.max(...attacked(report['gradients']!))).toBe(8);
    });

    it.each([[[]], [[classes]], [[0, 1, 2, 3]], [[0.5]], [[-1]]])('refuses targets %j', async (targets) => {
      const running = run('apgd-t', params, { targetsOf: () => targets });
      await expect(running).rejects.toThrow(
        /^attack 'apgd-t': targetsOf must give classes in 0\.\.3 other than the label/,
      );
    });
  });

  describe('on a network that draws random numbers', () => {
    it('averages the gradient over eot passes and judges by the last one', () => {
      const attack = apgdCe(resolveAttackParams('apgd-ce', { epsilon: 0.5, steps: 2, eot: 3 }));
      tf.tidy(() => {
        // Logits (s * x, 0) with s = 1, 2, 4 in turn; the gradient of -log p_0 is -s * p_1.
        const scales = [1, 2, 4];
        let pass = 0;
        const logits: Logits = (x) => {
          const z = tf.mul(x.reshape([-1, 1]), scales[pass++ % 3]!);
          return tf.concat([z, tf.zerosLike(z)], 1) as tf.Tensor2D;
        };
        const x = 0.5;
        const image = tf.fill([1, 1, 1, 1], x);
        const column = (value: number) => tf.fill([1, 1, 1, 1], value);
        const result = modelOfFunction(logits, attack.kernels).call('step', {
          ...{ images: image, adversarial: image, previous: image, best: image },
          ...{ gradient: column(0), bestGradient: column(0), labels: tf.tensor1d([0], 'int32') },
          ...{ stepSize: column(0), alpha: column(1), fromBest: column(0), bestLoss: column(-3e38) },
        });
        const wrongClass = (s: number): number => 1 / (1 + Math.exp(s * x));
        const mean = scales.reduce((sum, s) => sum - s * wrongClass(s), 0) / 3;
        expect(pass).toBe(3);
        expect(result['gradient']!.dataSync()[0]).toBeCloseTo(mean, 6);
        expect(result['bestGradient']!.dataSync()[0]).toBeCloseTo(mean, 6);
        const [loss, wrong, zero] = result['verdict']!.dataSync();
        expect(loss).toBeCloseTo(-Math.log(1 - wrongClass(4)), 6);
        expect([wrong, zero]).toEqual([0, 0]);
      });
    });

    it('counts every pass, and does as with one where there is nothing random', async () => {
      const once = await run('apgd-dlr', { epsilon: 0.03, steps: 4 });
      const twice = await run('apgd-dlr', { epsilon: 0.03, steps: 4, eot: 2 });
      expect(twice.adversarial).toEqual(once.adversarial);
      expect(twice.report['gradients']).toEqual(once.report['gradients']!.map((value) => 2 * value));
    });

    it('breaks more points with the mean of many passes than with one', async () => {
      const noisy = (): Logits => {
        let pass = 0;
        return (x) => {
          const noise = (): tf.Tensor => tf.tensor(randomStream(7, 'noise', pass++).normal(x.size), x.shape);
          const same = tf.customGrad((y) => ({ value: (y as tf.Tensor).clone(), gradFunc: (dy) => [dy.add(noise())] }));
          return network.logits(same(x) as tf.Tensor4D);
        };
      };
      const brokenWith = async (eot: number): Promise<number> =>
        count((await run('apgd-ce', { epsilon: 0.03, steps: 10, eot }, { logits: noisy() })).success);
      const [many, one] = [await brokenWith(16), await brokenWith(1)];
      expect(many).toBeGreaterThan(one);
    });
  });
});
