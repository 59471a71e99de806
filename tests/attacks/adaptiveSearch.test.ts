import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { attackOfPoints } from '../../attacks/engine/run';
import { attackNames } from '../../attacks/parameters';
import { attacks } from '../../attacks/registry';
import { searchLoss, searchLossNames, type SearchLossName } from '../../attacks/searchLosses';
import { nearestClasses, searchPgdKernel, searchPgdOfPoints, type SearchPgd } from '../../attacks/searchPgd';
import { drawCandidate, mostGradients } from '../../attacks/searchSpace';
import type { Attack, AttackParams, AttackResult, SearchedAttack } from '../../attacks/types';
import { deriveSeed, randomStream } from '../../tensor/random';
import { tf } from '../../tensor/tf';
import { behavesAsAnAttack, count, release, type Outcome } from './conformance';
import { classes, randomPoints, smallNetwork, type Points } from './smallNetwork';

behavesAsAnAttack(
  'adaptive-search',
  { epsilon: 0.15, rounds: 2, trials: 3, points: 6 },
  { breaks: 3, pointwise: false },
);

const softmax = (z: readonly number[]): number[] => {
  const powers = z.map(Math.exp);
  return powers.map((power) => power / powers.reduce((a, b) => a + b, 0));
};
const crossEntropy = (z: readonly number[], y: number): number => -Math.log(softmax(z)[y]!);

describe('the losses of the search', () => {
  const inFloat64: Readonly<Record<SearchLossName, (z: readonly number[], y: number) => number>> = {
    ce: crossEntropy,
    margin: (z, y) => Math.max(...z.filter((_, k) => k !== y)) - z[y]!,
    dlr: (z, y) => {
      const sorted = [...z].sort((a, b) => b - a);
      return -(z[y]! - Math.max(...z.filter((_, k) => k !== y))) / (sorted[0]! - sorted[2]! + 1e-12);
    },
    l1: (z, y) => -z[y]!,
  };
  const z = Array.from(randomStream(1, 'z').normal(20, 0, 1.5));
  const aims = [0, 3, 2, 1];
  const signs = [1, -1, 1, -1];

  it.each(searchLossNames.flatMap((name) => [[name, false], [name, true]] as const))(
    '%s, of the softmax: %s, has the value and gradient of its formula',
    (name, ofSoftmax) => {
      const f = (values: readonly number[]): number =>
        aims.reduce((sum, aim, i) => {
          const row = values.slice(5 * i, 5 * i + 5);
          return sum + signs[i]! * inFloat64[name](ofSoftmax ? softmax(row) : row, aim);
        }, 0);
      tf.tidy(() => {
        const loss = searchLoss(name, ofSoftmax);
        const of = tf.valueAndGrad((x) => loss(x as tf.Tensor2D, tf.tensor1d(aims, 'int32'), tf.tensor2d(signs, [4, 1])));
        const { value, grad } = of(tf.tensor2d(z, [4, 5]));
        expect(value.dataSync()[0]).toBeCloseTo(f(z), 4);
        z.forEach((_, i) => {
          const shifted = (by: number): number => f(z.map((v, k) => (k === i ? v + by : v)));
          expect(grad.dataSync()[i]).toBeCloseTo((shifted(1e-5) - shifted(-1e-5)) / 2e-5, 4);
        });
      });
    },
  ); // prettier-ignore
});

describe('descent in the search', () => {
  it('raises the loss of the label and lowers that of a class to be reached, within the box', () => {
    const weights = tf.tensor2d([1, -2, 0.5, 3, 1, -1], [2, 3]);
    tf.tidy(() => {
      const images = tf.fill([2, 1, 2, 1], 0.5);
      const { moved, predicted } = searchPgdKernel('l1', false, 0.1).body(
        { logits: (x) => tf.matMul(x.reshape([-1, 2]) as tf.Tensor2D, weights), split: null, local: [] },
        {
          images,
          adversarial: images,
          aim: tf.tensor1d([0, 1], 'int32'),
          sign: tf.tensor2d([1, -1], [2, 1]),
          stepSize: tf.tensor4d([0.04, 0.2], [2, 1, 1, 1]),
        },
      );
      [0.46, 0.46, 0.4, 0.6].forEach((value, i) => expect(moved!.dataSync()[i]).toBeCloseTo(value, 6));
      expect(Array.from(predicted!.dataSync())).toEqual([0, 0]);
    });
    weights.dispose();
  });

  it('aims at the classes of the highest logits but the label, of equal ones at the first', () => {
    expect(nearestClasses(Float32Array.of(1, 5, 3, 3, 2), 1, 3)).toEqual([2, 3, 4]);
    expect(nearestClasses(Float32Array.of(1, 5, 3), 2, 8)).toEqual([1, 0]);
  });
});

