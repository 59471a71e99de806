/**
 * The factor of Eq. 4 for a budget violation in one iteration of the search: 1 in the first, falling to
 * 0 in the last (`linear`, `cosine`), or `hard`, the ablation that does not anneal. In a search of a
 * single iteration the first is also the last: its factor is 0, so that the outcome honours the budget.
 *
 * @param iteration 0-based, below `iterations`
 */
export function annealingFactor(
  schedule: 'linear' | 'cosine' | 'hard',
  iteration: number,
  iterations: number,
): number | 'hard' {
  if (!Number.isInteger(iterations) || iterations < 1)
    throw new RangeError(`number of iterations must be a positive integer, got ${iterations}`);
  if (!Number.isInteger(iteration) || iteration < 0 || iteration >= iterations)
    throw new RangeError(`iteration must be an integer from 0 to ${iterations - 1}, got ${iteration}`);
  if (schedule === 'hard') return 'hard';
  const progress = iterations === 1 ? 1 : iteration / (iterations - 1);
  return schedule === 'linear' ? 1 - progress : (1 + Math.cos(Math.PI * progress)) / 2;
}
