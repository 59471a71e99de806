import type { Architecture, StageAction } from '../architectures/types';

/** (width, depth, stride of the first layer: downsample yes/no, robust block yes/no) of one stage; raw values. */
export type StageEncoding = readonly [width: number, depth: number, downsample: 0 | 1, robust: 0 | 1];

/** What the state encoder reads: the paper's stage encodings with the two task embeddings. */
export interface StateInput {
  readonly stages: readonly StageEncoding[];
  /** LIPS embedding: log1p of the sorted coefficients, resampled to a fixed length. All zeros in the ablation. */
  readonly lips: readonly number[];
  /** CT embedding: log(1 + MACs) per evaluation sample, a constant vector. All zeros in the ablation. */
  readonly ct: readonly number[];
}

/** A sampled action of one stage with what VPG needs: the unclipped Gaussian sample and the bits. */
export interface SampledStageAction extends StageAction {
  /** Unclipped Gaussian samples; the log-probability is theirs. */
  readonly rawWidth: number;
  readonly rawDepth: number;
}

/** One collected step: what the policy update needs. */
export interface Transition {
  readonly state: StateInput;
  readonly action: readonly SampledStageAction[];
  readonly reward: number;
}

/** A candidate teacher in the architecture buffer. */
export interface BufferedArchitecture {
  readonly architecture: Architecture;
  /** MAC budget of its base teacher. */
  readonly budgetMacs: number;
  /** Name of the base teacher in the spec. */
  readonly baseTeacher: string;
  /** MACs of the base teacher differ per data set, so they are computed where needed. */
  readonly origin: 'teacher' | 'child';
}

/** One task setting: a combination drawn from the three buffers. */
export interface Task {
  readonly data: string;
  readonly attack: string;
  readonly teacher: BufferedArchitecture;
}

export interface RewardInput {
  readonly studentAccuracy: number;
  readonly teacherAccuracy: number;
  readonly studentSize: number;
  readonly teacherSize: number;
  readonly cost: number;
  readonly budget: number;
  /** Annealing factor in [0,1] of this iteration, or `hard` for the ablation (-1 when violated). */
  readonly annealing: number | 'hard';
  /** Accuracy of guessing, 1 / classes; a teacher below it is an error. Default 0. */
  readonly chance?: number;
}
