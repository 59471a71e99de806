import type { IterationSummary } from '../activities/types';
import type { ArtifactRef } from '../artifacts/types';
import { quick } from './proxies';
import type { EpisodeResult } from './types';

/** Appends an episode to the search log and returns the new log. */
export async function recordEpisode(
  log: ArtifactRef | null,
  where: Pick<IterationSummary, 'phase' | 'target' | 'iteration'>,
  { children, objective }: EpisodeResult,
): Promise<ArtifactRef> {
  const meanReward = children.reduce((sum, { reward }) => sum + reward, 0) / children.length;
  const summary = { ...where, meanReward, steps: children.length, objective, annealing: children[0]!.annealing };
  const label = `record iteration ${where.iteration}: mean reward ${meanReward.toFixed(3)}`;
  const recorded = await quick.recordIteration.executeWithOptions({ summary: label }, [{ log, summary, children }]);
  return recorded.log;
}
