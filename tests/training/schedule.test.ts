import { describe, expect, it } from 'vitest';

import { learningRateAt } from '../../training/schedule';

const length = { epochs: 10, stepsPerEpoch: 4 };

describe('learning rate', () => {
  it('stays with a constant schedule', () => {
    expect([0, 17, 39].map((step) => learningRateAt({ type: 'constant' }, 0.1, step, length))).toEqual([0.1, 0.1, 0.1]);
  });

  it('falls per epoch, at the epoch after each milestone', () => {
    const schedule = { type: 'step', milestones: [0.75, 0.9], factor: 0.1 } as const;
    const at = (epochs: number, epoch: number): number =>
      learningRateAt(schedule, 1, epoch * 4 + 3, { ...length, epochs });
    expect([0, 7, 8, 9].map((epoch) => at(10, epoch))).toEqual([1, 1, 0.1, expect.closeTo(0.01, 12)]);
    // As in the paper's recipe: 100 epochs, lower after 75 and after 90 of them.
    expect([74, 75, 89, 90].map((epoch) => at(100, epoch))).toEqual([1, 0.1, 0.1, expect.closeTo(0.01, 12)]);
  });

  it('reaches milestones that floating point puts beside an epoch', () => {
    const schedule = { type: 'step', milestones: [0.1 + 0.2], factor: 0.5 } as const;
    expect(learningRateAt(schedule, 1, 3, { epochs: 10, stepsPerEpoch: 1 })).toBe(0.5);
  });

  it('follows a cosine per step, after a straight rise', () => {
    const schedule = { type: 'cosine', warmup: 0.1 } as const;
    const at = (step: number): number => learningRateAt(schedule, 0.2, step, length);
    expect([0, 1, 2, 3].map(at)).toEqual([0.05, 0.1, 0.15000000000000002, 0.2]);
    expect(at(4)).toBe(0.2);
    expect(at(22)).toBeCloseTo(0.1, 12);
    expect(at(39)).toBeCloseTo(0.1 * (1 + Math.cos((Math.PI * 35) / 36)), 12);
    const all = Array.from({ length: 36 }, (_, i) => at(4 + i));
    expect(all).toEqual([...all].sort((a, b) => b - a));
  });

  it('starts a cosine without warmup at the base', () => {
    expect(learningRateAt({ type: 'cosine', warmup: 0 }, 0.2, 0, length)).toBe(0.2);
  });
});
