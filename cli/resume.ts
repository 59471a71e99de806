import { resumeSignal } from '../workflows/names';
import type { PipelineInput } from '../workflows/types';
import { connect } from './connection';
import { exitCodes } from './exitCodes';
import type { GlobalOptions } from './options';
import { recordedInput } from './recordedInput';
import { choicesOf, describeRun, findRun, startRunWith } from './runs';

/** Lets a paused run go on; one that was cancelled or has failed is started again and reuses what it had finished. */
export async function resumeCommand(runId: string | undefined, options: GlobalOptions): Promise<number> {
  const server = await connect(options);
  try {
    const handle = await findRun(server.client, runId);
    const id = handle.workflowId;
    const { status } = await describeRun(server.client, id);
    if (status.name === 'COMPLETED') {
      process.stderr.write(`${id} has completed; "rcnas fork ${id}@iter-N" starts a variant of it\n`);
      return exitCodes.runFailed;
    }
    const isRunning = status.name === 'RUNNING';
    if (isRunning) await handle.signal(resumeSignal);
    else {
      const input = await recordedInput<PipelineInput>(server.client, id);
      await startRunWith(server.client, input, await choicesOf(server.client, id));
    }
    if (options.json === true) {
      process.stdout.write(`${JSON.stringify({ runId: id, restarted: !isRunning })}\n`);
    } else {
      process.stderr.write(isRunning ? `${id} goes on\n` : `${id} is started again; its finished steps are reused\n`);
      process.stderr.write(`  watch: rcnas watch ${id}\n`);
    }
    return exitCodes.ok;
  } finally {
    await server.close();
  }
}
