import type { ExecutionMode, Precision, StateValues } from '../tensor/types';

/** Learning-rate schedule; milestones are fractions of all epochs in (0,1], warmup is one in [0,1). */
export type Schedule =
  | { readonly type: 'constant' }
  | { readonly type: 'step'; readonly milestones: readonly number[]; readonly factor: number }
  | { readonly type: 'cosine'; readonly warmup: number };

export interface TrainingConfig {
  readonly method: 'standard' | 'trades';
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly weightDecay: number;
  /** Global gradient norm bound; null: none. */
  readonly clipNorm: number | null;
  readonly schedule: Schedule;
  /** Inner maximisation. */
  readonly attack: { readonly epsilon: number; readonly steps: number; readonly stepSize: number };
  /** TRADES: weight of the KL term. */
  readonly beta: number;
  readonly augmentation: { readonly crop: number; readonly flip: boolean };
  /** Which weights are returned: those after the last epoch, or those of the epoch with the best PGD accuracy on the held-out set. */
  readonly select: 'last' | 'best-pgd';
  readonly precision: Precision;
  readonly mode: ExecutionMode;
}

/** Everything needed to continue a training exactly where it was. */
export interface TrainingCheckpoint {
  /** Next step to run, counted from 0 over all epochs; decides data position and random numbers. */
  readonly step: number;
  /** Weights, batch-norm statistics and momentum. */
  readonly state: StateValues;
  /** Best weights so far, with `select: best-pgd`. */
  readonly best: { readonly epoch: number; readonly accuracy: number; readonly weights: StateValues } | null;
  readonly history: readonly EpochRecord[];
  /** Loss sum of the unfinished epoch. */
  readonly partial: { readonly lossSum: number; readonly steps: number };
}

export interface EpochRecord {
  /** Counted from 1. */
  readonly epoch: number;
  /** Mean over the epoch's steps, each before its update. */
  readonly loss: number;
  /** That of the epoch's last step. */
  readonly learningRate: number;
  /** PGD accuracy on the held-out set, with `select: best-pgd`. */
  readonly heldOutAccuracy?: number;
}

export interface TrainingResult {
  /** The network's variables in its order, running averages included. */
  readonly weights: StateValues;
  readonly history: readonly EpochRecord[];
  /** Counted from 1. */
  readonly selectedEpoch: number;
}
