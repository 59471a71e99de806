import { defaultTaskQueue } from '../workflows/names';
import { createLogger } from '../worker/log';
import { runWorker } from '../worker/runWorker';
import { findAccess } from './connection';
import { exitCodes } from './exitCodes';
import { interruptSignal } from './interrupt';
import { payloadCodec } from './serverAccess';
import { dataRoots, trainerChoices, type GlobalOptions, type WorkerOptions } from './options';

const embeddedServerWaitMs = 15_000;

/** Works on runs until it is interrupted; then running steps save their checkpoints and another worker goes on. */
export async function workerCommand(options: GlobalOptions & WorkerOptions): Promise<number> {
  const choices = trainerChoices(options);
  const { stateDir, runsDir, namespace, slots, threads } = options;
  const [{ access }, codec] = await Promise.all([findAccess(options, embeddedServerWaitMs), payloadCodec(options)]);
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
    const shutdownSignal = interrupt.signal;
    await runWorker({
      ...access,
      codec,
      dataRoots: dataRoots(options),
      namespace,
      taskQueue: defaultTaskQueue,
      slots,
      threads,
      ...choices,
      stateDir,
      runsDir,
      shutdownSignal,
      logger,
    });
    return exitCodes.ok;
  } finally {
    interrupt.release();
  }
}
