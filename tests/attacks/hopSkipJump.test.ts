import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { probesAt } from '../../attacks/decision/budget';
import { NonFiniteLogitsError } from '../../attacks/errors';
import { hopSkipJumpOfPoints } from '../../attacks/hopSkipJump';
import { resolveAttackParams } from '../../attacks/parameters';
import { attacks } from '../../attacks/registry';
import type { AttackParams, Logits, Norm } from '../../attacks/types';
import { randomStream } from '../../tensor/random';
import { tf } from '../../tensor/tf';
import { behavesAsAnAttack, count, release, type Outcome } from './conformance';
import { drive, type Driven } from './drive';
import { linearClassifier } from './linearClassifier';

behavesAsAnAttack('hopskipjump', { epsilon: 0.15, steps: 1 }, { breaks: 5 });
behavesAsAnAttack('hopskipjump', { epsilon: 0.8, steps: 1, norm: 'l2' }, { breaks: 5 });

const shape: [number, number, number] = [6, 5, 2];
const size = 60;
const tiny = 1e-6;
type Lane = Driven<ReturnType<ReturnType<typeof hopSkipJumpOfPoints>['begin']>['lanes'][number]>;

/** Steps until the point is in this phase. */
function upTo(driven: Lane, phase: string, most = 2000): void {
  for (let i = 0; driven.lane.phase !== phase; i++) {
    expect(driven.step()).toBe('running');
    expect(i).toBeLessThan(most);
  }
}

let image: tf.Tensor4D;
beforeAll(() => {
  image = tf.fill([1, ...shape], 0.5);
});
afterAll(() => image.dispose());
const attackOf = (norm: Norm, over: Partial<AttackParams> = {}): ReturnType<typeof hopSkipJumpOfPoints> =>
  hopSkipJumpOfPoints(resolveAttackParams('hopskipjump', { norm, epsilon: tiny, steps: 3, ...over }));

