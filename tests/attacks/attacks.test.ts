import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { attacks, AttackInputError, NonFiniteLogitsError, UnsoundAttackError } from '../../index';
import { crossEntropySum, klDivergenceSum, marginLossSum } from '../../attacks/losses';
import { project, verifyBounds } from '../../attacks/projection';
import { lossGradientOf, pgdStep } from '../../attacks/step';
import type { AttackParams, Logits } from '../../attacks/types';
import { randomStream } from '../../tensor/random';
import { tf } from '../../tensor/tf';
import { behavesAsAnAttack, count, release, type Outcome } from './conformance';
import { classes, imageShape, randomPoints, smallNetwork, type Points } from './smallNetwork';

const network = smallNetwork(3);
let points: Points;
beforeAll(() => {
  points = randomPoints(70, 4, network.logits);
});
afterAll(() => {
  tf.dispose([points.images, points.labels]);
  network.dispose();
});

async function run(
  name: string,
  params: AttackParams,
  { seed = 5, logits = network.logits, ids }: { seed?: number; logits?: Logits; ids?: number[] } = {},
): Promise<Outcome> {
  const result = await attacks.create(name, params).run(logits, points.images, points.labels, { seed, pointIds: ids });
  return release(result);
}

const clean = (): number[] =>
  tf.tidy(() => Array.from(tf.notEqual(tf.argMax(network.logits(points.images), 1), points.labels).dataSync()));

describe('gradient with respect to the images', () => {
  const smooth = smallNetwork(8, { kink: false });
  afterAll(() => smooth.dispose());
  const size = imageShape[0] * imageShape[1] * imageShape[2];
  const labels = [1, 0, 3];
  const start = randomStream(9, 'gradient').uniform(labels.length * size, 0.2, 0.8);
  const imagesOf = (values: Float32Array): tf.Tensor4D => tf.tensor4d(values, [labels.length, ...imageShape]);

  it.each([
    ['cross-entropy', (z: tf.Tensor2D) => crossEntropySum(z, tf.tensor1d(labels, 'int32'))],
    ['margin', (z: tf.Tensor2D) => marginLossSum(z, tf.tensor1d(labels, 'int32'))],
    ['divergence', (z: tf.Tensor2D) => klDivergenceSum(tf.tensor2d(labels.map((l) => [l, 1, 0, -l])), z)],
  ])('agrees with finite differences for the %s', (_, loss) => {
    tf.tidy(() => {
      const { gradient } = lossGradientOf(smooth.logits, loss)(imagesOf(start));
      const values = gradient.dataSync();
      const h = 1e-2;
      let compared = 0;
      for (let i = 0; i < start.length; i += 17) {
        const at = (shift: number): number => {
          const moved = start.slice();
          moved[i] = moved[i]! + shift;
          return loss(smooth.logits(imagesOf(moved))).dataSync()[0]!;
        };
        const numeric = (at(h) - at(-h)) / (2 * h);
        expect(Math.abs(values[i]! - numeric)).toBeLessThan(2e-3 + 0.02 * Math.abs(numeric));
        compared++;
      }
      expect(compared).toBeGreaterThan(10);
    });
  });
});

describe('one step', () => {
  it('moves by the sign of the gradient, then into the ball, then into [0,1]', () => {
    tf.tidy(() => {
      const images = tf.tensor4d([0.5, 0.5, 0.02, 0.9, 0.5], [1, 5, 1, 1]);
      const adversarial = tf.tensor4d([0.5, 0.58, 0.0, 0.97, 0.5], [1, 5, 1, 1]);
      const gradient = tf.tensor4d([-3, 1e-20, -1, 2, 0], [1, 5, 1, 1]);
      const loss = tf.scalar(1.5);
      const next = pgdStep(() => ({ loss, gradient }), adversarial, images, { epsilon: 0.1, stepSize: 0.05 });
      const expected = [0.45, 0.6, 0, 1, 0.5];
      next.adversarial.dataSync().forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 6));
      expect(next.loss.dataSync()[0]).toBe(1.5);
    });
  });

  it('clips to the ball before it clips to [0,1]', () => {
    tf.tidy(() => {
      const projected = project(tf.tensor4d([2, -2], [1, 2, 1, 1]), tf.tensor4d([0.3, 0.95], [1, 2, 1, 1]), 0.1);
      const [a, b] = projected.dataSync();
      expect(a).toBeCloseTo(0.4, 6);
      expect(b).toBeCloseTo(0.85, 6);
    });
  });
});

