/** Runs as the command line sees them: their ids, how they are started, found and described. */
import { createHash } from 'node:crypto';

import { WorkflowNotFoundError, type Client, type WorkflowHandle } from '@temporalio/client';

import { canonicalJson, type JsonValue } from '../artifacts/keys';
import type { ResolvedPipeline } from '../schemas/resolved';
import type { pipeline } from '../workflows/pipeline';
import { defaultTaskQueue, progressQuery } from '../workflows/names';
import { checkSearchAttributes } from '../worker/searchAttributes';
import { encodedBytes, largestPayloadBytes } from '../workflows/payloadLimit';
import { runAttributes, searchAttributes } from '../workflows/searchAttributes';
import type { PipelineInput, RunProgress } from '../workflows/types';
import { SpecTooLargeError, UnknownRunError } from './errors';
import { workWeights } from './workWeights';

export type RunHandle = WorkflowHandle<typeof pipeline>;

/**
 * Readable and decided by the spec: the same spec names the same run, so submitting it again attaches to it, or
 * repeats it from recorded results.
 */
export function runIdOf(spec: ResolvedPipeline): string {
  const digest = createHash('sha256')
    .update(canonicalJson(spec as unknown as JsonValue))
    .digest('hex');
  return `${spec.metadata.name}-${digest.slice(0, 8)}`;
}

export interface StartedRun {
  readonly runId: string;
  readonly handle: RunHandle;
  /** The run was going on already; nothing was started. */
  readonly attached: boolean;
}

export interface StartChoices {
  readonly taskQueue?: string;
  /** 1 goes first, 5 last; default 3. */
  readonly priority?: number;
}

/**
 * Local steps are done inside workflow tasks. Where hundreds of workflows share a worker, a task can wait longer than the
 * usual 10 s; timed out it is played again, which makes the others wait longer still, and the worker's local steps of the
 * first attempt may never be told to the second.
 */
const localStepsTaskTimeout = '30 seconds';

export async function startRun(
  client: Client,
  spec: ResolvedPipeline,
  specText: string,
  { localSteps, ...choices }: StartChoices & Pick<PipelineInput, 'localSteps'> = {},
): Promise<StartedRun> {
  const input = { runId: runIdOf(spec), spec, specText, weights: workWeights(spec) };
  return await startRunWith(client, localSteps === true ? { ...input, localSteps } : input, choices);
}

/**
 * Starts a run, or attaches to the one of the same id that is going on.
 *
 * @throws SpecTooLargeError, SearchAttributesError
 */
export async function startRunWith(
  client: Client,
  input: PipelineInput,
  { taskQueue = defaultTaskQueue, priority }: StartChoices = {},
): Promise<StartedRun> {
  const { runId, spec, specText } = input;
  const bytes = encodedBytes(input);
  if (bytes > largestPayloadBytes) throw new SpecTooLargeError(bytes, largestPayloadBytes);
  await checkSearchAttributes(client.connection, client.options.namespace, searchAttributes);
  const known = await describeRun(client, runId).catch(() => undefined);
  const attached = known?.status.name === 'RUNNING';
  const handle = await client.workflow.start<typeof pipeline>('pipeline', {
    workflowId: runId,
    taskQueue,
    ...(input.localSteps === true ? { workflowTaskTimeout: localStepsTaskTimeout } : {}),
    ...(priority === undefined ? {} : { priority: { priorityKey: priority } }),
    args: [input],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    typedSearchAttributes: runAttributes(runId),
    staticSummary: spec.metadata.description ?? `search of ${spec.metadata.name}, seed ${spec.seed}`,
    staticDetails: `\`\`\`yaml\n${specText}\n\`\`\``,
  });
  return { runId, handle, attached };
}

/** How a run was started: another that goes on from it has the same workers and the same urgency. */
export async function choicesOf(client: Client, runId: string): Promise<StartChoices> {
  const { taskQueue, priority } = await describeRun(client, runId);
  return { taskQueue, ...(priority?.priorityKey ? { priority: priority.priorityKey } : {}) };
}

export async function describeRun(client: Client, runId: string) {
  return await client.workflow.getHandle(runId).describe();
}

/** The run that is named, else the newest one. @throws UnknownRunError */
export async function findRun(client: Client, runId: string | undefined): Promise<RunHandle> {
  const runs = await listRuns(client);
  if (runId === undefined) {
    const newest = runs[0];
    if (newest === undefined) throw new UnknownRunError('there is no run yet; start one with "rcnas run SPEC"');
    return client.workflow.getHandle<typeof pipeline>(newest.runId);
  }
  const handle = client.workflow.getHandle<typeof pipeline>(runId);
  try {
    await handle.describe();
    return handle;
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    const known = runs.map((run) => run.runId).join(', ');
    throw new UnknownRunError(`no run is named "${runId}"; known runs: ${known === '' ? 'none' : known}`, {
      cause: error,
    });
  }
}

export interface RunSummary {
  readonly runId: string;
  readonly status: string;
  readonly startedAt: Date;
  readonly closedAt: Date | null;
}

/** Newest first. */
export async function listRuns(client: Client): Promise<RunSummary[]> {
  const runs: RunSummary[] = [];
  for await (const run of client.workflow.list({ query: "WorkflowType = 'pipeline'" })) {
    runs.push({
      runId: run.workflowId,
      status: run.status.name.toLowerCase(),
      startedAt: run.startTime,
      closedAt: run.closeTime ?? null,
    });
  }
  return runs.sort((a, b) => b.startedAt.getTime() - a.startedAt.getTime());
}

/** Answer of the run itself; null when no worker is there to answer. */
export async function queryProgress(handle: RunHandle): Promise<RunProgress | null> {
  try {
    return await handle.query(progressQuery);
  } catch {
    return null;
  }
}
