/**
 * Steps that a killed worker of this machine had begun. The server would wait for their heartbeats, half a minute and
 * more; whoever finds the worker's process gone can tell it at once, and the steps are tried again.
 */
import { hostname } from 'node:os';

import { temporal } from '@temporalio/proto';
import type { NativeConnection } from '@temporalio/worker';

import type { Logger } from './log';
import { isAlive } from './processes';

/** How a worker calls itself to the server. */
export function workerIdentity(pid = process.pid): string {
  return `rcnas ${pid}@${hostname()}`;
}

const { PendingActivityState } = temporal.api.enums.v1;
const begun: readonly unknown[] = [
  PendingActivityState.PENDING_ACTIVITY_STATE_STARTED,
  PendingActivityState.PENDING_ACTIVITY_STATE_CANCEL_REQUESTED,
];

/** Work begins without those that were not found by then: their heartbeats tell. */
const searchTimeMs = 10_000;
const pageSize = 500;

/** To be called before the worker takes work: a step that carries this process's own name is from an earlier life too. */
export async function releaseOrphans(connection: NativeConnection, namespace: string, logger: Logger): Promise<void> {
  const deadline = Date.now() + searchTimeMs;
  try {
    const released = await connection.withDeadline(deadline, () => release(connection, namespace));
    if (released > 0) logger.info(`${released} step(s) of a worker that was killed are tried again`);
  } catch (error) {
    logger.warn(`steps of killed workers are left to their heartbeats: ${(error as Error).message}`);
  }
}

async function release({ workflowService }: NativeConnection, namespace: string): Promise<number> {
  const query = `RcnasRun IS NOT NULL AND ExecutionStatus = 'Running'`;
  const { executions } = await workflowService.listWorkflowExecutions({ namespace, query, pageSize });
  let released = 0;
  for (const { execution } of executions ?? []) {
    const { pendingActivities } = await workflowService.describeWorkflowExecution({ namespace, execution });
    for (const { activityId, state, lastWorkerIdentity } of pendingActivities ?? []) {
      if (!begun.includes(state) || !isGone(lastWorkerIdentity)) continue;
      await workflowService.respondActivityTaskFailedById({
        namespace,
        workflowId: execution?.workflowId,
        runId: execution?.runId,
        activityId,
        identity: workerIdentity(),
        failure: {
          message: `the worker process (${lastWorkerIdentity}) was killed`,
          source: 'rcnas',
          applicationFailureInfo: { type: 'WorkerKilledError', nextRetryDelay: { nanos: 1 } },
        },
      });
      released++;
    }
  }
  return released;
}

/** A process of this machine that is gone, or had the number that this one has. */
function isGone(identity: string | null | undefined): boolean {
  const [, pid, host] = /^rcnas (\d+)@(.*)$/.exec(identity ?? '') ?? [];
  if (pid === undefined || host !== hostname()) return false;
  return Number(pid) === process.pid || !isAlive(Number(pid));
}
