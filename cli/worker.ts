import { defaultTaskQueue } from '../workflows/names';
import { createLogger } from '../worker/log';
import { runWorker } from '../worker/runWorker';
import { sleep } from '../worker/processes';
import { findServer, readServerState, watchAddress } from '../worker/serverState';
import type { QueueChoice } from '../worker/taskQueues';
import { NoServerError } from './errors';
import { exitCodes } from './exitCodes';
import { interruptSignal } from './interrupt';
import { payloadCodec, serverAccess } from './serverAccess';
import { dataRoots, trainerChoices, type GlobalOptions, type WorkerOptions } from './options';

/** A server that was killed is back before that, when somebody starts it again. */
const embeddedServerWaitMs = 60_000;

/** Works on runs until it is interrupted; then running steps save their checkpoints and another worker goes on. */
export async function workerCommand(
  options: GlobalOptions & WorkerOptions & { readonly queue?: QueueChoice },
): Promise<number> {
  const choices = trainerChoices(options);
  const { stateDir, runsDir, namespace, slots, threads } = options;
  const [named, codec] = await Promise.all([serverAccess(options), payloadCodec(options)]);
  const first = named?.address ?? (await embeddedAddress(stateDir));
  const interrupt = interruptSignal();
  const logger = createLogger();
  interrupt.signal.addEventListener(
    'abort',
    () => logger.info('stopping: running steps save their checkpoints; interrupt again to end at once'),
    {
      once: true,
    },
  );
  try {
    for (let address: string = first; ;) {
      const watch = named === undefined ? watchAddress(stateDir, address) : undefined;
      const signals = [interrupt.signal, ...(watch === undefined ? [] : [watch.moved])];
      await runWorker({
        ...(named ?? { address }),
        codec,
        dataRoots: dataRoots(options),
        namespace,
        taskQueue: defaultTaskQueue,
        queue: options.queue ?? 'auto',
        slots,
        threads,
        ...choices,
        stateDir,
        storeUrl: options.store,
        runsDir,
        shutdownSignal: AbortSignal.any(signals),
        logger,
      }).finally(() => watch?.stop());
      if (interrupt.signal.aborted || watch?.moved.aborted !== true) return exitCodes.ok;
      logger.warn(`${(watch.moved.reason as Error).message}; the worker follows its own`);
      address = await embeddedAddress(stateDir);
    }
  } finally {
    interrupt.release();
  }
}

/** Address of the state folder's server; one that has been there before may be on its way back. @throws NoServerError */
async function embeddedAddress(stateDir: string): Promise<string> {
  const deadline = performance.now() + embeddedServerWaitMs;
  for (;;) {
    const server = await findServer(stateDir, deadline - performance.now());
    if (server !== undefined) return server.address;
    if (readServerState(stateDir) === undefined || performance.now() >= deadline) break;
    await sleep(250);
  }
  throw new NoServerError(
    `no Temporal server is running for ${stateDir}; start one with "rcnas server", or name one with --address`,
  );
}
