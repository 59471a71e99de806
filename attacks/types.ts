import type { StateValues } from '../tensor/types';
import type { tf } from '../tensor/tf';
import type { AuditEntry } from './auditEntry';
import type { AttackedModel, Kernels } from './engine/kernels';

/** The attacked function: images Float32 [N,H,W,C] in [0,1] to logits Float32 [N,classes], in evaluation mode. */
export type Logits = (images: tf.Tensor4D) => tf.Tensor2D;

/** A network cut at an inner layer: `logits` is `tail` of `head`. For attacks that look at what the layer computes. */
export interface SplitNetwork {
  readonly logits: Logits;
  /** Images Float32 [N,H,W,C] to the layer's output, of any rank. */
  readonly head: (images: tf.Tensor4D) => tf.Tensor;
  /** The layer's output to logits. */
  readonly tail: (features: tf.Tensor) => tf.Tensor2D;
}

export type Norm = 'linf' | 'l2';

/** What a run needs to go on in another process. Plain data: numbers and text in `progress`, the rest in `tensors`. */
export interface AttackSnapshot {
  readonly progress: JsonValue;
  readonly tensors: StateValues;
}

export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue | undefined };

export interface AttackProgress {
  /** Images whose verdict is settled, of `total`. */
  readonly done: number;
  readonly total: number;
  /** Images settled as broken so far. */
  readonly broken: number;
  /** Share of all work that is done, in [0,1]; finer than `done`. */
  readonly fraction: number;
}

export interface AttackRunOptions {
  /** Same seed, same result, whatever the batch size: noise depends on (seed, attack, restart, point). */
  readonly seed: number;
  /** Index of each point in the whole set, when a part of it is attacked; default 0..N-1. */
  readonly pointIds?: readonly number[];
  /** For targeted attacks: the classes to try, in order; default the classes of the highest clean logits but the label. */
  readonly targetsOf?: (point: { readonly label: number; readonly logits: Float32Array }) => readonly number[];
  readonly onProgress?: (progress: AttackProgress) => void;
  readonly signal?: AbortSignal;
  /** Called between steps, at most every `snapshotIntervalMs` (default 60,000), and once more on an abort; the run waits for it. */
  readonly onSnapshot?: (snapshot: AttackSnapshot) => Promise<void>;
  readonly snapshotIntervalMs?: number;
  /** Goes on where a run of the same attack, points and seed was; ends with the same result as an undisturbed run. */
  readonly resumeFrom?: AttackSnapshot;
}

export interface AttackResult {
  /** Float32 [N,H,W,C], in the epsilon ball and in [0,1]; the caller disposes it. */
  readonly adversarial: tf.Tensor4D;
  /** Bool [N]: the network errs on the returned image; the caller disposes it. */
  readonly success: tf.Tensor1D;
  /** What the attack tells about each point, such as `queries` or `distance`: N numbers, NaN for points not attacked. */
  readonly report: Readonly<Record<string, Float64Array>>;
  /** Of an attack that searches attacks: those that it found, in order. */
  readonly sequence?: readonly SearchedAttack[];
  /** Of an attack that is a sequence of attacks. */
  readonly stages?: readonly StageResult[];
  /** Reasons to doubt the result; empty or absent where none was found. */
  readonly audit?: readonly AuditEntry[];
}

/** One attack of a sequence that was found by search. */
export interface SearchedAttack {
  readonly attack: string;
  /** Beside norm, epsilon and batchSize. */
  readonly params: Readonly<Record<string, string | number | boolean>>;
  /** The seed that it ran with. */
  readonly seed: number;
  /** By which it won: share of its points broken, plus a hundredth of their mean cross-entropy. */
  readonly score: number;
  /** Points that those before it had left. */
  readonly attacked: number;
  readonly broken: number;
}

/** What one attack of a sequence did with the points that were left to it. */
export interface StageResult {
  readonly attack: string;
  readonly attacked: number;
  readonly broken: number;
  /** Points whose first gradient was zero, of attacks that tell. */
  readonly zeroGradients?: number;
  readonly audit: readonly AuditEntry[];
}

export interface Attack {
  readonly name: string;
  /** Smallest number of classes for which the attack is defined. */
  readonly minClasses: number;
  /** Pure functions of the network that the attack calls; what a program compiles for it. */
  readonly kernels: Kernels;
  /** Attacks a function; runs operation by operation. */
  run(
    network: Logits | SplitNetwork,
    images: tf.Tensor4D,
    labels: tf.Tensor1D,
    options: AttackRunOptions,
  ): Promise<AttackResult>;
  /** Attacks a network that offers the kernels, such as a compiled program. */
  runOn(
    model: AttackedModel,
    images: tf.Tensor4D,
    labels: tf.Tensor1D,
    options: AttackRunOptions,
  ): Promise<AttackResult>;
}

/** Parameters of the attacks; each attack reads those it knows and rejects the others by name. */
export interface AttackParams {
  readonly norm?: Norm;
  readonly epsilon: number;
  readonly batchSize?: number;
  readonly steps?: number;
  readonly stepSize?: number;
  readonly schedule?: 'constant' | 'linear' | 'cosine';
  readonly randomStart?: boolean;
  readonly restarts?: number;
  readonly rho?: number;
  readonly eot?: number;
  readonly targeted?: boolean;
  readonly targets?: number;
  readonly alphaMax?: number;
  readonly eta?: number;
  readonly beta?: number;
  readonly queries?: number;
  readonly initialShare?: number;
  readonly version?: 'standard' | 'plus' | 'rand' | 'custom';
  readonly attacks?: readonly string[];
  readonly iterations?: number;
  readonly rounds?: number;
  readonly trials?: number;
  readonly points?: number;
  readonly momentum?: number;
  readonly samples?: number;
}
