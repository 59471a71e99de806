import { describe, expect, it } from 'vitest';

import { wilson } from '../../reports/wilson';

describe('Wilson interval', () => {
  it.each([
    // Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
    { correct: 81, total: 263, low: 0.2553, high: 0.3662 },
    { correct: 15, total: 148, low: 0.0624, high: 0.1605 },
    { correct: 0, total: 20, low: 0, high: 0.1611 },
    { correct: 1, total: 29, low: 0.0061, high: 0.1718 },
  ])('agrees with the published interval of $correct in $total', ({ correct, total, low, high }) => {
    const interval = wilson(correct, total);
    expect(interval.value).toBe(correct / total);
    expect(interval.n).toBe(total);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('has bounds p at which the observed share is 1.96 standard errors away', () => {
    for (const [correct, total] of [
      [8, 10],
      [128, 256],
      [250, 256],
      [1, 1000],
    ] as const) {
      const { low, high } = wilson(correct, total);
      for (const bound of [low, high]) {
        const errors = Math.abs(correct / total - bound) / Math.sqrt((bound * (1 - bound)) / total);
        expect(errors).toBeCloseTo(1.959963984540054, 9);
      }
    }
  });

  it('reaches exactly 0 when none and exactly 1 when all are correct', () => {
    expect(wilson(0, 10)).toMatchObject({ value: 0, low: 0 });
    expect(wilson(0, 10).high).toBeCloseTo(0.2775327998628892, 12);
    expect(wilson(10, 10)).toMatchObject({ value: 1, high: 1 });
    expect(wilson(10, 10).low).toBeCloseTo(0.7224672001371107, 12);
  });

  it.each([
    [1, 0, '1 of 0'],
    [-1, 5, '-1 of 5'],
    [6, 5, '6 of 5'],
    [0.5, 5, '0.5 of 5'],
    [Number.NaN, 5, 'NaN of 5'],
  ])('rejects %s of %s', (correct, total, quoted) => {
    expect(() => wilson(correct, total)).toThrow(
      new RangeError(`expected integers 0 <= correct <= total and total >= 1, got ${quoted}`),
    );
  });
});
