/** What all attacks share: batches, checks of inputs and outputs, progress, and the verdict on each image. */
import { tf } from '../tensor/tf';
import { Breather } from './breather';
import { AttackInputError, NonFiniteLogitsError } from './errors';
import { verifyBounds } from './projection';
import type { AscentStep } from './step';
import type { AttackResult, AttackRunOptions } from './types';

/**
 * TensorFlow's convolutions round an image's result in the same way in every batch but those of one to three images,
 * which it computes by other kernels. Smaller batches are filled up, so that their size does not show in the result.
 */
const smallestBatch = 8;

/** The attacked network as an attack uses it: pure functions; the caller disposes what they return. */
export interface AttackedModel {
  /** Float32 [N,H,W,C] to Float32 [N,classes]. */
  logits(images: tf.Tensor4D): tf.Tensor2D;
  /** One step of the attack from `adversarial`, in the ball around `images`. */
  step(adversarial: tf.Tensor4D, images: tf.Tensor4D, labels: tf.Tensor1D): AscentStep;
}

export interface AttackBatch {
  /** Float32 [n,H,W,C] in [0,1]. */
  readonly images: tf.Tensor4D;
  /** Int32 [n]. */
  readonly labels: tf.Tensor1D;
  /** One per image, repeated for images that only fill the batch up. */
  readonly pointIds: readonly number[];
  /** To be awaited after each step, with the fraction of the batch's work that is done. */
  readonly between: (fraction: number) => Promise<void>;
}

export interface BatchedAttack {
  readonly name: string;
  readonly minClasses: number;
  readonly epsilon: number;
  readonly batchSize: number;
  /** Fill the last batch up to `batchSize`, for a model that is compiled for batches of one size. */
  readonly wholeBatches?: boolean;
  /** Returns the attacked images of a batch, Float32 [n,H,W,C]; disposes everything else it makes. */
  attack(model: AttackedModel, batch: AttackBatch, seed: number): Promise<tf.Tensor4D>;
}

/**
 * Runs an attack over all images, batch by batch.
 *
 * A point misclassified without attack counts as a success: it is attacked like any other, and should the attack lead
 * to an image that the network gets right, its clean image, which lies in the ball too, is returned instead.
 *
 * @throws AttackInputError when images, labels and network do not fit; NonFiniteLogitsError; UnsoundAttackError;
 * the signal's reason.
 */
export async function attackInBatches(
  attack: BatchedAttack,
  model: AttackedModel,
  images: tf.Tensor4D,
  labels: tf.Tensor1D,
  options: AttackRunOptions,
): Promise<AttackResult> {
  const total = images.shape[0];
  checkInputs(attack, images, labels, options);
  const breather = new Breather(options.signal);
  const adversarial: tf.Tensor4D[] = [];
  const success: tf.Tensor1D[] = [];
  try {
    for (let first = 0; first < total; first += attack.batchSize) {
      await breather.breathe();
      const count = Math.min(attack.batchSize, total - first);
      const report = (done: number): void => options.onProgress?.({ done, total });
      const between = async (fraction: number): Promise<void> => {
        if (await breather.breathe()) report(first + Math.floor(count * fraction));
      };
      const result = await attackBatch(attack, model, images, labels, { first, count, between, options });
      adversarial.push(result.adversarial);
      success.push(result.success);
      report(first + count);
    }
    return {
      adversarial: adversarial.length === 0 ? tf.zerosLike(images) : tf.concat(adversarial),
      success: success.length === 0 ? tf.tensor1d([], 'bool') : tf.concat(success),
    };
  } finally {
    tf.dispose([adversarial, success]);
  }
}

interface BatchRange {
  readonly first: number;
  readonly count: number;
  readonly between: AttackBatch['between'];
  readonly options: AttackRunOptions;
}

async function attackBatch(
  attack: BatchedAttack,
  model: AttackedModel,
  images: tf.Tensor4D,
  labels: tf.Tensor1D,
  range: BatchRange,
): Promise<AttackResult> {
  const { first, count, between, options } = range;
  // The last image of the batch fills it up.
  const size = Math.max(attack.wholeBatches === true ? attack.batchSize : count, smallestBatch);
  const rows = Array.from({ length: size }, (_, i) => first + Math.min(i, count - 1));
  const pointIds = rows.map((row) => options.pointIds?.[row] ?? row);
  const [batchImages, batchLabels] = tf.tidy(() => {
    const index = tf.tensor1d(rows, 'int32');
    return [tf.gather(images, index), tf.gather(labels, index).toInt()];
  }) as [tf.Tensor4D, tf.Tensor1D];
  let attacked: tf.Tensor4D | null = null;
  try {
    const cleanWrong = judge(attack, model, batchImages, batchLabels, 'on clean images');
    try {
      attacked = await attack.attack(
        model,
        { images: batchImages, labels: batchLabels, pointIds, between },
        options.seed,
      );
      verifyBounds(attack.name, attacked, batchImages, attack.epsilon);
      const attackedWrong = judge(attack, model, attacked, batchLabels, 'on attacked images');
      const result = settle(batchImages, attacked, cleanWrong, attackedWrong, count);
      attackedWrong.dispose();
      return result;
    } finally {
      cleanWrong.dispose();
    }
  } finally {
    tf.dispose([batchImages, batchLabels]);
    attacked?.dispose();
  }
}

