/** What the workflows call. Inputs and results are small: weights, images and records travel as references. */
import type { Architecture, StageAction } from '../architectures/types';
import type { ArtifactRef } from '../artifacts/types';
import type { AuditEntry } from '../attacks/auditEntry';
import type { StageResult } from '../attacks/types';
import type { DatasetConfig, DatasetInfo } from '../datasets/types';
import type { ReportAgent, ReportSchedule } from '../reports/types';
import type {
  AgentReference,
  AgentSettings,
  ResolvedAttack,
  ResolvedPipeline,
  ResolvedSearch,
} from '../schemas/resolved';
import type { BufferedArchitecture, SampledStageAction, StateInput, Task, Transition } from '../search/types';
import type { TrainingConfig } from '../training/types';
import type { Count, DataRef, NetworkRef, PointRange } from './jobs/types';

/** Time spent by a step, kept apart from its result: equal runs differ in nothing else. */
export interface StepTiming {
  readonly reused: boolean;
  readonly seconds: number;
}

export interface PreparedData {
  readonly ref: DataRef;
  readonly info: DatasetInfo;
}

export interface TrainedNetwork {
  readonly network: NetworkRef;
  readonly selectedEpoch: number;
  readonly finalLoss: number;
  readonly timing: StepTiming;
}

/** A network as a teacher of one task: its accuracy under the attack and the task's LIPS embedding. */
export interface TaskCharacter {
  readonly clean: Count;
  readonly robust: Count;
  readonly lips: readonly number[];
  /** The same as an artifact, for who needs many. */
  readonly lipsRef?: ArtifactRef;
  readonly lipsMean: number;
  readonly adversarial: ArtifactRef;
  readonly timing: StepTiming;
}

export interface Evaluation {
  readonly clean: Count;
  readonly robust: Count | null;
  /** Of an attack that is a sequence of attacks. */
  readonly stages?: readonly StageResult[];
  /** With keepAdversarial. */
  readonly adversarial?: ArtifactRef | null;
  /** Reasons to doubt `robust`. */
  readonly audit?: readonly AuditEntry[];
  readonly timing: StepTiming;
}

/** A state, or the artifact that it is stored as: embeddings would fill a history. */
export type StateValue = StateInput | ArtifactRef;

/** A transition as it travels through workflows. */
export interface StepTransition extends Omit<Transition, 'state'> {
  readonly state: StateValue;
}

/** What a finished time step leaves behind. */
export interface FinishedStep {
  readonly record: ChildRecord;
  readonly transition: StepTransition;
}

export interface Proposal {
  readonly state: StateValue;
  readonly action: readonly SampledStageAction[];
  readonly logProbability: number;
  readonly child: Architecture;
  readonly childCost: { readonly parameters: number; readonly macs: number };
  readonly teacherCost: { readonly parameters: number; readonly macs: number };
  /** MACs above the budget of the base teacher. */
  readonly overBudget: boolean;
  /** Why the child is not built, when its cost exceeds the guard. */
  readonly refused: string | null;
  readonly timing: StepTiming;
}

export type SearchPhase = 'meta' | 'fine-tune';

/** Where in the search a time step is; decides its random numbers. */
export interface StepPosition {
  readonly phase: SearchPhase;
  readonly target: string | null;
  readonly iteration: number;
  /** Which of the iteration's episodes; left out for the first. */
  readonly episode?: number;
  readonly timeStep: number;
}

/** One time step as the report tells it. */
export interface ChildRecord extends StepPosition {
  readonly id: string;
  readonly task: { readonly data: string; readonly attack: string };
  readonly teacher: BufferedArchitecture;
  readonly teacherMacs: number;
  readonly child: Architecture;
  readonly parameters: number;
  readonly macs: number;
  readonly action: readonly StageAction[];
  readonly overBudget: boolean;
  readonly refused: string | null;
  readonly failed: string | null;
  readonly student: Count | null;
  readonly teacherAccuracy: Count;
  /** With the bank: what its images leave of the child's accuracy. */
  readonly bankBound?: Count;
  readonly annealing: number | 'hard';
  readonly reward: number;
}

export interface IterationSummary {
  readonly phase: SearchPhase;
  readonly target: string | null;
  readonly iteration: number;
  readonly meanReward: number;
  readonly steps: number;
  readonly objective: number;
  readonly annealing: number | 'hard';
}

