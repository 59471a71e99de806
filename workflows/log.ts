import type { IterationSummary } from '../activities/types';
import type { ArtifactRef } from '../artifacts/types';
import { brief } from './proxies';
import type { EpisodeResult } from './types';

/** Appends an iteration, of one episode or several, to the search log and returns the new log. */
export async function recordEpisode(
  log: ArtifactRef | null,
  where: Pick<IterationSummary, 'phase' | 'target' | 'iteration'>,
  objective: number,
  episodes: readonly EpisodeResult[],
): Promise<{ log: ArtifactRef; meanReward: number }> {
  const counts = episodes.map(({ outcome, children = [] }) => ({
    count: outcome?.count ?? children.length,
    rewardSum: outcome?.rewardSum ?? children.reduce((sum, { reward }) => sum + reward, 0),
  }));
  const steps = counts.reduce((sum, { count }) => sum + count, 0);
  const meanReward = counts.reduce((sum, { rewardSum }) => sum + rewardSum, 0) / steps;
  const { outcome, children } = episodes[0]!;
  const annealing = outcome?.annealing ?? children![0]!.annealing;
  const summary = { ...where, meanReward, steps, objective, annealing };
  const label = `record iteration ${where.iteration}: mean reward ${meanReward.toFixed(3)}`;
  const byReference = episodes.every((episode) => episode.steps !== undefined);
  const what = byReference
    ? { steps: episodes.flatMap((episode) => episode.steps!) }
    : { children: episodes.flatMap((episode) => episode.children ?? []) };
  const recorded = await brief().recordIteration.executeWithOptions({ summary: label }, [{ log, summary, ...what }]);
  return { log: recorded.log, meanReward };
}
