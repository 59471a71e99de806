/** Auto-PGD against a formulation of its own in numpy and float64: see reference/apgd.py. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { describe, expect, it } from 'vitest';

import { apgdCe, apgdDlr, apgdT, type ApgdLane } from '../../attacks/apgd';
import { modelOfFunction } from '../../attacks/engine/kernels';
import type { LaneBatch, PointAttack } from '../../attacks/engine/pointAttack';
import { resolveAttackParams } from '../../attacks/parameters';
import { attacks } from '../../attacks/registry';
import type { AttackParams, Logits } from '../../attacks/types';
import { tf } from '../../tensor/tf';
import { release } from './conformance';

interface Case extends Required<Pick<AttackParams, 'norm' | 'epsilon' | 'steps' | 'restarts' | 'rho'>> {
  readonly title: string;
  readonly attack: 'apgd-ce' | 'apgd-dlr' | 'apgd-t';
  readonly targets?: number;
  readonly classes: number;
}

interface Layer {
  readonly weights: number[][];
  readonly bias: number[];
}

interface Problem {
  readonly seed: number;
  readonly first: Layer;
  readonly second: Layer;
  readonly images: number[][];
  readonly cases: readonly Case[];
}

/** From one start. */
interface Run {
  readonly evaluations: number;
  /** Updates, from 0, after which the step was halved and the best image taken up again. */
  readonly halvings: number[];
  readonly broken: boolean;
  readonly bestLoss: number;
  /** That broke the point, else the best one. */
  readonly image: number[];
}

/** Steady: errors of the size of float32's rounding leave the course as it is. */
type ExpectedRun = Run & { readonly steady: boolean };

const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(resolve(__dirname, 'fixtures', `${name}.json`), 'utf8'));
const problem = fixture('apgd-problem') as Problem;
const expected = fixture('apgd-expected') as ExpectedRun[][][];
const points = problem.images.length;

function networkOf(classes: number): Logits {
  return (images) =>
    tf.tidy(() => {
      const hidden = tf.tanh(tf.matMul(tf.sub(images.reshape([-1, 16]), 0.5), tf.tensor2d(problem.first.weights)).add(problem.first.bias)); // prettier-ignore
      const logits = tf.matMul(hidden as tf.Tensor2D, tf.tensor2d(problem.second.weights)).add(problem.second.bias);
      return logits.slice([0, 0], [-1, classes]) as tf.Tensor2D;
    });
}

function paramsOf({ norm, epsilon, steps, restarts, rho, targets }: Case): AttackParams {
  return { norm, epsilon, steps, restarts, rho, ...(targets === undefined ? {} : { targets }) };
}

function attackOf(each: Case): PointAttack<ApgdLane> {
  const params = paramsOf(each);
  if (each.attack === 'apgd-ce') return apgdCe(resolveAttackParams('apgd-ce', params));
  if (each.attack === 'apgd-dlr') return apgdDlr(resolveAttackParams('apgd-dlr', params));
  return apgdT(resolveAttackParams('apgd-t', params));
}

/** The runs on each point, of one target after the other until one breaks it. */
function runsOf(each: Case): Run[][] {
  const targets = each.attack === 'apgd-t' ? Math.min(each.targets!, each.classes - 1) : 1;
  const ofTargets = Array.from({ length: targets }, (_, part) => runsTowards(each, part));
  return Array.from({ length: points }, (_, point) => {
    const runs = ofTargets.map((ofPoints) => ofPoints[point]!);
    const breaking = runs.findIndex((some) => some.at(-1)!.broken);
    return runs.slice(0, breaking < 0 ? runs.length : breaking + 1).flat();
  });
}

