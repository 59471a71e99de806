/**
 * Trainer processes, one per slot. Jobs wait in one queue (its order: `jobOrder.ts`); a process stays warm between jobs
 * and is replaced after a number of jobs, above a size, and after every job that did not succeed, because what such
 * a job left in memory is unknown.
 */
import { rm } from 'node:fs/promises';

import type { TrainerRunner } from '../activities/dependencies';
import type { JobName, JobParams, JobResult } from '../activities/jobs/types';
import { gpuOfSlot, type Gpu } from './gpus';
import { nextJob, type QueuedJob } from './jobOrder';
import { compiledFile } from './packagePaths';
import { TrainerPoolClosedError } from './trainerErrors';
import { TrainerProcess, type TrainerJob, type TrainerLogger } from './trainerProcess';

export interface TrainerPoolOptions {
  /** Number of jobs that run at the same time. */
  readonly slots: number;
  /** Threads of TensorFlow's kernels in each trainer. */
  readonly threadsPerTrainer: number;
  /** One for each trainer, in turn; default none: trainers compute on the processor. */
  readonly gpus?: readonly Gpu[];
  /** On GPUs: only kernels that give the same bits each time; default true. */
  readonly deterministic?: boolean;
  /** Let XLA compile parts of the graphs; default false. */
  readonly xla?: boolean;
  /** Folder of the artifact store. */
  readonly storeRoot: string;
  /** `s3://bucket/prefix` of the store; default: it is in the folder. */
  readonly storeUrl?: string;
  /** Folders that the data of specs may come from; default: anywhere. */
  readonly dataRoots?: readonly string[];
  readonly logger: TrainerLogger;
  /** A trainer is replaced after so many jobs; default 500. */
  readonly maxJobsPerTrainer?: number;
  /** A trainer larger than this after a job is replaced; default 3 GiB. */
  readonly maxRssBytes?: number;
  /** Longest silence of a trainer before it is killed; default 3 minutes. */
  readonly silentLimitMs?: number;
  /** Time for a checkpoint after an abort; default 20 s. */
  readonly abortGraceMs?: number;
  /** Default 5 s. */
  readonly checkpointIntervalMs?: number;
  /** How long the folder of a finished job stays, so that its result can be recorded first; default 30 s. */
  readonly workDirGraceMs?: number;
  /** JavaScript file of the trainer process; default the compiled `worker/trainer.js`. */
  readonly entry?: string;
  readonly execArgv?: readonly string[];
}

export interface TrainerPool extends TrainerRunner {
  /** Version of the libtensorflow in use; starts a trainer when none runs. */
  tensorflowVersion(): Promise<string>;
  /** Process ids of the living trainers. */
  pids(): number[];
  /** Asks running jobs to end, drops waiting ones, and ends all trainers. */
  close(): Promise<void>;
}

interface Slot {
  trainer: TrainerProcess | undefined;
  busy: boolean;
}

interface WaitingJob extends TrainerJob, QueuedJob {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export function createTrainerPool(options: TrainerPoolOptions): TrainerPool {
  return new Pool(options);
}

class Pool implements TrainerPool {
  private readonly slots: Slot[];
  private readonly waiting: WaitingJob[] = [];
  /** Two attempts of one job never run at the same time: they share a folder of checkpoints. */
  private readonly foldersInUse = new Set<string>();
  private readonly finishedFolders = new Map<string, NodeJS.Timeout>();
  private readonly running = new Set<Promise<void>>();
  private readonly closing = new AbortController();

  constructor(private readonly options: TrainerPoolOptions) {
    if (!Number.isInteger(options.slots) || options.slots < 1) {
      throw new RangeError(`slots must be a whole number of at least 1, but is ${options.slots}`);
    }
    this.slots = Array.from({ length: options.slots }, () => ({ trainer: undefined, busy: false }));
  }

  async run<N extends JobName>(
    name: N,
    params: JobParams<N>,
    { workDir, onProgress, signal, priority }: Parameters<TrainerRunner['run']>[2],
  ): Promise<JobResult<N>> {
    signal.throwIfAborted();
    if (this.closing.signal.aborted) throw new TrainerPoolClosedError('the worker is shutting down');
    const either = AbortSignal.any([signal, this.closing.signal]);
    const result = await new Promise<unknown>((resolve, reject) => {
      const job: WaitingJob = { name, params, workDir, onProgress, signal: either, priority, resolve, reject };
      this.waiting.push(job);
      either.addEventListener('abort', () => this.dropWaiting(job), { once: true });
      this.dispatch();
      if (this.waiting.includes(job)) onProgress(0, 'waiting for a free trainer');
    });
    return result as JobResult<N>;
  }

