import { randomStream } from '../tensor/random';

/** Steps of an epoch: every image is seen, some of them twice where the last batch is filled up. */
export function stepsPerEpoch(count: number, batchSize: number): number {
  return Math.ceil(count / batchSize);
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

  /**
   * Indices of the images of a batch, min(batchSize, count) of them; `epoch` and `batch` count from 0. The last batch is
   * filled up with the first images of the epoch's order: batches of one size are what a compiled step takes, and small
   * ones have poor statistics.
   */
  indices(epoch: number, batch: number): Int32Array {
    if (epoch !== this.epoch) {
      this.order = randomStream(this.seed, 'order', epoch).permutation(this.count);
      this.epoch = epoch;
    }
    const size = Math.min(this.batchSize, this.count);
    return Int32Array.from({ length: size }, (_, i) => this.order[(batch * this.batchSize + i) % this.count]!);
  }
}
