import type { RandomStream } from '../tensor/random';
import type { tf } from '../tensor/tf';
import type { TensorMap } from '../tensor/types';
import { standardTraining } from './standard';
import { tradesTraining } from './trades';
import type { TrainingConfig } from './types';

export interface TrainingBatch {
  /** Float32 [n,H,W,C]. */
  readonly images: tf.Tensor4D;
  /** Result of the inner maximisation, Float32 [n,H,W,C]; a constant of the outer loss. */
  readonly adversarial: tf.Tensor4D;
  /** Int32 [n]. */
  readonly labels: tf.Tensor1D;
}

/** A forward pass with batch statistics; `updates` are the running averages after it. */
export type TrainingForward = (
  images: tf.Tensor4D,
  runningAverages?: TensorMap,
) => { readonly logits: tf.Tensor2D; readonly updates: TensorMap };

/** What distinguishes one way of adversarial training from another. */
export interface TrainingMethod {
  /** Start of the inner maximisation as a displacement of the images, `size` values. */
  startNoise(stream: RandomStream, size: number, epsilon: number): Float32Array;
  /** What the inner loss compares the attacked images' logits with: labels Int32 [n], or the clean images' logits Float32 [n,C]. */
  readonly innerTarget: 'labels' | 'clean logits';
  /** What the inner maximisation maximises, summed over the batch; the network is in evaluation mode. */
  innerLoss(adversarialLogits: tf.Tensor2D, target: tf.Tensor): tf.Scalar;
  /** What the weights minimise, a mean over the batch, and the running averages after all its forward passes. */
  outerLoss(
    forward: TrainingForward,
    batch: TrainingBatch,
    config: TrainingConfig,
  ): { loss: tf.Scalar; updates: TensorMap };
}

export function trainingMethod(name: TrainingConfig['method']): TrainingMethod {
  return name === 'standard' ? standardTraining : tradesTraining;
}