behavesAsAnAttack('fgsm', { epsilon: 0.1 });
behavesAsAnAttack('fgsm', { epsilon: 0.5, norm: 'l2' });
behavesAsAnAttack('pgd', { epsilon: 0.1, steps: 7, stepSize: 0.03 });
behavesAsAnAttack('pgd', { epsilon: 0.1, steps: 4, stepSize: 0.2, restarts: 2 });
behavesAsAnAttack('pgd', { epsilon: 0.5, steps: 7, stepSize: 0.2, norm: 'l2', schedule: 'cosine' });
behavesAsAnAttack('cw', { epsilon: 0.1, steps: 7, stepSize: 0.03 });

describe('seeds', () => {
  const params = { epsilon: 0.1, steps: 2, stepSize: 0.01 };

  it('give the same result again, and another seed another one', async () => {
    const first = await run('pgd', params);
    expect(await run('pgd', params)).toEqual(first);
    expect((await run('pgd', params, { seed: 6 })).adversarial).not.toEqual(first.adversarial);
  });

  it('differ between attacks', async () => {
    const tiny = { ...params, steps: 1, stepSize: 1e-7 };
    expect((await run('cw', tiny)).adversarial).not.toEqual((await run('pgd', tiny)).adversarial);
  });

  it('follow the point, not its place: a part of the set attacked alone gets the noise of its points', async () => {
    const whole = await run('pgd', params);
    const [images, labels] = tf.tidy(() => [points.images.slice(20, 30), points.labels.slice(20, 30)]) as unknown as [tf.Tensor4D, tf.Tensor1D]; // prettier-ignore
    const ids = Array.from({ length: 30 }, (_, i) => 20 + i);
    const part = release(
      await attacks.create('pgd', params).run(network.logits, images, labels, { seed: 5, pointIds: ids }),
    );
    const size = part.adversarial.length / 30;
    expect(part.adversarial).toEqual(whole.adversarial.slice(20 * size, 50 * size));
    tf.dispose([images, labels]);
  });

  it('do not matter without a random start', async () => {
    const fixed = { ...params, randomStart: false };
    expect(await run('pgd', fixed, { seed: 6 })).toEqual(await run('pgd', fixed));
  });
});

describe('fgsm', () => {
  it('is clip(x + epsilon sign(gradient))', async () => {
    const { adversarial } = await run('fgsm', { epsilon: 0.07 });
    const expected = tf.tidy(() => {
      const gradient = tf.grad((x) => crossEntropySum(network.logits(x as tf.Tensor4D), points.labels))(points.images);
      return tf.clipByValue(tf.add(points.images, tf.mul(tf.sign(gradient), 0.07)), 0, 1).dataSync();
    });
    const size = adversarial.length / 70;
    clean().forEach((wrong, point) => {
      // A point that was wrong from the start may have been given its clean image back.
      if (wrong) return;
      for (let i = point * size; i < (point + 1) * size; i++) expect(adversarial[i]).toBeCloseTo(expected[i]!, 6);
    });
  });
});

