import type { Accuracy } from './types';

/** 97.5 % quantile of the standard normal distribution. */
const Z = 1.959963984540054;

/**
 * Share of `correct` out of `total` with its 95 % score interval (Wilson 1927): the shares p for which
 * |correct/total - p| <= z * sqrt(p (1 - p) / total). It stays in [0,1] and has a width at 0 and 1.
 *
 * @throws RangeError unless 0 <= correct <= total, both integers, total >= 1.
 */
export function wilson(correct: number, total: number): Accuracy {
  if (!Number.isInteger(correct) || !Number.isInteger(total) || total < 1 || correct < 0 || correct > total) {
    throw new RangeError(`expected integers 0 <= correct <= total and total >= 1, got ${correct} of ${total}`);
  }
  const share = correct / total;
  const squared = Z * Z;
  const centre = (share + squared / (2 * total)) / (1 + squared / total);
  const half = (Z / (1 + squared / total)) * Math.sqrt((share * (1 - share)) / total + squared / (4 * total * total));
  return {
    value: share,
    low: correct === 0 ? 0 : Math.max(0, centre - half),
    high: correct === total ? 1 : Math.min(1, centre + half),
    n: total,
  };
}
