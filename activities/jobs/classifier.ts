import type { Network } from '../../architectures/types';
import { withAudit } from '../../attacks/audit';
import { kernelFunctions, modelOfProgram, type AttackedNetwork } from '../../attacks/engine/kernels';
import { batchFor } from '../../attacks/engine/judge';
import { attacks } from '../../attacks/registry';
import type { Attack, AttackResult, AttackRunOptions } from '../../attacks/types';
import type { ResolvedAttack } from '../../schemas/resolved';
import { createProgram } from '../../tensor/program';
import { tf } from '../../tensor/tf';
import type { ExecutionMode, StateValues } from '../../tensor/types';

/** Images per forward pass, where no attack says otherwise. */
const defaultBatchSize = 128;

export interface ClassifierOptions {
  /** The attack that `attack` runs. */
  readonly attack?: ResolvedAttack | null;
  /** Whether the attack's result comes with an audit of the network too. */
  readonly audit?: boolean;
  /** Most images that it will be given at once: batches are no larger. */
  readonly count: number;
  /** Default `compiled`. */
  readonly mode?: ExecutionMode;
}

/** A trained network in evaluation mode. */
export interface Classifier {
  /** Logits of any number of images, in batches; the caller disposes them. */
  logitsOf(images: tf.Tensor4D): tf.Tensor2D;
  countCorrect(images: tf.Tensor4D, labels: Int32Array): number;
  /** Runs the attack that it was made for. */
  attack(images: tf.Tensor4D, labels: tf.Tensor1D, options: AttackRunOptions): Promise<AttackResult>;
  dispose(): void;
}

/**
 * All batches have one size, the last one filled up: each function is compiled once.
 *
 * @throws AttackParameterError on an attack that is unknown or has parameters out of range.
 */
export function classifier(network: Network, weights: StateValues, options: ClassifierOptions): Classifier {
  const { attack = null, audit = false, count, mode = 'compiled' } = options;
  const attacked: AttackedNetwork = {
    image: network.image,
    logits: (state, images) => network.forward(state, images, false).logits,
    head: (state, images) => network.head(state, images),
    tail: (state, features) => network.tail(state, features as tf.Tensor4D),
    local: network.local,
  };
  const batchSize = batchFor(count, attack?.batchSize ?? defaultBatchSize);
  const created = attack === null ? null : createAttack(attack, audit, batchSize);
  const functions = kernelFunctions(attacked, created?.kernels ?? {});
  const program = createProgram({ variables: network.variables, functions, initial: weights, mode });
  const model = modelOfProgram(program, {}, network.local);

  const logitsOf = (images: tf.Tensor4D): tf.Tensor2D =>
    tf.tidy(() => {
      const [total] = images.shape;
      const batches: tf.Tensor2D[] = [];
      for (let start = 0; start < total; start += batchSize) {
        const rows = Array.from({ length: batchSize }, (_, i) => Math.min(start + i, total - 1));
        const batch = tf.gather(images, tf.tensor1d(rows, 'int32'));
        batches.push(model.call('logits', { images: batch })['logits'] as tf.Tensor2D);
      }
      return tf.slice2d(tf.concat2d(batches, 0), [0, 0], [total, -1]);
    });

  return {
    logitsOf,
    countCorrect: (images, labels) =>
      tf.tidy(() => {
        const predicted = tf.argMax(logitsOf(images), 1).dataSync();
        return labels.reduce((correct, label, i) => correct + (predicted[i] === label ? 1 : 0), 0);
      }),
    attack: (images, labels, run) => {
      if (created === null) throw new TypeError('a classifier made without an attack was asked to attack');
      return created.runOn(model, images, labels, run);
    },
    dispose: () => program.dispose(),
  };
}

function createAttack({ type, ...params }: ResolvedAttack, audit: boolean, batchSize: number): Attack {
  const attack = attacks.create(type, { ...params, batchSize });
  return audit ? withAudit(attack, { norm: params.norm ?? 'linf', epsilon: params.epsilon }) : attack;
}