describe('pgd', () => {
  it('breaks more points than fgsm', async () => {
    const strong = await run('pgd', { epsilon: 0.06, steps: 20, stepSize: 0.015 });
    const weak = await run('fgsm', { epsilon: 0.06 });
    expect(count(strong.success)).toBeGreaterThanOrEqual(count(weak.success));
  });

  it('keeps the first success over its restarts, and else the first restart', async () => {
    const params = { epsilon: 0.05, steps: 3, stepSize: 0.01 };
    const once = await run('pgd', params);
    const often = await run('pgd', { ...params, restarts: 6 });
    const size = once.adversarial.length / 70;
    expect(count(often.success)).toBeGreaterThan(count(once.success));
    often.success.forEach((broken, i) => {
      if (once.success[i]) expect(broken).toBe(1);
      if (once.success[i] || !broken) {
        expect(often.adversarial.slice(i * size, (i + 1) * size)).toEqual(
          once.adversarial.slice(i * size, (i + 1) * size),
        );
      }
    });
  });
});

describe('cw', () => {
  it('leaves a point where it was first misclassified', async () => {
    const params = { epsilon: 0.1, stepSize: 0.02, randomStart: false };
    const runs = await Promise.all([1, 2, 3, 4, 5, 6].map((steps) => run('cw', { ...params, steps })));
    const size = runs[0]!.adversarial.length / 70;
    const image = (result: (typeof runs)[0], i: number): Float32Array =>
      result.adversarial.slice(i * size, (i + 1) * size);
    let frozen = 0;
    for (let i = 0; i < 70; i++) {
      const first = runs.findIndex((result) => result.success[i]);
      if (first < 0) continue;
      for (const later of runs.slice(first + 1)) {
        expect(image(later, i)).toEqual(image(runs[first]!, i));
        frozen++;
      }
    }
    expect(frozen).toBeGreaterThan(20);
  });
});

describe('a point misclassified without attack', () => {
  it('counts as a success and keeps an image that the network gets wrong', async () => {
    // Clean images are white and wrong; any darker image is right.
    const logits: Logits = (x) => {
      const mean = tf.mean(x, [1, 2, 3]).expandDims(1);
      return tf.concat([tf.sub(0.99, mean), tf.sub(mean, 0.99)], 1) as tf.Tensor2D;
    };
    const images = tf.ones<tf.Rank.R4>([2, 3, 3, 1]);
    const labels = tf.tensor1d([0, 0], 'int32');
    const result = release(
      await attacks.create('cw', { epsilon: 0.3, steps: 1 }).run(logits, images, labels, { seed: 1 }),
    );
    expect(result.success).toEqual([1, 1]);
    expect(Array.from(result.adversarial)).toEqual(Array.from({ length: 18 }, () => 1));
    tf.dispose([images, labels]);
  });
});

describe('a run', () => {
  it('reports progress up to the number of points', async () => {
    const seen: number[] = [];
    const result = await attacks
      .create('pgd', { epsilon: 0.1, steps: 2, batchSize: 32 })
      .run(network.logits, points.images, points.labels, {
        seed: 1,
        onProgress: ({ done, total }) => seen.push(done) && expect(total).toBe(70),
      });
    tf.dispose([result.adversarial, result.success]);
    expect(seen.at(-1)).toBe(70);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen).toContain(32);
  });

  it('ends with the reason of an abort, between steps, releasing everything', async () => {
    const before = tf.memory().numTensors;
    const controller = new AbortController();
    let calls = 0;
    const logits: Logits = (x) => {
      if (++calls === 4) controller.abort(new Error('enough'));
      return network.logits(x);
    };
    const attack = attacks.create('pgd', { epsilon: 0.1, steps: 1000 });
    const running = attack.run(logits, points.images, points.labels, { seed: 1, signal: controller.signal });
    await expect(running).rejects.toThrow('enough');
    expect(calls).toBeLessThan(8);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('lets other work of the process run', async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    await run('pgd', { epsilon: 0.1, steps: 120, stepSize: 0.01 });
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(0);
  });

  it('of no points returns no points', async () => {
    const images = tf.zeros<tf.Rank.R4>([0, ...imageShape]);
    const labels = tf.tensor1d([], 'int32');
    const result = await attacks.create('pgd', { epsilon: 0.1 }).run(network.logits, images, labels, { seed: 1 });
    expect([result.adversarial.shape, result.success.shape]).toEqual([[0, ...imageShape], [0]]);
    tf.dispose([result.adversarial, result.success, images, labels]);
  });
});

