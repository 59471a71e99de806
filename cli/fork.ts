/** `rcnas fork`: a variant of a run that begins after a past iteration of its meta-training. */
import { createHash } from 'node:crypto';

import { WorkflowNotFoundError, type Client } from '@temporalio/client';

import { canonicalJson, type JsonValue } from '../artifacts/keys';
import type { ResolvedPipeline } from '../schemas/resolved';
import { workflowIds } from '../workflows/names';
import type { ForkOrigin, MetaIterationInput, PipelineInput, SearchResult } from '../workflows/types';
import { connect, workflowPage } from './connection';
import { UnknownRunError } from './errors';
import { exitCodes } from './exitCodes';
import type { GlobalOptions } from './options';
import { recordedInput } from './recordedInput';
import { choicesOf, startRunWith } from './runs';
import { changeSpec, parseSettings, SettingError, type Setting } from './settings';
import { workWeights } from './workWeights';

export interface ForkOptions {
  /** `path=value`, each as often as wanted. */
  readonly set?: readonly string[];
}

/** @param source - `<run>@iter-<n>`: after n iterations of meta-training */
export async function forkCommand(source: string, options: GlobalOptions & ForkOptions): Promise<number> {
  const { run, iteration } = parseSource(source);
  const settings = parseSettings(options.set ?? []);
  const server = await connect(options);
  try {
    const input = await originInput(server.client, run);
    const { spec, text } = changeSpec(input.specText, settings, 'spec.yaml');
    const resolved = settings.length === 0 ? input.spec : keepPaths(spec, input.spec);
    const origin = await originAfter(server.client, run, iteration, input.spec);
    checkVariant(input.spec, resolved, iteration);
    const fork = { ...origin, changes: Object.fromEntries(settings.map(({ path, value }) => [path, value])) };
    const runId = forkIdOf(resolved, fork);
    const { localSteps } = input;
    const variant = { runId, spec: resolved, specText: text, weights: workWeights(resolved), fork };
    const { attached } = await startRunWith(
      server.client,
      localSteps === true ? { ...variant, localSteps } : variant,
      await choicesOf(server.client, run),
    );
    const page = server.uiUrl === null ? null : workflowPage(server.uiUrl, options.namespace, runId);
    if (options.json === true) {
      process.stdout.write(`${JSON.stringify({ runId, attached, page, from: run, iteration })}\n`);
    } else {
      process.stderr.write(
        attached
          ? `${runId} is running already\n`
          : `${runId} begins after ${iteration} iterations of ${run}${describe(settings)}\n`,
      );
      if (page !== null) process.stderr.write(`  page:  ${page}\n`);
      process.stderr.write(`  watch: rcnas watch ${runId}\n`);
      process.stdout.write(`${runId}\n`);
    }
    return exitCodes.ok;
  } finally {
    await server.close();
  }
}

function parseSource(source: string): { run: string; iteration: number } {
  const [, run, iteration] = /^(.+)@iter-(\d+)$/.exec(source) ?? [];
  if (run === undefined) {
    throw new SettingError(`'${source}' is not of the form RUN@iter-N, where N iterations of meta-training are kept`);
  }
  if (Number(iteration) < 1) throw new SettingError(`'${source}': one iteration at least must be kept`);
  return { run, iteration: Number(iteration) };
}

async function originInput(client: Client, run: string): Promise<PipelineInput> {
  try {
    return await recordedInput<PipelineInput>(client, run);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    throw new UnknownRunError(`no run is named "${run}"; "rcnas status" lists those that there are`, { cause: error });
  }
}

/** Data files lie where they lay for the origin, not beside a file that there is not. */
function keepPaths(spec: ResolvedPipeline, { data }: ResolvedPipeline): ResolvedPipeline {
  const kept = Object.entries(spec.data).map(([name, config]) => {
    const path = data[name]?.path;
    return [name, path === undefined || config.path === undefined ? config : { ...config, path }] as const;
  });
  return { ...spec, data: Object.fromEntries(kept) };
}

/** What the policy of the origin was made for: with another it would be of no use. */
const fixedSettings: readonly (readonly [string, (spec: ResolvedPipeline) => unknown])[] = [
  ['seed', ({ seed }) => seed],
  ['data', ({ data }) => data],
  ['training.teacher', ({ training }) => training.teacher],
  ['search.lips', ({ search }) => search.lips],
  ['search.ct', ({ search }) => search.ct],
  ['search.encoder', ({ search }) => search.encoder],
  ['search.policy.hidden', ({ search }) => search.policy.hidden],
  ['search.policy.optimizer', ({ search }) => search.policy.optimizer],
  ['search.policy.learnStd', ({ search }) => search.policy.learnStd],
  ['teachers.architecture', ({ teachers }) => teachers.map(({ name, architecture }) => [name, architecture])],
];

function checkVariant(origin: ResolvedPipeline, variant: ResolvedPipeline, iteration: number): void {
  const text = (value: unknown): string => canonicalJson(value as JsonValue);
  for (const [path, read] of fixedSettings) {
    if (text(read(origin)) !== text(read(variant))) {
      throw new SettingError(
        `${path}: a fork cannot change it, because the policy was trained with ${text(read(origin))}`,
      );
    }
  }
  const { iterations } = variant.search.meta;
  if (iterations < iteration) {
    throw new SettingError(
      `search.meta.iterations: ${iterations} is less than the ${iteration} iterations that are kept`,
    );
  }
}

/** Policy, search log and encoder as an iteration left them. @throws UnknownRunError when it has not come to that. */
async function originAfter(
  client: Client,
  run: string,
  iteration: number,
  { search }: ResolvedPipeline,
): Promise<Omit<ForkOrigin, 'changes'>> {
  const id = workflowIds.metaIteration(run, iteration - 1);
  const handle = client.workflow.getHandle(id);
  const status = await handle.describe().then(
    (description) => description.status.name,
    (error: unknown) => {
      if (error instanceof WorkflowNotFoundError) return 'NONE';
      throw error;
    },
  );
  if (status !== 'COMPLETED') {
    throw new UnknownRunError(
      `${run} has not finished iteration ${iteration} of its ${search.meta.iterations} iterations of meta-training` +
        (status === 'NONE' ? '' : ` (it is ${status.toLowerCase()})`),
    );
  }
  const { policy, log, bank } = (await handle.result()) as SearchResult;
  const { context } = await recordedInput<MetaIterationInput>(client, id);
  return { run, iteration, policy, log, encoder: context.encoder, ...(bank === undefined ? {} : { bank }) };
}

function forkIdOf(spec: ResolvedPipeline, { run, iteration, policy }: ForkOrigin): string {
  const identity = { spec, run, iteration, policy: policy.sha256 } as unknown as JsonValue;
  const digest = createHash('sha256').update(canonicalJson(identity)).digest('hex');
  return `${spec.metadata.name}-fork-${digest.slice(0, 8)}`;
}

function describe(settings: readonly Setting[]): string {
  return settings.length === 0 ? '' : ` with ${settings.map(({ path, value }) => `${path}=${value}`).join(' ')}`;
}
