import { describe, expect, it } from 'vitest';

import { a3Kernel } from '../../attacks/a3Points';
import {
  attackSteps,
  classOrder,
  directionVector,
  planOf,
  pointsOf,
  stepLength,
  type DirectionChoice,
} from '../../attacks/a3Schedule';
import { attacks } from '../../attacks/registry';
import type { AttackSnapshot, Logits } from '../../attacks/types';
import { randomStream } from '../../tensor/random';
import { tf } from '../../tensor/tf';
import { behavesAsAnAttack, release, stored, type Outcome } from './conformance';

behavesAsAnAttack('a3', { epsilon: 0.12, iterations: 20 }, { pointwise: false });

describe('the schedule of a3', () => {
  it('shortens steps along half a cosine, to a tenth of epsilon where there are at most ten', () => {
    expect(stepLength(0, 8, 0.2)).toBe(0.2);
    expect(stepLength(3, 8, 1)).toBeCloseTo(0.1 + 0.9 * 0.75, 12);
    expect(stepLength(8, 15, 1)).toBeCloseTo(0.001 + 0.999 * 0.5, 12);
    expect(stepLength(4, 11, 1)).toBeCloseTo(0.001 + 0.999 * 0.75, 12);
    expect(stepLength(14, 15, 1)).toBeCloseTo(0.001 + (0.999 * (1 - Math.cos(Math.PI / 8))) / 2, 12);
  });

  it('attacks a share of the points, at least 100, and all of them ten times more often when few are left', () => {
    expect(pointsOf(planOf(3, 'A', 0.5), 1001)).toBe(700);
    expect(pointsOf(planOf(3, 'A', 0.5), 120)).toBe(100);
    expect(pointsOf(planOf(3, 'A', 0.5), 60)).toBe(60);
    expect(pointsOf(planOf(12, 'A', 0.5), 10_000)).toBe(300);
    expect(planOf(12, 'A', 0.1)).toEqual({ share: 0.03, initialSteps: 7, maxIterations: 60, repeats: 50 });
    expect(planOf(12, 'A', 0.09)).toEqual({ share: 1, initialSteps: 7, maxIterations: 60, repeats: 60 });
    expect(planOf(4, 'B', 0.5)).toEqual({ share: 1, initialSteps: 15, maxIterations: 5, repeats: 1 });
    expect(planOf(2, 'B', 0.01)).toEqual({ share: 1, initialSteps: 7, maxIterations: 8, repeats: 1 });
  });

  it('takes 8 steps first, 15 after initial ones, then as many as the budget allows but never fewer than 15', () => {
    expect(attackSteps(planOf(0, 'A', 1), 1000)).toBe(8);
    expect(attackSteps(planOf(1, 'A', 1), 1000)).toBe(15);
    expect(attackSteps(planOf(12, 'A', 1), 1000)).toBe(67);
    expect(attackSteps(planOf(12, 'A', 1), 20.9)).toBe(20);
    expect(attackSteps(planOf(12, 'A', 1), -7)).toBe(15);
  });

  it('orders classes by logit, the first of equal ones on top as argmax has it', () => {
    expect(classOrder(Float32Array.of(3, -1, 7, 2))).toEqual([1, 3, 0, 2]);
    expect(classOrder(Float32Array.of(5, 5, 1))).toEqual([2, 1, 0]);
  });
});

