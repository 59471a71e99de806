import type { JobName } from '../activities/jobs/types';

/** A job that waits for a trainer. */
export interface QueuedJob {
  readonly name: JobName;
  /** 1 goes first, 5 last; default 3. */
  readonly priority?: number;
}

const defaultPriority = 3;

/** Milliseconds each, and a search waits for them: they go before trainings and attacks of the same priority. */
const agentJobs: ReadonlySet<JobName> = new Set<JobName>(['initializePolicy', 'proposeAction', 'updatePolicy']);

/** Index of the job that gets the next free trainer: by priority, then the agent's, then first come first served; -1 for none. */
export function nextJob<T extends QueuedJob>(waiting: readonly T[], mayRun: (job: T) => boolean = () => true): number {
  let best = -1;
  let bestRank = Infinity;
  waiting.forEach((job, index) => {
    const rank = 2 * (job.priority ?? defaultPriority) + (agentJobs.has(job.name) ? 0 : 1);
    if (rank < bestRank && mayRun(job)) [best, bestRank] = [index, rank];
  });
  return best;
}
