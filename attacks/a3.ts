import { randomStream } from '../tensor/random';
import { tf } from '../tensor/tf';
import { a3Kernel, a3OfPoints, noMargin } from './a3Points';
import {
  attackSteps,
  classOrder,
  directionVector,
  planOf,
  pointsOf,
  rounds,
  type Mode,
  type RoundPlan,
  type Signs,
} from './a3Schedule';
import { modelOfFunction, type AttackedModel } from './engine/kernels';
import { logitTable } from './engine/judge';
import { PartRuns, type PartResult } from './engine/partRuns';
import { attackOfPoints } from './engine/run';
import { describeAttack, resolveAttackParams, type ParametersOf } from './parameters';
import type { Attack, AttackParams, AttackResult, AttackRunOptions, JsonValue } from './types';

/**
 * Adaptive auto attack (Liu et al. 2022, "Practical evaluation of adversarial robustness via adaptive auto attack"),
 * L-infinity: restarts that learn from the whole set.
 *
 * - Each restart begins with steps along a random combination of the logits (adaptive direction initialisation). What
 *   broke points in the first of these restarts decides signs for the label and for one wrong class, tried in turn.
 * - Points far from success are given up: each round attacks a share of those left, by the largest margin
 *   max_{j != y} z_j - z_y that an attack on them has reached (online statistics-based discarding).
 *
 * So a point's result depends on the set that it is attacked in, but not on batches: random numbers, the label's weight
 * included, are each point's own (the authors' code draws one weight per batch). Where the authors' code leaves it
 * open: points broken by initial steps are those whose first wrong image is the result of one; the budget that caps the
 * steps of a run is that of all points of the set less the steps made, shared among the points of the run; the mode is
 * chosen anew at the beginning of each round from the third on.
 *
 * Reports `iterations`, the gradients that moved a point, and `margin`, the largest one seen.
 */
export function createA3(given: AttackParams): Attack {
  const params = resolveAttackParams('a3', given);
  const kernels = { step: a3Kernel(params.epsilon) };
  return {
    name: 'a3',
    minClasses: describeAttack('a3').minClasses,
    kernels,
    run: (network, images, labels, options) =>
      runA3(params, modelOfFunction(network, kernels), images, labels, options),
    runOn: (model, images, labels, options) => runA3(params, model, images, labels, options),
  };
}

type A3Params = ParametersOf['a3'];

async function runA3(
  params: A3Params,
  model: AttackedModel,
  images: tf.Tensor4D,
  labels: tf.Tensor1D,
  options: AttackRunOptions,
): Promise<AttackResult> {
  if (images.shape[0] === 0) return { adversarial: tf.zerosLike(images), success: tf.tensor1d([], 'bool'), report: {} };
  const { epsilon, iterations, batchSize } = params;
  const { minClasses } = describeAttack('a3');
  const composite = { name: 'a3', minClasses, batchSize, identity: { epsilon, iterations } };
  const set = await PartRuns.open(composite, model, images, labels, options);
  return new A3Course(params, set).toTheEnd();
}

/** What the course of the attack depends on, beside what is broken. Plain data. */
interface Bookkeeping {
  round: number;
  repeat: number;
  /** Repeats of all rounds so far, from -1; chooses classes. */
  counter: number;
  mode: Mode;
  /** Of the round under way. */
  plan: RoundPlan | null;
  signs: Signs;
  brokenByInitialSteps: number;
  leftAfterFirstRound: number;
  /** Largest margin by row. */
  readonly margins: number[];
  /** Gradients that moved the point, by row. */
  readonly iterations: number[];
}

class A3Course {
  private books: Bookkeeping;
  /** By row: classes from the lowest logit to the highest at a corner of the ball. */
  private readonly orders: readonly (readonly number[])[];

  constructor(
    private readonly params: A3Params,
    private readonly set: PartRuns,
  ) {
    this.orders = this.attackCorners();
    this.books = (set.restore() as unknown as Bookkeeping | null) ?? {
      round: 0,
      repeat: 0,
      counter: -1,
      mode: 'A',
      plan: null,
      signs: { wrong: 0, correct: 0 },
      brokenByInitialSteps: 0,
      leftAfterFirstRound: 0,
      margins: Array<number>(set.total).fill(noMargin),
      iterations: Array<number>(set.total).fill(0),
    };
  }

