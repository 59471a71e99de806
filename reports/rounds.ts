import type { Report, ReportChild, ReportIteration, SearchPhase } from './types';

/** One iteration of the search in the order of the whole run, so that phases and targets share one axis. */
export interface Round {
  readonly phase: SearchPhase;
  readonly target?: string;
  readonly iteration: number;
  /** Mean reward as recorded; null when the run ended inside the iteration. */
  readonly meanReward: number | null;
  readonly children: readonly ReportChild[];
  /** Place on the axis. */
  readonly from: number;
  readonly to: number;
}

/** Rounds that belong together: the meta phase, or the fine-tuning for one target. */
export interface Segment {
  readonly phase: SearchPhase;
  readonly label: string;
  readonly rounds: readonly Round[];
  /** Place on the axis. */
  readonly from: number;
  readonly to: number;
}

/** The course of a search on an axis from 0 to `length`. */
export interface SearchAxis {
  readonly segments: readonly Segment[];
  readonly rounds: readonly Round[];
  readonly length: number;
}

/** A segment gets at least this share of the axis: ten iterations of fine-tuning after a hundred of meta-training still show. */
const LEAST_SHARE = 0.18;

type Place = Pick<ReportIteration, 'phase' | 'target' | 'iteration'>;
type Entry = Omit<Round, 'from' | 'to'>;

/** All iterations that have a record or a child: the meta phase first, then target by target in the spec's order. */
export function searchAxis(report: Report): SearchAxis {
  const groups = groupedEntries(report);
  const count = groups.reduce((sum, group) => sum + group.length, 0);
  const targets = new Set(groups.flatMap(([first]) => (first?.target === undefined ? [] : [first.target])));
  let place = 0;
  const segments = groups.map((group): Segment => {
    const width = Math.max(1, (LEAST_SHARE * count) / group.length);
    const from = place;
    const rounds = group.map((entry) => ({ ...entry, from: place, to: (place += width) }));
    return { phase: group[0]!.phase, label: label(group[0]!, targets.size), rounds, from, to: place };
  });
  return { segments, rounds: segments.flatMap((segment) => segment.rounds), length: Math.max(1, place) };
}

function groupedEntries(report: Report): Entry[][] {
  const entries = new Map<string, Place & { meanReward: number | null; children: ReportChild[] }>();
  const at = ({ phase, target, iteration }: Place) => {
    const key = JSON.stringify([phase, target ?? null, iteration]);
    const found = entries.get(key) ?? { phase, target, iteration, meanReward: null, children: [] };
    entries.set(key, found);
    return found;
  };
  for (const record of report.iterations) at(record).meanReward = record.meanReward;
  for (const child of report.children) at(child).children.push(child);
  const targets = report.spec.targets.map((target) => target.name);
  const rank = ({ phase, target }: Place) => (phase === 'meta' ? -1 : targets.indexOf(target ?? ''));
  const groups = new Map<number, Entry[]>();
  for (const entry of [...entries.values()].sort((a, b) => rank(a) - rank(b) || a.iteration - b.iteration)) {
    entry.children.sort((a, b) => a.timeStep - b.timeStep);
    groups.set(rank(entry), [...(groups.get(rank(entry)) ?? []), entry]);
  }
  return [...groups.values()];
}

function label({ phase, target }: Place, targets: number): string {
  if (phase === 'meta') return 'meta-training';
  return targets > 1 && target !== undefined ? `fine-tuning · ${target}` : 'fine-tuning';
}

export function middle(round: Round): number {
  return (round.from + round.to) / 2;
}

/** Place of the child at `position` of its round. */
export function childX(round: Round, position: number): number {
  return round.from + ((position + 0.5) / round.children.length) * (round.to - round.from);
}

/** Segments longer than this are shown by running means. */
export const LONG_SEGMENT = 30;
/** Values on each side that enter a running mean. */
export const RUNNING_RADIUS = 4;

/** Mean over the values at most `radius` places away; fewer at the ends. */
export function runningMean(values: readonly number[], radius: number): number[] {
  return values.map((_, index) => {
    const window = values.slice(Math.max(0, index - radius), index + radius + 1);
    return window.reduce((sum, value) => sum + value, 0) / window.length;
  });
}
