/**
 * A thread of the trainer process that stays responsive while the main thread is inside a native call. It reads
 * standard input, a pipe from the worker. When the pipe ends the worker is gone, however it died, and the trainer
 * must not live on; a line `abort <id>` is put where the main thread sees it the next time it reports progress.
 */
import { Socket } from 'node:net';
import { workerData } from 'node:worker_threads';

export interface WatchdogData {
  /** Int32 [1]: number of the job that was asked to end; 0 means none. */
  readonly abortedJob: SharedArrayBuffer;
}

/** Time for the main thread to end by itself, which it does when it is not inside a native call. */
const exitGraceMs = 500;

const abortedJob = new Int32Array((workerData as WatchdogData).abortedJob);
const input = new Socket({ fd: 0, readable: true, writable: false });
let pending = '';

input.setEncoding('utf8');
input.on('data', (text: string) => {
  const lines = (pending + text).split('\n');
  pending = lines.pop() ?? '';
  for (const line of lines) {
    const match = /^abort (\d+)$/.exec(line);
    if (match) Atomics.store(abortedJob, 0, Number(match[1]));
  }
});
input.on('error', end);
input.on('close', end);

function end(): void {
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), exitGraceMs);
}