/** Drives one part of the attack by hand, to see what it does at every step. */
function runsTowards(each: Case, part: number): Run[][] {
  const attack = attackOf(each);
  const model = modelOfFunction(networkOf(each.classes), attack.kernels);
  let runs: Run[][] = [];
  tf.tidy(() => {
    const images = tf.tensor4d(problem.images.flat(), [points, 4, 4, 1]);
    const clean = model.call('logits', { images })['logits']!.arraySync() as number[][];
    const labels = clean.map((logits) => logits.indexOf(Math.max(...logits)));
    const begun = attack.begin({
      images,
      labels,
      pointIds: labels.map((_, i) => i),
      parts: labels.map(() => part),
      cleanLogits: clean.map((logits) => Float32Array.from(logits)),
      seed: problem.seed,
      targetsOf: undefined,
    });
    let state = begun.state;
    const { lanes } = begun;
    runs = lanes.map(() => []);
    const halvings: number[][] = lanes.map(() => []);
    const done = lanes.map(() => false);
    while (done.includes(false)) {
      const before = lanes.map(({ schedule, runs }) => ({ schedule, runs }));
      const batch: LaneBatch<ApgdLane> = { lanes, inUse: lanes.length, state, images, labels: tf.tensor1d(labels, 'int32'), seed: problem.seed }; // prettier-ignore
      const next = attack.step(batch, model);
      state = { ...state, ...next.state };
      const imagesOf = (name: string) => state[name]!.reshape([points, 16]).arraySync() as number[][];
      const [best, adversarial] = [imagesOf('best'), imagesOf('adversarial')];
      lanes.forEach((lane, i) => {
        if (done[i]) return;
        // The lane's schedule is a new one when a run has ended.
        const { schedule } = before[i]!;
        if (schedule.fromBest) halvings[i]!.push(schedule.evaluations - 2);
        const broken = next.outcomes[i] === 'broken';
        done[i] = next.outcomes[i] !== 'running';
        if (!done[i] && lane.runs === before[i]!.runs) return;
        const { evaluations, bestLoss } = schedule;
        const image = (broken ? adversarial : best)[i]!;
        runs[i]!.push({ evaluations, halvings: halvings[i]!, broken, bestLoss, image });
        halvings[i] = [];
      });
    }
  });
  return runs;
}

describe('Auto-PGD in float32, beside the same in numpy and float64', () => {
  problem.cases.forEach((each, index) => {
    const ofPoints = expected[index]!;
    describe(each.title, () => {
      it('takes the same course from every start, but where rounding alone decides', () => {
        const compared = { runs: 0, halvings: 0 };
        runsOf(each).forEach((runs, point) => {
          expect(runs.length).toBe(ofPoints[point]!.length);
          runs.forEach((run, i) => {
            const { steady, ...there } = ofPoints[point]![i]!;
            expect([run.evaluations, run.broken]).toEqual([there.evaluations, there.broken]);
            expect(Math.abs(run.bestLoss - there.bestLoss)).toBeLessThan(steady ? 5e-6 : 2e-2);
            if (!steady) return;
            expect(run.halvings).toEqual(there.halvings);
            run.image.forEach((value, k) => expect(Math.abs(value - there.image[k]!)).toBeLessThan(2e-6));
            compared.runs += 1;
            compared.halvings += run.halvings.length;
          });
        });
        const all = ofPoints.flat();
        expect(compared.runs).toBeGreaterThan(0.6 * all.length);
        expect(compared.halvings).toBeGreaterThanOrEqual(8);
      });

      it('breaks the same points at the same evaluation, with the same image', async () => {
        const images = tf.tensor4d(problem.images.flat(), [points, 4, 4, 1]);
        const logits = networkOf(each.classes);
        const labels = tf.tidy(() => tf.argMax(logits(images), 1).toInt()) as tf.Tensor1D;
        const attack = attacks.create(each.attack, paramsOf(each));
        const result = release(await attack.run(logits, images, labels, { seed: problem.seed }));
        tf.dispose([images, labels]);
        const last = ofPoints.map((runs) => runs.at(-1)!);
        expect(result.success).toEqual(last.map(({ broken }) => (broken ? 1 : 0)));
        const total = (runs: readonly Run[]): number => runs.reduce((sum, { evaluations }) => sum + evaluations, 0);
        expect(Array.from(result.report['gradients']!)).toEqual(ofPoints.map(total));
        last.forEach(({ broken, image }, point) => {
          const here = result.adversarial.subarray(16 * point, 16 * (point + 1));
          const there = broken ? image : problem.images[point]!;
          here.forEach((value, k) => expect(Math.abs(value - there[k]!)).toBeLessThan(2e-6));
        });
      });
    });
  });
});
