/** `rcnas run`: server, worker, submission and watching in one process tree, from a spec to its report. */
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import type { ResolvedPipeline } from '../schemas/resolved';
import { createLogger } from '../worker/log';
import { runWorker } from '../worker/runWorker';
import { superviseTemporalServer } from '../worker/serverSupervisor';
import type { SimulationOptions } from '../worker/simulatedTrainers';
import { defaultTaskQueue } from '../workflows/names';
import { searchAttributes } from '../workflows/searchAttributes';
import { connect, workflowPage } from './connection';
import { planDisk } from './diskPlan';
import { exitCodes } from './exitCodes';
import { followRun } from './follow';
import { interruptSignal } from './interrupt';
import { loadCheckedSpec } from './loadSpec';
import { dataRoots, trainerChoices, type GlobalOptions, type StartOptions, type WorkerOptions } from './options';
import { describeOutcome } from './outcome';
import { startRun } from './runs';

export async function runCommand(
  specPath: string,
  options: GlobalOptions & WorkerOptions & StartOptions,
): Promise<number> {
  return await runSpec(await loadCheckedSpec(specPath), specPath, options);
}

/** What another command that runs a spec may choose. */
export interface RunVariant {
  readonly taskQueue?: string;
  readonly simulation?: SimulationOptions;
  readonly localSteps?: boolean;
  /** How the run is taken up again, for people. */
  readonly command?: string;
}

export async function runSpec(
  spec: ResolvedPipeline,
  specPath: string,
  options: GlobalOptions & WorkerOptions & StartOptions,
  { taskQueue = defaultTaskQueue, simulation, localSteps, command = `rcnas run ${specPath}` }: RunVariant = {},
): Promise<number> {
  const choices = trainerChoices(options);
  const specText = await readFile(specPath, 'utf8');
  // Formulas store next to nothing.
  if (simulation === undefined) await planDisk(spec, options, (line) => process.stderr.write(`${line}\n`));
  const logFile = join(options.stateDir, 'worker.log');
  const logger = createLogger({ file: logFile, format: 'text' });
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const interrupt = interruptSignal();
  const workerStop = new AbortController();

  const embedded =
    options.address === undefined
      ? await superviseTemporalServer({
          stateDir: options.stateDir,
          namespace: options.namespace,
          searchAttributes,
          logger,
        })
      : null;
  try {
    const server = await connect(options);
    let worker: Promise<void> = Promise.resolve();
    try {
      const { runId, handle, attached } = await startRun(server.client, spec, specText, {
        taskQueue,
        priority: options.priority,
        localSteps,
      });
      say(`${attached ? 'continuing' : 'run'} ${runId}`);
      if (server.uiUrl !== null) say(`  page: ${workflowPage(server.uiUrl, options.namespace, runId)}`);
      say(`  log:  ${logFile}`);

      let workerError: unknown;
      worker = runWorker({
        ...options,
        ...choices,
        tls: server.access.tls,
        apiKey: server.access.apiKey,
        storeUrl: options.store,
        address: server.address,
        taskQueue,
        simulation,
        codec: server.codec,
        dataRoots: dataRoots(options, dirname(resolve(specPath))),
        shutdownSignal: workerStop.signal,
        logger,
      }).catch((error: unknown) => {
        workerError = error;
      });
      const workerEnded = new AbortController();
      void worker.then(() => workerEnded.abort());
      const signal = AbortSignal.any([interrupt.signal, workerEnded.signal]);
      const status = await followRun(server, handle, { output: process.stderr, signal });
      if (workerError !== undefined) throw workerError;
      if (status === null) {
        say('saving checkpoints; press Ctrl+C again to stop at once');
        say(`nothing is lost; continue with: ${command}`);
        return exitCodes.interrupted;
      }
      return await describeOutcome(handle, options);
    } finally {
      workerStop.abort();
      await worker;
      await server.close();
    }
  } finally {
    await embedded?.stop();
    interrupt.release();
  }
}
