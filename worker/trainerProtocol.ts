/**
 * Messages between the worker and its trainer processes (Node's IPC channel, structured clone). A trainer runs one
 * job at a time. Besides this channel the trainer's standard input is a pipe from the worker: its end tells that
 * the worker is gone, and a line `abort <id>` asks for the same as an `abort` message. That pipe is read by a thread,
 * so it works even when the main thread is inside TensorFlow.
 */
import type { JobName } from '../activities/jobs/types';
import type { ArtifactRef } from '../artifacts/types';

export interface RunJobMessage {
  readonly type: 'run';
  readonly id: number;
  readonly name: JobName;
  readonly params: unknown;
  readonly workDir: string;
  readonly checkpointIntervalMs: number;
}

/** Asks the job to save a checkpoint and end. */
export interface AbortJobMessage {
  readonly type: 'abort';
  readonly id: number;
}

export type MessageToTrainer = RunJobMessage | AbortJobMessage;

/** The trainer has loaded TensorFlow and takes jobs. */
export interface ReadyMessage {
  readonly type: 'ready';
  /** Version of the libtensorflow that is loaded. */
  readonly tensorflow: string;
  /** Where it computes. */
  readonly device: 'cpu' | 'gpu';
}

export interface StartFailedMessage {
  readonly type: 'start-failed';
  readonly failure: SerializedFailure;
}

export interface ProgressMessage {
  readonly type: 'progress';
  readonly id: number;
  /** In [0,1]. */
  readonly fraction: number;
  readonly message: string;
}

export interface ResultMessage {
  readonly type: 'result';
  readonly id: number;
  readonly result: unknown;
  readonly residentBytes: number;
}

export interface FailureMessage {
  readonly type: 'failure';
  readonly id: number;
  readonly failure: SerializedFailure;
  /** The job ended because it was asked to. */
  readonly aborted: boolean;
}

export type MessageFromTrainer = ReadyMessage | StartFailedMessage | ProgressMessage | ResultMessage | FailureMessage;

/** An error as it crosses the process boundary. */
export interface SerializedFailure {
  readonly name: string;
  readonly message: string;
  /** The same job would fail again. */
  readonly nonRetryable: boolean;
  /** The artifact that was found damaged or missing. */
  readonly artifact?: ArtifactRef;
  readonly stack: string;
}

/** Mistakes in the program, which no retry heals. */
const programmingErrors = [TypeError, RangeError, ReferenceError, SyntaxError];

export function serializeFailure(error: unknown): SerializedFailure {
  if (!(error instanceof Error)) {
    return { name: 'Error', message: String(error), nonRetryable: false, stack: '' };
  }
  const { message, cause, stack = '' } = error;
  const name = isDiskFull(error) ? 'StoreFullError' : error.name;
  const nonRetryable = 'nonRetryable' in error ? error.nonRetryable === true : isProgrammingError(error);
  const reason = cause instanceof Error ? ` (cause: ${cause.name}: ${cause.message})` : '';
  const artifact = 'artifact' in error ? { artifact: error.artifact as ArtifactRef } : {};
  return { name, message: message + reason, nonRetryable, stack, ...artifact };
}

function isDiskFull(error: Error): boolean {
  return 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}

function isProgrammingError(error: Error): boolean {
  // What Node throws when memory runs out is a RangeError too.
  if (/allocation failed/i.test(error.message)) return false;
  return programmingErrors.some((constructor) => error instanceof constructor);
}
