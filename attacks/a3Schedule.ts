/** Numbers of the adaptive auto attack: how many points, steps and repeats each round has, and where its steps point. */
import type { RandomStream } from '../tensor/random';

/** Runs of one round on the points that are nearest to success. */
export interface RoundPlan {
  /** Share of the unbroken points that is attacked. */
  readonly share: number;
  /** Steps along the direction vector at the start of a run. */
  readonly initialSteps: number;
  readonly maxIterations: number;
  readonly repeats: number;
}

/** B where initial steps alone break many points. */
export type Mode = 'A' | 'B';

export const rounds = 13;

const plan = (share: number, maxIterations: number, initialSteps: number, repeats = 1): RoundPlan => ({
  share,
  initialSteps,
  maxIterations,
  repeats,
});

const firstRounds = [plan(1, 8, 0), plan(1, 8, 7), plan(1, 8, 7)];

/** From round 3 on. */
const laterRounds: Readonly<Record<Mode, readonly RoundPlan[]>> = {
  A: [
    plan(0.7, 25, 7),
    plan(0.6, 30, 7),
    plan(0.5, 30, 7),
    plan(0.4, 35, 7),
    plan(0.3, 40, 7),
    plan(0.2, 45, 7),
    plan(0.1, 50, 7),
    plan(0.1, 50, 7, 4),
    plan(0.065, 55, 7, 4),
    plan(0.03, 60, 7, 50),
  ],
  B: [
    plan(1, 5, 10, 10),
    plan(1, 5, 15),
    plan(1, 10, 15),
    plan(1, 10, 10),
    plan(1, 15, 10),
    plan(1, 18, 10),
    plan(1, 20, 10),
    plan(0.8, 25, 10, 5),
    plan(0.5, 35, 10, 5),
    plan(0.5, 45, 10, 20),
  ],
};

/** @param left Share of all points that is not broken. */
export function planOf(round: number, mode: Mode, left: number): RoundPlan {
  if (round < firstRounds.length) return firstRounds[round]!;
  const own = laterRounds[mode][round - firstRounds.length]!;
  return left < 0.1 ? { ...own, share: 1, repeats: own.repeats + 10 } : own;
}

/** Points of `left` that are attacked: at least 100 where there are as many. */
export function pointsOf({ share }: RoundPlan, left: number): number {
  return Math.min(Math.max(100, Math.floor(left * share)), left);
}

/** Steps on the margin after the initial ones. @param budget Gradients left for each point of the run. */
export function attackSteps({ maxIterations, initialSteps }: RoundPlan, budget: number): number {
  return Math.min(Math.max(Math.floor(budget), 15), maxIterations + initialSteps);
}

/** Length of step s of n on the margin, falling along half a cosine. */
export function stepLength(s: number, n: number, epsilon: number): number {
  const least = (n <= 10 ? 0.1 : 0.001) * epsilon;
  return least + ((epsilon - least) * (1 + Math.cos((Math.PI * s) / (n + 1)))) / 2;
}

/** Classes from the lowest logit to the highest; of equal ones the first counts as the highest, as for argmax. */
export function classOrder(logits: Float32Array): number[] {
  return Array.from(logits, (_, k) => k).sort((a, b) => logits[a]! - logits[b]! || b - a);
}

/** What was seen to lead to success in round 1: signs of the direction vectors' components. */
export interface Signs {
  /** Sum of the components at the classes that were reached. */
  readonly wrong: number;
  /** Sum of the components at the labels. */
  readonly correct: number;
}

export interface DirectionChoice {
  readonly label: number;
  /** As `classOrder` gives it. */
  readonly order: readonly number[];
  readonly round: number;
  /** Counts the repeats of all rounds, from -1. */
  readonly counter: number;
  readonly mode: Mode;
  readonly signs: Signs;
}

/** Weights of the logits in the initial steps, one per class: random, from round 2 on with choices for two classes. */
export function directionVector(
  stream: RandomStream,
  { label, order, round, counter, mode, signs }: DirectionChoice,
): Float32Array {
  const classes = order.length;
  const v = stream.uniform(classes, -1, 1);
  if (round < 2) return v;
  const scale = classes / 10;
  const fewClasses = classes <= 10;
  const final = round >= (mode === 'A' ? 10 : 11);
  const ranks = fewClasses && final && mode === 'A' ? Math.min(4, classes - 1) : ranksOf(classes);
  const wrong = order.at(-2 - (counter % ranks))!;
  const between = (low: number, high: number): number => scale * stream.uniform(1, low, high)[0]!;
  if (final) {
    v[wrong] = 0.8 * scale;
    v[label] = mode === 'A' ? between(-0.8, 0.1) : 0;
  } else {
    v[wrong] = fewClasses && signs.wrong < 0 ? -0.8 * scale : 0.8 * scale;
    v[label] = fewClasses && signs.correct > 0 ? between(-0.1, 0.5) : between(-0.5, 0.1);
  }
  return v;
}

/** Wrong classes that are tried in turn: all of ten classes, fewer of the many of CIFAR-100 and ImageNet. */
function ranksOf(classes: number): number {
  if (classes <= 10) return classes - 1;
  return Math.min(classes - 1, classes < 1000 ? 14 : 20);
}