describe('configurations', () => {
  const space = { epsilon: 0.1, classes: 10 };
  const drawn = Array.from({ length: 300 }, (_, i) => drawCandidate(5, 0, i, space));

  it('are decided by the seed, the round and their number', () => {
    expect(drawCandidate(5, 0, 7, space)).toEqual(drawn[7]);
    expect(drawCandidate(6, 0, 7, space)).not.toEqual(drawn[7]);
    expect(drawCandidate(5, 1, 7, space)).not.toEqual(drawn[7]);
  });

  it('take at most the allowed gradients, and are ones that the library can make', () => {
    for (const { attack, params, gradients } of drawn) {
      expect(gradients).toBeLessThanOrEqual(mostGradients);
      if (attack !== 'pgd') expect(() => attacks.create(attack, { epsilon: 0.1, ...params })).not.toThrow();
    }
  });

  it('are of every attack that the search knows and the library has', () => {
    const known = ['pgd', 'cw', 'apgd-ce', 'apgd-dlr', 'apgd-t', 'fab-t', 'square'];
    const expected = known.filter((name) => (attackNames as readonly string[]).includes(name));
    expect(new Set(drawn.map(({ attack }) => attack))).toEqual(new Set(expected));
  });

  it('keep to the ranges of descent', () => {
    const descents = drawn.filter(({ attack }) => attack === 'pgd').map(({ params }) => params as unknown as SearchPgd);
    expect(new Set(descents.map(({ loss }) => loss))).toEqual(new Set(searchLossNames));
    expect(descents.some(({ steps }) => steps === 1)).toBe(true);
    for (const { steps, stepSize, restarts, targets } of descents) {
      if (steps === 1) {
        expect(stepSize).toBe(0.1);
        expect(restarts).toBeGreaterThanOrEqual(10);
        continue;
      }
      expect(steps).toBeGreaterThanOrEqual(20);
      expect(steps).toBeLessThanOrEqual(199);
      expect(stepSize).toBeGreaterThanOrEqual(1e-4);
      expect(stepSize).toBeLessThanOrEqual(0.1);
      expect(restarts).toBeLessThanOrEqual(9);
      expect(targets).toBeLessThanOrEqual(8);
    }
  });

  it('of two classes leave out what needs three', () => {
    const two = Array.from({ length: 200 }, (_, i) => drawCandidate(5, 0, i, { epsilon: 0.1, classes: 2 }));
    expect(two.some(({ params }) => params['loss'] === 'dlr')).toBe(false);
    for (const { params } of two) expect(params['targets'] ?? 0).toBeLessThanOrEqual(1);
  });
});

