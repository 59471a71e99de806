/**
 * A pipeline after loading: every default filled in, every quantity a number, every name checked.
 * This is what workflows and activities read; it is small and serialisable.
 */
import type { AttackParams } from '../attacks/types';
import type { DatasetConfig } from '../datasets/types';
import type { TrainingConfig } from '../training/types';

export interface ResolvedAttack extends AttackParams {
  readonly type: string;
}

export interface ResolvedTeacher {
  /** What targets call it: the architecture's name, unless the spec gives another. */
  readonly name: string;
  readonly architecture: string;
  readonly budgetMacs: number;
}

/** An agent of an earlier run: the one that the run trained, or a policy by its SHA-256. */
export type AgentReference = { readonly run: string } | { readonly policy: string };

/** What of `search` belongs to an agent, and comes with it when another run fine-tunes it. */
export type AgentSettings = Pick<ResolvedSearch, 'lips' | 'ct' | 'encoder' | 'policy'>;

export interface ResolvedSearch {
  /** Of the agent's draws; without it the spec's. */
  readonly seed?: number;
  /** Names of what meta-training draws its tasks from. */
  readonly buffers: {
    readonly data: readonly string[];
    readonly attacks: readonly string[];
    readonly teachers: readonly string[];
  };
  /** Length of the resampled LIPS vector. */
  readonly lips: {
    readonly enabled: boolean;
    readonly dimension: number;
    readonly outputNorm: 'l1' | 'l2';
    readonly inputNorm: 'linf' | 'l2';
    readonly teacher: 'adversarial' | 'clean';
  };
  readonly ct: { readonly enabled: boolean; readonly dimension: number };
  readonly encoder: {
    readonly tasks: number;
    readonly epochs: number;
    readonly learningRate: number;
    readonly hidden: number;
    readonly stateSize: number;
  };
  readonly policy: {
    readonly hidden: number;
    readonly learningRate: number;
    readonly optimizer: 'adam' | 'sgd';
    /** Initial standard deviation of the Gaussian heads. */
    readonly initialStd: number;
    readonly learnStd: boolean;
    /** Lower bound of the clipped ratios. */
    readonly minRatio: number;
    /** Ratios are relative to the architecture being compressed, or to these per-stage maxima. */
    readonly relativeTo: 'teacher' | { readonly maxDepth: readonly number[]; readonly maxWidth: readonly number[] };
  };
  readonly reward: {
    readonly size: 'macs' | 'params';
    readonly annealing: 'linear' | 'cosine' | 'hard';
    readonly threat: 'white-box' | 'transfer';
    readonly baseline: 'none' | 'running-mean';
    /** A child costing more than guard x its base teacher is not built. */
    readonly guard: number;
  };
  /** Whether children face the images that attacks found before; absent in runs from before there was a bank. */
  readonly bank?: boolean;
  /** iterations 0: R-NAS, no meta-training. */
  readonly meta: {
    readonly iterations: number;
    /** Left out in runs that were started before there was a choice: 1. */
    readonly episodes?: number;
    readonly timeSteps: number;
    readonly update: 'step' | 'iteration';
  };
  readonly fineTune: { readonly iterations: number };
  /** How the final child is chosen. */
  readonly choose: 'best-reward' | 'policy-mode';
}

export interface ResolvedTarget {
  readonly name: string;
  readonly data: string;
  readonly attack: string;
  readonly teacher: string;
}

export interface ResolvedPipeline {
  readonly apiVersion: 'rcnas/v1';
  readonly kind: 'Pipeline' | 'FineTune';
  readonly metadata: { readonly name: string; readonly description?: string };
  /** Of `kind: FineTune`, and only of it. */
  readonly agent?: AgentReference;
  readonly seed: number;
  readonly data: Readonly<Record<string, DatasetConfig>>;
  readonly attacks: Readonly<Record<string, ResolvedAttack>>;
  readonly teachers: readonly ResolvedTeacher[];
  readonly training: {
    readonly teacher: TrainingConfig;
    readonly child: TrainingConfig;
    readonly final: TrainingConfig;
  };
  readonly search: ResolvedSearch;
  readonly targets: readonly ResolvedTarget[];
  /** `clean` and names of attacks, run on the test set for the final network and its teacher. */
  readonly evaluate: readonly string[];
}