  async tensorflowVersion(): Promise<string> {
    const slot = this.slots.find(({ trainer }) => trainer?.isAlive) ?? this.slots[0]!;
    slot.trainer ??= this.fork(slot);
    return slot.trainer.ready;
  }

  pids(): number[] {
    return this.slots.flatMap(({ trainer }) => (trainer?.isAlive && trainer.pid !== undefined ? [trainer.pid] : []));
  }

  async close(): Promise<void> {
    this.closing.abort(new TrainerPoolClosedError('the worker is shutting down'));
    await Promise.all(this.running);
    await Promise.all(this.slots.flatMap(({ trainer }) => (trainer === undefined ? [] : [trainer.stop()])));
    await Promise.all([...this.finishedFolders.keys()].map((folder) => this.removeFolder(folder)));
  }

  private dispatch(): void {
    for (;;) {
      const free = this.slots.filter(({ busy }) => !busy);
      const slot = free.find(({ trainer }) => trainer?.isAlive) ?? free[0];
      const next = nextJob(this.waiting, ({ workDir }) => !this.foldersInUse.has(workDir));
      if (slot === undefined || next < 0) return;
      const [job] = this.waiting.splice(next, 1);
      const done = this.runIn(slot, job!).finally(() => {
        this.running.delete(done);
        this.dispatch();
      });
      this.running.add(done);
    }
  }

  /** Settles `job`; never rejects itself. */
  private async runIn(slot: Slot, job: WaitingJob): Promise<void> {
    slot.busy = true;
    this.foldersInUse.add(job.workDir);
    this.keepFolder(job.workDir);
    if (!slot.trainer?.isAlive) slot.trainer = this.fork(slot);
    const trainer = slot.trainer;
    let succeeded = false;
    try {
      const result = await trainer.run(job);
      succeeded = true;
      this.removeFolderLater(job.workDir);
      job.resolve(result);
    } catch (error) {
      job.reject(error);
    }
    const reason = succeeded ? this.reasonToReplace(trainer) : 'its job did not succeed';
    if (reason !== undefined && !this.closing.signal.aborted) {
      this.options.logger.debug(`trainer process ${trainer.pid} is replaced: ${reason}`);
      await trainer.stop();
      if (slot.trainer === trainer) slot.trainer = undefined;
    }
    this.foldersInUse.delete(job.workDir);
    slot.busy = false;
  }

  private reasonToReplace(trainer: TrainerProcess): string | undefined {
    const { maxJobsPerTrainer = 500, maxRssBytes = 3 * 2 ** 30 } = this.options;
    if (trainer.jobsDone >= maxJobsPerTrainer) return `it has run ${trainer.jobsDone} jobs`;
    if (trainer.residentBytes > maxRssBytes) return `it holds ${Math.round(trainer.residentBytes / 2 ** 20)} MiB`;
    return undefined;
  }

  private fork(slot: Slot): TrainerProcess {
    const trainer = new TrainerProcess({
      entry: this.options.entry ?? compiledFile('worker/trainer.js'),
      execArgv: this.options.execArgv ?? [],
      threads: this.options.threadsPerTrainer,
      storeRoot: this.options.storeRoot,
      storeUrl: this.options.storeUrl,
      gpu: gpuOfSlot(this.options.gpus ?? [], this.slots.indexOf(slot))?.id,
      deterministic: this.options.deterministic,
      xla: this.options.xla,
      silentLimitMs: this.options.silentLimitMs ?? 180_000,
      abortGraceMs: this.options.abortGraceMs ?? 20_000,
      checkpointIntervalMs: this.options.checkpointIntervalMs ?? 5_000,
      logger: this.options.logger,
    });
    this.options.logger.debug(`trainer process ${trainer.pid} started`);
    void trainer.exited.then(() => {
      if (slot.trainer === trainer) slot.trainer = undefined;
    });
    return trainer;
  }

  private dropWaiting(job: WaitingJob): void {
    const index = this.waiting.indexOf(job);
    if (index < 0) return;
    this.waiting.splice(index, 1);
    job.reject(job.signal.reason);
  }

  private keepFolder(folder: string): void {
    clearTimeout(this.finishedFolders.get(folder));
    this.finishedFolders.delete(folder);
  }

  private removeFolderLater(folder: string): void {
    const timer = setTimeout(() => void this.removeFolder(folder), this.options.workDirGraceMs ?? 30_000);
    timer.unref();
    this.finishedFolders.set(folder, timer);
  }

  private async removeFolder(folder: string): Promise<void> {
    this.keepFolder(folder);
    try {
      await rm(folder, { recursive: true, force: true });
    } catch (error) {
      this.options.logger.warn(`the folder of a finished job could not be removed: ${(error as Error).message}`, {
        folder,
      });
    }
  }
}
