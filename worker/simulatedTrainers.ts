/**
 * Trainers for `rcnas simulate`. They live in the worker's own process: a surrogate job is a timer and a formula, so
 * there is nothing that could block the process or crash it. Slots and their queue are those of the real pool.
 */

import type { EngineInfo } from '../activities/dependencies';
import { surrogateJobs } from '../activities/surrogate/index';
import type { JobContext, JobName, JobParams, JobResult } from '../activities/jobs/types';
import type { ArtifactStore } from '../artifacts/types';
import { nextJob, type QueuedJob } from './jobOrder';
import { TrainerPoolClosedError } from './trainerErrors';
import type { TrainerPool } from './trainerPool';

export interface SimulationOptions {
  /** How long each training holds its slot. */
  readonly secondsPerTraining: number;
}

interface WaitingTurn extends QueuedJob {
  readonly take: () => void;
  readonly reject: (error: unknown) => void;
}

/** What keys of simulated results name as their engine: never those of real ones. */
export const simulatedEngine: EngineInfo = {
  tensorflow: 'simulated',
  threads: 1,
  cpu: 'simulated',
  device: 'simulated',
  deterministic: true,
  xla: false,
};

export function createSimulatedTrainers(
  slots: number,
  store: ArtifactStore,
  { secondsPerTraining }: SimulationOptions,
): TrainerPool {
  const jobs = surrogateJobs(secondsPerTraining);
  const waiting: WaitingTurn[] = [];
  const running = new Set<Promise<unknown>>();
  const closing = new AbortController();
  let free = slots;

  const takeSlot = async (job: QueuedJob, signal: AbortSignal): Promise<void> => {
    if (free > 0) {
      free--;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const turn: WaitingTurn = { ...job, take: resolve, reject };
      waiting.push(turn);
      signal.addEventListener(
        'abort',
        () => {
          const index = waiting.indexOf(turn);
          if (index < 0) return;
          waiting.splice(index, 1);
          reject(signal.reason);
        },
        { once: true },
      );
    });
  };
  const returnSlot = (): void => {
    const next = nextJob(waiting);
    if (next < 0) free++;
    else waiting.splice(next, 1)[0]!.take();
  };

  return {
    async run<N extends JobName>(
      name: N,
      params: JobParams<N>,
      { workDir, onProgress, signal, priority }: Parameters<TrainerPool['run']>[2],
    ): Promise<JobResult<N>> {
      if (closing.signal.aborted) throw new TrainerPoolClosedError('the worker is shutting down');
      const either = AbortSignal.any([signal, closing.signal]);
      either.throwIfAborted();
      if (free === 0) onProgress(0, 'waiting for a free trainer');
      await takeSlot({ name, priority }, either);
      const job = jobs[name] as (params: JobParams<N>, context: JobContext) => Promise<JobResult<N>>;
      const context = { store, workDir, progress: onProgress, signal: either, checkpointIntervalMs: 5_000 };
      const work = job(params, context).finally(returnSlot);
      running.add(work);
      try {
        return await work;
      } finally {
        running.delete(work);
      }
    },
    tensorflowVersion: () => Promise.resolve(simulatedEngine.tensorflow),
    pids: () => [],
    async close() {
      closing.abort(new TrainerPoolClosedError('the worker is shutting down'));
      await Promise.allSettled(running);
    },
  };
}
