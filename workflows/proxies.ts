import { ActivityCancellationType, patched, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';

import type { Activities } from '../activities/types';

/**
 * Training and attacks: hours at worst, so a heartbeat finds a dead worker within half a minute and the retry
 * continues from the newest checkpoint. Failures of machines are retried without bound; errors that the same input
 * would give again are marked non-retryable where they arise. Cancellation waits until the checkpoint is written.
 */
export const durable = proxyActivities<Activities>({
  startToCloseTimeout: '7 days',
  heartbeatTimeout: '30 seconds',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

/** Seconds of work: the agent's steps, rewards, records, the report. They heartbeat only while a trainer works for them. */
export const quick = proxyActivities<Activities>({
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout: '2 minutes',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

type ChildSteps =
  'characterizeTask' | 'proposeChild' | 'trainNetwork' | 'evaluateNetwork' | 'evaluateTransfer' | 'updatePolicy';

const localChildSteps = proxyLocalActivities<Pick<Activities, ChildSteps>>({
  startToCloseTimeout: '30 minutes',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

/**
 * The steps of children. Where they are known to take seconds, a trip through the server's queues would cost more
 * than doing one again after a crash: then they are local activities.
 */
export function childSteps({ localSteps = false }: { readonly localSteps?: boolean }) {
  return {
    durable: localSteps ? localChildSteps : (durable as Pick<typeof durable, ChildSteps>),
    quick: localSteps ? localChildSteps : (quick as Pick<typeof quick, ChildSteps>),
  };
}

type BriefSteps = 'sampleTask' | 'computeReward' | 'storeList' | 'recordIteration' | 'mergeLogs';

const local = proxyLocalActivities<Pick<Activities, BriefSteps>>({
  startToCloseTimeout: '5 minutes',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

/**
 * Milliseconds of work without a trainer: done by the worker that runs the workflow, without a trip through the
 * server's queues. Workflows that began before this was so go on as they began.
 */
export function brief(): typeof local | Pick<typeof quick, BriefSteps> {
  return patched(briefStepsPatch) ? local : quick;
}

/** Steps without a trainer are local activities, and finished steps travel by reference. */
export const briefStepsPatch = 'brief-steps';
