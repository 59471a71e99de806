import { connect } from './connection';
import { exitCodes } from './exitCodes';
import { interruptSignal } from './interrupt';
import { followRun } from './follow';
import type { GlobalOptions } from './options';
import { describeRun, findRun } from './runs';

/** Asks a run to stop after its running steps have saved their checkpoints, and waits until it has. */
export async function cancelCommand(runId: string | undefined, options: GlobalOptions): Promise<number> {
  const server = await connect(options);
  const interrupt = interruptSignal();
  try {
    const handle = await findRun(server.client, runId);
    const { status } = await describeRun(server.client, handle.workflowId);
    if (status.name !== 'RUNNING') {
      process.stderr.write(`${handle.workflowId} is not running: ${status.name.toLowerCase()}\n`);
      return exitCodes.ok;
    }
    await handle.cancel();
    process.stderr.write(`asked ${handle.workflowId} to stop\n`);
    const final = await followRun(server, handle, { output: process.stderr, signal: interrupt.signal });
    if (final === null) return exitCodes.interrupted;
    if (final === 'server ended') {
      process.stderr.write(`${handle.workflowId} has stopped, and so has the server of its "rcnas run"\n`);
      return exitCodes.ok;
    }
    process.stderr.write(
      `${handle.workflowId}: ${final}; its finished steps are kept and reused when it is run again\n`,
    );
    return exitCodes.ok;
  } finally {
    interrupt.release();
    await server.close();
  }
}
