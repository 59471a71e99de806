import {
  ActivityCancellationType,
  patched,
  proxyActivities,
  proxyLocalActivities,
  workflowInfo,
} from '@temporalio/workflow';

import type { Activities } from '../activities/types';
import { priorityOption, runStep } from './control';
import { trainerQueue } from './names';

/** Failures of machines are retried without bound. */
const retry = { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' } as const;
const cancellationType = ActivityCancellationType.WAIT_CANCELLATION_COMPLETED;

/**
 * Training and attacks: hours at worst, so a heartbeat finds a dead worker within half a minute and the retry
 * continues from the newest checkpoint. Errors that the same input would give again are marked non-retryable where they
 * arise. Cancellation waits until the checkpoint is written, and so does a pause.
 */
export const durable = controlled(
  proxyActivities<Activities>({
    startToCloseTimeout: '7 days',
    heartbeatTimeout: '30 seconds',
    cancellationType,
    retry,
  }),
  { isInterruptible: true, needsTrainer: true },
);

/** Seconds of work: the agent's steps, rewards, records, the report. They heartbeat only while a trainer works for them; a pause lets them finish. */
export const quick = controlled(
  proxyActivities<Activities>({
    startToCloseTimeout: '30 minutes',
    heartbeatTimeout: '2 minutes',
    cancellationType,
    retry,
  }),
  { isInterruptible: false },
);

type ChildSteps =
  'characterizeTask' | 'proposeChild' | 'trainNetwork' | 'evaluateNetwork' | 'evaluateTransfer' | 'updatePolicy';

const localChildSteps = proxyLocalActivities<Pick<Activities, ChildSteps>>({
  startToCloseTimeout: '30 minutes',
  cancellationType,
  retry,
});
const localDurable = controlled(localChildSteps, { isInterruptible: true, isLocal: true });
const localQuick = controlled(localChildSteps, { isInterruptible: false, isLocal: true });

/**
 * The steps of children. Where they are known to take seconds, a trip through the server's queues would cost more
 * than doing one again after a crash: then they are local activities.
 */
export function childSteps({ localSteps = false }: { readonly localSteps?: boolean }) {
  return {
    durable: localSteps ? localDurable : (durable as Pick<typeof durable, ChildSteps>),
    quick: localSteps ? localQuick : (quick as Pick<typeof quick, ChildSteps>),
  };
}

type BriefSteps = 'sampleTask' | 'computeReward' | 'storeList' | 'recordIteration' | 'mergeLogs';

const local = controlled(
  proxyLocalActivities<Pick<Activities, BriefSteps>>({ startToCloseTimeout: '5 minutes', retry }),
  { isInterruptible: false, isLocal: true },
);

/**
 * Milliseconds of work without a trainer: done by the worker that runs the workflow, without a trip through the
 * server's queues. Workflows that began before this was so go on as they began.
 */
export function brief(): typeof local | Pick<typeof quick, BriefSteps> {
  return patched(briefStepsPatch) ? local : quick;
}

/** Steps without a trainer are local activities, and finished steps travel by reference. */
export const briefStepsPatch = 'brief-steps';

interface StepKind {
  /** A pause stops it at a checkpoint; others it lets finish. */
  readonly isInterruptible: boolean;
  /** It waits in the queue for a free trainer. */
  readonly needsTrainer?: boolean;
  /** Local activities wait in no queue, so they have no priority. */
  readonly isLocal?: boolean;
}

/** The same activities, which wait while the run is paused. */
function controlled<A extends object>(
  activities: A,
  { isInterruptible, needsTrainer = false, isLocal = false }: StepKind,
): A {
  const queueOption = () => (needsTrainer ? { taskQueue: trainerQueue(workflowInfo().taskQueue) } : {});
  const get = (target: A, name: string): unknown => {
    const activity = Reflect.get(target, name) as ControlledActivity;
    const executeWithOptions: ControlledActivity['executeWithOptions'] = (options, args) =>
      runStep(
        () => activity.executeWithOptions({ ...options, ...queueOption(), ...(isLocal ? {} : priorityOption()) }, args),
        isInterruptible,
      );
    return { executeWithOptions };
  };
  return new Proxy(activities, { get: (target, name) => get(target, String(name)) });
}

interface ControlledActivity {
  executeWithOptions(options: object, args: readonly unknown[]): Promise<unknown>;
}