/** What the search leaves behind; stored as one artifact that grows by an iteration at a time. */
export interface SearchLog {
  readonly children: readonly ChildRecord[];
  readonly iterations: readonly IterationSummary[];
}

export interface ChosenChild {
  readonly architecture: Architecture;
  readonly parameters: number;
  readonly macs: number;
  readonly chosenBy: 'best-reward' | 'policy-mode' | 'policy-sample';
  /** The time step it comes from; null for the policy's mode. */
  readonly from: string | null;
}

/** One network of the final comparison on the test set. */
export interface FinalEvaluation {
  readonly architecture: Architecture;
  readonly weights: ArtifactRef;
  readonly selectedEpoch: number;
  readonly clean: Count;
  readonly attacks: Readonly<Record<string, Count>>;
  /** By attack: reasons to doubt its number; absent in runs from before there were audits. */
  readonly audit?: Readonly<Record<string, readonly AuditEntry[]>>;
}

export interface TargetResult {
  readonly target: string;
  readonly chosen: ChosenChild;
  readonly network: FinalEvaluation;
  readonly teacher: FinalEvaluation;
  /** The policy after fine-tuning; absent in runs from before it was kept. */
  readonly policy?: ArtifactRef;
}

/** An agent of an earlier run. */
export interface AgentSource {
  readonly policy: ArtifactRef;
  readonly encoder: ArtifactRef;
  readonly settings: AgentSettings;
  readonly from: NonNullable<ReportAgent['from']>;
}

export interface TeacherRecord {
  readonly name: string;
  readonly data: string;
  readonly budgetMacs: number;
  readonly clean: Count;
  readonly robust: Readonly<Record<string, Count>>;
}

export interface PhaseTimings {
  readonly startedAtMs: number;
  readonly finishedAtMs: number;
  readonly phaseSeconds: Readonly<Record<string, number>>;
  readonly reusedSteps: number;
  readonly computedSteps: number;
}

/** A change of a running run. */
export interface RunChangeRecord {
  /** Children that were scored before it. */
  readonly childrenDone: number;
  readonly budgetsMacs: Readonly<Record<string, number>>;
  /** Null: left as it was. */
  readonly priority: number | null;
}

/** Where a run's meta-training began, when it was not at the beginning. */
export interface ForkRecord {
  readonly run: string;
  readonly iteration: number;
  readonly changes: Readonly<Record<string, string>>;
}

export interface ReportInput {
  readonly runId: string;
  readonly status: 'completed' | 'failed' | 'cancelled';
  /** Why the run ended early. */
  readonly message?: string;
  readonly data: Readonly<Record<string, PreparedData>>;
  readonly spec: ResolvedPipeline;
  readonly specText: string;
  readonly teachers: readonly TeacherRecord[];
  readonly encoder: { readonly initialLoss: number; readonly finalLoss: number } | null;
  readonly log: ArtifactRef | null;
  readonly final: readonly TargetResult[];
  /** Artifacts of further TargetResults: many do not fit into a payload. */
  readonly finalParts?: readonly ArtifactRef[];
  readonly policy: ArtifactRef | null;
  readonly forkedFrom?: ForkRecord;
  readonly changes?: readonly RunChangeRecord[];
  /** The encoder beside the policy, and where both come from when an earlier run trained them. */
  readonly agent?: Pick<ReportAgent, 'encoder' | 'from'>;
  readonly schedule?: ReportSchedule;
  readonly timings: PhaseTimings;
}