describe('networks and inputs that cannot be attacked', () => {
  const attackWith = async (logits: Logits, over: Partial<Points> = {}): Promise<unknown> => {
    const before = tf.memory().numTensors;
    const attack = attacks.create('pgd', { epsilon: 0.1, steps: 3, stepSize: 0.05 });
    try {
      return await attack.run(logits, over.images ?? points.images, over.labels ?? points.labels, { seed: 1 });
    } catch (error) {
      expect(tf.memory().numTensors).toBe(before);
      return error;
    }
  };

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('returning %s', async (bad) => {
    const error = await attackWith(
      (x) => tf.where(tf.tensor2d([[true, false, false, false]]), bad, network.logits(x)) as tf.Tensor2D,
    );
    expect(error).toBeInstanceOf(NonFiniteLogitsError);
    expect((error as Error).message).toBe("attack 'pgd': the network returned NaN or infinite logits on clean images");
  });

  it('returning NaN for an image on the way', async () => {
    let calls = 0;
    const error = await attackWith((x) => network.logits(x).mul(++calls === 3 ? Number.NaN : 1) as tf.Tensor2D);
    expect(error).toBeInstanceOf(NonFiniteLogitsError);
    expect((error as Error).message).toBe("attack 'pgd': the network returned NaN or infinite logits at step 2");
  });

  it('ignoring its input: every point keeps its clean verdict', async () => {
    const constant = (x: tf.Tensor4D): tf.Tensor2D => tf.tile(tf.tensor2d([[0, 1, 0, 0]]), [x.shape[0], 1]);
    const { success } = await run('pgd', { epsilon: 0.1, steps: 3, stepSize: 0.05 }, { logits: constant });
    expect(success).toEqual(Array.from(points.labels.dataSync(), (label) => (label === 1 ? 0 : 1)));
  });

  it('with one class only', async () => {
    const error = await attackWith((x) => network.logits(x).slice([0, 0], [-1, 1]));
    expect(error).toEqual(new AttackInputError("attack 'pgd' needs at least 2 classes, the network has 1"));
  });

  it.each<[string, () => Partial<Points>, string]>([
    [
      'labels beyond the classes',
      () => ({ labels: tf.fill([70], classes, 'int32') }),
      `label ${classes} for a network of ${classes} classes`,
    ],
    ['negative labels', () => ({ labels: tf.fill([70], -1, 'int32') }), 'labels must be >= 0, got -1'],
    [
      'too few labels',
      () => ({ labels: tf.fill([69], 0, 'int32') }),
      'labels must have shape [70] like the images, got [69]',
    ],
    [
      'pixels in 0..255',
      () => ({ images: tf.mul<tf.Tensor4D>(points.images, 255) }),
      'pixels must be in [0, 1], got [0, 255]',
    ],
  ])('%s', async (_, make, message) => {
    const over = make();
    expect(await attackWith(network.logits, over)).toEqual(new AttackInputError(`attack 'pgd': ${message}`));
    over.images?.dispose();
    over.labels?.dispose();
  });

  it('refuses to return an image outside of its bounds', () => {
    tf.tidy(() => {
      const images = tf.fill([1, 2, 2, 1], 0.5) as tf.Tensor4D;
      const check = (adversarial: tf.Tensor) => () => verifyBounds('pgd', adversarial as tf.Tensor4D, images, 0.1);
      expect(check(tf.add(images, 0.1))).not.toThrow();
      expect(check(tf.add(images, 0.1001))).toThrow(UnsoundAttackError);
      expect(check(tf.mul(images, Number.NaN))).toThrow(UnsoundAttackError);
    });
  });
});
