import { describe, expect, it } from 'vitest';

import { beginSchedule, nextUpdate, observeLoss, type ApgdSchedule } from '../../attacks/apgdSchedule';

/** A schedule of step size 2 * 0.5 = 1 at first, that has seen the loss at the start. */
function begun(steps: number, first: number, rho = 0.75): { schedule: ApgdSchedule; see: (loss: number) => boolean } {
  const schedule = beginSchedule({ epsilon: 0.5, steps });
  observeLoss(schedule, first, { steps, rho });
  return {
    schedule,
    see: (loss) => {
      observeLoss(schedule, loss, { steps, rho });
      return schedule.fromBest;
    },
  };
}

/** Updates, counted from 1, after which the step was halved. */
function halvings(steps: number, first: number, losses: readonly number[], rho?: number): number[] {
  const { see } = begun(steps, first, rho);
  return losses.flatMap((loss, i) => (see(loss) ? [i + 1] : []));
}

const constant = (count: number, value: number): number[] => Array.from({ length: count }, () => value);
const rising = (count: number, from: number): number[] => Array.from({ length: count }, (_, i) => from + i);

describe('checks', () => {
  it('come after updates 22, 41, 57, 70, 80, 87, 93 and 99 of 100', () => {
    expect(halvings(100, 5, constant(100, 1))).toEqual([22, 41, 57, 70, 80, 87, 93, 99]);
  });

  it('come after every update of a few', () => {
    expect(halvings(4, 5, constant(4, 1), 1)).toEqual([1, 2, 3, 4]);
  });

  it('come at shares of the updates that are rounded down: 4, then 3, 2 and 1 of 20', () => {
    // trunc(4.4) = 4, decrement max(trunc(0.6), 1) = 1, least max(trunc(1.2), 1) = 1.
    expect(halvings(20, 5, constant(20, 1))).toEqual([4, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
  });

  it('find nothing to halve while every update raises the loss', () => {
    expect(halvings(100, 0, rising(100, 1))).toEqual([]);
  });
});

describe('the share of increases', () => {
  // k = 4, and rho * k = 3: three increases are too few, four are enough.
  it('halves the step at rho * k increases', () => {
    expect(halvings(20, 1, [2, 3, 3, 4])).toEqual([4]);
  });

  it('leaves it at more than that', () => {
    expect(halvings(20, 1, [2, 3, 3.5, 4])).toEqual([]);
  });

  it('counts from the update before the previous check on', () => {
    // Second check, k = 3, rho * k = 2.25: 5 > 4 is the first of three increases.
    expect(halvings(20, 1, [2, 3, 3, 4, 5, 6, 7])).toEqual([4]);
    expect(halvings(20, 1, [2, 3, 3, 4, 4, 6, 7])).toEqual([4, 7]);
  });

  it('compares the first update with 0 and not with the start', () => {
    // No increase over the start's 9, but one over 0.
    expect(halvings(20, 9, [1e-6, 2, 3, 4])).toEqual([]);
    // An increase over the start's -1, but none over 0.
    expect(halvings(20, -1, [-1e-6, 2, 3, 4])).toEqual([4]);
    expect(halvings(20, -1, [0, 2, 3, 4])).toEqual([4]);
  });

  it('does not matter for rho 0 as long as there is one increase', () => {
    expect(halvings(20, 0, [1, 0.5, 0.5, 0.5], 0)).toEqual([]);
    expect(halvings(20, 2, [-1, -1, -1, -1], 0)).toEqual([4]);
  });
});

describe('no new best loss since the previous check', () => {
  // With rho = 0 one increase passes the first condition.
  it('halves the step if it was not halved then', () => {
    expect(halvings(20, 0, [9, 1, 2, 3, 4, 5, 6], 0)).toEqual([7]);
  });

  it('does not at the first check', () => {
    expect(halvings(20, 9, [1, 2, 3, 4], 0)).toEqual([]);
  });

  it('does not right after a halving', () => {
    // Halved at 4 (no increase), spared at 7, halved at 9 for want of a new best, spared at 10.
    expect(halvings(20, 9, [-1, -2, -3, -4, -3, -2, -1, 0, 1, 2], 0)).toEqual([4, 9]);
  });

  it('does not when the best loss rose, were it by one update', () => {
    expect(halvings(20, 0, [9, 1, 2, 3, 10, 5, 6], 0)).toEqual([]);
  });
});

describe('updates', () => {
  it('begin with an evaluation at the start, then a full step without momentum', () => {
    const schedule = beginSchedule({ epsilon: 0.5, steps: 20 });
    const first = nextUpdate(schedule);
    expect(first).toMatchObject({ stepSize: 0, alpha: 1, fromBest: 0 });
    expect(Number.isFinite(Math.fround(first.bestLoss))).toBe(true);
    observeLoss(schedule, 7, { steps: 20, rho: 0.75 });
    expect(nextUpdate(schedule)).toEqual({ stepSize: 1, alpha: 1, fromBest: 0, bestLoss: 7 });
    observeLoss(schedule, 6, { steps: 20, rho: 0.75 });
    expect(nextUpdate(schedule)).toEqual({ stepSize: 1, alpha: 0.75, fromBest: 0, bestLoss: 7 });
  });

  it('go back to the best image once after a halving, with half the step', () => {
    const { schedule, see } = begun(20, 1);
    for (const loss of [8, 2, 3, 4]) see(loss);
    expect(nextUpdate(schedule)).toEqual({ stepSize: 0.5, alpha: 0.75, fromBest: 1, bestLoss: 8 });
    see(5);
    expect(nextUpdate(schedule)).toEqual({ stepSize: 0.5, alpha: 0.75, fromBest: 0, bestLoss: 8 });
  });
});
