import type { tf } from '../tensor/tf';

/** The attacked function: images Float32 [N,H,W,C] in [0,1] to logits Float32 [N,classes], in evaluation mode. */
export type Logits = (images: tf.Tensor4D) => tf.Tensor2D;

export interface AttackRunOptions {
  /** Same seed, same result, whatever the batch size: noise depends on (seed, attack, restart, point). */
  readonly seed: number;
  /** Index of each point in the whole set, when a part of it is attacked; default 0..N-1. */
  readonly pointIds?: readonly number[];
  readonly onProgress?: (progress: { done: number; total: number }) => void;
  readonly signal?: AbortSignal;
}

export interface AttackResult {
  /** Float32 [N,H,W,C], in the epsilon ball and in [0,1]; the caller disposes it. */
  readonly adversarial: tf.Tensor4D;
  /** Bool [N]: the network errs on the returned image; the caller disposes it. */
  readonly success: tf.Tensor1D;
}

export interface Attack {
  readonly name: string;
  /** Smallest number of classes for which the attack is defined. */
  readonly minClasses: number;
  run(logits: Logits, images: tf.Tensor4D, labels: tf.Tensor1D, options: AttackRunOptions): Promise<AttackResult>;
}

/** Parameters that attacks share; each attack reads those it knows and rejects the others by name. */
export interface AttackParams {
  readonly norm?: 'linf';
  readonly epsilon: number;
  readonly steps?: number;
  readonly stepSize?: number;
  readonly randomStart?: boolean;
  readonly restarts?: number;
  readonly batchSize?: number;
}