describe('the search', () => {
  const network = smallNetwork(3);
  const epsilon = 0.07;
  let points: Points;
  let result: Outcome;
  let sequence: readonly SearchedAttack[];
  let cleanRight: number[];

  beforeAll(async () => {
    points = randomPoints(40, 4, network.logits);
    const predicted = tf.tidy(() => tf.argMax(network.logits(points.images), 1).dataSync());
    const labels = points.labels.dataSync();
    cleanRight = Array.from(labels, (_, row) => row).filter((row) => predicted[row] === labels[row]);
    [result, sequence] = await searched({ rounds: 2, trials: 2, points: 4 });
  }, 240_000);
  afterAll(() => {
    tf.dispose([points.images, points.labels]);
    network.dispose();
  });

  async function searched(params: Partial<AttackParams>): Promise<[Outcome, readonly SearchedAttack[]]> {
    const attack = attacks.create('adaptive-search', { epsilon, ...params });
    const found = await attack.run(network, points.images, points.labels, { seed: 1 });
    return [release(found), found.sequence!];
  }
  const attackOf = ({ attack, params }: Pick<SearchedAttack, 'attack' | 'params'>, radius = epsilon): Attack =>
    attack === 'pgd'
      ? attackOfPoints(searchPgdOfPoints({ epsilon: radius, batchSize: 64, ...params } as unknown as SearchPgd))
      : attacks.create(attack, { epsilon: radius, ...params });
  const runOn = async (rows: number[], attack: Attack, seed: number): Promise<AttackResult> => {
    const [images, labels] = tf.tidy(() => [tf.gather(points.images, rows), tf.gather(points.labels, rows)]);
    const found = await attack.run(network, images!, labels as tf.Tensor1D, { seed, pointIds: rows });
    tf.dispose([images!, labels!]);
    return found;
  };

  it('finds the same sequence and images with the same seed', async () => {
    const [again, sameSequence] = await searched({ rounds: 2, trials: 2, points: 4, batchSize: 16 });
    expect(sameSequence).toEqual(sequence);
    expect(again).toEqual(result);
  }, 240_000);

  it('is as strong as all members of its sequence together, each of which does alone what it did in the sequence', async () => {
    expect(sequence).toHaveLength(2);
    let left = cleanRight;
    for (const [index, member] of sequence.entries()) {
      expect(member.attacked).toBe(left.length);
      const alone = release(await runOn(left, attackOf(member), member.seed));
      expect(count(alone.success)).toBe(member.broken);
      expect(left.filter((_, i) => alone.success[i])).toEqual(cleanRight.filter((row) => result.report['brokenBy']![row] === index)); // prettier-ignore
      left = left.filter((_, i) => !alone.success[i]);
      // On all points no member breaks more than the sequence.
      const onAll = release(await runOn(cleanRight, attackOf(member), member.seed));
      onAll.success.forEach((broken, i) => broken && expect(result.success[cleanRight[i]!]).toBe(1));
    }
    expect(sequence[0]!.broken).toBeGreaterThan(0);
    expect(count(result.success)).toBe(40 - left.length);
  }, 240_000);

  it('takes the configuration that wins successive halving', async () => {
    const space = { epsilon: 0.12, classes };
    const [, [winning]] = await searched({ epsilon: 0.12, rounds: 1, trials: 5, points: 4 });
    const shuffled = Array.from(randomStream(1, 'attack', 'adaptive-search', 'points', 0).permutation(cleanRight.length), (i) => cleanRight[i]!); // prettier-ignore
    const seed = deriveSeed(1, 'attack', 'adaptive-search', 0);
    const scoreOf = async (i: number, rows: number[]): Promise<number> => {
      const found = await runOn(rows, attackOf(drawCandidate(1, 0, i, space), 0.12), seed);
      const logits = tf.tidy(() => network.logits(found.adversarial).arraySync());
      const labels = points.labels.dataSync();
      const { success } = release(found);
      const entropy = rows.reduce((sum, row, k) => sum + crossEntropy(logits[k]!, labels[row]!), 0) / rows.length;
      return count(success) / rows.length + entropy / 100;
    };
    const first = shuffled.slice(0, 4).sort((a, b) => a - b);
    const added = shuffled.slice(4, 8).sort((a, b) => a - b);
    // Five configurations, two of them once more on as many points again, then one.
    const scores: [number, number][] = [];
    for (let i = 0; i < 5; i++) scores.push([i, await scoreOf(i, first)]);
    const better = scores.sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 2);
    const final: [number, number][] = [];
    for (const [i, score] of better) final.push([i, (score + (await scoreOf(i, added))) / 2]);
    const [winner, score] = final.sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]!;
    const { attack, params } = drawCandidate(1, 0, winner, space);
    expect(winning).toMatchObject({ attack, params });
    expect(winning!.score).toBeCloseTo(score, 6);
  }, 240_000);
});
