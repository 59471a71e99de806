import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { adapted, boundaryOfPoints, firstStepSizes, type StepSizes } from '../../attacks/boundary';
import { resolveAttackParams } from '../../attacks/parameters';
import { attacks } from '../../attacks/registry';
import type { AttackParams, Logits } from '../../attacks/types';
import { randomStream } from '../../tensor/random';
import { tf } from '../../tensor/tf';
import { behavesAsAnAttack, count, release, type Outcome } from './conformance';
import { drive } from './drive';
import { linearClassifier } from './linearClassifier';

behavesAsAnAttack('boundary', { epsilon: 0.8, steps: 40, norm: 'l2' }, { breaks: 5 });

const shape: [number, number, number] = [4, 4, 1];
const size = 16;
const tiny = 1e-6;
let image: tf.Tensor4D;
beforeAll(() => {
  image = tf.fill([1, ...shape], 0.5);
});
afterAll(() => image.dispose());

describe('a step of the boundary attack', () => {
  const classifier = linearClassifier(size, 2, 0.4);
  const attack = boundaryOfPoints(resolveAttackParams('boundary', { epsilon: tiny, steps: 50 }));
  const minus = (a: ArrayLike<number>, b: ArrayLike<number> | number): number[] =>
    Array.from(a, (value, i) => value - (typeof b === 'number' ? b : b[i]!));
  const dot = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, value, i) => sum + value * b[i]!, 0);

  it('moves at a right angle on the sphere by a share of the distance, then inward by another', () => {
    const asked: Float32Array[] = [];
    const logits: Logits = (x) => {
      asked.push(x.dataSync<'float32'>());
      return classifier.logits(x);
    };
    const driven = drive(attack, logits, image);
    while (driven.lane.phase !== 'orthogonal') expect(driven.step()).toBe('running');
    expect(driven.lane.step).toBe(0);
    const [from, radius] = [driven.values('current'), driven.lane.radius];
    const direction = minus(from, 0.5);
    expect(Math.hypot(...direction)).toBeCloseTo(radius, 5);
    expect(Math.max(...direction.map(Math.abs))).toBeLessThan(0.45);

    driven.step();
    const sphere = asked.at(-1)!;
    expect(driven.lane.phase).toBe('step');
    expect(driven.values('current')).toEqual(from);
    expect(Math.hypot(...minus(sphere, 0.5))).toBeCloseTo(radius, 5);
    // The angle's tangent is 0.01.
    const cosine = dot(minus(sphere, 0.5), direction) / radius ** 2;
    expect(cosine).toBeCloseTo(1 / Math.sqrt(1.0001), 6);

    const eta = Array.from(randomStream(1, 'attack', 'boundary', 0, 0, 'step', 0).normal(size));
    const along = dot(eta, direction) / radius ** 2;
    const across = eta.map((value, i) => value - along * direction[i]!);
    const scale = (0.01 * radius) / Math.hypot(...across);
    sphere.forEach((value, i) =>
      expect(value).toBeCloseTo(0.5 + (direction[i]! + scale * across[i]!) / Math.sqrt(1.0001), 6),
    );

    driven.step();
    const nearer = asked.at(-1)!;
    minus(nearer, 0.5).forEach((value, i) => expect(value).toBeCloseTo(0.99 * (sphere[i]! - 0.5), 6));
    const taken = classifier.score(nearer) < 0;
    expect(driven.values('current')).toEqual(taken ? nearer : from);
    expect(driven.lane.radius).toBeCloseTo(taken ? 0.99 * radius : radius, 5);
    expect(driven.lane).toMatchObject({ step: 1, phase: 'step' });
    driven.dispose();
  });

  it('asks about the first half of every 10th step, and takes what is nearer and wrong', () => {
    const driven = drive(attack, classifier.logits, image);
    while (driven.lane.phase !== 'orthogonal') driven.step();
    const before = driven.lane.queries;
    let outcome = 'running';
    let taken = 0;
    while (outcome === 'running') {
      const { radius } = driven.lane;
      outcome = driven.step();
      const current = driven.values('current');
      expect(classifier.score(current)).toBeLessThan(1e-5);
      expect(Math.hypot(...minus(current, 0.5))).toBeCloseTo(driven.lane.radius, 5);
      if (driven.lane.radius < radius) taken++;
      else expect(driven.lane.radius).toBe(radius);
    }
    expect(outcome).toBe('over');
    expect(driven.lane.queries - before).toBe(50 + 5);
    expect(driven.lane.sizes.orthogonalAnswers).toHaveLength(5);
    expect(taken).toBeGreaterThan(1);
    expect(taken).toBeLessThan(50);
    driven.dispose();
  });
});

