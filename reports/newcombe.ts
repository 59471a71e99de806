import type { Accuracy } from './types';

/**
 * 95 % interval of the difference of two shares by Newcombe's method 10 (Statistics in Medicine 17, 1998), from their
 * Wilson intervals. It takes the samples as independent; two networks on the same images usually err on the same ones,
 * and then it is wider than it need be.
 */
export function newcombe(first: Accuracy, second: Accuracy): { difference: number; low: number; high: number } {
  const difference = first.value - second.value;
  return {
    difference,
    low: difference - Math.hypot(first.value - first.low, second.high - second.value),
    high: difference + Math.hypot(first.high - first.value, second.value - second.low),
  };
}
