import { setTimeout as sleep } from 'node:timers/promises';

import type { Client } from '@temporalio/client';

import { pauseSignal } from '../workflows/names';
import { connect } from './connection';
import { exitCodes } from './exitCodes';
import { interruptSignal } from './interrupt';
import type { GlobalOptions } from './options';
import { describeRun, findRun, type RunHandle } from './runs';
import { takeSnapshot } from './snapshot';

const pollIntervalMs = 500;
/** Without a worker nobody confirms; the request waits on the server. */
const pollsWithoutWorker = 6;

/** Lets a run finish or checkpoint its steps under way and begin no others, and waits until nothing is running. */
export async function pauseCommand(runId: string | undefined, options: GlobalOptions): Promise<number> {
  const server = await connect(options);
  const interrupt = interruptSignal();
  try {
    const handle = await findRun(server.client, runId);
    const { status } = await describeRun(server.client, handle.workflowId);
    if (status.name !== 'RUNNING') {
      process.stderr.write(`${handle.workflowId} is not running: ${status.name.toLowerCase()}\n`);
      return exitCodes.runFailed;
    }
    await handle.signal(pauseSignal);
    const outcome = await untilQuiet(server.client, handle, interrupt.signal);
    if (options.json === true) {
      process.stdout.write(`${JSON.stringify({ runId: handle.workflowId, outcome })}\n`);
    } else {
      process.stderr.write(`${handle.workflowId}: ${outcomeTexts[outcome]}\n`);
      process.stderr.write(`  go on with: rcnas resume ${handle.workflowId}\n`);
    }
    return outcome === 'interrupted' ? exitCodes.interrupted : exitCodes.ok;
  } finally {
    interrupt.release();
    await server.close();
  }
}

type PauseOutcome = 'paused' | 'asked' | 'ended' | 'interrupted';

const outcomeTexts: Readonly<Record<PauseOutcome, string>> = {
  paused: 'paused; nothing of it is running, its slots are free',
  asked: 'will be paused as soon as a worker is there',
  ended: 'ended before it could be paused',
  interrupted: 'is being paused',
};

async function untilQuiet(client: Client, handle: RunHandle, signal: AbortSignal): Promise<PauseOutcome> {
  for (let withoutWorker = 0; !signal.aborted;) {
    const { status, progress, activities } = await takeSnapshot(client, handle);
    if (status !== 'running') return 'ended';
    if (progress === null) {
      if (++withoutWorker === pollsWithoutWorker) return 'asked';
    } else if (progress.paused && activities.length === 0) {
      return 'paused';
    }
    await sleep(pollIntervalMs, undefined, { signal }).catch(() => undefined);
  }
  return 'interrupted';
}
