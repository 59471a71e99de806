/** Which task queues a worker serves: runs that ask for a device wait in a queue of its own. */
import { deviceQueue } from '../workflows/names';

export type QueueChoice = 'auto' | 'any' | 'cpu' | 'gpu';

/** A worker was asked to serve runs on GPUs and has none. */
export class NoGpuError extends Error {
  override readonly name = 'NoGpuError';
}

/**
 * @param base - queue of runs that do not mind where they compute
 * @param choice - `auto`: that queue and the one of this worker's device; `any`: that queue alone; else the one of the device
 * @throws NoGpuError
 */
export function taskQueuesOf(base: string, choice: QueueChoice, hasGpu: boolean): string[] {
  if (choice === 'any') return [base];
  if (choice === 'auto') return [base, deviceQueue(base, hasGpu ? 'gpu' : 'cpu')];
  if (choice === 'gpu' && !hasGpu)
    throw new NoGpuError('queue gpu: this worker sees no GPU; "rcnas doctor" tells more');
  return [deviceQueue(base, choice)];
}
