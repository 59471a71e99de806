/** Which activity of a run is hit when, and what dies with it: a function of the seed and the run's activities alone. */
import { InvalidArgumentError } from 'commander';

import { randomStream, type RandomStream } from '../tensor/random';
import { chaosPhases, type ChaosPhase } from '../worker/chaosEvents';

/** `supervisor` is the process that keeps the embedded server alive; the server ends with it. */
export const victims = ['trainer', 'worker', 'server', 'supervisor'] as const;
export type Victim = (typeof victims)[number];

export interface PlannedKill {
  readonly victims: readonly Victim[];
  /** When in the activity, as a share of the time that it took undisturbed; in [0,1). */
  readonly at: number;
  /** Within seconds after the kill before, whether what that one ended is back or not. */
  readonly soonAfter: boolean;
}

/** An activity of the undisturbed run. */
export interface PlannedActivity {
  readonly id: string;
  readonly phase: ChaosPhase;
  readonly activity: string;
}

export interface PlanOptions {
  readonly kills: number;
  readonly seed: number;
  /** Each phase of the run gets so many at least. */
  readonly perPhase: number;
  readonly victims: readonly Victim[];
}

export type KillPlan = ReadonlyMap<string, readonly PlannedKill[]>;

/** Activities that no trainer works for. */
const withoutTrainer: readonly string[] = [
  'prepareData',
  'sampleTask',
  'computeReward',
  'recordIteration',
  'writeReport',
];
/** Steps in a trainer are this much likelier to be hit. */
const trainerWeight = 4;

/** @throws InvalidArgumentError when there are too few kills for the minimum in each phase. */
export function planKills(activities: readonly PlannedActivity[], options: PlanOptions): KillPlan {
  const { kills, perPhase } = options;
  const stream = randomStream(options.seed, 'chaos');
  const plan = new Map<string, PlannedKill[]>();
  const hit = (from: readonly PlannedActivity[]): void => {
    const activity = weightedChoice(from, stream);
    const known = plan.get(activity.id) ?? [];
    plan.set(activity.id, [...known, planKill(activity, options, known.length > 0, stream)]);
  };

  const phases = chaosPhases.filter((phase) => activities.some((activity) => activity.phase === phase));
  if (kills < perPhase * phases.length) {
    throw new InvalidArgumentError(
      `${kills} kills are too few for ${perPhase} in each of the run's ${phases.length} phases (${phases.join(', ')}).`,
    );
  }
  for (const phase of phases) {
    const ofPhase = activities.filter((activity) => activity.phase === phase);
    for (let i = 0; i < perPhase; i++) hit(ofPhase);
  }
  for (let i = perPhase * phases.length; i < kills; i++) hit(activities);
  return plan;
}

function planKill(
  { activity }: PlannedActivity,
  { victims: allowed }: PlanOptions,
  hasOneBefore: boolean,
  stream: RandomStream,
): PlannedKill {
  const needsTrainer = !withoutTrainer.includes(activity);
  const possible = allowed.filter((victim) => victim !== 'trainer' || needsTrainer);
  // Half of the kills end one kind of process, the others each combination alike.
  const alone = stream.next() < 0.5;
  const single = possible[Math.floor(stream.next() * possible.length)]!;
  const combination = possible.filter(() => stream.next() < 0.5);
  return {
    victims: alone || combination.length === 0 ? [single] : combination,
    at: stream.next(),
    soonAfter: hasOneBefore && stream.next() < 0.3,
  };
}

function weightedChoice(from: readonly PlannedActivity[], stream: RandomStream): PlannedActivity {
  const weights = from.map(({ activity }) => (withoutTrainer.includes(activity) ? 1 : trainerWeight));
  let left = stream.next() * weights.reduce((sum, weight) => sum + weight, 0);
  const index = weights.findIndex((weight) => (left -= weight) < 0);
  return from[index < 0 ? from.length - 1 : index]!;
}
