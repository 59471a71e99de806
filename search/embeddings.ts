/**
 * LIPS, the embedding of an attacked data set's difficulty for its teacher: the Lipschitz coefficients
 * (Eq. 1) of the evaluation samples. A set has no order, so they are sorted, ascending; they span orders
 * of magnitude, so log(1 + x) is taken; and they are read at `dimension` evenly spaced quantiles (linear
 * interpolation, first = minimum, last = maximum; the median when `dimension` is 1), so that data sets
 * whose evaluation sets differ in size give vectors of one length. With as many quantiles as samples it
 * is the sorted vector itself.
 *
 * @param coefficients finite and not negative, at least one
 */
export function lipsEmbedding(coefficients: ArrayLike<number>, dimension: number): number[] {
  requireDimension(dimension);
  if (coefficients.length === 0) throw new RangeError('LIPS needs at least one Lipschitz coefficient');
  const sorted = Float64Array.from(coefficients).sort();
  for (const value of sorted) {
    if (!(value >= 0) || !Number.isFinite(value))
      throw new RangeError(`Lipschitz coefficients must be finite and not negative, got ${value}`);
  }
  return Array.from({ length: dimension }, (_, i) => {
    const position = (dimension === 1 ? 0.5 : i / (dimension - 1)) * (sorted.length - 1);
    const below = Math.floor(position);
    const low = Math.log1p(sorted[below]!);
    const high = Math.log1p(sorted[Math.min(below + 1, sorted.length - 1)]!);
    return low + (position - below) * (high - low);
  });
}

/**
 * CT, the embedding of the teacher's capacity: its inference cost on each evaluation sample, as
 * log(1 + MACs). The networks are static, so every sample costs the same and the vector is constant.
 */
export function ctEmbedding(macs: number, dimension: number): number[] {
  requireDimension(dimension);
  if (!(macs > 0) || !Number.isFinite(macs)) throw new RangeError(`MACs must be positive, got ${macs}`);
  return new Array<number>(dimension).fill(Math.log1p(macs));
}

/** What stands for an embedding in its ablation. */
export function ablatedEmbedding(dimension: number): number[] {
  requireDimension(dimension);
  return new Array<number>(dimension).fill(0);
}

function requireDimension(dimension: number): void {
  if (!Number.isInteger(dimension) || dimension < 1)
    throw new RangeError(`dimension of an embedding must be a positive integer, got ${dimension}`);
}
