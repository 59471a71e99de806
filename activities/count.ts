import type { Count } from './jobs/types';

/** Share of correct answers, in [0,1]. */
export function accuracy(count: Count): number {
  return count.correct / count.total;
}
