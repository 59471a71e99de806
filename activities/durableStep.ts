/** The one way in which an activity runs an expensive step: look it up, else run it in a trainer, then record it. */
import { ApplicationFailure, Context } from '@temporalio/activity';

import { artifactsIn } from '../artifacts/inventory';
import type { ActivityDependencies, ActivityLogger } from './dependencies';
import { awaitSpace, outOfSpace } from './diskSpace';
import { toApplicationFailure } from './failures';
import { diskNeedBytes } from './jobs/diskNeed';
import type { JobName, JobParams, JobResult } from './jobs/types';
import { jobVersions } from './jobs/versions';
import { currentRun, heartbeat, keyOf, runJob, workFolder } from './recompute';

const heartbeatIntervalMs = 4_000;
/** Steps that end before it never beat: each beat is a trip to the server. */
const firstHeartbeatMs = 1_000;

/** A job whose trainer dies in so many attempts is too big for the machine; before that the machine is to blame. */
const crashLimit = 12;

export interface StepOutcome<T> {
  readonly result: T;
  /** The result was known already; nothing was computed. */
  readonly reused: boolean;
  readonly seconds: number;
}

/**
 * Runs job `name` or returns its recorded result. The key covers the job's version, its parameters and the engine,
 * so equal steps of different runs share one result. Heartbeats while the trainer gives signs of life.
 */
export async function durableStep<N extends JobName>(
  dependencies: ActivityDependencies,
  name: N,
  params: JobParams<N>,
  label: string,
): Promise<StepOutcome<JobResult<N>>> {
  const { cache, engine, logger } = dependencies;
  const recipe = { step: name, version: jobVersions[name], inputs: params, engine };
  const key = keyOf(recipe);
  const startedMs = Date.now();
  const context = Context.current();
  let latest = { fraction: 0, message: label };
  const tell = (): void => heartbeat(latest);
  const first = setTimeout(tell, firstHeartbeatMs);
  const beat = setInterval(tell, heartbeatIntervalMs);
  try {
    await cache.noteUse(currentRun(), key, label);
    const known = await cache.lookup(key);
    if (known !== undefined) {
      logger.info(`reused: ${label}`, { job: name, key });
      return { result: known as JobResult<N>, reused: true, seconds: 0 };
    }
    await awaitSpace(dependencies, label, diskNeedBytes(name, params));
    const { attempt, priority } = context.info;
    logger.info(`started: ${label}`, { job: name, key, attempt, priority: priority?.priorityKey });
    const result = await runJob(dependencies, name, params, {
      workDir: workFolder(dependencies, key),
      onProgress: (fraction, message) => {
        latest = { fraction, message: `${label}: ${message}` };
      },
      signal: context.cancellationSignal,
      priority: priority?.priorityKey,
    });
    await cache.record(key, result, artifactsIn(result), recipe);
    const seconds = (Date.now() - startedMs) / 1000;
    logger.info(`finished: ${label} (${seconds.toFixed(1)} s)`, { job: name, key });
    return { result, reused: false, seconds };
  } catch (error) {
    if (context.cancellationSignal.aborted) throw context.cancellationSignal.reason;
    if (error instanceof ApplicationFailure) throw error;
    if (error instanceof Error && error.name === 'StoreFullError') {
      throw await outOfSpace(dependencies, label, diskNeedBytes(name, params), error);
    }
    throw stepFailure(error, label, context.info.attempt, logger);
  } finally {
    clearTimeout(first);
    clearInterval(beat);
  }
}

function stepFailure(error: unknown, label: string, attempt: number, logger: ActivityLogger): ApplicationFailure {
  const isHopeless = error instanceof Error && error.name === 'TrainerCrashedError' && attempt >= crashLimit;
  const failure = isHopeless
    ? ApplicationFailure.nonRetryable(`${label}: ${error.message}, ${crashLimit} times`, 'UntrainableError')
    : toApplicationFailure(error, label, attempt);
  logger.warn(`${failure.nonRetryable === true ? 'failed' : 'will be retried'}: ${failure.message}`, { attempt });
  return failure;
}
