/** Artifacts that a reader finds damaged or missing are made again by the steps that made them, within the same run. */
import { join } from 'node:path';

import { Context } from '@temporalio/activity';

import { stepKey, type JsonValue } from '../artifacts/keys';
import { CorruptArtifactError, LostArtifactError } from '../artifacts/errors';
import { artifactsIn } from '../artifacts/inventory';
import type { ArtifactRef, Recipe } from '../artifacts/types';
import type { ActivityDependencies } from './dependencies';
import type { NamedDocument } from './documents';
import { toApplicationFailure } from './failures';
import { resultIdentity } from './identity';
import type { JobName, JobParams, JobResult } from './jobs/types';
import { jobVersions } from './jobs/versions';
import { isLightStep, lightSteps, type LightStepInputs, type LightStepName } from './lightSteps';

/** What a step that may have to make its inputs again is done with. */
export interface RecomputeOptions {
  readonly onProgress: (fraction: number, message: string) => void;
  readonly signal: AbortSignal;
  /** 1 goes first to a trainer, 5 last; default 3. */
  readonly priority?: number;
}

/** Repairs that run in this process: two readers of one damaged artifact cause one computation. */
const repairs = new WeakMap<object, Map<string, Promise<void>>>();

/** Runs a job in a trainer. Inputs that it finds damaged or missing are made again first, theirs too. */
export async function runJob<N extends JobName>(
  dependencies: ActivityDependencies,
  name: N,
  params: JobParams<N>,
  options: RecomputeOptions & { readonly workDir: string },
): Promise<JobResult<N>> {
  return await withSoundInputs(dependencies, options, () => dependencies.trainers.run(name, params, options));
}

/**
 * Does `attempt`; when it finds an artifact damaged or missing, makes that one again and does it once more.
 *
 * @throws LostArtifactError when nothing recorded says how to make the artifact, and what `attempt` throws when an artifact
 * that was just made is damaged again
 */
export async function withSoundInputs<T>(
  dependencies: ActivityDependencies,
  options: RecomputeOptions,
  attempt: () => Promise<T>,
): Promise<T> {
  const remade = new Set<string>();
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const artifact = unusableArtifact(error);
      if (artifact === null || remade.has(artifact.sha256)) throw error;
      if (await remakeOnce(dependencies, artifact, error as Error, options)) remade.add(artifact.sha256);
    }
  }
}

/** @returns whether it was this call that made it, not another reader that is at it */
async function remakeOnce(
  dependencies: ActivityDependencies,
  artifact: ArtifactRef,
  found: Error,
  options: RecomputeOptions,
): Promise<boolean> {
  const running = repairs.get(dependencies.cache) ?? new Map<string, Promise<void>>();
  repairs.set(dependencies.cache, running);
  const other = running.get(artifact.sha256);
  if (other !== undefined) {
    // Its failure is its own: this reader looks again, and tries itself if there is need.
    await other.catch(() => undefined);
    return false;
  }
  const repair = remake(dependencies, artifact, found, options);
  running.set(artifact.sha256, repair);
  try {
    await repair;
    return true;
  } finally {
    running.delete(artifact.sha256);
  }
}

async function remake(
  dependencies: ActivityDependencies,
  artifact: ArtifactRef,
  found: Error,
  options: RecomputeOptions,
): Promise<void> {
  const { cache, store, logger } = dependencies;
  const name = `${artifact.kind} ${artifact.sha256}`;
  const makers = await cache.namingArtifact(artifact.sha256);
  const recipes = makers.flatMap(({ recipe }) => (recipe === undefined ? [] : [recipe]));
  const recipe = recipes.find((each) => obstacle(dependencies, each) === null);
  if (recipe === undefined) {
    const [reason] = recipes.map((each) => obstacle(dependencies, each)!);
    if (reason?.isOfThisWorker === true) throw new CorruptArtifactError(`${found.message}; ${reason.text}`);
    throw new LostArtifactError(`${found.message}; ${reason?.text ?? 'no recorded step makes it'}`);
  }
  logger.warn(`made again: ${found.message}`, { step: recipe.step });
  await follow(dependencies, recipe, {
    ...options,
    onProgress: (fraction, message) => options.onProgress(fraction, `making ${name} again: ${message}`),
  });
  if (await store.isSound(artifact)) return;
  throw new LostArtifactError(
    `${found.message}; ${recipe.step} was done again with the same inputs and gave other bytes`,
  );
}

