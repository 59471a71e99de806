/** Attacks on the test set: those that take long in parts that run side by side, each recorded by itself. */
import type { NetworkRef, PointRange } from '../activities/jobs/types';
import type { Evaluation, PreparedData } from '../activities/types';
import type { AuditEntry } from '../attacks/auditEntry';
import { stageFlags } from '../attacks/auditFlags';
import type { StageResult } from '../attacks/types';
import type { ResolvedAttack } from '../schemas/resolved';
import { durable } from './proxies';
import { addTimings, noSteps, type StepTotals } from './types';

/**
 * Thousands of steps or queries per point, and no point's result depends on another. Histories of runs are made with these:
 * a change of either needs a patch.
 */
const attacksInParts = ['autoattack', 'apgd-t', 'fab-t', 'square', 'hopskipjump', 'boundary'];
const pointsPerPart = 512;
/** Attacks that look at the whole set to decide what to do with a point. */
const globalAttacks = ['a3', 'adaptive-search'];

export interface TestAttack {
  readonly label: string;
  readonly network: NetworkRef;
  readonly data: PreparedData;
  readonly attack: ResolvedAttack;
  readonly seed: number;
  /** Called when a part of several is done. */
  readonly onBounds: (bounds: Bounds) => void;
}

/** What is known of the robust accuracy while parts are under way. */
export interface Bounds {
  readonly label: string;
  readonly settled: number;
  readonly broken: number;
  readonly total: number;
}

export interface TestAttackResult extends Omit<Evaluation, 'timing'> {
  readonly totals: StepTotals;
}

export async function attackOnTestSet(input: TestAttack): Promise<TestAttackResult> {
  const { label, network, data, attack, seed, onBounds } = input;
  const ranges = rangesOf(attack, data.info.testCount);
  const evaluate = async (name: string, part: { range?: PointRange; audit?: boolean }) =>
    await durable.evaluateNetwork.executeWithOptions({ summary: name }, [
      { label: name, network, data: data.ref, split: 'test', attack, seed, ...part },
    ]);
  if (ranges.length === 1) {
    const { timing, ...whole } = await evaluate(label, { audit: true });
    return { ...whole, totals: addTimings(noSteps, timing) };
  }

  const total = data.info.testCount;
  let [settled, broken] = [0, 0];
  const parts = await Promise.all(
    ranges.map(async (range) => {
      const name = `${label}, images ${range.first + 1} to ${range.first + range.count}`;
      // The audit looks at the first points of the set.
      const part = await evaluate(name, range.first === 0 ? { range, audit: true } : { range });
      settled += range.count;
      broken += range.count - part.robust!.correct;
      onBounds({ label, settled, broken, total });
      return part;
    }),
  );
  return { ...mergeEvaluations(parts), totals: addTimings(noSteps, ...parts.map(({ timing }) => timing)) };
}

/** Parts of the test set, one if the attack is quick or has to see all of it. */
export function rangesOf(attack: ResolvedAttack, total: number, largest = pointsPerPart): PointRange[] {
  const size = isInParts(attack) ? largest : total;
  return Array.from({ length: Math.ceil(total / size) }, (_, i) => ({
    first: i * size,
    count: Math.min(size, total - i * size),
  }));
}

/** Whether the attack takes long and treats each point by itself. */
export function isInParts({ type, attacks = [] }: ResolvedAttack): boolean {
  return attacksInParts.includes(type) && !attacks.some((name) => globalAttacks.includes(name));
}

type PartEvaluation = Pick<Evaluation, 'clean' | 'robust' | 'stages' | 'audit'>;

/** The evaluation of all points from those of its parts. */
export function mergeEvaluations(parts: readonly PartEvaluation[]): PartEvaluation {
  const sum = (of: (part: PartEvaluation) => number) => parts.reduce((total, part) => total + of(part), 0);
  const total = sum(({ clean }) => clean.total);
  const stages = mergeStages(parts.map((part) => part.stages ?? []));
  const ofParts = parts.flatMap(({ audit = [] }) => audit).filter(({ flag }) => flag !== 'black-box-stronger');
  return {
    clean: { correct: sum(({ clean }) => clean.correct), total },
    robust: { correct: sum(({ robust }) => robust!.correct), total },
    ...(stages.length === 0 ? {} : { stages }),
    audit: firstOfEachFlag([...stageFlags(stages, total), ...ofParts]),
  };
}

function mergeStages(parts: readonly (readonly StageResult[])[]): StageResult[] {
  const names = [...new Set(parts.flat().map(({ attack }) => attack))];
  return names.map((attack) => {
    const same = parts.flat().filter((stage) => stage.attack === attack);
    const sum = (of: (stage: StageResult) => number) => same.reduce((total, stage) => total + of(stage), 0);
    return {
      attack,
      attacked: sum((stage) => stage.attacked),
      broken: sum((stage) => stage.broken),
      zeroGradients: sum(({ zeroGradients = 0 }) => zeroGradients),
      audit: firstOfEachFlag(same.flatMap(({ audit }) => audit)),
    };
  });
}

function firstOfEachFlag(entries: readonly AuditEntry[]): AuditEntry[] {
  return entries.filter(({ flag }, i) => entries.findIndex((entry) => entry.flag === flag) === i);
}
