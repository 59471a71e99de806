/** Rewards seen so far, summarised; part of the policy's state so that a resumed search is exact. */
export interface RewardBaseline {
  readonly mean: number;
  /** Number of updates that contributed; 0 before the first. */
  readonly updates: number;
}

export const EMPTY_BASELINE: RewardBaseline = { mean: 0, updates: 0 };

/** Weight of the past in the running mean: it forgets in about ten updates, as the policy that earned old rewards is gone. */
const DECAY = 0.9;

/**
 * What the log-probabilities of Eq. 5 are multiplied by: the rewards themselves, as in the paper
 * (`none`), or what they exceed the running mean of earlier updates by, which leaves the expected
 * gradient alone and lowers its variance (Williams 1992). The first update has no earlier rewards and
 * is measured by its own mean.
 */
export function advantages(
  kind: 'none' | 'running-mean',
  rewards: readonly number[],
  baseline: RewardBaseline,
): { readonly advantages: readonly number[]; readonly baseline: RewardBaseline } {
  if (rewards.length === 0) throw new RangeError('an update needs at least one reward');
  if (kind === 'none') return { advantages: rewards, baseline };
  const mean = rewards.reduce((sum, r) => sum + r, 0) / rewards.length;
  const reference = baseline.updates === 0 ? mean : baseline.mean;
  return {
    advantages: rewards.map((r) => r - reference),
    // Float32, as it is stored: the next update must not depend on whether it was stored in between.
    baseline: { mean: Math.fround(DECAY * reference + (1 - DECAY) * mean), updates: baseline.updates + 1 },
  };
}