  /** Judges x + epsilon * random sign, which breaks some points, and orders the classes of the others. */
  private attackCorners(): number[][] {
    const { images, model, options, width, labels } = this.set;
    const [, ...shape] = images.shape;
    const size = shape.reduce((product, length) => product * length, 1);
    const signs = new Float32Array(images.size);
    labels.forEach((_, row) => {
      const stream = randomStream(options.seed, 'attack', 'a3', 'corner', this.set.pointOf(row));
      signs.set(
        stream.bernoulli(size, 0.5).map((bit) => bit),
        row * size,
      );
      for (let i = row * size; i < (row + 1) * size; i++) signs[i] = 2 * signs[i]! - 1;
    });
    const corners = tf.tidy(() => {
      const noise = tf.mul(tf.tensor4d(signs, images.shape), this.params.epsilon);
      return tf.clipByValue(tf.add(images, noise), 0, 1) as tf.Tensor4D;
    });
    try {
      const logits = logitTable('a3', model, corners, width, 'at corners of the ball');
      const values = corners.dataSync<'float32'>();
      for (const row of this.set.unbroken())
        if (logits.predicted(row) !== labels[row])
          this.set.breakPoint(row, values.subarray(row * size, (row + 1) * size));
      return labels.map((_, row) => classOrder(logits.row(row)));
    } finally {
      corners.dispose();
    }
  }

  async toTheEnd(): Promise<AttackResult> {
    const { books, set } = this;
    while (books.round < rounds) {
      const left = set.unbroken();
      if (left.length === 0) break;
      books.plan ??= this.planRound(left.length);
      await this.repeat(left, books.plan);
      books.counter += 1;
      books.repeat += 1;
      if (books.repeat === books.plan.repeats) {
        if (books.round === 0) books.leftAfterFirstRound = set.unbroken().length;
        Object.assign(books, { round: books.round + 1, repeat: 0, plan: null });
      }
      await set.betweenRuns(() => this.state(), this.fraction(0));
    }
    return set.result({
      iterations: Float64Array.from(books.iterations),
      margin: Float64Array.from(books.margins, (margin) => (margin === noMargin ? Number.NaN : margin)),
    });
  }

  private planRound(left: number): RoundPlan {
    const { books, set } = this;
    if (books.round >= 3) books.mode = books.brokenByInitialSteps >= 0.05 * books.leftAfterFirstRound ? 'B' : 'A';
    return planOf(books.round, books.mode, left / set.total);
  }

  /** One restart of the points nearest to success. */
  private async repeat(left: readonly number[], plan: RoundPlan): Promise<void> {
    const { books, set } = this;
    const { epsilon, batchSize, iterations } = this.params;
    const nearest = [...left].sort((a, b) => books.margins[b]! - books.margins[a]! || a - b);
    const rows = nearest.slice(0, pointsOf(plan, left.length)).sort((a, b) => a - b);
    const spent = books.iterations.reduce((sum, steps) => sum + steps, 0);
    const directions = new Map(rows.map((row) => [set.pointOf(row), this.directionOf(row)]));
    const run = a3OfPoints({
      epsilon,
      batchSize,
      minClasses: describeAttack('a3').minClasses,
      counter: books.counter,
      initialSteps: plan.initialSteps,
      attackSteps: attackSteps(plan, (iterations * set.total - spent) / rows.length),
      directions,
    });
    const part = await set.attack(attackOfPoints(run), rows, () => this.state(), {
      seed: set.options.seed,
      model: set.model,
      fraction: (ofPart) => this.fraction(ofPart),
    });
    this.take(rows, part, plan);
    part.release();
  }

  private take(rows: readonly number[], part: PartResult, { initialSteps }: RoundPlan): void {
    const { books, set } = this;
    const { steps, best, predicted } = part.report as Record<'steps' | 'best' | 'predicted', Float64Array>;
    const signs = { ...books.signs };
    rows.forEach((row, i) => {
      books.iterations[row]! += steps[i]!;
      books.margins[row] = Math.max(books.margins[row]!, best[i]!);
      if (!part.success[i]) return;
      if (steps[i]! >= 1 && steps[i]! <= initialSteps) books.brokenByInitialSteps += 1;
      if (books.round === 1) {
        const direction = this.directionOf(row);
        signs.wrong += direction[predicted[i]!]!;
        signs.correct += direction[set.labels[row]!]!;
      }
      set.breakPoint(row, part.image(i));
    });
    books.signs = signs;
  }

  private directionOf(row: number): Float32Array {
    const { books, set } = this;
    const { round, counter, mode, signs } = books;
    const stream = randomStream(set.options.seed, 'attack', 'a3', 'direction', counter, set.pointOf(row));
    return directionVector(stream, { label: set.labels[row]!, order: this.orders[row]!, round, counter, mode, signs });
  }

  private fraction(ofPart: number): number {
    const { round, repeat, plan } = this.books;
    return (round + (repeat + ofPart) / (plan?.repeats ?? 1)) / rounds;
  }

  private state(): JsonValue {
    return structuredClone(this.books) as unknown as JsonValue;
  }
}
