import { describe, expect, it } from 'vitest';

import {
  childAnchor,
  formatAccuracy,
  formatCount,
  formatDuration,
  formatPercent,
  formatReward,
  formatSaving,
  formatStages,
} from '../../reports/format';
import { wilson } from '../../reports/wilson';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('numbers in a report', () => {
  it.each([
    [812, '812'],
    [999, '999'],
    [999.6, '1.00 k'],
    [1000, '1.00 k'],
    [36_479_194, '36.5 M'],
    [999_600_000, '1.00 G'],
    [5_243_328_768, '5.24 G'],
    [38_764_210_176, '38.8 G'],
    [128_389_210, '128 M'],
  ])('writes %d as %s', (count, text) => expect(plain(formatCount(count))).toBe(text));

  it.each([
    [0.04, '0.0 s'],
    [9.94, '9.9 s'],
    [9.96, '10 s'],
    [59.4, '59 s'],
    [59.6, '1 min 00 s'],
    [218.4, '3 min 38 s'],
    [3599.6, '1 h 00 min'],
    [11_100, '3 h 05 min'],
    [183_600, '2 d 3 h'],
  ])('writes %d seconds as %s', (seconds, text) => expect(plain(formatDuration(seconds))).toBe(text));

  it('writes shares in percent with their interval', () => {
    expect(plain(formatPercent(0.7123))).toBe('71.2 %');
    expect(plain(formatAccuracy(wilson(81, 263)))).toBe('30.8 % (25.5–36.6)');
  });

  it('writes negative rewards with a minus sign', () => {
    expect(formatReward(0.41239)).toBe('0.412');
    expect(formatReward(-1)).toBe('−1.000');
  });

  it.each([
    [100, 1900, '19× fewer'],
    [100, 424, '4.2× fewer'],
    [100, 105, '1.05× fewer'],
    [100, 100.2, 'as many'],
    [130, 100, '1.3× more'],
  ])('compares a size of %d with one of %d as %s', (size, teacher, text) => {
    expect(formatSaving(size, teacher)).toBe(text);
  });

  it('writes stages as names of networks do', () => {
    expect(
      formatStages([
        { depth: 4, width: 10, stride: 1, robust: false },
        { depth: 2, width: 3, stride: 2, robust: true },
      ]),
    ).toBe('4×10 · 2×3/2r');
  });

  it('makes anchors without spaces or markup, one for each id', () => {
    expect(childAnchor('fine-tune-digits-001-1')).toBe('child-fine-tune-digits-001-1');
    expect(childAnchor('a "b"<c>é')).toBe('child-a_20__22_b_22__3c_c_3e__e9_');
    expect(childAnchor('a b')).not.toBe(childAnchor('a_20_b'));
  });
});
