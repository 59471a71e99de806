/** The process that hosts workflows and activities, and the trainers that work for it. */
import { existsSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';

import { bundleWorkflowCode, NativeConnection, Worker } from '@temporalio/worker';

import { createActivities } from '../activities/index';
import { checkStore, openStore } from '../artifacts/openStore';
import { trainerQueue } from '../workflows/names';
import { searchAttributes } from '../workflows/searchAttributes';
import { chaosFolderVariable, chaosProbe } from './chaosProbe';
import { defaultThreads, describeEngine, usableGpus } from './engine';
import type { Logger } from './log';
import { releaseOrphans, workerIdentity } from './orphans';
import { compiledFile } from './packagePaths';
import { sleep } from './processes';
import type { EncryptingCodec } from './payloadCodec';
import { limitActivityResults } from './payloadLimit';
import { checkSearchAttributes, SearchAttributesError } from './searchAttributes';
import { grpcCode, grpcCodes, tlsProblem, type ServerAccess } from './serverAccess';
import { createSimulatedTrainers, simulatedEngine, type SimulationOptions } from './simulatedTrainers';
import { storeFolder } from './storeFolder';
import { taskQueuesOf, type QueueChoice } from './taskQueues';
import { installRuntime } from './temporalRuntime';
import { TrainerCrashedError } from './trainerErrors';
import { createTrainerPool, type TrainerPoolOptions } from './trainerPool';

export interface RunWorkerOptions {
  /** host:port of the Temporal server. */
  readonly address: string;
  /** TLS and API key, where the server wants them. */
  readonly tls?: ServerAccess['tls'];
  readonly apiKey?: string;
  /** Encrypts what goes to the server; clients need the same one. */
  readonly codec?: EncryptingCodec;
  readonly namespace: string;
  readonly taskQueue: string;
  /** Which of its queues, by device; default `any`: the task queue alone. */
  readonly queue?: QueueChoice;
  /** Trainer processes at a time; default `defaultSlots()`, with GPUs one for each. */
  readonly slots?: number;
  /** TensorFlow's threads in each trainer; default 2. */
  readonly threads?: number;
  /** Let XLA compile parts of the graphs; default false. */
  readonly xla?: boolean;
  /** On GPUs: only kernels that give the same bits each time; default true. */
  readonly deterministic?: boolean;
  /** Folder of the embedded server and, under `store/`, of artifacts, results and checkpoints. */
  readonly stateDir: string;
  /** `s3://bucket/prefix` of artifacts and results; default: they lie in the state folder. */
  readonly storeUrl?: string;
  /** Folder that receives one folder per run. */
  readonly runsDir: string;
  /** Folders that the data of specs may come from; default: anywhere. */
  readonly dataRoots?: readonly string[];
  /** Ends the worker: running jobs save their checkpoints and are taken up by the next worker. */
  readonly shutdownSignal: AbortSignal;
  readonly logger: Logger;
  /** Called when the worker takes work. */
  readonly onReady?: () => void;
  /** How long to wait for the server; default 30 s. */
  readonly connectTimeoutMs?: number;
  /** Settings of the trainers, for tests. */
  readonly trainers?: Partial<TrainerPoolOptions>;
  /** Formulas instead of trainers; without TensorFlow. */
  readonly simulation?: SimulationOptions;
}

/** No Temporal server answered in time. */
export class ServerUnreachableError extends Error {
  override readonly name = 'ServerUnreachableError';
}

export { defaultThreads, storeFolder };

/** Activities that compute little or for seconds, besides those that wait for a trainer in a queue of their own. */
const lightActivities = 16;
/** Enough for all episodes that an iteration plays at once; a workflow that falls out is replayed when it goes on. */
const maxCachedWorkflows = 300;
/** A workflow whose steps are local holds one while they last. */
const maxConcurrentWorkflowTaskExecutions = 150;
/** Running steps may end within this time; then they are asked to save and stop. */
const shutdownGraceTime = '2 seconds';
/** A step that still has not stopped is left to its heartbeat timeout. */
const shutdownForceTime = '60 seconds';
const startAttempts = 5;
const startRetryMs = 500;
const forgottenFolderMs = 14 * 24 * 3600 * 1000;

/**
 * As many trainers as fill the processors, two threads each, and fit into memory at 2 GiB each; at least two, because
 * the steps of a small network cannot fill two processors with threads.
 */
export function defaultSlots(): number {
  const byProcessors = Math.max(2, Math.floor(availableParallelism() / defaultThreads));
  return Math.max(1, Math.min(byProcessors, Math.floor(totalmem() / (2 * 2 ** 30))));
}

/**
 * Works until `shutdownSignal` aborts; resolves when everything has been saved and all trainers have ended.
 * Outages of the server are waited out.
 *
 * @throws ServerUnreachableError, SearchAttributesError, StoreAccessError, StoreUnreachableError
 */
export async function runWorker(options: RunWorkerOptions): Promise<void> {
  const {
    address,
    namespace,
    taskQueue,
    logger,
    shutdownSignal,
    threads = defaultThreads,
    xla = false,
    deterministic = true,
  } = options;
  const { simulation } = options;
  const gpus = simulation === undefined ? usableGpus(logger) : [];
  const slots = options.slots ?? (gpus.length > 0 ? gpus.length : defaultSlots());
  const taskQueues = taskQueuesOf(taskQueue, options.queue ?? 'any', gpus.length > 0);
  installRuntime(logger);
  const storeRoot = storeFolder(options.stateDir);
  const opened = await openStore({ folder: storeRoot, url: options.storeUrl });
  await checkStore(opened);
  const pool = {
    slots,
    threadsPerTrainer: threads,
    gpus,
    deterministic,
    xla,
    storeRoot,
    dataRoots: options.dataRoots,
    storeUrl: options.storeUrl,
    logger,
  };
  const trainers =
    simulation === undefined
      ? createTrainerPool({ ...pool, ...options.trainers })
      : createSimulatedTrainers(slots, opened.store, simulation);
  const engineOfTrainers = () =>
    patiently(
      () => describeEngine(trainers, pool),
      (error) => error instanceof TrainerCrashedError,
    );
  const chaosFolder = process.env[chaosFolderVariable];
  const probe = chaosFolder === undefined ? undefined : chaosProbe(chaosFolder);
  const failed = new AbortController();
  const connecting = connectTo(
    options,
    options.connectTimeoutMs ?? 30_000,
    AbortSignal.any([shutdownSignal, failed.signal]),
  );
  try {
    const [engine, connection] = await Promise.all([
      simulation === undefined ? engineOfTrainers() : simulatedEngine,
      connecting,
      removeForgottenFolders(join(storeRoot, 'work'), logger),
    ]);
    await patiently(
      () => checkSearchAttributes(connection, namespace, searchAttributes),
      (error) => !(error instanceof SearchAttributesError),
    );
    const shared = {
      connection,
      namespace,
      identity: workerIdentity(),
      ...(options.codec ? { dataConverter: { payloadCodecs: [options.codec] } } : {}),
      activities: createActivities({
        store: opened.store,
        cache: opened.cache,
        trainers: probe?.watch(trainers) ?? trainers,
        stateDir: storeRoot,
        runsDir: options.runsDir,
        dataRoots: options.dataRoots,
        engine,
        logger,
      }),
      maxHeartbeatThrottleInterval: '2 seconds',
      defaultHeartbeatThrottleInterval: '2 seconds',
      interceptors: { activity: [limitActivityResults, ...(probe === undefined ? [] : [probe.interceptors])] },
      shutdownGraceTime,
      shutdownForceTime,
    };
    const ofWorkflows = {
      workflowBundle: await workflowBundle(logger),
      maxConcurrentActivityTaskExecutions: lightActivities,
      maxConcurrentLocalActivityExecutions: 2 * slots + lightActivities,
      maxConcurrentWorkflowTaskExecutions,
      maxCachedWorkflows,
      workflowThreadPoolSize: 1,
    };
    const ofTrainers = { maxConcurrentActivityTaskExecutions: slots };
    const workers: Worker[] = [];
    for (const queue of taskQueues) {
      workers.push(await Worker.create({ ...shared, ...ofWorkflows, taskQueue: queue }));
      workers.push(await Worker.create({ ...shared, ...ofTrainers, taskQueue: trainerQueue(queue) }));
    }
    const endLooking = await releaseOrphans(connection, namespace, logger);
    await runUntil(workers, shutdownSignal, () => {
      logger.info(
        `worker ready: ${slots} trainer(s) of ${threads} thread(s), TensorFlow ${engine.tensorflow} on ${engine.device}, server ${address}`,
      );
      options.onReady?.();
    }).finally(endLooking);
    logger.info('worker stopped; what it did is saved');
  } catch (error) {
    // Asked to end before it had begun.
    if (!shutdownSignal.aborted || error !== shutdownSignal.reason) throw error;
  } finally {
    failed.abort();
    await trainers.close();
    // An open connection would keep the process alive.
    await connecting.then(
      (connection) => connection.close(),
      () => undefined,
    );
  }
}

async function runUntil(workers: readonly Worker[], signal: AbortSignal, onReady: () => void): Promise<void> {
  const stop = (): void => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    // One that ends by an error takes the others along.
    const running = Promise.allSettled(workers.map((worker) => worker.run().finally(stop)));
    onReady();
    if (signal.aborted) stop();
    const failed = (await running).find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Trainers and the server may be killed while a worker starts; neither says anything about the machine, a few times. */
async function patiently<T>(start: () => Promise<T>, isPassing: (error: unknown) => boolean): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start();
    } catch (error) {
      if (!isPassing(error) || attempt === startAttempts) throw error;
      await sleep(startRetryMs * attempt);
    }
  }
}

