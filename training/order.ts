import { randomStream } from '../tensor/random';

/** Steps of an epoch: the last batch may be smaller, but a batch of one image has no statistics and is dropped. */
export function stepsPerEpoch(count: number, batchSize: number): number {
  return Math.floor(count / batchSize) + (count % batchSize >= 2 ? 1 : 0);
}

/** In which batches the images of an epoch come: a function of (seed, epoch). */
export class DataOrder {
  private epoch = -1;
  private order: Int32Array = new Int32Array();

  constructor(
    private readonly seed: number,
    private readonly count: number,
    private readonly batchSize: number,
  ) {}

  /** Indices of the images of a batch; `epoch` and `batch` count from 0. */
  indices(epoch: number, batch: number): Int32Array {
    if (epoch !== this.epoch) {
      this.order = randomStream(this.seed, 'order', epoch).permutation(this.count);
      this.epoch = epoch;
    }
    return this.order.subarray(batch * this.batchSize, (batch + 1) * this.batchSize);
  }
}