describe('the direction vectors of a3', () => {
  const ten = Array.from({ length: 10 }, (_, k) => k);
  const vector = (over: Partial<DirectionChoice>, seed = 1): number[] => {
    const choice = { label: 9, order: ten, round: 2, counter: 1, mode: 'A', signs: { wrong: 0, correct: 0 } } as const;
    return Array.from(directionVector(randomStream(seed, 'v'), { ...choice, ...over }));
  };
  const uniform = Array.from(randomStream(1, 'v').uniform(10, -1, 1));
  const seeds = Array.from({ length: 40 }, (_, seed) => seed);
  const labelWeights = (over: Partial<DirectionChoice>): number[] => seeds.map((seed) => vector(over, seed)[9]!);
  const expectWithin = (values: readonly number[], low: number, high: number): void => {
    const margin = (high - low) / 4;
    expect(Math.min(...values)).toBeGreaterThanOrEqual(low);
    expect(Math.min(...values)).toBeLessThan(low + margin);
    expect(Math.max(...values)).toBeLessThanOrEqual(high);
    expect(Math.max(...values)).toBeGreaterThan(high - margin);
  };
  const classOf = (over: Partial<DirectionChoice>): number =>
    vector(over).findIndex((value, k) => k !== 9 && value !== uniform[k]);

  it('are uniform in round 1', () => {
    expect(vector({ round: 1 })).toEqual(uniform);
  });

  it('take the wrong classes in turn, from the one next to the top, by the count of repeats', () => {
    expect([0, 1, 7, 8, 9].map((counter) => classOf({ counter }))).toEqual([8, 7, 1, 0, 8]);
    expect(classOf({ order: [9, 8, 7, 6, 5, 4, 3, 2, 1, 0], counter: 1 })).toBe(2);
  });

  it('follow the signs of round 1', () => {
    expect(vector({})[7]).toBeCloseTo(0.8, 6);
    expect(vector({ signs: { wrong: -0.1, correct: 0 } })[7]).toBeCloseTo(-0.8, 6);
    expectWithin(labelWeights({}), -0.5, 0.1);
    expectWithin(labelWeights({ signs: { wrong: 0, correct: 0.1 } }), -0.1, 0.5);
  });

  it('aim at the four highest classes in the last rounds of mode A, and leave the label out in those of B', () => {
    const signs = { wrong: -1, correct: 1 };
    expect([0, 3, 4].map((counter) => classOf({ round: 10, counter, signs }))).toEqual([8, 5, 8]);
    expect(vector({ round: 10, signs })[7]).toBeCloseTo(0.8, 6);
    expectWithin(labelWeights({ round: 10, signs }), -0.8, 0.1);
    expect(labelWeights({ round: 11, mode: 'B', signs })).toEqual(seeds.map(() => 0));
    expect(classOf({ round: 11, mode: 'B', counter: 8 })).toBe(0);
    expectWithin(labelWeights({ round: 10, mode: 'B', signs }), -0.1, 0.5);
  });

  it('of a hundred classes are ten times as long, take 14 in turn and follow no signs', () => {
    const order = Array.from({ length: 100 }, (_, k) => k);
    const choice = { label: 99, order, round: 3, mode: 'A', signs: { wrong: -1, correct: 1 } } as const;
    const plain = randomStream(1, 'v').uniform(100, -1, 1);
    const of = (counter: number) => directionVector(randomStream(1, 'v'), { ...choice, counter });
    const changed = (counter: number): number[] => [...of(counter).entries()].flatMap(([k, v]) => (v === plain[k] ? [] : [k])); // prettier-ignore
    expect([0, 13, 14].map(changed)).toEqual([[98, 99], [85, 99], [98, 99]]); // prettier-ignore
    expect(of(0)[98]).toBe(8);
    expect(of(0)[99]).toBeGreaterThanOrEqual(-5);
    expect(of(0)[99]).toBeLessThanOrEqual(1);
  });
});

/** Logits of images of three pixels as a linear function. */
const linear =
  (weights: readonly number[], offsets: readonly number[]): Logits =>
  (images) =>
    tf.add(
      tf.matMul(images.reshape([images.shape[0], -1]) as tf.Tensor2D, tf.tensor2d([...weights], [weights.length / offsets.length, offsets.length])), // prettier-ignore
      tf.tensor1d([...offsets]),
    ) as tf.Tensor2D;

describe('a step of a3', () => {
  it('follows the direction vector at first, then the margin, stays in the box, and leaves wrong images alone', () => {
    // Classes 0 and 1 and 2; the label is 0. Of the others, 2 has the higher logit but in the third image, which is wrong.
    const logits = linear([1, -1, 2, 0, 3, -1, -2, 1, 1], [5, 0, 1]);
    tf.tidy(() => {
      const images = tf.tensor4d(Array(9).fill(0.5), [3, 1, 3, 1]); // prettier-ignore
      const adversarial = tf.tensor4d([0.5, 0.5, 0.5, 0.55, 0.5, 0.45, 0.5, 0.5, 0.5], [3, 1, 3, 1]);
      const { adversarial: moved, margin, predicted } = a3Kernel(0.1).body({ logits, split: null, local: [] }, {
        images,
        adversarial,
        target: tf.tensor1d([0, 0, 2], 'int32'),
        direction: tf.tensor2d([1, 0.5, -1, 0, 0, 0, 0, 0, 0], [3, 3]),
        initial: tf.tensor2d([1, 0, 1], [3, 1]),
        stepSize: tf.tensor4d([0.1, 0.07, 0.1], [3, 1, 1, 1]),
      }) as Record<string, tf.Tensor>; // prettier-ignore
      // z(0.5, 0.5, 0.5) = (4.5, 1.5, 2); W v = (1 - 0.5 - 2, 1.5 + 1, -2 + 0.5 - 1); w_2 - w_0 = (1, -1, 3).
      const expected = [0.4, 0.6, 0.4, 0.6, 0.43, 0.52, 0.5, 0.5, 0.5];
      expected.forEach((value, i) => expect(moved!.dataSync()[i]).toBeCloseTo(value, 6));
      expect(margin!.dataSync()[0]).toBeCloseTo(-2.5, 5);
      expect(margin!.dataSync()[1]).toBeCloseTo(2.05 - 4.65, 5);
      expect(margin!.dataSync()[2]).toBeCloseTo(2.5, 5);
      expect(Array.from(predicted!.dataSync())).toEqual([0, 0, 0]);
    });
  });
});

