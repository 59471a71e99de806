import { middle } from '../rounds';
import type { SearchAxis, Segment } from '../rounds';
import { light } from './palette';

/** Height of the title of a y axis above a plot whose segments are named along the top. */
export const TITLE_Y = -30;

/** The x axis of rounds: at most about `most` ticks, each in the middle of its round, numbered from 0 as in the ids of children. */
export function roundAxis(axis: SearchAxis, title: string | null, most: number) {
  const ticks = axis.segments.flatMap((segment) => {
    const step = niceStep(segment.rounds.length / Math.max(1, (most * (segment.to - segment.from)) / axis.length));
    return segment.rounds.filter((round) => round.iteration % step === 0);
  });
  const values = ticks.map(middle);
  const labels = ticks.map((round) => String(round.iteration));
  return {
    scale: { domain: [0, axis.length], nice: false },
    axis: {
      title,
      values,
      labelExpr: `${JSON.stringify(labels)}[indexof(${JSON.stringify(values)}, datum.value)]`,
      labelOverlap: false,
    },
  };
}

function niceStep(step: number): number {
  return [1, 2, 5, 10, 20, 25, 50, 100, 200, 500].find((nice) => nice >= step) ?? Math.ceil(step);
}

export function segmentColour(segment: Pick<Segment, 'phase'>): string {
  return segment.phase === 'meta' ? light.meta : light.fineTune;
}

/** Layers that tint every other segment and name each above the plot, cut to the segment's width in pixels. */
export function segmentLayers(axis: SearchAxis, width: number) {
  // Vega estimates text half as wide again as it is.
  const room = (segment: Segment) => Math.max(12, 1.4 * (((segment.to - segment.from) / axis.length) * width - 8));
  return [
    {
      data: { values: axis.segments.filter((_, index) => index % 2 === 1).map(({ from, to }) => ({ from, to })) },
      mark: { type: 'rect', color: light.band, aria: false },
      encoding: { x: { field: 'from', type: 'quantitative' }, x2: { field: 'to' } },
    },
    ...axis.segments.map((segment) => ({
      data: { values: [{ from: segment.from, label: segment.label }] },
      mark: {
        type: 'text',
        align: 'left',
        baseline: 'bottom',
        dx: 1,
        y: -5,
        color: segmentColour(segment),
        limit: room(segment),
        aria: false,
      },
      encoding: { x: { field: 'from', type: 'quantitative' }, text: { field: 'label' } },
    })),
  ];
}
