/** What a schedule starts: a run that is named after the time when it was due. */
import {
  ChildWorkflowCancellationType,
  executeChild,
  ParentClosePolicy,
  setCurrentDetails,
  workflowInfo,
} from '@temporalio/workflow';

import type { ResolvedPipeline } from '../schemas/resolved';
import { pipeline } from './pipeline';
import { dueTime, scheduledRunId } from './scheduledRunId';
import { runAttributes } from './searchAttributes';
import type { PipelineInput, PipelineResult } from './types';

export interface ScheduledRunInput extends Pick<PipelineInput, 'spec' | 'specText' | 'weights'> {
  readonly scheduleId: string;
  /** `each-time`: the agent draws anew in each run; `fixed`: every run is the same search. */
  readonly draws: 'each-time' | 'fixed';
}

export async function scheduledRun(input: ScheduledRunInput): Promise<PipelineResult> {
  const { scheduleId, specText, weights } = input;
  const { workflowId, startTime } = workflowInfo();
  const dueAt = dueTime(workflowId) ?? new Date(Math.floor(startTime.getTime() / 1000) * 1000);
  const runId = scheduledRunId(scheduleId, dueAt);
  const spec = input.draws === 'fixed' ? input.spec : withDrawsOf(input.spec, dueAt);
  setCurrentDetails(`run \`${runId}\`, due ${dueAt.toISOString()}`);
  return await executeChild(pipeline, {
    workflowId: runId,
    staticSummary: `${spec.metadata.description ?? spec.metadata.name}, of schedule ${scheduleId}`,
    staticDetails: `\`\`\`yaml\n${specText}\n\`\`\``,
    typedSearchAttributes: runAttributes(runId),
    parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
    cancellationType: ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
    args: [{ runId, spec, specText, weights, schedule: { id: scheduleId, dueAt: dueAt.toISOString() } }],
  });
}

const seedLimit = 2 ** 31;

/** Minutes since 1970 are different from night to night and the same when a night is repeated. */
function withDrawsOf(spec: ResolvedPipeline, dueAt: Date): ResolvedPipeline {
  const base = spec.search.seed ?? spec.seed;
  const seed = (base + Math.floor(dueAt.getTime() / 60_000)) % seedLimit;
  return { ...spec, search: { ...spec.search, seed } };
}
