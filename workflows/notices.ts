/** What searches tell their run while they go on. */
import { getExternalWorkflowHandle } from '@temporalio/workflow';

import { stepRow } from './details';
import { stepFinishedSignal, stepsFinishedSignal } from './names';
import type { StepResult } from './timeStep';
import type { EpisodeInput, EpisodeOutcome, SearchContext, StepNotice } from './types';

/** Up to so many children of a meta-training tell the run of themselves; of more, each iteration tells once. */
const notifyingChildren = 1_000;
/** More rows than people read at once. */
const rowsTold = 10;

export function notifiesByStep({ spec }: SearchContext): boolean {
  const { iterations, episodes = 1, timeSteps } = spec.search.meta;
  return iterations * episodes * timeSteps <= notifyingChildren;
}

/** A search that outlives its run has nobody to tell. */
export async function notifyOfStep(input: EpisodeInput, result: StepResult): Promise<void> {
  const run = getExternalWorkflowHandle(input.context.runId);
  await run.signal(stepFinishedSignal, noticeOf(input, result)).catch(() => undefined);
}

export async function notifyOfIteration({ runId }: SearchContext, outcomes: readonly EpisodeOutcome[]): Promise<void> {
  const count = outcomes.reduce((sum, outcome) => sum + outcome.count, 0);
  const notice = { count, latest: outcomes.at(-1)!.latest, best: bestOf(outcomes.map(({ best }) => best)) };
  const run = getExternalWorkflowHandle(runId);
  await run.signal(stepsFinishedSignal, notice).catch(() => undefined);
}

export function outcomeOf(input: EpisodeInput, results: readonly StepResult[]): EpisodeOutcome {
  const notices = results.map((result) => noticeOf(input, result));
  const records = results.map(({ record }) => record);
  return {
    count: results.length,
    rewardSum: records.reduce((sum, { reward }) => sum + reward, 0),
    annealing: records[0]!.annealing,
    latest: notices.at(-1)!,
    best: bestOf(notices.map((notice) => (notice.overBudget ? null : notice))),
    rows: records.slice(-rowsTold).map(stepRow),
  };
}

function bestOf(notices: readonly (StepNotice | null)[]): StepNotice | null {
  return notices.reduce(
    (best, notice) => (notice !== null && (best === null || notice.reward > best.reward) ? notice : best),
    null,
  );
}

function noticeOf({ phase, target }: EpisodeInput, { record }: StepResult): StepNotice {
  const { student } = record;
  return {
    id: record.id,
    phase,
    target: target?.name ?? null,
    child: record.child.name,
    reward: record.reward,
    robustAccuracy: student === null ? null : student.correct / student.total,
    macs: record.macs,
    overBudget: record.overBudget,
  };
}
