/** Inputs and results of the workflows: all of them small, everything big is a reference. */
import type { ChildRecord, PreparedData, SearchPhase, StepTiming } from '../activities/types';
import type { NetworkRef } from '../activities/jobs/types';
import type { ArtifactRef } from '../artifacts/types';
import type { Bank } from './bank';
import type { ReportSchedule } from '../reports/types';
import type { ResolvedPipeline, ResolvedTarget } from '../schemas/resolved';

export interface PipelineInput {
  readonly runId: string;
  readonly spec: ResolvedPipeline;
  /** The spec as written, for the report. */
  readonly specText: string;
  readonly weights: WorkWeights;
  /** Children take seconds, not minutes: their steps are local activities. */
  readonly localSteps?: boolean;
  /** Where this run's meta-training begins, when it is not at the beginning. */
  readonly fork?: ForkOrigin;
  /** What started the run, when it was a schedule. */
  readonly schedule?: ReportSchedule;
}

/** What a run left behind after so many iterations of meta-training. */
export interface ForkOrigin {
  readonly run: string;
  /** Iterations that are taken over. */
  readonly iteration: number;
  readonly policy: ArtifactRef;
  readonly log: ArtifactRef | null;
  /** The policy reads states that this encoder makes, and no other's. */
  readonly encoder: ArtifactRef;
  readonly bank?: Bank;
  /** Settings that are not the origin's, as they were given. */
  readonly changes: Readonly<Record<string, string>>;
}

/** Work of one teacher, one child, one target, in any one unit. */
export interface WorkWeights {
  readonly teachers: number;
  readonly children: number;
  readonly targets: number;
}

export interface PipelineResult {
  readonly runId: string;
  readonly directory: string;
  readonly report: ArtifactRef;
}

/** A teacher of the spec with its weights on one data set. */
export interface TrainedTeacher {
  readonly name: string;
  readonly data: string;
  readonly network: NetworkRef;
  readonly selectedEpoch: number;
  /** Network that step 2 of LIPS attacks: the teacher itself, or its clean-trained twin. */
  readonly lipsNetwork: NetworkRef;
}

/** What every part of one search shares. */
export interface SearchContext {
  readonly runId: string;
  readonly spec: ResolvedPipeline;
  readonly data: Readonly<Record<string, PreparedData>>;
  readonly teachers: readonly TrainedTeacher[];
  readonly encoder: ArtifactRef;
  /** As in PipelineInput. */
  readonly localSteps?: boolean;
}

export interface EpisodeInput {
  readonly context: SearchContext;
  readonly phase: SearchPhase;
  /** The fixed task of a fine-tuning episode; null: tasks are sampled from the buffers. */
  readonly target: ResolvedTarget | null;
  readonly iteration: number;
  /** Iterations of the phase in all, for the annealing. */
  readonly iterations: number;
  readonly timeSteps: number;
  readonly policy: ArtifactRef;
  /** Which episode of its iteration; left out for the first. */
  readonly episode?: number;
  /** Leave the policy as it is: the iteration learns from all of its episodes at once. */
  readonly collectOnly?: boolean;
  /** With the bank; so in all inputs and results below. */
  readonly bank?: Bank;
}

export interface EpisodeResult {
  readonly policy: ArtifactRef;
  /** Mean objective of the episode's policy updates; 0 without one. */
  readonly objective: number;
  readonly bank?: Bank;
  readonly totals: StepTotals;
  /** Artifacts of the finished steps, in their order. */
  readonly steps?: readonly ArtifactRef[];
  readonly outcome?: EpisodeOutcome;
  /** In place of both, from episodes that began before steps went by reference. */
  readonly children?: readonly ChildRecord[];
}

/** What is told of an episode without reading its steps. */
export interface EpisodeOutcome {
  readonly count: number;
  readonly rewardSum: number;
  readonly annealing: number | 'hard';
  readonly latest: StepNotice;
  /** The best child within its budget. */
  readonly best: StepNotice | null;
  /** Rows of a table for people, not more than a page shows. */
  readonly rows: readonly string[];
}

