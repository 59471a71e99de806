import { describe, expect, it } from 'vitest';
import { parseQuantity, withUnit } from '../../schemas/quantities';

describe('parseQuantity', () => {
  it.each([
    ['8/255', 0.03137254901960784],
    ['0.8/255', 0.0031372549019607846],
    ['8 / 255', 0.03137254901960784],
    ['0.1', 0.1],
    ['1', 1],
  ])('reads the fraction %s', (text, value) => {
    expect(parseQuantity('fraction', text)).toBe(value);
  });

  it.each([
    ['5G', 5_000_000_000],
    ['1.5M', 1_500_000],
    ['900k', 900_000],
    ['2T', 2_000_000_000_000],
    ['1234', 1234],
    // As products of floating-point numbers these are not whole.
    ['4.98G', 4_980_000_000],
    ['1.1M', 1_100_000],
    ['0.0015k', 2],
  ])('reads the count %s', (text, value) => {
    expect(parseQuantity('count', text)).toBe(value);
  });

  it.each(['', '/', '8/', '/255', '8/255/2', '-8/255', '8//255', ' 8', '8 ', '1e-3', '8/255px', '٨/255', '5G'])(
    'takes %j for no fraction',
    (text) => expect(parseQuantity('fraction', text)).toBeNull(),
  );

  it.each(['', 'G', '5 G', '5g', '5GB', '-5G', '5.', '.5G', '1e9', '8/255', '5K'])('takes %j for no count', (text) =>
    expect(parseQuantity('count', text)).toBeNull(),
  );

  it('gives no finite number for a division by zero', () => {
    expect(parseQuantity('fraction', '8/0')).toBe(Infinity);
    expect(parseQuantity('fraction', '0/0')).toBeNaN();
  });
});

describe('withUnit', () => {
  it.each([
    [1000, '1k'],
    [1_500_000, '1500k'],
    [1_000_000_000_000_000, '1000T'],
    [1234, '1234'],
    [0, '0'],
  ])('writes %d', (count, text) => expect(withUnit(count)).toBe(text));
});
