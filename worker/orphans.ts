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

/**
 * The server may have handed a step to a worker in the moment in which it died, after the first look of the next one;
 * by then it has noticed that nobody listens there.
 */
const secondLookMs = 10_000;

/**
 * Looks before the worker takes work, and has a second look later.
 *
 * @returns Stops the second look.
 */
export async function releaseOrphans(
  connection: NativeConnection,
  namespace: string,
  logger: Logger,
): Promise<() => void> {
  // Before the first step of its own, one that carries this process's name is from an earlier life too.
  await look(connection, namespace, logger, (pid) => pid === process.pid || !isAlive(pid));
  const timer = setTimeout(() => void look(connection, namespace, logger, (pid) => !isAlive(pid)), secondLookMs);
  return () => clearTimeout(timer);
}

async function look(
  connection: NativeConnection,
  namespace: string,
  logger: Logger,
  isGone: (pid: number) => boolean,
): Promise<void> {
  const deadline = Date.now() + searchTimeMs;
  try {
    const released = await connection.withDeadline(deadline, () => release(connection, namespace, isGone));
    if (released > 0) logger.info(`${released} step(s) of a worker that was killed are tried again`);
  } catch (error) {
    logger.warn(`steps of killed workers are left to their heartbeats: ${(error as Error).message}`);
  }
}

async function release(
  { workflowService }: NativeConnection,
  namespace: string,
  isGone: (pid: number) => boolean,
): Promise<number> {
  const query = `RcnasRun IS NOT NULL AND ExecutionStatus = 'Running'`;
  const { executions } = await workflowService.listWorkflowExecutions({ namespace, query, pageSize });
  let released = 0;
  for (const { execution } of executions ?? []) {
    const { pendingActivities } = await workflowService.describeWorkflowExecution({ namespace, execution });
    for (const { activityId, state, lastWorkerIdentity } of pendingActivities ?? []) {
      const pid = processOf(lastWorkerIdentity);
      if (!begun.includes(state) || pid === null || !isGone(pid)) continue;
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

/** The process of a worker, if it is one of this machine. */
function processOf(identity: string | null | undefined): number | null {
  const [, pid, host] = /^rcnas (\d+)@(.*)$/.exec(identity ?? '') ?? [];
  return pid === undefined || host !== hostname() ? null : Number(pid);
}
