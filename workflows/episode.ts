/** An episode: time steps in a row, each of which may compress the children of the ones before. */
import { patched, setCurrentDetails } from '@temporalio/workflow';

import type { FinishedStep, StepPosition } from '../activities/types';
import type { ArtifactRef } from '../artifacts/types';
import type { BufferedArchitecture, Task } from '../search/types';
import { addToBank, type Bank } from './bank';
import { followParent } from './control';
import { stepTable } from './details';
import { storeInParts } from './lists';
import { createNetworkPool, type NetworkPool } from './networkPool';
import { notifiesByStep, notifyOfStep, outcomeOf } from './notices';
import { brief, briefStepsPatch, childSteps } from './proxies';
import { describeTask, proposeStep, scoreStep, type DescribedTask, type StepResult } from './timeStep';
import { addTimings, addTotals, noSteps, type EpisodeInput, type EpisodeResult, type StepTotals } from './types';

export async function episode(input: EpisodeInput): Promise<EpisodeResult> {
  followParent();
  const { context, iteration, timeSteps, collectOnly = false } = input;
  const { search } = context.spec;
  const updatesEachStep = !collectOnly && (search.meta.update === 'step' || timeSteps === 1);
  const byReference = patched(briefStepsPatch);

  const pool = createNetworkPool(context);
  const buffer = initialArchitectures(input);
  let { policy, bank } = input;
  let totals: StepTotals = noSteps;
  const objectives: number[] = [];
  const finished: StepResult[] = [];
  const scoring: Promise<StepResult>[] = [];
  const recorded: ArtifactRef[] = [];

  const store = async (results: readonly StepResult[]): Promise<ArtifactRef[]> => {
    const steps = results.map(({ record, transition }): FinishedStep => ({ record, transition }));
    const parts = await storeInParts('steps', steps);
    recorded.push(...parts);
    return parts;
  };

  /** What an update learns from: the steps, stored first. */
  const material = async (results: readonly StepResult[]) => {
    if (!byReference) return { transitions: results.map(({ transition }) => transition) };
    return { steps: await store(results) };
  };

  const updatePolicy = async (results: readonly StepResult[]): Promise<void> => {
    const label = `update the policy, iteration ${iteration}`;
    const learnt = await material(results);
    const update = await childSteps(context).quick.updatePolicy.executeWithOptions({ summary: label }, [
      { label, search, encoder: context.encoder, policy, ...learnt },
    ]);
    policy = update.policy;
    objectives.push(update.objective);
    totals = addTimings(totals, update.timing);
  };

  const score = async (step: Parameters<typeof scoreStep>[1]): Promise<StepResult> => {
    const result = await scoreStep({ ...input, bank }, step);
    finished.push(result);
    setCurrentDetails(stepTable(finished.map(({ record }) => record)));
    if (!byReference || notifiesByStep(context)) await notifyOfStep(input, result);
    return result;
  };

  for (let timeStep = 0; timeStep < timeSteps; timeStep++) {
    const position: StepPosition = {
      phase: input.phase,
      target: input.target?.name ?? null,
      iteration,
      ...(input.episode === undefined ? {} : { episode: input.episode }),
      timeStep,
    };
    const described = await drawTask(input, buffer, position, pool);
    const step = await proposeStep(input, policy, described, position);
    const scored = score(step);
    // Awaited below; until then its failure must not count as unhandled.
    scored.catch(() => undefined);
    scoring.push(scored);
    if (step.proposal.refused === null) {
      const { task, proposal } = step;
      const network = scored.then((result) => result.network);
      network.catch(() => undefined);
      pool.add(proposal.child, task.data, network);
      buffer.push({ ...task.teacher, architecture: proposal.child, origin: 'child' });
    }
    if (updatesEachStep) {
      const result = await scored;
      bank = withFound(bank, [result]);
      await updatePolicy([result]);
    }
  }

  const results = await Promise.all(scoring);
  if (collectOnly) {
    await store(results);
    bank = withFound(bank, results);
  } else if (!updatesEachStep) {
    bank = withFound(bank, results);
    await updatePolicy(results);
  }
  totals = results.reduce((sum, result) => addTotals(sum, result.totals), totals);
  return {
    policy,
    objective: objectives.reduce((sum, objective) => sum + objective, 0) / Math.max(1, objectives.length),
    totals: addTotals(totals, pool.totals()),
    bank,
    ...(byReference
      ? { steps: recorded, outcome: outcomeOf(input, results) }
      : { children: results.map(({ record }) => record) }),
  };
}

/** In the order of the time steps: those of an episode that run side by side do not face each other's images. */
function withFound(bank: Bank | undefined, results: readonly StepResult[]): Bank | undefined {
  if (bank === undefined) return undefined;
  return results.reduce(
    (grown, { found }) => (found === null ? grown : addToBank(grown, found.key, found.images)),
    bank,
  );
}

/** The architecture buffer at the beginning: the teachers that the spec puts there, or the target's alone. */
function initialArchitectures({ context, target }: EpisodeInput): BufferedArchitecture[] {
  const { spec, teachers } = context;
  return spec.teachers
    .filter(({ name }) => (target === null ? spec.search.buffers.teachers.includes(name) : name === target.teacher))
    .map(({ name, budgetMacs }) => ({
      architecture: teachers.find((teacher) => teacher.name === name)!.network.architecture,
      budgetMacs,
      baseTeacher: name,
      origin: 'teacher',
    }));
}

/**
 * Draws tasks until one has a usable teacher. A child that could not be trained, or that its attack brings below
 * chance level, leaves the buffer when it is drawn: whether it does depends on the draws alone, not on what happened
 * to be finished, so children may train side by side without changing the search.
 */
async function drawTask(
  input: EpisodeInput,
  buffer: BufferedArchitecture[],
  position: StepPosition,
  pool: NetworkPool,
): Promise<DescribedTask> {
  for (;;) {
    const task = await nextTask(input, buffer, position);
    const network = await pool.get(task.teacher.architecture, task.data);
    const described = network === null ? null : await describeTask(input, task, network, position);
    const isBase = task.teacher.origin === 'teacher';
    if (described !== null && (isBase || !isBelowChance(described, input))) return described;
    const index = buffer.findIndex((entry) => sameArchitecture(entry, task.teacher));
    buffer.splice(index, 1);
  }
}

function isBelowChance({ task, character }: DescribedTask, { context }: EpisodeInput): boolean {
  const { robust } = character;
  return robust.correct / robust.total < 1 / context.data[task.data]!.info.classes;
}

function sameArchitecture(a: BufferedArchitecture, b: BufferedArchitecture): boolean {
  return a.origin === b.origin && JSON.stringify(a.architecture.stages) === JSON.stringify(b.architecture.stages);
}

async function nextTask(
  { context, target }: EpisodeInput,
  architectures: readonly BufferedArchitecture[],
  position: StepPosition,
): Promise<Task> {
  if (target !== null) return { data: target.data, attack: target.attack, teacher: architectures[0]! };
  const { spec } = context;
  const { data, attacks } = spec.search.buffers;
  return await brief().sampleTask.executeWithOptions({ summary: `sample the task of time step ${position.timeStep}` }, [
    { architectures, data, attacks, seed: spec.search.seed ?? spec.seed, position },
  ]);
}
