/** Activities that train and attack networks. */
import { parseArchitecture } from '../architectures/parse';
import type { ResolvedAttack } from '../schemas/resolved';
import type { ActivityDependencies } from './dependencies';
import { durableStep } from './durableStep';
import { recordDocument } from './recompute';
import type { DataRef, NetworkRef } from './jobs/types';
import type { Activities, StepTiming, TrainedNetwork } from './types';

type TrainingActivities = Pick<
  Activities,
  'trainNetwork' | 'trainTeacher' | 'characterizeTask' | 'evaluateNetwork' | 'evaluateTransfer' | 'faceBank'
>;

export function trainingActivities(dependencies: ActivityDependencies): TrainingActivities {
  return {
    async trainNetwork(input) {
      return await trainNetwork(dependencies, input);
    },

    async trainTeacher({ architecture, ...input }) {
      return await trainNetwork(dependencies, { ...input, architecture: parseArchitecture(architecture) });
    },

    async characterizeTask({ label, network, data, attack, lips, lipsNetwork, seed }) {
      const attackNetwork = async (attacked: NetworkRef) =>
        await durableStep(
          dependencies,
          'evaluateNetwork',
          evaluationParams(attacked, data, 'evaluation', attack, seed, true),
          label,
        );
      const attacked = await attackNetwork(network);
      // The paper's step 2 may attack another network than the one whose outputs are compared in step 3.
      const lipsSource =
        lipsNetwork.weights.sha256 === network.weights.sha256 ? attacked : await attackNetwork(lipsNetwork);
      const { robust, adversarial, clean } = attacked.result;
      const lipsAdversarial = lipsSource.result.adversarial;
      if (robust === null || adversarial === null || lipsAdversarial === null)
        throw new Error('an attacked evaluation returned no adversarial images');
      const embedding = await durableStep(
        dependencies,
        'computeLips',
        { network, data, adversarial: lipsAdversarial, lips },
        `${label}, LIPS`,
      );
      return {
        clean,
        robust,
        lips: embedding.result.lips,
        lipsRef: await recordDocument(dependencies, { kind: 'lips', document: embedding.result.lips }),
        lipsMean: embedding.result.mean,
        adversarial,
        timing: sumTimings([attacked, embedding]),
      };
    },

    async evaluateNetwork({ label, range, audit, keepAdversarial = false, ...input }) {
      const { network, data, split, attack, seed } = input;
      const params = { ...evaluationParams(network, data, split, attack, seed, keepAdversarial), range, audit };
      const { result, ...timing } = await durableStep(dependencies, 'evaluateNetwork', params, label);
      const { clean, robust, stages, audit: doubts, adversarial } = result;
      return { clean, robust, stages, audit: doubts, ...(keepAdversarial ? { adversarial } : {}), timing };
    },

    async faceBank({ label, network, data, bank }) {
      const params = { network, data, split: 'evaluation', bank } as const;
      const { result, ...timing } = await durableStep(dependencies, 'faceBank', params, label);
      return { ...result, timing };
    },

    async evaluateTransfer({ label, network, data, split, adversarial }) {
      const params = { network, data, split, adversarial };
      const { result, ...timing } = await durableStep(dependencies, 'evaluateTransfer', params, label);
      return { clean: result.robust, robust: result.robust, timing };
    },
  };
}

async function trainNetwork(
  dependencies: ActivityDependencies,
  { label, ...params }: Parameters<Activities['trainNetwork']>[0],
): Promise<TrainedNetwork> {
  const { result, ...timing } = await durableStep(dependencies, 'trainNetwork', params, label);
  return {
    network: { architecture: params.architecture, weights: result.weights },
    selectedEpoch: result.selectedEpoch,
    finalLoss: result.history.at(-1)?.loss ?? Number.NaN,
    timing,
  };
}

function evaluationParams(
  network: NetworkRef,
  data: DataRef,
  split: 'evaluation' | 'test',
  attack: ResolvedAttack | null,
  seed: number,
  keepAdversarial: boolean,
) {
  return { network, data, split, attack, seed, keepAdversarial };
}

function sumTimings(timings: readonly StepTiming[]): StepTiming {
  return {
    reused: timings.every((timing) => timing.reused),
    seconds: timings.reduce((sum, timing) => sum + timing.seconds, 0),
  };
}
