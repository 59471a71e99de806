import { readFile } from 'node:fs/promises';

import { defaultTaskQueue, deviceQueue } from '../workflows/names';
import { connect, workflowPage } from './connection';
import { planDisk } from './diskPlan';
import { exitCodes } from './exitCodes';
import { loadCheckedSpec } from './loadSpec';
import type { GlobalOptions, StartOptions } from './options';
import { startRun } from './runs';

/** Hands a spec to the server and returns at once. */
export async function submitCommand(specPath: string, options: GlobalOptions & StartOptions): Promise<number> {
  const spec = await loadCheckedSpec(specPath);
  const { queue = 'any' } = options;
  const taskQueue = queue === 'any' ? defaultTaskQueue : deviceQueue(defaultTaskQueue, queue);
  await planDisk(spec, options, (line) => process.stderr.write(`${line}\n`));
  const server = await connect(options);
  try {
    const { runId, attached } = await startRun(server.client, spec, await readFile(specPath, 'utf8'), {
      taskQueue,
      priority: options.priority,
    });
    const page = server.uiUrl === null ? null : workflowPage(server.uiUrl, options.namespace, runId);
    if (options.json === true) {
      process.stdout.write(`${JSON.stringify({ runId, attached, page })}\n`);
    } else {
      process.stderr.write(attached ? `${runId} is running already\n` : `submitted ${runId}\n`);
      if (page !== null) process.stderr.write(`  page:  ${page}\n`);
      process.stderr.write(`  watch: rcnas watch ${runId}\n`);
      process.stdout.write(`${runId}\n`);
    }
    return exitCodes.ok;
  } finally {
    await server.close();
  }
}
