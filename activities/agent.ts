/** Activities of the agent: the state encoder, the policy, and what it proposes. */
import { compressArchitecture } from '../architectures/compress';
import { networkCost } from '../architectures/cost';
import { parseArchitecture } from '../architectures/parse';
import type { Architecture } from '../architectures/types';
import type { ResolvedSearch } from '../schemas/resolved';
import { sampleTask } from '../search/buffers';
import { ablatedEmbedding, ctEmbedding } from '../search/embeddings';
import { encodeStages } from '../search/stageEncoding';
import type { StateInput } from '../search/types';
import { deriveSeed } from '../tensor/random';
import type { ActivityDependencies } from './dependencies';
import { durableStep } from './durableStep';
import { toApplicationFailure } from './failures';
import { readDocument, readLists, readTransitions } from './documents';
import { readSoundly, recordDocument } from './recompute';
import type { Activities, FinishedStep, PreparedData, Proposal, StepPosition } from './types';

type AgentActivities = Pick<
  Activities,
  'pretrainStateEncoder' | 'initializePolicy' | 'sampleTask' | 'proposeChild' | 'updatePolicy'
>;

export function agentActivities(dependencies: ActivityDependencies): AgentActivities {
  return {
    async pretrainStateEncoder({ search, known, seed }) {
      const inputs = await readSoundly(dependencies, 'state encoder', () =>
        Promise.all(
          known.map(async ({ architecture, data, lips }) => {
            const values = 'sha256' in lips ? await readDocument<number[]>(dependencies.store, lips) : lips;
            return stateInput(search, architecture, data, values);
          }),
        ),
      );
      const params = { config: settingsOf(search), known: inputs, seed: deriveSeed(seed, 'state-encoder') };
      const { result, ...timing } = await durableStep(dependencies, 'pretrainStateEncoder', params, 'state encoder');
      return { ...result, timing };
    },

    async initializePolicy({ search, seed }) {
      const params = { config: settingsOf(search), seed: deriveSeed(seed, 'policy') };
      const { result, ...timing } = await durableStep(dependencies, 'initializePolicy', params, 'initial policy');
      return { ...result, timing };
    },

    async sampleTask({ architectures, data, attacks, seed, position }) {
      const { iteration, timeStep } = position;
      return sampleTask({ architectures, data, attacks }, taskSeed(seed, position), iteration, timeStep);
    },

    async proposeChild(input) {
      return await proposeChild(dependencies, input);
    },

    async updatePolicy({ label, search, encoder, policy, ...input }) {
      const { store } = dependencies;
      const transitions = await readSoundly(dependencies, label, async () => {
        const steps = await readLists<FinishedStep>(store, input.steps);
        return await readTransitions(store, input.transitions ?? steps.map(({ transition }) => transition));
      });
      const params = { config: settingsOf(search), encoder, policy, transitions };
      const { result, ...timing } = await durableStep(dependencies, 'updatePolicy', params, label);
      return { policy: result.policy, objective: result.objective, timing };
    },
  };
}

/** Encodes the state (Eq. 2), lets the policy act (Eq. 3), compresses the teacher and prices the child. */
export async function proposeChild(
  dependencies: ActivityDependencies,
  input: Parameters<Activities['proposeChild']>[0],
): Promise<Proposal> {
  const { label, search, encoder, policy, teacher, data, lips, seed, position, choose } = input;
  const { image, classes } = data.info;
  const state = stateInput(search, teacher.architecture, data, lips);
  const actionSeed = deriveSeed(
    taskSeed(search.seed ?? seed, position),
    'action',
    position.iteration,
    position.timeStep,
  );
  const params = { config: settingsOf(search), encoder, policy, state, seed: actionSeed, choose };
  const { result, ...timing } = await durableStep(dependencies, 'proposeAction', params, label);
  const stored = await recordDocument(dependencies, { kind: 'state', document: state });
  try {
    const child = compressArchitecture(teacher.architecture, result.action, { relativeTo: search.policy.relativeTo });
    const childCost = networkCost(child, image, classes);
    const teacherCost = networkCost(teacher.architecture, image, classes);
    const baseMacs = networkCost(parseArchitecture(input.baseArchitecture), image, classes).macs;
    const guardMacs = search.reward.guard * baseMacs;
    return {
      state: stored,
      action: result.action,
      logProbability: result.logProbability,
      child,
      childCost: { parameters: childCost.parameters, macs: childCost.macs },
      teacherCost: { parameters: teacherCost.parameters, macs: teacherCost.macs },
      overBudget: childCost.macs > teacher.budgetMacs,
      refused:
        childCost.macs > guardMacs
          ? `its ${childCost.macs} MACs exceed ${search.reward.guard} x those of ${teacher.baseTeacher} (${baseMacs})`
          : null,
      timing,
    };
  } catch (error) {
    throw toApplicationFailure(error, label);
  }
}

/** The state of one task, with an embedding of zeros where its ablation is switched on. */
function stateInput(
  search: ResolvedSearch,
  architecture: Architecture,
  data: PreparedData,
  lips: readonly number[],
): StateInput {
  const { macs } = networkCost(architecture, data.info.image, data.info.classes);
  return {
    stages: encodeStages(architecture),
    lips: search.lips.enabled ? lips : ablatedEmbedding(search.lips.dimension),
    ct: search.ct.enabled ? ctEmbedding(macs, search.ct.dimension) : ablatedEmbedding(search.ct.dimension),
  };
}

/** Seed of one phase (and target, and episode) of the search; the iteration and time step are counted within it. */
function taskSeed(seed: number, { phase, target, episode = 0 }: StepPosition): number {
  return deriveSeed(seed, phase, target ?? '', ...(episode === 0 ? [] : ['episode', episode]));
}

/** Without the seed of the draws, which names no other encoder, policy or action. */
function settingsOf({ seed: _, ...settings }: ResolvedSearch): ResolvedSearch {
  return settings;
}