describe('step sizes of the boundary attack', () => {
  const answers = (ones: number, length: number): number[] => Array.from({ length }, (_, i) => (i < ones ? 1 : 0));
  const sizes = (orthogonal: number[], source: number[]): StepSizes => ({
    ...firstStepSizes,
    orthogonalAnswers: orthogonal,
    sourceAnswers: source,
  });

  it.each([
    ['stay at 50 of 100 orthogonal steps', answers(50, 100), [], 0.01, 0.01],
    ['stay at 20 of 100', answers(20, 100), [], 0.01, 0.01],
    ['grow at 51 of 100', answers(51, 100), [], 0.015, 0.015],
    ['shrink at 19 of 100', answers(19, 100), [], 0.01 / 1.5, 0.01 / 1.5],
    ['wait for 100 answers', answers(99, 99), [], 0.01, 0.01],
    ['stay at 7 of 30 source steps', [], answers(7, 30), 0.01, 0.01],
    ['stay at 3 of 30', [], answers(3, 30), 0.01, 0.01],
    ['grow inward at 8 of 30', [], answers(8, 30), 0.01, 0.015],
    ['shrink inward at 2 of 30', [], answers(2, 30), 0.01, 0.01 / 1.5],
    ['wait for 30 answers', [], answers(0, 29), 0.01, 0.01],
    ['change inward twice', answers(60, 100), answers(30, 30), 0.015, 0.0225],
  ])('%s', (_, orthogonalAnswers, sourceAnswers, orthogonal, source) => {
    const next = adapted(sizes(orthogonalAnswers, sourceAnswers));
    expect(next.orthogonal).toBeCloseTo(orthogonal, 12);
    expect(next.source).toBeCloseTo(source, 12);
  });

  it('forget the answers that changed them, and no others', () => {
    expect(adapted(sizes(answers(60, 100), answers(2, 20)))).toMatchObject({
      orthogonalAnswers: [],
      sourceAnswers: answers(2, 20),
    });
    expect(adapted(sizes(answers(40, 100), answers(30, 30)))).toMatchObject({
      orthogonalAnswers: answers(40, 100),
      sourceAnswers: [],
    });
  });
});

describe('boundary', () => {
  const classifier = linearClassifier(size, 2, 0.4);
  const run = async (logits: Logits, params: AttackParams): Promise<Outcome> => {
    const [images, labels] = [tf.fill([16, ...shape], 0.5) as tf.Tensor4D, tf.zeros([16], 'int32') as tf.Tensor1D];
    try {
      return release(await attacks.create('boundary', params).run(logits, images, labels, { seed: 1 }));
    } finally {
      tf.dispose([images, labels]);
    }
  };
  const nearest = classifier.distance(new Float32Array(size).fill(0.5), 'l2');

  it('comes nearer and nearer, to less than twice the distance of the boundary of a linear classifier', async () => {
    const ratios = async (steps: number): Promise<number[]> => {
      const { report, success } = await run(classifier.logits, { epsilon: tiny, steps });
      expect(count(success)).toBe(0);
      return Array.from(report['distance']!, (distance) => distance / nearest);
    };
    const [early, late] = [await ratios(100), await ratios(1800)];
    late.forEach((ratio, i) => {
      expect(ratio).toBeGreaterThan(1 - 1e-4);
      expect(ratio).toBeLessThan(2);
      expect(ratio).toBeLessThan(early[i]!);
    });
  });

  it('stops at the first image within epsilon on which the network errs', async () => {
    const epsilon = nearest * 2.5;
    const { success, report } = await run(classifier.logits, { epsilon, steps: 2000 });
    expect(count(success)).toBe(16);
    report['distance']!.forEach((distance, i) => {
      expect(distance).toBeLessThanOrEqual(epsilon);
      const queries = report['queries']![i]!;
      expect(queries).toBeLessThan(2000);
      // Steps inward are hundredths; only the start may jump further into the ball.
      if (queries > 150) expect(distance).toBeGreaterThan(0.97 * epsilon);
    });
    expect(report['queries']!.filter((queries) => queries > 150).length).toBeGreaterThan(8);
  });

  it('gives up after 100 random images where the network never errs', async () => {
    const never: Logits = (x) => tf.tidy(() => tf.tile(tf.tensor2d([[1, 0]]), [x.shape[0], 1]) as tf.Tensor2D);
    const { success, report } = await run(never, { epsilon: 0.5, steps: 2 });
    expect(count(success)).toBe(0);
    expect(new Set(report['queries'])).toEqual(new Set([100]));
    expect(new Set(report['distance'])).toEqual(new Set([Number.NaN]));
  });
});
