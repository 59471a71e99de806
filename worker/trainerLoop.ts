/** What a trainer process does: load the jobs, then run one at a time as the worker asks. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

import type { JobContext } from '../activities/jobs/types';
import type { ArtifactStore } from '../artifacts/types';
import {
  serializeFailure,
  type MessageFromTrainer,
  type MessageToTrainer,
  type RunJobMessage,
} from './trainerProtocol';
import type { WatchdogData } from './trainerWatchdog';

/** What a trainer needs besides this loop. */
export interface TrainerService {
  readonly jobs: Readonly<Record<string, (params: never, context: JobContext) => Promise<unknown>>>;
  readonly store: ArtifactStore;
  /** Version of the libtensorflow that was loaded. */
  readonly tensorflow: string;
  /** Where it computes. */
  readonly device: 'cpu' | 'gpu';
}

/** The job was asked to end; it has saved its checkpoint. */
class JobAbortedError extends Error {
  override readonly name = 'JobAbortedError';
}

const progressIntervalMs = 200;
/** The kernel ends a trainer before the worker or the server when memory runs out. */
const oomScoreAdjustment = '700';

/** Serves jobs until the worker lets go of this process. `load` may take long: it is where TensorFlow is loaded. */
export async function serveJobs(load: () => Promise<TrainerService>): Promise<void> {
  if (!process.send) throw new Error('a trainer is started by a worker, not by hand');
  // Ctrl+C reaches the whole process group; the worker decides when a trainer ends, after its checkpoint.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => undefined);
  process.on('disconnect', () => process.exit(0));
  if (process.platform === 'linux') raiseOomScore();
  const abortedJob = new Int32Array(startWatchdog());

  let service: TrainerService;
  try {
    service = await load();
  } catch (error) {
    send({ type: 'start-failed', failure: serializeFailure(error) });
    return;
  }

  let current: { id: number; controller: AbortController } | undefined;
  process.on('message', (message: MessageToTrainer) => {
    if (message.type === 'abort') {
      if (current?.id === message.id) current.controller.abort(new JobAbortedError('asked to end'));
      return;
    }
    const controller = new AbortController();
    current = { id: message.id, controller };
    void runJob(service, message, controller, abortedJob).finally(() => (current = undefined));
  });
  send({ type: 'ready', tensorflow: service.tensorflow, device: service.device });
}

async function runJob(
  service: TrainerService,
  { id, name, params, workDir, checkpointIntervalMs }: RunJobMessage,
  controller: AbortController,
  abortedJob: Int32Array,
): Promise<void> {
  let lastSentMs = -Infinity;
  const progress = (fraction: number, message: string): void => {
    if (Atomics.load(abortedJob, 0) === id && !controller.signal.aborted) {
      controller.abort(new JobAbortedError('asked to end'));
    }
    const nowMs = performance.now();
    if (nowMs - lastSentMs < progressIntervalMs) return;
    lastSentMs = nowMs;
    send({ type: 'progress', id, fraction, message });
  };
  try {
    const job = service.jobs[name];
    if (job === undefined) throw new TypeError(`no job is named ${name}`);
    mkdirSync(workDir, { recursive: true });
    const context: JobContext = {
      store: service.store,
      workDir,
      progress,
      signal: controller.signal,
      checkpointIntervalMs,
    };
    const result = await job(params as never, context);
    send({ type: 'result', id, result, residentBytes: process.memoryUsage.rss() });
  } catch (error) {
    send({ type: 'failure', id, failure: serializeFailure(error), aborted: controller.signal.aborted });
  }
}

function send(message: MessageFromTrainer): void {
  // Without a channel the worker is gone, and the disconnect ends this process.
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

function startWatchdog(): SharedArrayBuffer {
  const data: WatchdogData = { abortedJob: new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT) };
  const thread = new Worker(join(__dirname, 'trainerWatchdog.js'), { workerData: data, stdin: false });
  thread.unref();
  return data.abortedJob;
}

function raiseOomScore(): void {
  try {
    writeFileSync('/proc/self/oom_score_adj', oomScoreAdjustment);
  } catch {
    // Some containers mount /proc read-only; then the kernel's own choice stands.
  }
}
