/** What a command says when a run has ended, and the exit code that goes with it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { WorkflowFailedError } from '@temporalio/client';

import type { Report } from '../reports/types';
import { summarizeReport } from '../reports/terminal';
import { failureMessage } from '../workflows/failureMessage';
import { exitCodes } from './exitCodes';
import type { GlobalOptions } from './options';
import type { RunHandle } from './runs';

/** Waits for the result, prints the report's summary or the reason of the failure. */
export async function describeOutcome(handle: RunHandle, options: GlobalOptions): Promise<number> {
  let directory: string;
  try {
    ({ directory } = await handle.result());
  } catch (error) {
    const cause = error instanceof WorkflowFailedError ? error.cause : error;
    process.stderr.write(`${handle.workflowId} did not complete: ${failureMessage(cause)}\n`);
    return exitCodes.runFailed;
  }
  const text = await readFile(join(directory, 'report.json'), 'utf8').catch(() => null);
  if (text === null) process.stderr.write(`the report is on the worker's machine, in ${directory}\n`);
  else if (options.json === true) process.stdout.write(text);
  else {
    process.stderr.write(`\n${summarizeReport(JSON.parse(text) as Report, { colour: process.stderr.isTTY })}\n`);
    process.stdout.write(`report: ${join(directory, 'report.html')}\n`);
  }
  return exitCodes.ok;
}
