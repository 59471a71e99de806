import { ActivityCancellationType, proxyActivities } from '@temporalio/workflow';

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
