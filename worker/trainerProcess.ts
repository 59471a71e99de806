/** The worker's side of one trainer process. */
import { fork, type ChildProcess } from 'node:child_process';

import type { JobName } from '../activities/jobs/types';
import { trainerEnvironment, type TrainerSettings } from './trainerEnvironment';
import { JobFailedError, TrainerCrashedError, TrainerHungError, TrainerStartError } from './trainerErrors';
import { forwardLines } from './trainerOutput';
import type { MessageFromTrainer, MessageToTrainer, ReadyMessage } from './trainerProtocol';

export interface TrainerLogger {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

export interface TrainerProcessOptions extends TrainerSettings {
  /** JavaScript file that the process runs. */
  readonly entry: string;
  readonly execArgv: readonly string[];
  /** Longest time without a message before the process counts as hung. */
  readonly silentLimitMs: number;
  /** Time a job has to save its checkpoint after it was asked to end. */
  readonly abortGraceMs: number;
  readonly checkpointIntervalMs: number;
  readonly logger: TrainerLogger;
}

export interface TrainerJob {
  readonly name: JobName;
  readonly params: unknown;
  readonly workDir: string;
  readonly onProgress: (fraction: number, message: string) => void;
  readonly signal: AbortSignal;
}

interface RunningJob extends TrainerJob {
  readonly id: number;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

const keptOutputLines = 8;
const stopGraceMs = 2_000;

export class TrainerProcess {
  jobsDone = 0;
  residentBytes = 0;
  /** Version of libtensorflow in this process; rejects when it cannot load its code. */
  readonly ready: Promise<string>;
  /** Resolves when the process has ended. */
  readonly exited: Promise<void>;

  private readonly child: ChildProcess;
  private readonly lastOutput: string[] = [];
  private job: RunningJob | undefined;
  private lastJobId = 0;
  private alive = true;
  /** Why this side ended the process; undefined when it was not this side. */
  private endedBecause: Error | undefined;
  private silence: NodeJS.Timeout | undefined;
  private heardMs = performance.now();
  private settleReady!: { resolve: (tensorflow: string) => void; reject: (error: unknown) => void };

