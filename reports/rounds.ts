import type { Report, ReportChild, ReportIteration, SearchPhase } from './types';

/** One iteration of the search in the order of the whole run, so that phases and targets share one axis. */
export interface Round {
  /** Position in the run, from 0. */
  readonly index: number;
  readonly phase: SearchPhase;
  readonly target?: string;
  readonly iteration: number;
  /** Mean reward as recorded; null when the run ended inside the iteration. */
  readonly meanReward: number | null;
  readonly children: readonly ReportChild[];
}

/** Rounds that belong together: the meta phase, or the fine-tuning for one target. `to` is exclusive. */
export interface Segment {
  readonly phase: SearchPhase;
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

type Place = Pick<ReportIteration, 'phase' | 'target' | 'iteration'>;

/** All iterations that have a record or a child: the meta phase first, then target by target in the spec's order. */
export function roundsOf(report: Report): readonly Round[] {
  const places = new Map<string, { place: Place; meanReward: number | null; children: ReportChild[] }>();
  const at = (place: Place) => {
    const key = JSON.stringify([place.phase, place.target ?? null, place.iteration]);
    const found = places.get(key) ?? { place, meanReward: null, children: [] };
    places.set(key, found);
    return found;
  };
  for (const record of report.iterations) at(record).meanReward = record.meanReward;
  for (const child of report.children) at(child).children.push(child);
  const targets = report.spec.targets.map((target) => target.name);
  const rank = ({ phase, target }: Place) => (phase === 'meta' ? -1 : targets.indexOf(target ?? ''));
  return [...places.values()]
    .sort((a, b) => rank(a.place) - rank(b.place) || a.place.iteration - b.place.iteration)
    .map(({ place, meanReward, children }, index) => ({
      index,
      phase: place.phase,
      target: place.target,
      iteration: place.iteration,
      meanReward,
      children: children.sort((a, b) => a.timeStep - b.timeStep),
    }));
}

export function segmentsOf(rounds: readonly Round[]): readonly Segment[] {
  const targets = new Set(rounds.flatMap((round) => (round.target === undefined ? [] : [round.target])));
  const segments: Segment[] = [];
  let previous: Round | undefined;
  for (const round of rounds) {
    const last = segments.at(-1);
    if (last && previous?.phase === round.phase && previous.target === round.target) {
      segments[segments.length - 1] = { ...last, to: round.index + 1 };
    } else {
      segments.push({ phase: round.phase, label: label(round, targets.size), from: round.index, to: round.index + 1 });
    }
    previous = round;
  }
  return segments;
}

function label(round: Round, targets: number): string {
  if (round.phase === 'meta') return 'meta-training';
  return targets > 1 && round.target !== undefined ? `fine-tuning · ${round.target}` : 'fine-tuning';
}

/** Place of the child at `position` of its round on the axis of rounds: round i covers [i, i + 1]. */
export function childX(round: Round, position: number): number {
  return round.index + (position + 0.5) / round.children.length;
}
