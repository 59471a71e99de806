import { childAnchor, countOf, formatReward } from '../format';
import { childX, roundsOf, segmentsOf } from '../rounds';
import type { Round } from '../rounds';
import type { Report, ReportChild, SearchPhase } from '../types';
import type { Figure } from './figure';
import { NARROW, WIDE } from './figure';
import { withLegend } from './legend';
import type { LegendEntry } from './legend';
import { light } from './palette';
import { TITLE_Y, roundTicks, segmentColour, segmentLayers } from './search-axis';
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
  const rounds = roundsOf(report);
  const outcomes = new Set(report.children.map(outcomeOf));
  const legend = (['within budget', 'over budget', 'not measured', 'mean'] as const)
    .filter((entry) => entry === 'mean' || outcomes.has(entry))
    .map((entry) => LEGEND[entry]);
  return {
    id: 'reward',
    title: 'Reward over the search',
    description: describe(report, rounds),
    svg: withLegend(await drawPlot(specification(rounds, WIDE)), legend),
    narrow: withLegend(await drawPlot(specification(rounds, NARROW)), legend),
  };
}

function describe(report: Report, rounds: readonly Round[]): string {
  const parts = segmentsOf(rounds).map((segment) => {
    const means = rounds.slice(segment.from, segment.to).flatMap((round) => round.meanReward ?? []);
    const first = means[0];
    const last = means.at(-1);
    if (first === undefined || last === undefined) return `${segment.label}: no complete iteration`;
    const best = Math.max(...means);
    return `${segment.label}: mean reward ${formatReward(first)} in the first and ${formatReward(last)} in the last of ${countOf(means.length, 'iteration', 'iterations')}, best mean ${formatReward(best)}`;
  });
  const over = report.children.filter((child) => child.overBudget).length;
  return `${parts.join('; ')}. ${over} of ${countOf(report.children.length, 'child', 'children')} over budget.`;
}

function specification(rounds: readonly Round[], width: number): PlotSpec {
  const segments = segmentsOf(rounds);
  const plotWidth = width - 60;
  const points = rounds.flatMap((round) =>
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
      fill: outcome === 'within budget' ? segmentColour({ phase }) : 'transparent',
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
        scale: { domain: [0, Math.max(1, rounds.length)], nice: false },
        axis: { title: 'iteration', ...roundTicks(rounds, width < 500 ? 8 : 20) },
      },
      y: {
        type: 'quantitative',
        axis: { title: 'reward', tickCount: 6, titleY: TITLE_Y },
        scale: { zero: true, nice: true },
      },
    },
    layer: [
      ...segmentLayers(segments, plotWidth, rounds.length),
      {
        data: { values: [{ zero: 0 }] },
        mark: { type: 'rule', color: light.line, aria: false },
        encoding: { y: { field: 'zero', type: 'quantitative' } },
      },
      ...segments.map((segment) => ({
        data: {
          values: rounds
            .slice(segment.from, segment.to)
            .flatMap((round) => (round.meanReward === null ? [] : [{ x: round.index + 0.5, mean: round.meanReward }])),
        },
        mark: {
          type: 'line' as const,
          color: segmentColour(segment),
          strokeWidth: 2.2,
          opacity: 0.85,
          point:
            rounds.length <= 40 && rounds.some((round) => round.children.length > 1)
              ? { filled: true, size: 34, color: segmentColour(segment), shape: 'square' as const }
              : false,
          aria: false,
        },
        encoding: {
          x: { field: 'x', type: 'quantitative' as const },
          y: { field: 'mean', type: 'quantitative' as const },
        },
      })),
      ...(['meta', 'fine-tune'] as const).flatMap((phase) =>
        (['within budget', 'over budget', 'not measured'] as const).map((outcome) => pointLayer(phase, outcome)),
      ),
    ],
  } as PlotSpec;
}
