/** The network's verdict on images, and whether images, labels and network fit together. */
import { tf } from '../../tensor/tf';
import { AttackInputError, NonFiniteLogitsError } from '../errors';
import type { AttackRunOptions } from '../types';
import type { AttackedModel } from './kernels';

/**
 * Batches are of 16 images or of a multiple of 48, filled up where there are fewer: TensorFlow rounds an image's logits and
 * gradient in the same way in all of those, and elsewhere in others, because its kernels treat what does not fill a block
 * of registers by other instructions. (Seen: 8 and 12 differ with AVX-512; 32, 80, 128 and 160 with AVX2, whose matrix
 * products take 6 rows at a time; 64 and 112 there without oneDNN.) So the size of a batch does not show in the result.
 */
const fullUnit = 48;
export const smallestBatch = 16;

/** The smallest batch size for so many images at once. */
export function wholeBatch(count: number): number {
  return count <= smallestBatch ? smallestBatch : Math.ceil(count / fullUnit) * fullUnit;
}

/** The batch size for `count` images where batches of `asked` were asked for: no larger, if there is one. */
export function batchFor(count: number, asked: number): number {
  return Math.min(wholeBatch(count), wholeBatchWithin(asked));
}

/** The largest batch size of at most `size`, or the smallest one there is. */
export function wholeBatchWithin(size: number): number {
  return Math.max(smallestBatch, Math.floor(size / fullUnit) * fullUnit);
}

/** Logits of many images outside TensorFlow. */
export interface LogitTable {
  readonly classes: number;
  /** Of image i, `classes` numbers; a view. */
  row(i: number): Float32Array;
  /** The class of the highest logit, of equal ones the first. */
  predicted(i: number): number;
}

/**
 * Logits in batches of one size, the last one filled up with its last image.
 * @param onBatch Called before each batch; may throw.
 * @throws AttackInputError for logits of a wrong shape; NonFiniteLogitsError, whose message ends with `when`.
 */
export function logitTable(
  attack: string,
  model: AttackedModel,
  images: tf.Tensor4D,
  batchSize: number,
  when: string,
  onBatch?: () => void,
): LogitTable {
  const [total] = images.shape;
  let classes = 0;
  let values = new Float32Array(0);
  for (let first = 0; first < total; first += batchSize) {
    onBatch?.();
    const rows = Array.from({ length: batchSize }, (_, i) => Math.min(first + i, total - 1));
    const count = Math.min(batchSize, total - first);
    tf.tidy(() => {
      const logits = model.call('logits', { images: tf.gather(images, tf.tensor1d(rows, 'int32')) })['logits']!;
      if (logits.rank !== 2 || logits.shape[0] !== batchSize)
        throw new AttackInputError(
          `attack '${attack}': the network returned logits of shape [${logits.shape.join(',')}] ` +
            `for ${batchSize} images, expected [${batchSize},classes]`,
        );
      if (first === 0) {
        classes = logits.shape[1]!;
        values = new Float32Array(total * classes);
      }
      values.set(logits.dataSync<'float32'>().subarray(0, count * classes), first * classes);
    });
  }
  return tableOf(attack, values, classes, when);
}

/** The logits of a whole batch at once. @throws NonFiniteLogitsError, whose message ends with `when`. */
export function logitsOfBatch(attack: string, model: AttackedModel, images: tf.Tensor4D, when: string): LogitTable {
  return takeLogits(attack, model.call('logits', { images })['logits'] as tf.Tensor2D, when);
}

/** Reads logits, and disposes them. @throws NonFiniteLogitsError, whose message ends with `when`. */
export function takeLogits(attack: string, logits: tf.Tensor2D, when: string): LogitTable {
  try {
    return tableOf(attack, logits.dataSync<'float32'>(), logits.shape[1], when);
  } finally {
    logits.dispose();
  }
}

function tableOf(attack: string, values: Float32Array, classes: number, when: string): LogitTable {
  if (!values.every(Number.isFinite)) throw nonFinite(attack, when);
  const row = (i: number): Float32Array => values.subarray(i * classes, (i + 1) * classes);
  return {
    classes,
    row,
    predicted: (i) => {
      const logits = row(i);
      return logits.indexOf(logits.reduce((highest, value) => Math.max(highest, value), Number.NEGATIVE_INFINITY));
    },
  };
}

/** @throws NonFiniteLogitsError when the value, which is finite only if all logits are, is not. */
export function requireFinite(attack: string, value: tf.Tensor, when: string): void {
  if (!value.dataSync().every(Number.isFinite)) throw nonFinite(attack, when);
}

function nonFinite(attack: string, when: string): NonFiniteLogitsError {
  return new NonFiniteLogitsError(`attack '${attack}': the network returned NaN or infinite logits ${when}`);
}

/** Bool [n]: the class of the highest logit (of equal ones the first) is not the label. */
export function misclassified(logits: tf.Tensor2D, labels: tf.Tensor1D): tf.Tensor1D {
  return tf.tidy(() => tf.notEqual(tf.argMax(logits, 1).toInt(), labels) as tf.Tensor1D);
}

/** @throws AttackInputError when images, labels and options do not fit. */
export function checkInputs(
  attack: string,
  images: tf.Tensor4D,
  labels: tf.Tensor1D,
  { pointIds, seed }: AttackRunOptions,
): void {
  const count = images.shape[0];
  const fail = (message: string): AttackInputError => new AttackInputError(`attack '${attack}': ${message}`);
  if (images.rank !== 4) throw fail(`images must have shape [N,H,W,C], got [${images.shape.join(',')}]`);
  if (labels.rank !== 1 || labels.shape[0] !== count)
    throw fail(`labels must have shape [${count}] like the images, got [${labels.shape.join(',')}]`);
  if (pointIds !== undefined && pointIds.length !== count)
    throw fail(`pointIds must have ${count} entries like the images, got ${pointIds.length}`);
  if (!Number.isFinite(seed)) throw fail(`seed must be a finite number, got ${seed}`);
  if (count === 0) return;
  const extremes = tf.tidy(() => [tf.min(images), tf.max(images), tf.min(labels)].map((t) => t.dataSync()[0]!));
  const [low, high, lowestLabel] = extremes as unknown as [number, number, number];
  if (!(low >= 0 && high <= 1)) throw fail(`pixels must be in [0, 1], got [${low}, ${high}]`);
  if (lowestLabel < 0) throw fail(`labels must be >= 0, got ${lowestLabel}`);
}

/** @throws AttackInputError when the attack or a label needs more classes than the network has. */
export function checkClasses(attack: string, minClasses: number, classes: number, labels: readonly number[]): void {
  if (classes < minClasses)
    throw new AttackInputError(`attack '${attack}' needs at least ${minClasses} classes, the network has ${classes}`);
  const highest = labels.reduce((most, label) => Math.max(most, label), 0);
  if (highest >= classes)
    throw new AttackInputError(`attack '${attack}': label ${highest} for a network of ${classes} classes`);
}
