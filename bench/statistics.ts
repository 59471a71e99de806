/** How the times of a step are distributed over the rounds, in milliseconds. */
export interface TimeStatistics {
  readonly minMs: number;
  /** Lower and upper quartile. */
  readonly quartilesMs: readonly [lower: number, upper: number];
}

export function timeStatistics(times: readonly number[]): TimeStatistics {
  return { minMs: Math.min(...times), quartilesMs: [quantile(times, 0.25), quantile(times, 0.75)] };
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Interpolated linearly between neighbours. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const [low, high] = [sorted[below]!, sorted[Math.ceil(place)]!];
  return low + (high - low) * (place - below);
}