export interface Activities {
  /** Finds the agent of an earlier run in the store's catalog. */
  resolveAgent(input: { agent: AgentReference }): Promise<AgentSource>;
  /** Checks every data set's files and names their content. */
  prepareData(input: {
    data: Readonly<Record<string, DatasetConfig>>;
    seed: number;
  }): Promise<Record<string, PreparedData>>;
  /** Adversarial training from scratch. */
  trainNetwork(input: {
    label: string;
    architecture: Architecture;
    data: DataRef;
    config: TrainingConfig;
    seed: number;
  }): Promise<TrainedNetwork>;
  /** The same for a teacher that the spec names. */
  trainTeacher(input: {
    label: string;
    architecture: string;
    data: DataRef;
    config: TrainingConfig;
    seed: number;
  }): Promise<TrainedNetwork>;
  /** Attacks the teacher on the evaluation set and derives the LIPS embedding. */
  characterizeTask(input: {
    label: string;
    network: NetworkRef;
    data: DataRef;
    attack: ResolvedAttack;
    lips: ResolvedSearch['lips'];
    lipsNetwork: NetworkRef;
    seed: number;
  }): Promise<TaskCharacter>;
  evaluateNetwork(input: {
    label: string;
    network: NetworkRef;
    data: DataRef;
    split: 'evaluation' | 'test';
    attack: ResolvedAttack | null;
    seed: number;
    range?: PointRange;
    audit?: boolean;
    keepAdversarial?: boolean;
  }): Promise<Evaluation>;
  evaluateTransfer(input: {
    label: string;
    network: NetworkRef;
    data: DataRef;
    split: 'evaluation' | 'test';
    adversarial: ArtifactRef;
  }): Promise<Evaluation>;
  faceBank(input: {
    label: string;
    network: NetworkRef;
    data: DataRef;
    bank: readonly ArtifactRef[];
  }): Promise<{ robust: Count; timing: StepTiming }>;
  pretrainStateEncoder(input: {
    search: ResolvedSearch;
    known: readonly { architecture: Architecture; data: PreparedData; lips: readonly number[] | ArtifactRef }[];
    seed: number;
  }): Promise<{ encoder: ArtifactRef; initialLoss: number; finalLoss: number; timing: StepTiming }>;
  initializePolicy(input: {
    search: ResolvedSearch;
    seed: number;
  }): Promise<{ policy: ArtifactRef; timing: StepTiming }>;
  /** Draws one architecture-data-attack combination from the buffers. */
  sampleTask(input: {
    architectures: readonly BufferedArchitecture[];
    data: readonly string[];
    attacks: readonly string[];
    seed: number;
    position: StepPosition;
  }): Promise<Task>;
  /** Encodes the state, samples an action and compresses the teacher by it. */
  proposeChild(input: {
    label: string;
    search: ResolvedSearch;
    encoder: ArtifactRef;
    policy: ArtifactRef;
    teacher: BufferedArchitecture;
    data: PreparedData;
    lips: readonly number[];
    baseArchitecture: string;
    seed: number;
    position: StepPosition;
    choose: 'sample' | 'mode';
  }): Promise<Proposal>;
  /** Eq. 4. */
  computeReward(input: {
    reward: ResolvedSearch['reward'];
    iteration: number;
    iterations: number;
    student: Count | null;
    teacher: Count;
    proposal: Pick<Proposal, 'childCost' | 'teacherCost' | 'refused'>;
    budgetMacs: number;
    classes: number;
  }): Promise<{ reward: number; annealing: number | 'hard' }>;
  /** One VPG step (Eq. 5). */
  updatePolicy(input: {
    label: string;
    search: ResolvedSearch;
    encoder: ArtifactRef;
    policy: ArtifactRef;
    transitions?: readonly StepTransition[];
    /** Artifacts of FinishedSteps, in their order. */
    steps?: readonly ArtifactRef[];
  }): Promise<{ policy: ArtifactRef; objective: number; timing: StepTiming }>;
  /** Stores a list as an artifact, to be passed on by reference. */
  storeList(input: { kind: string; items: readonly unknown[] }): Promise<ArtifactRef>;
  /** Appends an iteration to the search log. */
  recordIteration(input: {
    log: ArtifactRef | null;
    summary: IterationSummary;
    children?: readonly ChildRecord[];
    /** Artifacts of FinishedSteps, in their order. */
    steps?: readonly ArtifactRef[];
  }): Promise<{ log: ArtifactRef }>;
  /** One log of several that grew from `base` side by side: what each added, in the order given. */
  mergeLogs(input: { base: ArtifactRef | null; logs: readonly (ArtifactRef | null)[] }): Promise<{ log: ArtifactRef }>;
  /** The child that gets the full training: best reward seen within the budget, or the policy's mode. */
  chooseChild(input: {
    search: ResolvedSearch;
    log: ArtifactRef | null;
    target: string;
    data: PreparedData;
    teacher: BufferedArchitecture;
    encoder: ArtifactRef;
    policy: ArtifactRef;
    lips: readonly number[];
    baseArchitecture: string;
    seed: number;
  }): Promise<ChosenChild>;
  /** Writes `runs/<id>/`; returns its folder. */
  writeReport(input: ReportInput): Promise<{ directory: string; report: ArtifactRef }>;
}
