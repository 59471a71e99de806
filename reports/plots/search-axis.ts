import type { Round, Segment } from '../rounds';
import { light } from './palette';

/** Ticks of the axis of rounds: at most `most`, each in the middle of its round, numbered from 1 within its segment. */
export function roundTicks(rounds: readonly Round[], most: number): { values: number[]; labelExpr: string } {
  const step = Math.max(1, Math.ceil(rounds.length / most));
  const ticked = rounds.filter((round) => {
    if (step === 1) return true;
    return (round.iteration + 1) % niceStep(step) === 0;
  });
  const numbers = rounds.map((round) => String(round.iteration + 1));
  return {
    values: ticked.map((round) => round.index + 0.5),
    labelExpr: `${JSON.stringify(numbers)}[floor(datum.value)]`,
  };
}

function niceStep(step: number): number {
  return [1, 2, 5, 10, 20, 25, 50, 100, 200, 500].find((nice) => nice >= step) ?? step;
}

export function segmentColour(segment: Pick<Segment, 'phase'>): string {
  return segment.phase === 'meta' ? light.meta : light.fineTune;
}

/** Height of the title of a y axis above a plot whose segments are named along the top. */
export const TITLE_Y = -30;

/** Layers that tint every other segment and name each above the plot, cut to the segment's width in pixels. */
export function segmentLayers(segments: readonly Segment[], width: number, rounds: number) {
  // Vega estimates text half as wide again as it is.
  const room = (segment: Segment) => Math.max(12, 1.4 * (((segment.to - segment.from) / rounds) * width - 8));
  const bands = segments.filter((_, index) => index % 2 === 1).map(({ from, to }) => ({ from, to }));
  return [
    {
      data: { values: bands },
      mark: { type: 'rect', color: light.band, aria: false },
      encoding: { x: { field: 'from', type: 'quantitative' }, x2: { field: 'to' } },
    },
    ...segments.map((segment) => ({
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
  ] as const;
}
