/**
 * Jobs run in a trainer process, the only place where TensorFlow is loaded. A job takes references,
 * calls the science and stores what it made. It is handed a context and must be a pure function of its
 * parameters: running it twice, or again after a crash, gives the same result.
 */
import type { ArtifactRef, ArtifactStore } from '../../artifacts/types';
import type { Architecture } from '../../architectures/types';
import type { AuditEntry } from '../../attacks/auditEntry';
import type { StageResult } from '../../attacks/types';
import type { DatasetConfig } from '../../datasets/types';
import type { ResolvedAttack, ResolvedSearch } from '../../schemas/resolved';
import type { SampledStageAction, StateInput, Transition } from '../../search/types';
import type { EpochRecord, TrainingConfig } from '../../training/types';

export interface JobContext {
  readonly store: ArtifactStore;
  /** A folder of this job's own that survives crashes: checkpoints live here. Same job parameters, same folder. */
  readonly workDir: string;
  /** Fraction done in [0,1] and a line for people, such as `epoch 3/10, loss 1.92`. Call at least every few seconds: it is the evidence of life. */
  readonly progress: (fraction: number, message: string) => void;
  /** Aborted when the activity is cancelled or the worker shuts down: save a checkpoint and throw its reason. */
  readonly signal: AbortSignal;
  readonly checkpointIntervalMs: number;
}

/** Data set by content; jobs load it themselves and keep the last ones in memory. */
export interface DataRef {
  readonly name: string;
  readonly config: DatasetConfig;
  /** SHA-256 of the files, so that a result's key changes with the data. */
  readonly digest: string;
  /** Seed of the split. */
  readonly seed: number;
}

export interface NetworkRef {
  readonly architecture: Architecture;
  readonly weights: ArtifactRef;
}

export interface Count {
  readonly correct: number;
  readonly total: number;
}

/** Points of a split, in its order. */
export interface PointRange {
  readonly first: number;
  readonly count: number;
}

export interface Jobs {
  /** Adversarial training from scratch; resumes from the newest checkpoint in workDir. */
  trainNetwork(params: { architecture: Architecture; data: DataRef; config: TrainingConfig; seed: number }): {
    weights: ArtifactRef;
    history: readonly EpochRecord[];
    selectedEpoch: number;
    seconds: number;
  };
  /** Clean accuracy and accuracy under one attack (null: clean only). */
  evaluateNetwork(params: {
    network: NetworkRef;
    data: DataRef;
    split: 'evaluation' | 'test';
    attack: ResolvedAttack | null;
    seed: number;
    keepAdversarial: boolean;
    /** Default all of the split. What attacks of single points give for a range is what they give it in the whole. */
    range?: PointRange;
    /** Whether to look for reasons to doubt a robust accuracy of this network; default false. */
    audit?: boolean;
  }): {
    clean: Count;
    robust: Count | null;
    /** With keepAdversarial: safetensors with `adversarial` [N,H,W,C], N points of the range. */
    adversarial: ArtifactRef | null;
    /** Of an attack that is a sequence of attacks. */
    stages?: readonly StageResult[];
    /** With `audit`, and where the attack itself found a reason to doubt. */
    audit?: readonly AuditEntry[];
  };
  /** Accuracy of a network on a stored attacked set (threat: transfer). */
  evaluateTransfer(params: {
    network: NetworkRef;
    data: DataRef;
    split: 'evaluation' | 'test';
    adversarial: ArtifactRef;
  }): { robust: Count };
  /** How many points the network gets right without attack and on every image of the bank. */
  faceBank(params: {
    network: NetworkRef;
    data: DataRef;
    split: 'evaluation';
    /** Attacked images of the whole split, in its order, each set in the same ball. */
    bank: readonly ArtifactRef[];
  }): { robust: Count };
  /** LIPS coefficients (Eq. 1) of the evaluation set, as the embedding of fixed length. */
  computeLips(params: { network: NetworkRef; data: DataRef; adversarial: ArtifactRef; lips: ResolvedSearch['lips'] }): {
    lips: readonly number[];
    mean: number;
  };
  /** Pre-trains the state encoder as an autoencoder. */
  pretrainStateEncoder(params: { config: ResolvedSearch; known: readonly StateInput[]; seed: number }): {
    encoder: ArtifactRef;
    finalLoss: number;
    initialLoss: number;
  };
  /** Fresh policy parameters and optimizer state. */
  initializePolicy(params: { config: ResolvedSearch; seed: number }): { policy: ArtifactRef };
  /** Encodes the state and samples an action (`mode`: the means and the more likely bits). */
  proposeAction(params: {
    config: ResolvedSearch;
    encoder: ArtifactRef;
    policy: ArtifactRef;
    state: StateInput;
    seed: number;
    choose: 'sample' | 'mode';
  }): {
    action: readonly SampledStageAction[];
    logProbability: number;
  };
  /** One VPG update (Eq. 5) over the transitions. */
  updatePolicy(params: {
    config: ResolvedSearch;
    encoder: ArtifactRef;
    policy: ArtifactRef;
    transitions: readonly Transition[];
  }): {
    policy: ArtifactRef;
    /** Mean of log pi(a|s) * (R - baseline) before the update. */
    objective: number;
    gradientNorm: number;
  };
}

export type JobName = keyof Jobs;
export type JobParams<N extends JobName> = Parameters<Jobs[N]>[0];
export type JobResult<N extends JobName> = ReturnType<Jobs[N]>;
export type JobImplementation<N extends JobName> = (params: JobParams<N>, context: JobContext) => Promise<JobResult<N>>;
export type JobTable = { readonly [N in JobName]: JobImplementation<N> };