describe('the course of a3', () => {
  const shape = [3, 3, 1] as const;
  /** Images of one grey each. */
  const attack = async (logits: Logits, greys: readonly number[], options: { iterations: number; batchSize?: number; resumeFrom?: AttackSnapshot; onSnapshot?: (snapshot: AttackSnapshot) => Promise<void> }): Promise<Outcome> => {
    const { iterations, batchSize, ...others } = options;
    const images = tf.tensor4d(greys.flatMap((grey) => Array<number>(9).fill(grey)), [greys.length, ...shape]); // prettier-ignore
    const labels = tf.zeros([greys.length], 'int32') as tf.Tensor1D;
    const created = attacks.create('a3', { epsilon: 0.05, iterations, batchSize });
    const outcome = release(
      await created.run(logits, images, labels, { seed: 4, snapshotIntervalMs: 0, ...others }),
    );
    tf.dispose([images, labels]);
    return outcome;
  }; // prettier-ignore
  const mean = (images: tf.Tensor4D): tf.Tensor2D => tf.mean(images.reshape([images.shape[0], -1]), 1, true);
  const unbreakable: Logits = (images) =>
    tf.concat([tf.add(tf.mul(mean(images), 10), 5), tf.zeros([images.shape[0], 2])], 1) as tf.Tensor2D;

  it('gives up the points that are farthest from success when there are more than 100', async () => {
    const greys = Array.from({ length: 110 }, (_, i) => 0.1 + 0.8 * (((i * 37) % 110) / 110));
    const { success, report } = await attack(unbreakable, greys, { iterations: 1 });
    expect(success).toEqual(greys.map(() => 0));
    // 8 + 22 + 22 steps on all, then at the least budget of 22 per restart 7 + 4 + 4 + 50 restarts on 100 points.
    const farthest = [...greys].sort((a, b) => b - a).slice(0, 10);
    expect(Array.from(report['iterations']!)).toEqual(
      greys.map((grey) => (farthest.includes(grey) ? 52 : 52 + 65 * 22)),
    );
  }, 180_000);

  it('spends its budget on the last rounds, and then takes the least number of steps', async () => {
    const { report } = await attack(unbreakable, [0.3, 0.4], { iterations: 1000 });
    // Rounds 0 to 11 take 937 steps; the 63 left allow 7 + 63 in the first of 50 restarts, the others take 7 + 15.
    expect(Array.from(report['iterations']!)).toEqual(Array(2).fill(937 + 70 + 49 * 22));
  }, 180_000);

  // The second class's logit never moves but is the highest wrong one; the third's is reached by initial steps alone.
  const needsDirections: Logits = (images) =>
    tf.concat(
      [tf.onesLike(mean(images)), tf.mul(tf.onesLike(mean(images)), 0.9), tf.sub(tf.mul(tf.sub(mean(images), 0.5), 100), 3)], // prettier-ignore
      1,
    ) as tf.Tensor2D;
  const halves = Array.from({ length: 20 }, (_, i) => (i < 10 ? 0.5 : 0.1));

  it('learns the class that leads to success, turns to mode B where initial steps break many points, and goes on from saved states', async () => {
    const snapshots: AttackSnapshot[] = [];
    const onSnapshot = async (snapshot: AttackSnapshot): Promise<void> => void snapshots.push(await Promise.resolve(snapshot)); // prettier-ignore
    const whole = await attack(needsDirections, halves, { iterations: 1, onSnapshot });
    expect(whole.success).toEqual(halves.map((grey) => (grey === 0.5 ? 1 : 0)));
    const iterations = Array.from(whole.report['iterations']!);
    // Broken in round 1 or 2 at the latest, by the first steps along a vector with a positive third component.
    for (const steps of iterations.slice(0, 10)) expect(steps).toBeLessThanOrEqual(8 + 22 + 7);
    // Mode B: 10 x 25, 2 x 30, 4 x 25, 5 x 25, 5 x 25 and 20 x 25 steps.
    expect(iterations.slice(10)).toEqual(Array(10).fill(52 + 250 + 60 + 100 + 125 + 125 + 500));

    const isBetween = ({ progress }: AttackSnapshot): boolean => (progress as { run: unknown }).run === null;
    const [between, within] = [snapshots.filter(isBetween), snapshots.filter((snapshot) => !isBetween(snapshot))];
    for (const snapshot of [between[1]!, between.at(-9)!, within.at(-400)!])
      expect(await attack(needsDirections, halves, { iterations: 1, resumeFrom: stored(snapshot) })).toEqual(whole);
    await expect(attack(needsDirections, halves, { iterations: 2, resumeFrom: between[0]! })).rejects.toThrow("attack 'a3': the saved state belongs to another run"); // prettier-ignore
  }, 180_000);
});
