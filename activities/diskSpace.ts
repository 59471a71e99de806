/** What a step does on a full disk or when the run's budget is used up: it waits, and says so. */
import { ApplicationFailure, Context } from '@temporalio/activity';

import { freeBytes, sizeText } from '../artifacts/freeSpace';
import type { ActivityDependencies } from './dependencies';
import { currentRun, heartbeat } from './recompute';

/** Name of the signal that tells a run of a step that waits, or goes on. */
export const diskWaitSignalName = 'diskWait';

export interface DiskWait {
  readonly step: string;
  /** Null when the step goes on. */
  readonly message: string | null;
}

/** How soon a waiting step looks again whether there is space. */
const retryDelay = '15 seconds';
/** Left free for what else is written: the log, the server's database, the report. */
const reserveBytes = 1_000_000;

/** Steps that wait in this process: local ones have no heartbeat. */
const waitingSteps = new Set<string>();

/** Heartbeat of a step that waits; its next attempt finds it. */
interface WaitingBeat {
  readonly waitsForSpace?: boolean;
}

/**
 * To be called before a step is computed.
 *
 * @throws ApplicationFailure of type StoreFullError, which is retried until there is space
 */
export async function awaitSpace(
  dependencies: ActivityDependencies,
  label: string,
  neededBytes: number,
): Promise<void> {
  const free = await freeBytes(dependencies.stateDir);
  if (free < neededBytes + reserveBytes) {
    throw await waiting(dependencies, label, `${sizeText(neededBytes + reserveBytes)} needed, ${sizeText(free)} free`);
  }
  const budget = await dependencies.cache.budgetOf(currentRun());
  if (budget !== null && budget.usedBytes + neededBytes > budget.limitBytes) {
    const left = Math.max(0, budget.limitBytes - budget.usedBytes);
    throw await waiting(
      dependencies,
      label,
      `${sizeText(neededBytes)} needed, ${sizeText(left)} free of the run's budget of ${sizeText(budget.limitBytes)}`,
    );
  }
  if (!wasWaiting(label)) return;
  waitingSteps.delete(stepOf(label));
  dependencies.logger.info(`there is space again: ${label}`);
  await tellRun({ step: label, message: null });
}

/** The failure of a step that ran out of space while it was computed. */
export async function outOfSpace(
  dependencies: ActivityDependencies,
  label: string,
  neededBytes: number,
  cause: Error,
): Promise<ApplicationFailure> {
  const free = await freeBytes(dependencies.stateDir);
  const needed = `${sizeText(neededBytes + reserveBytes)} needed, ${sizeText(free)} free`;
  return await waiting(dependencies, label, `${needed} (${cause.message})`);
}

async function waiting({ logger }: ActivityDependencies, label: string, what: string): Promise<ApplicationFailure> {
  const message = `waiting for disk space: ${what}`;
  logger.warn(`${label}: ${message}`);
  const wasAlready = wasWaiting(label);
  const beat: WaitingBeat & { readonly fraction: number; readonly message: string } = {
    fraction: 0,
    message: `${label}: ${message}`,
    waitsForSpace: true,
  };
  heartbeat(beat);
  waitingSteps.add(stepOf(label));
  if (!wasAlready) await tellRun({ step: label, message: what });
  return ApplicationFailure.create({
    type: 'StoreFullError',
    message: `${label}: ${message}`,
    nextRetryDelay: retryDelay,
  });
}

function wasWaiting(label: string): boolean {
  const { heartbeatDetails } = Context.current().info;
  return waitingSteps.has(stepOf(label)) || (heartbeatDetails as WaitingBeat | undefined)?.waitsForSpace === true;
}

function stepOf(label: string): string {
  return `${currentRun()} ${label}`;
}

/** For people only; the step waits whether the run hears of it or not. */
async function tellRun(wait: DiskWait): Promise<void> {
  try {
    await Context.current().client.workflow.getHandle(currentRun()).signal(diskWaitSignalName, wait);
  } catch {
    // A run that has ended, or a server that is away.
  }
}
