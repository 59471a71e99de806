import { connect } from './connection';
import { exitCodes } from './exitCodes';
import { followRun } from './follow';
import { interruptSignal } from './interrupt';
import type { GlobalOptions } from './options';
import { describeOutcome } from './outcome';
import { findRun } from './runs';

/** Follows a run until it ends; Ctrl+C ends the watching, not the run. */
export async function watchCommand(runId: string | undefined, options: GlobalOptions): Promise<number> {
  const server = await connect(options);
  const interrupt = interruptSignal();
  try {
    const handle = await findRun(server.client, runId);
    process.stderr.write(`watching ${handle.workflowId}\n`);
    const status = await followRun(server, handle, { output: process.stderr, signal: interrupt.signal });
    if (status === null) {
      process.stderr.write(`the run goes on; watch it again with: rcnas watch ${handle.workflowId}\n`);
      return exitCodes.interrupted;
    }
    if (status === 'server ended') {
      process.stderr.write(
        `the server has been stopped; see "rcnas report ${handle.workflowId}", or run its spec again\n`,
      );
      return exitCodes.noServer;
    }
    return await describeOutcome(handle, options);
  } finally {
    interrupt.release();
    await server.close();
  }
}
