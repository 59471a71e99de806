/**
 * The document a run ends with (`report.json`, schema in `schemas/report.schema.json`): plain data, no
 * TensorFlow, no dates outside `timings`. Two runs of the same spec and seed give the same document
 * apart from `runId` and `timings`.
 */
import type { ImageShape, Stage, StageCost } from '../architectures/types';
import type { AuditEntry } from '../attacks/auditEntry';
import type { ArtifactRef } from '../artifacts/types';
import type { ResolvedPipeline } from '../schemas/resolved';

/** A share of correct answers in [0,1] with its 95 % Wilson interval and its number of samples. */
export interface Accuracy {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
  /** Reasons to doubt it, where an audit of the evaluation found some. */
  readonly doubts?: readonly AuditEntry[];
}

export interface ReportStage extends Stage, StageCost {}

/** One data set as the run used it, after its split. */
export interface ReportDataset {
  readonly name: string;
  readonly source: string;
  readonly image: ImageShape;
  readonly classes: number;
  readonly train: number;
  readonly evaluation: number;
  readonly test: number;
  /** SHA-256 of the files. */
  readonly digest: string;
}

/** A teacher of the spec trained on one data set; accuracies are those on the evaluation set. */
export interface ReportTeacher {
  readonly name: string;
  /** Architecture as the spec names it. */
  readonly architecture: string;
  readonly data: string;
  readonly stages: readonly ReportStage[];
  readonly parameters: number;
  readonly macs: number;
  readonly budgetMacs: number;
  readonly clean: Accuracy;
  /** By name of the attack; only attacks that the search needed. */
  readonly attacks: Readonly<Record<string, Accuracy>>;
}

/** What the agent asked for in one stage: remaining ratios in (0,1], and the two bits. */
export interface ReportAction {
  readonly width: number;
  readonly depth: number;
  readonly downsample: boolean;
  readonly robust: boolean;
}

export interface ReportTask {
  readonly data: string;
  readonly attack: string;
  /** The network that was compressed: a teacher of the spec, or an earlier child of the same iteration. */
  readonly teacher: {
    readonly name: string;
    readonly origin: 'teacher' | 'child';
    readonly stages: readonly Stage[];
    readonly macs: number;
  };
  /** Name of the teacher of the spec whose budget holds. */
  readonly baseTeacher: string;
  readonly budgetMacs: number;
}

export type SearchPhase = 'meta' | 'fine-tune';

/** One child network: one time step of one iteration. */
export interface ReportChild {
  /** Unique in the run, such as `meta-003-1` or `fine-tune-digits-002-0`; names the rows and points of the report. */
  readonly id: string;
  readonly phase: SearchPhase;
  /** Name of the target that is fine-tuned for; absent in the meta phase. */
  readonly target?: string;
  /** Counted from 0 within its phase (and target). */
  readonly iteration: number;
  readonly timeStep: number;
  readonly task: ReportTask;
  readonly name: string;
  readonly stages: readonly Stage[];
  readonly parameters: number;
  readonly macs: number;
  readonly action: readonly ReportAction[];
  /** Robust accuracy on the attacked evaluation set; null when the child was refused or failed. */
  readonly studentAccuracy: Accuracy | null;
  readonly teacherAccuracy: Accuracy;
  /** What images found against other networks leave of its accuracy: no robust accuracy in their ball is higher. */
  readonly bankBound?: Accuracy;
  /** Annealing factor of the iteration in [0,1], or `hard`. */
  readonly annealing: number | 'hard';
  readonly reward: number;
  readonly overBudget: boolean;
  /** Why the guard did not let the child be built. */
  readonly refused?: string;
  /** Why the child could not be trained or attacked. */
  readonly failed?: string;
}

/** One iteration of the search: its episode and the policy updates at its end. */
export interface ReportIteration {
  readonly phase: SearchPhase;
  readonly target?: string;
  readonly iteration: number;
  readonly meanReward: number;
  /** Time steps that were taken. */
  readonly steps: number;
  /** Mean of log pi(a|s) * (R - baseline) before the update; the mean over the updates of the iteration. */
  readonly objective: number;
  readonly annealing: number | 'hard';
}