  constructor(private readonly options: TrainerProcessOptions) {
    this.child = fork(options.entry, [], {
      execArgv: [...options.execArgv],
      env: trainerEnvironment(options),
      serialization: 'advanced',
      stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
    });
    this.ready = new Promise((resolve, reject) => (this.settleReady = { resolve, reject }));
    // Whoever awaits it sees the rejection; nobody has to.
    this.ready.catch(() => undefined);
    this.exited = new Promise((resolve) => {
      this.child.once('exit', (code, signal) => {
        this.onExit(code, signal);
        resolve();
      });
      this.child.once('error', (error) => {
        this.onError(error);
        if (this.child.pid === undefined) resolve();
      });
    });
    this.child.on('message', (message: MessageFromTrainer) => this.onMessage(message));
    // The process may end while a line is on its way to it; its exit tells.
    this.child.stdin?.on('error', () => undefined);
    this.forwardOutput();
    this.watchSilence();
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get isAlive(): boolean {
    return this.alive && this.endedBecause === undefined;
  }

  /**
   * Runs a job; one at a time. Rejects with JobFailedError, TrainerCrashedError, TrainerHungError, TrainerStartError
   * or, when `signal` aborted, its reason.
   */
  async run(job: TrainerJob): Promise<unknown> {
    if (this.job) throw new Error(`trainer ${this.pid} is busy with ${this.job.name}`);
    const id = ++this.lastJobId;
    let graceTimer: NodeJS.Timeout | undefined;
    const onAbort = (): void => {
      this.send({ type: 'abort', id });
      this.child.stdin?.write(`abort ${id}\n`);
      graceTimer = setTimeout(() => this.kill(abortReason(job.signal)), this.options.abortGraceMs);
    };
    try {
      return await new Promise<unknown>((resolve, reject) => {
        this.job = { ...job, id, resolve, reject };
        if (!this.alive) {
          reject(this.crash('before the job began'));
          return;
        }
        this.ready.then(() => this.start(this.job, id), reject);
        if (job.signal.aborted) onAbort();
        else job.signal.addEventListener('abort', onAbort, { once: true });
      });
    } finally {
      this.job = undefined;
      this.jobsDone += 1;
      clearTimeout(graceTimer);
      job.signal.removeEventListener('abort', onAbort);
    }
  }

  /** Ends an idle process; it is killed when it does not go by itself. */
  async stop(): Promise<void> {
    this.endedBecause ??= new Error('stopped');
    if (this.child.connected) this.child.disconnect();
    this.child.stdin?.end();
    const timer = setTimeout(() => this.child.kill('SIGKILL'), stopGraceMs);
    await this.exited;
    clearTimeout(timer);
  }

  /** Ends the process at once; its job is rejected with `reason`. */
  kill(reason: Error): void {
    this.endedBecause ??= reason;
    this.child.kill('SIGKILL');
  }

  private start(job: RunningJob | undefined, id: number): void {
    if (job?.id !== id) return;
    if (job.signal.aborted) {
      job.reject(abortReason(job.signal));
      return;
    }
    this.heardMs = performance.now();
    const { name, params, workDir } = job;
    this.send({ type: 'run', id, name, params, workDir, checkpointIntervalMs: this.options.checkpointIntervalMs });
  }

  private send(message: MessageToTrainer): void {
    if (this.child.connected) this.child.send(message, () => undefined);
  }

  private onMessage(message: MessageFromTrainer): void {
    this.heardMs = performance.now();
    switch (message.type) {
      case 'ready':
        this.onReady(message);
        return;
      case 'start-failed':
        this.failStart(`${message.failure.name}: ${message.failure.message}`);
        return;
      case 'progress':
        if (this.job?.id === message.id) this.job.onProgress(message.fraction, message.message);
        return;
      case 'result':
        this.residentBytes = message.residentBytes;
        if (this.job?.id === message.id) this.job.resolve(message.result);
        return;
      case 'failure':
        if (this.job?.id !== message.id) return;
        this.job.reject(message.aborted ? abortReason(this.job.signal) : new JobFailedError(message.failure));
        return;
    }
  }

  /** A result that was computed elsewhere than its key says would be taken for another one. */
  private onReady({ tensorflow, device }: ReadyMessage): void {
    const { gpu } = this.options;
    if (gpu === undefined || device === 'gpu') {
      this.settleReady.resolve(tensorflow);
      return;
    }
    this.failStart(
      `TensorFlow finds no GPU with CUDA_VISIBLE_DEVICES=${gpu}; "rcnas doctor" tells more, ` +
        'CUDA_VISIBLE_DEVICES=-1 keeps to the processor',
    );
  }

  private failStart(reason: string): void {
    const error = new TrainerStartError(`the trainer process could not start: ${reason}`);
    this.settleReady.reject(error);
    this.kill(error);
  }

  private onExit(code: number | null, signal: NodeJS.Signals | null): void {
    this.alive = false;
    clearTimeout(this.silence);
    const how = signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`;
    const hint = signal === 'SIGKILL' ? ' (the system may have run out of memory)' : '';
    const error = this.endedBecause ?? this.crash(`${how}${hint}`);
    this.settleReady.reject(error);
    this.job?.reject(error);
  }

  private onError(error: Error): void {
    this.alive = this.alive && this.child.pid !== undefined;
    const failure = new TrainerCrashedError(`the trainer process could not be run: ${error.message}`, { cause: error });
    this.settleReady.reject(failure);
    this.job?.reject(failure);
  }

  private crash(what: string): TrainerCrashedError {
    const during = this.job ? ` during ${this.job.name}` : '';
    const output = this.lastOutput.length > 0 ? `; it printed last: ${this.lastOutput.join(' | ')}` : '';
    return new TrainerCrashedError(`trainer process ${this.pid} ${what}${during}${output}`);
  }

  private forwardOutput(): void {
    const { logger } = this.options;
    const forward = (line: string): void => {
      this.lastOutput.push(line);
      if (this.lastOutput.length > keptOutputLines) this.lastOutput.shift();
      logger.info(line, { trainer: this.pid });
    };
    if (this.child.stdout) forwardLines(this.child.stdout, forward);
    if (this.child.stderr) forwardLines(this.child.stderr, forward);
  }

  /** Kills the process when it is silent for too long while it loads or runs a job. */
  private watchSilence(): void {
    const { silentLimitMs } = this.options;
    const silentForMs = (): number => performance.now() - this.heardMs;
    const check = (): void => {
      const expectsNews = this.job !== undefined;
      // After this process itself was stopped, messages wait unread; setImmediate comes after they are read.
      setImmediate(() => {
        if (!this.alive) return;
        if (expectsNews && this.job !== undefined && silentForMs() >= silentLimitMs) {
          const seconds = (silentForMs() / 1000).toFixed(0);
          this.kill(
            new TrainerHungError(
              `trainer process ${this.pid} gave no sign of life for ${seconds} s during ${this.job.name}`,
            ),
          );
          return;
        }
        this.silence = setTimeout(check, silentLimitMs / 4);
        this.silence.unref();
      });
    };
    this.silence = setTimeout(check, silentLimitMs);
    this.silence.unref();
  }
}

function abortReason(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason ?? 'aborted'));
}
