import type { Network } from '../../architectures/types';
import { attackInBatches } from '../../attacks/batches';
import { resolveAttackParams, describeAttack } from '../../attacks/parameters';
import { pgdInBatches } from '../../attacks/pgd';
import {
  attackLosses,
  logitsFunction,
  modelOfProgram,
  stepFunction,
  type AttackedNetwork,
} from '../../attacks/programs';
import type { AttackResult, AttackRunOptions } from '../../attacks/types';
import type { ResolvedAttack } from '../../schemas/resolved';
import { createProgram } from '../../tensor/program';
import { tf } from '../../tensor/tf';
import type { ExecutionMode, FunctionDefinition, StateValues } from '../../tensor/types';

/** Images per forward pass, where no attack says otherwise. */
const defaultBatchSize = 128;

export interface ClassifierOptions {
  /** The attack that `attack` runs. */
  readonly attack?: ResolvedAttack | null;
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
  const { attack = null, count, mode = 'compiled' } = options;
  const attacked: AttackedNetwork = {
    image: network.image,
    logits: (state, images) => network.forward(state, images, false).logits,
  };
  const name = attack === null ? null : describeAttack(attack.type).name;
  const params = attack === null ? null : resolveAttackParams(attack.type, withoutType(attack));
  const batchSize = Math.max(1, Math.min(params?.batchSize ?? defaultBatchSize, count));
  const functions: Record<string, FunctionDefinition> = { logits: logitsFunction(attacked) };
  if (name !== null) {
    const loss = attackLosses[name];
    functions['attackStep'] = stepFunction(
      attacked,
      { shape: [null], dtype: 'int32' },
      (logits, labels) => loss(logits, labels as tf.Tensor1D),
      params!,
    );
  }
  const program = createProgram({ variables: network.variables, functions, initial: weights, mode });
  const model = modelOfProgram(program, 'attackStep');

  const logitsOf = (images: tf.Tensor4D): tf.Tensor2D =>
    tf.tidy(() => {
      const [total] = images.shape;
      const batches: tf.Tensor2D[] = [];
      for (let start = 0; start < total; start += batchSize) {
        const rows = Array.from({ length: batchSize }, (_, i) => Math.min(start + i, total - 1));
        batches.push(tf.tidy(() => model.logits(tf.gather(images, tf.tensor1d(rows, 'int32')))));
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
      if (name === null) throw new TypeError('a classifier made without an attack was asked to attack');
      const batched = { ...pgdInBatches(name, { ...params!, batchSize }), wholeBatches: true };
      return attackInBatches(batched, model, images, labels, run);
    },
    dispose: () => program.dispose(),
  };
}

function withoutType({ type: _, ...params }: ResolvedAttack): Omit<ResolvedAttack, 'type'> {
  return params;
}