/** The network of one target after full adversarial training; accuracies are those on the test set. */
export interface ReportFinal {
  readonly target: string;
  readonly data: string;
  /** Attack the search was made for. */
  readonly attack: string;
  readonly network: string;
  readonly stages: readonly ReportStage[];
  readonly parameters: number;
  readonly macs: number;
  readonly budgetMacs: number;
  readonly chosenBy: 'best-reward' | 'policy-mode' | 'policy-sample';
  /** Id of the child whose architecture it is; absent when it was not a child of the search. */
  readonly chosenFrom?: string;
  /** SHA-256 of the weights in the artifact store. */
  readonly weights: string;
  /** The policy after fine-tuning for the target. */
  readonly policy?: ArtifactRef;
  readonly training: { readonly method: string; readonly epochs: number; readonly selectedEpoch: number };
  readonly clean: Accuracy;
  readonly attacks: Readonly<Record<string, Accuracy>>;
  readonly teacher: {
    readonly name: string;
    readonly stages: readonly ReportStage[];
    readonly parameters: number;
    readonly macs: number;
    readonly clean: Accuracy;
    readonly attacks: Readonly<Record<string, Accuracy>>;
  };
}

export interface ReportTimings {
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly totalSeconds: number;
  /** Seconds of work per phase, reused steps counting nothing; with parallel steps their sum may exceed the total. */
  readonly phases: {
    readonly teachers: number;
    readonly encoder: number;
    readonly meta: number;
    readonly fineTune: number;
    readonly final: number;
    readonly evaluate: number;
  };
  /** Expensive steps whose result came from the cache, and those that were computed. */
  readonly reusedSteps: number;
  readonly computedSteps: number;
}

/** The agent before fine-tuning on the targets. */
export interface ReportAgent {
  readonly policy: ArtifactRef;
  readonly encoder: ArtifactRef;
  /** The run that trained it, when it was another one; with `target`, its policy after fine-tuning for that target. */
  readonly from?: { readonly run: string; readonly policy: string; readonly target?: string };
}

export interface ReportSchedule {
  readonly id: string;
  /** When the run was due: ISO 8601, UTC. */
  readonly dueAt: string;
}

/** This run's accuracy minus that of the run before, with its 95 % interval. */
export interface AccuracyChange {
  readonly now: Accuracy;
  readonly before: Accuracy;
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  /** Both are of one network on the same images, so the difference is exactly 0. */
  readonly sameNetwork: boolean;
}

export interface ReportPrevious {
  readonly runId: string;
  readonly dueAt: string;
  readonly targets: readonly {
    readonly target: string;
    readonly network: string;
    readonly macs: number;
    readonly parameters: number;
    /** Its weights are this run's. */
    readonly sameNetwork: boolean;
    /** Null when it was measured on other images. */
    readonly clean: AccuracyChange | null;
    /** Only attacks that both runs made on the same images. */
    readonly attacks: Readonly<Record<string, AccuracyChange>>;
  }[];
}

export interface Report {
  readonly schema: 'rcnas/report/v1';
  readonly runId: string;
  readonly status: 'completed' | 'failed' | 'cancelled';
  /** Why the run ended early, in a sentence; absent when completed. */
  readonly message?: string;
  readonly name: string;
  readonly seed: number;
  readonly spec: ResolvedPipeline;
  /** The spec as it was written. */
  readonly specText: string;
  readonly data: readonly ReportDataset[];
  readonly teachers: readonly ReportTeacher[];
  /** Loss of the state encoder's pre-training; null when it did not come to it. */
  readonly encoder: { readonly initialLoss: number; readonly finalLoss: number } | null;
  /** Absent when the run ended before it had one. */
  readonly agent?: ReportAgent;
  /** What started the run, when it was a schedule. */
  readonly schedule?: ReportSchedule;
  /** The run before of the same schedule. */
  readonly previous?: ReportPrevious;
  /** In the order in which they were made. */
  readonly children: readonly ReportChild[];
  readonly iterations: readonly ReportIteration[];
  readonly final: readonly ReportFinal[];
  /** The run whose policy and search log, after so many iterations of meta-training, this one began with. */
  readonly forkedFrom?: {
    readonly run: string;
    readonly iteration: number;
    /** Settings that are not that run's, as they were given. */
    readonly changes: Readonly<Record<string, string>>;
  };
  /** Changes that were made while the run went on, in their order; `spec` is with all of them. */
  readonly changes?: readonly {
    /** Children that were scored before. */
    readonly childrenDone: number;
    readonly budgetsMacs: Readonly<Record<string, number>>;
    readonly priority: number | null;
  }[];
  /** Derived seeds by purpose, such as `teacher WRN-16-2 on digits`. */
  readonly seeds: Readonly<Record<string, number>>;
  /** Versions by component: `rcnas`, `node`, `tensorflow`, `temporal`. */
  readonly versions: Readonly<Record<string, string>>;
  readonly timings: ReportTimings;
}