async function connectTo(
  { address, tls, apiKey }: ServerAccess,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<NativeConnection> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    signal.throwIfAborted();
    try {
      return await NativeConnection.connect({
        address,
        ...(tls === undefined ? {} : { tls }),
        ...(apiKey === undefined ? {} : { apiKey }),
      });
    } catch (error) {
      const code = grpcCode(error);
      if (code === grpcCodes.unauthenticated || code === grpcCodes.permissionDenied) {
        throw new ServerUnreachableError(`the Temporal server at ${address} refuses the credentials`, { cause: error });
      }
      if (performance.now() >= deadline) {
        // What the native client refuses may be fine for others: certificates of version 1, for instance.
        const problem = tls === undefined ? null : ((await tlsProblem({ address, tls })) ?? (error as Error).message);
        const reason = problem === null ? '' : `: TLS: ${problem}`;
        throw new ServerUnreachableError(`no Temporal server answers at ${address}${reason}`, { cause: error });
      }
      await sleep(500);
    }
  }
}

/** The bundle that the build made; in a checkout without one it is made now. */
async function workflowBundle(logger: Logger): Promise<{ codePath: string } | { code: string }> {
  const codePath = compiledFile('workflows/bundle.js');
  if (existsSync(codePath)) return { codePath };
  logger.warn('dist/workflows/bundle.js is missing, so the workflows are bundled now; "npm run build" makes it');
  return bundleWorkflowCode({
    workflowsPath: compiledFile('workflows/index.js'),
    workflowInterceptorModules: [compiledFile('workflows/interceptors.js')],
  });
}

/** Checkpoints of jobs that nobody has taken up again for weeks. */
async function removeForgottenFolders(work: string, logger: Logger): Promise<void> {
  for (const name of await readdir(work).catch(() => [])) {
    const folder = join(work, name);
    const age = await stat(folder).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age < forgottenFolderMs) continue;
    logger.info(`checkpoints untouched for two weeks are removed: ${folder}`);
    await rm(folder, { recursive: true, force: true });
  }
}