export interface SearchResult {
  readonly policy: ArtifactRef;
  readonly bank?: Bank;
  readonly log: ArtifactRef | null;
  readonly totals: StepTotals;
  /** Of an iteration of meta-training. */
  readonly meanReward?: number;
}

export interface MetaTrainingInput {
  readonly context: SearchContext;
  readonly policy: ArtifactRef;
  readonly log: ArtifactRef | null;
  /** First iteration of this run of the workflow; later ones come by continue-as-new. */
  readonly firstIteration: number;
  readonly totals: StepTotals;
  /** The last iterations before it, for the page that tells of this workflow. */
  readonly recent?: readonly IterationLine[];
  /** What the executions before it were told. */
  readonly control?: ControlState;
  readonly bank?: Bank;
}

export interface IterationLine {
  readonly iteration: number;
  readonly meanReward: number;
}

export interface MetaIterationInput {
  readonly context: SearchContext;
  readonly policy: ArtifactRef;
  readonly log: ArtifactRef | null;
  readonly iteration: number;
  readonly bank?: Bank;
}

export interface FineTuneInput {
  readonly bank?: Bank;
  readonly context: SearchContext;
  readonly target: ResolvedTarget;
  readonly policy: ArtifactRef;
  readonly log: ArtifactRef | null;
}

export interface EvaluationInput {
  readonly context: SearchContext;
  readonly target: ResolvedTarget;
  readonly policy: ArtifactRef;
  readonly log: ArtifactRef | null;
}

/** Activities that were computed, those whose result was known, and the seconds of the former. */
export interface StepTotals {
  readonly computed: number;
  readonly reused: number;
  readonly seconds: number;
}

export const noSteps: StepTotals = { computed: 0, reused: 0, seconds: 0 };

export function addTimings(totals: StepTotals, ...timings: readonly StepTiming[]): StepTotals {
  return timings.reduce(
    (sum, { reused, seconds }) => ({
      computed: sum.computed + (reused ? 0 : 1),
      reused: sum.reused + (reused ? 1 : 0),
      seconds: sum.seconds + seconds,
    }),
    totals,
  );
}

export function addTotals(a: StepTotals, b: StepTotals): StepTotals {
  return { computed: a.computed + b.computed, reused: a.reused + b.reused, seconds: a.seconds + b.seconds };
}

/** What an episode tells its run after each time step. */
export interface StepNotice {
  readonly id: string;
  readonly phase: SearchPhase;
  readonly target: string | null;
  readonly child: string;
  readonly reward: number;
  readonly robustAccuracy: number | null;
  readonly macs: number;
  readonly overBudget: boolean;
}

/** What an iteration tells its run in place of many notices. */
export interface StepsNotice {
  readonly count: number;
  readonly latest: StepNotice;
  readonly best: StepNotice | null;
}

export type RunPhase =
  'data' | 'teachers' | 'encoder' | 'meta-training' | 'fine-tuning' | 'evaluation' | 'report' | 'done';

/** Answer to the `progress` query of a run. */
export interface RunProgress {
  readonly runId: string;
  readonly phase: RunPhase;
  /** Nothing is begun, and training steps have stopped at a checkpoint. */
  readonly paused: boolean;
  readonly startedAtMs: number;
  /** Share of the work that is done, by the weights of its parts; in [0,1]. */
  readonly fraction: number;
  readonly children: { readonly done: number; readonly total: number };
  readonly teachers: { readonly done: number; readonly total: number };
  readonly targets: { readonly done: number; readonly total: number };
  readonly best: StepNotice | null;
  readonly latest: StepNotice | null;
  /** What steps that wait for disk space need, by step; absent when none waits. */
  readonly waitingForSpace?: Readonly<Record<string, string>>;
}

/** What can be changed about a run while it goes on. */
export interface ControlState {
  readonly paused: boolean;
  /** New budgets by teacher; they hold from the next iteration on. */
  readonly budgetsMacs: Readonly<Record<string, number>>;
  /** 1 is the most urgent, 5 the least; null: as the run began. */
  readonly priority: number | null;
}

/** A change that `rcnas set` asks for. */
export interface RunChange {
  readonly budgetsMacs: Readonly<Record<string, number>>;
  readonly priority: number | null;
}