describe.each(['linf', 'l2'] as const)('hopskipjump in %s on a linear classifier', (norm) => {
  const classifier = linearClassifier(size, 2, 1.2);
  const norms = {
    linf: (x: Float32Array) => Math.max(...x.map((value) => Math.abs(value - 0.5))),
    l2: (x: Float32Array) => Math.hypot(...x.map((value) => value - 0.5)),
  };

  it('begins with the first of 50 images on the way to a random one on which the network errs', () => {
    const driven = drive(attackOf(norm), classifier.logits, image);
    upTo(driven, 'bisect');
    const tried = Array.from({ length: 100 }, (_, i) =>
      randomStream(1, 'attack', 'hopskipjump', 0, 0, 'start', i).uniform(size),
    );
    const start = tried.findIndex((noise) => classifier.score(noise) < 0);
    const on = (level: number): Float32Array =>
      tried[start]!.map((value) => (1 - level / 50) * 0.5 + (level / 50) * value);
    const level = Array.from({ length: 50 }, (_, i) => i + 1).find((k) => classifier.score(on(k)) < 0)!;
    driven.values('current').forEach((value, i) => expect(value).toBeCloseTo(on(level)[i]!, 6));
    expect(driven.lane.radius).toBeCloseTo(norms[norm](on(level)), 6);
    expect(driven.lane.queries).toBe(start + 1 + Math.min(level, 49));
    driven.dispose();
  });

  it('bisects to the boundary, to the width of its threshold', () => {
    const driven = drive(attackOf(norm), classifier.logits, image);
    upTo(driven, 'bisect');
    const from = driven.values('current');
    const first = driven.lane.radius;
    const before = driven.lane.queries;
    upTo(driven, 'probe');
    const width = first / size ** (norm === 'linf' ? 2 : 1.5);
    expect(driven.lane.queries - before).toBe(Math.ceil(Math.log2(first / width)));
    expect(driven.lane.radius - driven.lane.low).toBeLessThanOrEqual(width);
    const at = (radius: number): Float32Array =>
      from.map((value) =>
        norm === 'linf'
          ? 0.5 + Math.min(Math.max(value - 0.5, -radius), radius)
          : 0.5 + (value - 0.5) * (radius / first),
      );
    driven.values('current').forEach((value, i) => expect(value).toBeCloseTo(at(driven.lane.radius)[i]!, 5));
    expect(classifier.score(at(driven.lane.radius + 1e-6))).toBeLessThan(0);
    expect(classifier.score(at(driven.lane.low - 1e-6))).toBeGreaterThan(0);
    driven.dispose();
  });

  it.each([0, 1])('estimates at step %i the direction that its probes give', (t) => {
    const driven = drive(attackOf(norm), classifier.logits, image);
    for (let i = 0; i < t; i++) {
      upTo(driven, 'move');
      upTo(driven, 'probe');
    }
    upTo(driven, 'probe');
    expect(driven.lane.t).toBe(t);
    const { radius } = driven.lane;
    const [from, before] = [driven.values('current'), driven.lane.queries];
    upTo(driven, 'move');
    expect(driven.lane.queries - before).toBe(t === 0 ? 100 : 141);
    expect(driven.lane.length).toBeCloseTo(radius / Math.sqrt(t + 1), 12);

    const delta = t === 0 ? 0.1 : radius / size;
    const probes = Array.from({ length: probesAt(t) }, (_, i) => {
      const stream = randomStream(1, 'attack', 'hopskipjump', 0, 0, 'probe', t, i);
      const drawn = norm === 'linf' ? stream.uniform(size, -1, 1) : stream.normal(size);
      const length = Math.hypot(...drawn);
      const probe = from.map((value, j) => Math.min(Math.max(value + (delta * drawn[j]!) / length, 0), 1));
      const u = Array.from(probe, (value, j) => (value - from[j]!) / delta);
      return { u, phi: classifier.score(probe) < 0 ? 1 : -1 };
    });
    const mean = probes.reduce((sum, { phi }) => sum + phi, 0) / probes.length;
    // After a long move the bisection ends too far from the boundary for probes as short as those.
    const allEqual = norm === 'linf' && t === 1;
    expect(Math.abs(mean) === 1).toBe(allEqual);
    const g = from.map((_, j) => probes.reduce((sum, { u, phi }) => sum + (phi - (allEqual ? 0 : mean)) * u[j]!, 0));
    const length = Math.hypot(...g);
    const found = driven.values('weighted');
    // Float32 rounds probes as near as radius / d to other directions, a little.
    const tolerance = t === 0 ? 1e-5 : 1e-3;
    let compared = 0;
    g.forEach((value, j) => {
      if (norm === 'l2') expect(Math.abs(found[j]! - value / length)).toBeLessThan(tolerance);
      else if (Math.abs(value) / length > tolerance) expect(found[j]).toBe(Math.sign(value));
      else return;
      compared++;
    });
    expect(compared).toBeGreaterThan(0.9 * size);
    if (allEqual) return driven.dispose();
    // Downhill, where the network errs.
    const cosine = found.reduce((sum, value, j) => sum - value * classifier.weights[j]!, 0);
    expect(cosine / (Math.hypot(...found) * Math.hypot(...classifier.weights))).toBeGreaterThan(0.4);
    driven.dispose();
  });

  it('gets as near as 1.1 times the distance of the boundary', async () => {
    const images = tf.tensor4d(randomStream(3, 'linear images').uniform(16 * size, 0.35, 0.65), [16, ...shape]);
    const labels = tf.tidy(() => tf.argMax(classifier.logits(images), 1).toInt()) as tf.Tensor1D;
    const attack = attacks.create('hopskipjump', { norm, epsilon: tiny, steps: 12 });
    const out = release(await attack.run(classifier.logits, images, labels, { seed: 1 }));
    const values = images.dataSync();
    const ratios = Array.from(out.report['distance']!, (distance, i) =>
      distance / classifier.distance(values.subarray(i * size, (i + 1) * size), norm)); // prettier-ignore
    for (const ratio of ratios) {
      expect(ratio).toBeGreaterThan(1 - 1e-4);
      expect(ratio).toBeLessThan(1.1);
    }
    expect(count(out.success)).toBe(0);
    tf.dispose([images, labels]);
  });
});

