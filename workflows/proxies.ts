import { ActivityCancellationType, proxyActivities } from '@temporalio/workflow';

import type { Activities } from '../activities/types';
import { priorityOption, runStep } from './control';

/**
 * Training and attacks: hours at worst, so a heartbeat finds a dead worker within half a minute and the retry
 * continues from the newest checkpoint. Failures of machines are retried without bound; errors that the same input
 * would give again are marked non-retryable where they arise. Cancellation waits until the checkpoint is written,
 * and so does a pause.
 */
export const durable = controlled(
  proxyActivities<Activities>({
    startToCloseTimeout: '7 days',
    heartbeatTimeout: '30 seconds',
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
  }),
  true,
);

/** Seconds of work: the agent's steps, rewards, records, the report. They heartbeat only while a trainer works for them; a pause lets them finish. */
export const quick = controlled(
  proxyActivities<Activities>({
    startToCloseTimeout: '30 minutes',
    heartbeatTimeout: '2 minutes',
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
  }),
  false,
);

/** The same activities, which wait while the run is paused. */
function controlled<A extends object>(activities: A, isInterruptible: boolean): A {
  const get = (target: A, name: string): unknown => {
    const activity = Reflect.get(target, name) as ControlledActivity;
    const executeWithOptions: ControlledActivity['executeWithOptions'] = (options, args) =>
      runStep(() => activity.executeWithOptions({ ...options, ...priorityOption() }, args), isInterruptible);
    return { executeWithOptions };
  };
  return new Proxy(activities, { get: (target, name) => get(target, String(name)) });
}

interface ControlledActivity {
  executeWithOptions(options: object, args: readonly unknown[]): Promise<unknown>;
}
