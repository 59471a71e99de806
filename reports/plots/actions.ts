import { childX, LONG_SEGMENT, middle, RUNNING_RADIUS, runningMean, searchAxis } from '../rounds';
import type { Round, SearchAxis } from '../rounds';
import type { Report, ReportAction } from '../types';
import type { Figure } from './figure';
import { withLegend } from './legend';
import type { LegendEntry } from './legend';
import { light } from './palette';
import { roundAxis, segmentLayers, TITLE_Y } from './search-axis';
import { drawPlot } from './vega';
import type { PlotSpec } from './vega';

const WIDTH = 300;

const QUANTITIES = [
  { quantity: 'remaining width', colour: light.width, shape: 'circle', of: (action: ReportAction) => action.width },
  { quantity: 'remaining depth', colour: light.depth, shape: 'square', of: (action: ReportAction) => action.depth },
] as const;

const BITS = [
  {
    quantity: 'stride 2',
    colour: light.stride,
    shape: 'circle',
    of: (action: ReportAction) => Number(action.downsample),
  },
  {
    quantity: 'robust blocks',
    colour: light.robust,
    shape: 'square',
    of: (action: ReportAction) => Number(action.robust),
  },
] as const;

const LEGEND: readonly LegendEntry[] = [...QUANTITIES, ...BITS].map(({ quantity, colour, shape }) => ({
  label: quantity,
  symbol: shape,
  colour,
}));

type Quantity = (typeof QUANTITIES)[number] | (typeof BITS)[number];

/** What the agent did to each stage over the iterations: one figure per stage, ratios above, bits below. */
export async function actionFigures(report: Report): Promise<readonly Figure[]> {
  const axis = searchAxis(report);
  const stages = Math.max(0, ...report.children.map((child) => child.action.length));
  return Promise.all(
    Array.from({ length: stages }, async (_, stage) => ({
      id: `actions-stage-${stage + 1}`,
      title: `Stage ${stage + 1}`,
      description: describe(axis, stage),
      svg: withLegend(await drawPlot(specification(axis, stage)), LEGEND),
    })),
  );
}

function actionsOf(round: Round, stage: number): ReportAction[] {
  return round.children.flatMap((child) => child.action[stage] ?? []);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function describe(axis: SearchAxis, stage: number): string {
  const parts = axis.segments.map((segment) => {
    const ends = [segment.rounds[0], segment.rounds.at(-1)].map((round) => (round ? actionsOf(round, stage) : []));
    const change = [...QUANTITIES, ...BITS].map(({ quantity, of }) => {
      const [first, last] = ends.map((actions) => (actions.length > 0 ? mean(actions.map(of)).toFixed(2) : 'none'));
      return `${quantity} from ${first} to ${last}`;
    });
    return `${segment.label}: ${change.join(', ')}`;
  });
  return `Means of the first and the last iteration. ${parts.join('; ')}.`;
}

function specification(axis: SearchAxis, stage: number): PlotSpec {
  const shared = (title: string | null) => ({ field: 'x', type: 'quantitative', ...roundAxis(axis, title, 8) });
  return {
    spacing: 14,
    vconcat: [
      panel(axis, stage, QUANTITIES, 'ratio that remains', 120, shared(null)),
      panel(axis, stage, BITS, 'share of the children', 76, shared('iteration, from 0')),
    ],
    resolve: { scale: { color: 'independent', shape: 'independent' } },
  } as PlotSpec;
}

function panel(
  axis: SearchAxis,
  stage: number,
  quantities: readonly Quantity[],
  title: string,
  height: number,
  x: object,
) {
  const many = axis.rounds.length > LONG_SEGMENT;
  const isRatio = quantities === QUANTITIES;
  const colour = { domain: quantities.map(({ quantity }) => quantity), range: quantities.map((entry) => entry.colour) };
  const points = axis.rounds.flatMap((round) =>
    round.children.flatMap((child, position) => {
      const action = child.action[stage];
      if (!action || !isRatio) return [];
      return quantities.map(({ quantity, of }) => ({ x: childX(round, position), value: of(action), quantity }));
    }),
  );
  const means = axis.segments.map((segment) => {
    const rounds = segment.rounds.filter((round) => actionsOf(round, stage).length > 0);
    const radius = segment.rounds.length > LONG_SEGMENT ? RUNNING_RADIUS : 0;
    return quantities.flatMap(({ quantity, of }) =>
      runningMean(
        rounds.map((round) => mean(actionsOf(round, stage).map(of))),
        radius,
      ).map((value, index) => ({ x: middle(rounds[index]!), value, quantity })),
    );
  });
  const y = {
    field: 'value',
    type: 'quantitative',
    scale: { domain: [0, 1] },
    axis: {
      title,
      titleY: isRatio ? TITLE_Y : -14,
      values: isRatio ? [0, 0.25, 0.5, 0.75, 1] : [0, 0.5, 1],
      format: isRatio ? '.2f' : '.0%',
    },
  };
  const color = {
    field: 'quantity',
    type: 'nominal',
    scale: colour,
    legend: null,
  };
  const shape = {
    field: 'quantity',
    type: 'nominal',
    scale: { ...colour, range: quantities.map((entry) => entry.shape) },
    legend: null,
  };
  return {
    width: WIDTH - 50,
    height,
    layer: [
      ...segmentLayers(isRatio ? axis : { ...axis, segments: [] }, WIDTH - 50),
      {
        data: { values: points },
        mark: {
          type: 'point',
          filled: true,
          size: many ? 8 : 22,
          opacity: many ? 0.2 : 0.4,
          aria: false,
        },
        encoding: { x, y, color, shape },
      },
      ...means.map((values) => ({
        data: { values },
        mark: {
          type: 'line',
          strokeWidth: 2,
          point: !many ? { filled: true, size: 26, aria: false } : false,
          aria: false,
        },
        encoding: { x, y, color },
      })),
    ],
  };
}