describe('the length of a move of hopskipjump', () => {
  it('is halved until the network errs', () => {
    // It errs in a thin layer only, so that long moves end beyond it.
    const plane = linearClassifier(size, 2, 0.6);
    const layer: Logits = (x) =>
      tf.tidy(() => {
        const score = plane.logits(x).slice([0, 0], [-1, 1]);
        const outside = tf.logicalOr(tf.greater(score, 0), tf.less(score, -0.5)).toFloat();
        return tf.concat([outside, tf.sub(1, outside)], 1) as tf.Tensor2D;
      });
    const driven = drive(attackOf('l2'), layer, image);
    upTo(driven, 'move');
    const first = driven.lane.length;
    const [from, direction, before] = [driven.values('current'), driven.values('weighted'), driven.lane.queries];
    const moved = (e: number): Float32Array =>
      from.map((value, i) => Math.min(Math.max(value + e * direction[i]!, 0), 1));
    const errs = (x: Float32Array): boolean => plane.score(x) <= 0 && plane.score(x) >= -0.5;
    const halvings = Array.from({ length: 30 }, (_, k) => k).find((k) => errs(moved(first / 2 ** k)))!;
    expect(halvings).toBeGreaterThan(0);
    upTo(driven, 'bisect');
    expect(driven.lane.queries - before).toBe(halvings + 1);
    expect(driven.lane.t).toBe(1);
    driven.values('current').forEach((value, i) => expect(value).toBeCloseTo(moved(first / 2 ** halvings)[i]!, 6));
    driven.dispose();
  });
});

describe('hopskipjump', () => {
  const images = (): tf.Tensor4D => tf.fill([20, ...shape], 0.5) as tf.Tensor4D;
  const run = async (logits: Logits, params: AttackParams): Promise<Outcome> => {
    const [x, labels] = [images(), tf.zeros([20], 'int32') as tf.Tensor1D];
    try {
      return release(await attacks.create('hopskipjump', params).run(logits, x, labels, { seed: 1 }));
    } finally {
      tf.dispose([x, labels]);
    }
  };

  it('gives up after 100 random images where the network never errs', async () => {
    const never: Logits = (x) => tf.tidy(() => tf.tile(tf.tensor2d([[1, 0]]), [x.shape[0], 1]) as tf.Tensor2D);
    const { success, report, adversarial } = await run(never, { epsilon: 0.5, steps: 2 });
    expect(count(success)).toBe(0);
    expect(new Set(adversarial)).toEqual(new Set([0.5]));
    expect(new Set(report['queries'])).toEqual(new Set([100]));
    expect(new Set(report['distance'])).toEqual(new Set([Number.NaN]));
  });

  it('stops at the first image within epsilon on which the network errs', async () => {
    const classifier = linearClassifier(size, 2, 0.6);
    const epsilon = classifier.distance(new Float32Array(size).fill(0.5), 'linf') * 1.5;
    const { success, report } = await run(classifier.logits, { epsilon, steps: 30 });
    expect(count(success)).toBe(20);
    report['distance']!.forEach((distance) => expect(distance).toBeLessThanOrEqual(epsilon));
    const all = resolveAttackParams('hopskipjump', { epsilon, steps: 30 }).queries;
    report['queries']!.forEach((queries) => expect(queries).toBeLessThan(all / 2));
    expect(new Set(report['queries']).size).toBeGreaterThan(3);
  });

  it('makes no more queries than it may, and no more steps', async () => {
    const classifier = linearClassifier(size, 2, 0.6);
    const capped = await run(classifier.logits, { epsilon: tiny, steps: 5, queries: 90 });
    expect(new Set(capped.report['queries'])).toEqual(new Set([90]));
    const { report } = await run(classifier.logits, { epsilon: tiny, steps: 1 });
    // The start, two bisections, 100 probes and a move.
    report['queries']!.forEach((queries) => {
      expect(queries).toBeGreaterThan(100 + 2 * 12);
      expect(queries).toBeLessThan(100 + 2 * 12 + 80);
    });
    report['distance']!.forEach((distance, i) => expect(distance).toBeLessThanOrEqual(capped.report['distance']![i]!));
  });

  it('fails when the network returns NaN to a query', async () => {
    const before = tf.memory().numTensors;
    const limited: Logits = (x) =>
      tf.tidy(() => {
        const values = tf.max(tf.abs(x.sub(0.5)), [1, 2, 3]).greater(0.1);
        return tf.stack([tf.where(values, Number.NaN, tf.onesLike(values).toFloat()), tf.zerosLike(values).toFloat()], 1) as tf.Tensor2D; // prettier-ignore
      });
    await expect(run(limited, { epsilon: 0.5 })).rejects.toThrow(NonFiniteLogitsError);
    expect(tf.memory().numTensors).toBe(before);
  });
});
