import { childAnchor, countOf, formatReward } from '../format';
import { childX, LONG_SEGMENT, middle, RUNNING_RADIUS, runningMean, searchAxis } from '../rounds';
import type { SearchAxis, Segment } from '../rounds';
import type { Report, ReportChild, SearchPhase } from '../types';
import type { Figure } from './figure';
import { NARROW, WIDE } from './figure';
import { withLegend } from './legend';
import type { LegendEntry } from './legend';
import { light } from './palette';
import { roundAxis, segmentColour, segmentLayers, TITLE_Y } from './search-axis';
import { drawPlot } from './vega';
import type { PlotSpec } from './vega';

type Outcome = 'within budget' | 'over budget' | 'not measured';

function outcomeOf(child: ReportChild): Outcome {
  if (child.refused !== undefined || child.failed !== undefined) return 'not measured';
  return child.overBudget ? 'over budget' : 'within budget';
}

const LEGEND: Readonly<Record<Outcome | 'mean', LegendEntry>> = {
  'within budget': { label: 'child within budget', symbol: 'circle', colour: light.muted },
  'over budget': { label: 'over budget', symbol: 'circle', colour: light.muted, hollow: true },
  'not measured': { label: 'refused or failed', symbol: 'cross', colour: light.alert },
  mean: { label: 'mean of the iteration', symbol: 'line', colour: light.muted },
};

/** Reward of every child and the mean of every iteration over the run. */
export async function rewardFigure(report: Report): Promise<Figure> {
  const axis = searchAxis(report);
  const outcomes = new Set(report.children.map(outcomeOf));
  const long = axis.segments.some((segment) => segment.rounds.length > LONG_SEGMENT);
  const legend = (['within budget', 'over budget', 'not measured', 'mean'] as const)
    .filter((entry) => entry === 'mean' || outcomes.has(entry))
    .map((entry) =>
      entry === 'mean' && long
        ? { ...LEGEND.mean, label: `mean of ${2 * RUNNING_RADIUS + 1} iterations` }
        : LEGEND[entry],
    );
  return {
    id: 'reward',
    title: 'Reward over the search',
    description: describe(report, axis),
    svg: withLegend(await drawPlot(specification(axis, WIDE)), legend),
    narrow: withLegend(await drawPlot(specification(axis, NARROW)), legend),
  };
}

function describe(report: Report, axis: SearchAxis): string {
  const parts = axis.segments.map((segment) => {
    const means = segment.rounds.flatMap((round) => round.meanReward ?? []);
    const first = means[0];
    const last = means.at(-1);
    if (first === undefined || last === undefined) return `${segment.label}: no complete iteration`;
    const best = Math.max(...means);
    return `${segment.label}: mean reward ${formatReward(first)} in the first and ${formatReward(last)} in the last of ${countOf(means.length, 'iteration', 'iterations')}, best mean ${formatReward(best)}`;
  });
  const over = report.children.filter((child) => child.overBudget).length;
  return `${parts.join('; ')}. ${over} of ${countOf(report.children.length, 'child', 'children')} over budget.`;
}

function specification(axis: SearchAxis, width: number): PlotSpec {
  const plotWidth = width - 60;
  const points = axis.rounds.flatMap((round) =>
    round.children.map((child, position) => ({
      x: childX(round, position),
      reward: child.reward,
      outcome: outcomeOf(child),
      phase: child.phase,
      tip: `${child.id}: ${child.name}, reward ${formatReward(child.reward)}, ${outcomeOf(child)}`,
      href: `#${childAnchor(child.id)}`,
    })),
  );
  const many = points.length > 150;
  const pointLayer = (phase: SearchPhase, outcome: Outcome) => ({
    data: { values: points.filter((point) => point.phase === phase && point.outcome === outcome) },
    mark: {
      type: 'point',
      size: many ? 22 : 60,
      opacity: many ? 0.5 : 0.8,
      strokeWidth: outcome === 'not measured' ? 2 : 1.6,
      shape:
        outcome === 'not measured'
          ? 'M-0.7,-0.7L0.7,0.7M-0.7,0.7L0.7,-0.7'
          : phase === 'meta'
            ? 'circle'
            : 'triangle-up',
      stroke: outcome === 'not measured' ? light.alert : segmentColour({ phase }),
      fill: outcome === 'within budget' ? segmentColour({ phase }) : light.surface,
    },
    encoding: {
      x: { field: 'x', type: 'quantitative' },
      y: { field: 'reward', type: 'quantitative' },
      description: { field: 'tip' },
      href: { field: 'href' },
    },
  });
  return {
    width: plotWidth,
    height: 280,
    encoding: {
      x: {
        type: 'quantitative',
        ...roundAxis(axis, 'iteration, from 0', width < 500 ? 8 : 20),
      },
      y: {
        type: 'quantitative',
        axis: { title: 'reward', tickCount: 6, titleY: TITLE_Y },
        scale: { zero: true, nice: true },
      },
    },
    layer: [
      ...segmentLayers(axis, plotWidth),
      {
        data: { values: [{ zero: 0 }] },
        mark: { type: 'rule', color: light.line, aria: false },
        encoding: { y: { field: 'zero', type: 'quantitative' } },
      },
      ...axis.segments.flatMap(meanLayers),
      ...(['meta', 'fine-tune'] as const).flatMap((phase) =>
        (['within budget', 'over budget', 'not measured'] as const).map((outcome) => pointLayer(phase, outcome)),
      ),
    ],
  } as PlotSpec;
}

/** The mean of each iteration; in a long segment faint, below its running mean. */
function meanLayers(segment: Segment) {
  const complete = segment.rounds.flatMap((round) =>
    round.meanReward === null ? [] : [{ x: middle(round), mean: round.meanReward }],
  );
  const long = segment.rounds.length > LONG_SEGMENT;
  const several = segment.rounds.some((round) => round.children.length > 1);
  const color = segmentColour(segment);
  const line = (values: readonly { x: number; mean: number }[], style: object) => ({
    data: { values },
    mark: { type: 'line', color, aria: false, ...style },
    encoding: { x: { field: 'x', type: 'quantitative' }, y: { field: 'mean', type: 'quantitative' } },
  });
  if (!long) {
    const point = several ? { filled: true, size: 34, color, shape: 'square', aria: false } : false;
    return [line(complete, { strokeWidth: 2.2, opacity: 0.85, point })];
  }
  const running = runningMean(
    complete.map(({ mean }) => mean),
    RUNNING_RADIUS,
  );
  return [
    line(complete, { strokeWidth: 1, opacity: 0.35 }),
    line(
      complete.map(({ x }, index) => ({ x, mean: running[index]! })),
      { strokeWidth: 2.6 },
    ),
  ];
}