/** Why a recipe cannot be followed here; null when it can. Another worker may be able to. */
function obstacle(
  { engine }: ActivityDependencies,
  recipe: Recipe,
): { readonly text: string; readonly isOfThisWorker: boolean } | null {
  const version = isLightStep(recipe.step) ? lightSteps[recipe.step].version : jobVersions[recipe.step as JobName];
  if (version !== recipe.version) {
    const today = (version as number | undefined) ?? 'none';
    const text = `it was made by ${recipe.step} version ${recipe.version}, this is version ${today}`;
    return { text, isOfThisWorker: false };
  }
  if (isLightStep(recipe.step) || keyOf({ ...recipe, engine }) === keyOf(recipe)) return null;
  const text = `it was computed on ${JSON.stringify(recipe.engine)}, this worker has ${JSON.stringify(engine)}`;
  return { text, isOfThisWorker: true };
}

async function follow(dependencies: ActivityDependencies, recipe: Recipe, options: RecomputeOptions): Promise<void> {
  const { cache } = dependencies;
  if (isLightStep(recipe.step)) {
    await lightStep(dependencies, recipe.step, recipe.inputs as never, recipe.step, options);
    return;
  }
  const key = keyOf(recipe);
  const workDir = workFolder(dependencies, key);
  const result = await runJob(dependencies, recipe.step as JobName, recipe.inputs as never, { ...options, workDir });
  await cache.record(key, result, artifactsIn(result), recipe);
}

/**
 * Makes an artifact by a step without a trainer, unless it is known, and records how it was made.
 *
 * @param label - of the step, for people
 */
export async function lightStep<N extends LightStepName>(
  dependencies: ActivityDependencies,
  step: N,
  inputs: LightStepInputs[N],
  label: string,
  options: RecomputeOptions = optionsOfActivity(),
): Promise<ArtifactRef> {
  const { cache, store } = dependencies;
  const { version, make } = lightSteps[step];
  const recipe = { step, version, inputs, engine: null };
  const key = keyOf(recipe);
  await cache.noteUse(currentRun(), key, label);
  const [known] = artifactsIn(await cache.lookup(key));
  if (known !== undefined) return known;
  const made = await withSoundInputs(dependencies, options, () => make(store, inputs));
  await cache.record(key, { made }, [made], recipe);
  return made;
}

/** Stores a document so that it is kept with the run and can be made again. */
export async function recordDocument(dependencies: ActivityDependencies, named: NamedDocument): Promise<ArtifactRef> {
  try {
    return await lightStep(dependencies, 'storeDocument', named, named.kind);
  } catch (error) {
    throw toApplicationFailure(error, named.kind);
  }
}

/** Reads artifacts for an activity; damaged ones are made again. */
export async function readSoundly<T>(
  dependencies: ActivityDependencies,
  label: string,
  read: () => Promise<T>,
): Promise<T> {
  try {
    return await withSoundInputs(dependencies, optionsOfActivity(), read);
  } catch (error) {
    throw toApplicationFailure(error, label);
  }
}

/** Key of the result of a step. Names for people are part of a search log or a document, but of no result of a job. */
export function keyOf({ step, version, inputs, engine }: Recipe): string {
  if (isLightStep(step)) return stepKey(step, version, inputs as JsonValue);
  return stepKey(step, version, resultIdentity({ params: inputs, engine }));
}

/** Folder of a job's checkpoints. */
export function workFolder({ stateDir }: Pick<ActivityDependencies, 'stateDir'>, key: string): string {
  return join(stateDir, 'work', key);
}

/** The run that the current activity works for: the first part of its workflow's id. */
export function currentRun(): string {
  return Context.current().info.workflowExecution?.workflowId.split('/')[0] ?? 'unknown';
}

/** Nothing for a local step: the worker that does it knows by itself whether it lives. */
export function heartbeat(details: unknown): void {
  const context = Context.current();
  if (!context.info.isLocal) context.heartbeat(details);
}

/** For activities that use no trainer themselves. */
export function optionsOfActivity(): RecomputeOptions {
  const context = Context.current();
  return {
    onProgress: (fraction, message) => heartbeat({ fraction, message }),
    signal: context.cancellationSignal,
  };
}

/** The artifact that an error is about; errors of trainers are told by their name. */
function unusableArtifact(error: unknown): ArtifactRef | null {
  if (!(error instanceof Error) || !['CorruptArtifactError', 'MissingArtifactError'].includes(error.name)) return null;
  const { artifact } = error as Error & { artifact?: ArtifactRef };
  return artifact ?? null;
}
