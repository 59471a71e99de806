import { describe, expect, it } from 'vitest';

import { childX, middle, runningMean, searchAxis } from '../../reports/rounds';
import { sampleReport } from './fixtures/sample-report';

describe('axis of a search', () => {
  it('puts meta-training first and then the targets in the order of the spec', () => {
    const report = sampleReport({ targets: ['zebra', 'ant'] });
    const axis = searchAxis({ ...report, children: [...report.children].reverse() });
    expect(axis.segments.map(({ label, rounds }) => [label, rounds.map((round) => round.iteration)])).toEqual([
      ['meta-training', [0, 1, 2]],
      ['fine-tuning · zebra', [0, 1, 2]],
      ['fine-tuning · ant', [0, 1, 2]],
    ]);
    expect(axis.rounds[0]!.children.map((child) => child.timeStep)).toEqual([0, 1, 2]);
  });

  it('covers itself without gaps, and keeps children inside their round', () => {
    const axis = searchAxis(sampleReport({ metaIterations: 100, timeSteps: 5, fineTuneIterations: 10 }));
    let end = 0;
    for (const round of axis.rounds) {
      expect(round.from).toBeCloseTo(end, 9);
      end = round.to;
      for (const [position] of round.children.entries()) {
        expect(childX(round, position)).toBeGreaterThan(round.from);
        expect(childX(round, position)).toBeLessThan(round.to);
      }
    }
    expect(end).toBe(axis.length);
  });

  it('gives ten iterations after a hundred room to be seen', () => {
    const axis = searchAxis(sampleReport({ metaIterations: 100, timeSteps: 1, fineTuneIterations: 10 }));
    const last = axis.segments[1]!;
    expect((last.to - last.from) / axis.length).toBeGreaterThan(0.14);
  });

  it('names fine-tuning without the target when there is one, and begins with it in R-NAS', () => {
    const axis = searchAxis(sampleReport({ metaIterations: 0 }));
    expect(axis.segments.map((segment) => segment.label)).toEqual(['fine-tuning']);
  });

  it('keeps an iteration that the run ended in, without a mean', () => {
    const report = sampleReport();
    const axis = searchAxis({
      ...report,
      iterations: report.iterations.slice(0, 2),
      children: report.children.slice(0, 7),
    });
    expect(axis.rounds.map((round) => round.meanReward === null)).toEqual([false, false, true]);
    expect(middle(axis.rounds[2]!)).toBe(2.5);
  });

  it('has no segments when nothing was searched', () => {
    expect(searchAxis({ ...sampleReport(), children: [], iterations: [] })).toEqual({
      segments: [],
      rounds: [],
      length: 1,
    });
  });
});

describe('running mean', () => {
  it('averages the values around each place, fewer at the ends', () => {
    expect(runningMean([3, 6, 0, 9], 1)).toEqual([4.5, 3, 5, 4.5]);
    expect(runningMean([3, 6], 0)).toEqual([3, 6]);
    expect(runningMean([], 2)).toEqual([]);
  });
});