function settle(
  images: tf.Tensor4D,
  attacked: tf.Tensor4D,
  cleanWrong: tf.Tensor1D,
  attackedWrong: tf.Tensor1D,
  count: number,
): AttackResult {
  return tf.tidy(() => {
    const goBack = tf.logicalAnd(cleanWrong, tf.logicalNot(attackedWrong));
    const adversarial = tf.where(goBack.reshape([-1, 1, 1, 1]), images, attacked);
    const success = tf.logicalOr(cleanWrong, attackedWrong);
    return {
      adversarial: adversarial.slice(0, count) as tf.Tensor4D,
      success: success.slice(0, count) as tf.Tensor1D,
    };
  });
}

/** Bool [n]: the network errs. Checks the network's output on the way. */
function judge(
  attack: BatchedAttack,
  model: AttackedModel,
  images: tf.Tensor4D,
  labels: tf.Tensor1D,
  when: string,
): tf.Tensor1D {
  return tf.tidy(() => {
    const logits = model.logits(images);
    const [count, classes] = logits.shape;
    if (logits.rank !== 2 || count !== images.shape[0]) {
      throw new AttackInputError(
        `attack '${attack.name}': the network returned logits of shape [${logits.shape.join(',')}] ` +
          `for ${images.shape[0]} images, expected [${images.shape[0]},classes]`,
      );
    }
    if (classes < attack.minClasses) {
      throw new AttackInputError(
        `attack '${attack.name}' needs at least ${attack.minClasses} classes, the network has ${classes}`,
      );
    }
    const highest = tf.max(labels).dataSync()[0]!;
    if (highest >= classes) {
      throw new AttackInputError(`attack '${attack.name}': label ${highest} for a network of ${classes} classes`);
    }
    requireFinite(attack.name, tf.sum(tf.mul(logits, 0)), when);
    return misclassified(logits, labels);
  });
}

/** Bool [n]: the class of the highest logit (of equal ones the first) is not the label. */
export function misclassified(logits: tf.Tensor2D, labels: tf.Tensor1D): tf.Tensor1D {
  return tf.tidy(() => tf.notEqual(tf.argMax(logits, 1).toInt(), labels) as tf.Tensor1D);
}

/** @throws NonFiniteLogitsError when the value, which is finite only if all logits are, is not. */
export function requireFinite(attack: string, value: tf.Tensor, when: string): void {
  if (Number.isFinite(value.dataSync()[0]!)) return;
  throw new NonFiniteLogitsError(`attack '${attack}': the network returned NaN or infinite logits ${when}`);
}

function checkInputs(attack: BatchedAttack, images: tf.Tensor4D, labels: tf.Tensor1D, options: AttackRunOptions): void {
  const count = images.shape[0];
  const fail = (message: string): AttackInputError => new AttackInputError(`attack '${attack.name}': ${message}`);
  if (images.rank !== 4) throw fail(`images must have shape [N,H,W,C], got [${images.shape.join(',')}]`);
  if (labels.rank !== 1 || labels.shape[0] !== count) {
    throw fail(`labels must have shape [${count}] like the images, got [${labels.shape.join(',')}]`);
  }
  if (options.pointIds !== undefined && options.pointIds.length !== count) {
    throw fail(`pointIds must have ${count} entries like the images, got ${options.pointIds.length}`);
  }
  if (!Number.isFinite(options.seed)) throw fail(`seed must be a finite number, got ${options.seed}`);
  if (count === 0) return;
  const extremes = tf.tidy(() => [tf.min(images), tf.max(images), tf.min(labels)].map((t) => t.dataSync()[0]!));
  const [low, high, lowestLabel] = extremes as unknown as [number, number, number];
  if (!(low >= 0 && high <= 1)) throw fail(`pixels must be in [0, 1], got [${low}, ${high}]`);
  if (lowestLabel < 0) throw fail(`labels must be >= 0, got ${lowestLabel}`);
}
