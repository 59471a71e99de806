import type { NetworkRef } from '../activities/jobs/types';
import type { Architecture } from '../architectures/types';
import { childSteps } from './proxies';
import { addTimings, noSteps, type SearchContext, type StepTotals } from './types';

/** Networks of an episode by architecture and data set. */
export interface NetworkPool {
  /** Weights of the architecture on the data set; null when its own time step could not train it. */
  get(architecture: Architecture, data: string): Promise<NetworkRef | null>;
  /** Announces a network that a time step is training. */
  add(architecture: Architecture, data: string, network: Promise<NetworkRef | null>): void;
  totals(): StepTotals;
}

/** Base teachers come trained; a child is trained by its own time step, or here when a task puts it on other data. */
export function createNetworkPool(context: SearchContext): NetworkPool {
  const { spec, teachers, data } = context;
  const { durable } = childSteps(context);
  const networks = new Map<string, Promise<NetworkRef | null>>();
  let totals = noSteps;
  const keyOf = (architecture: Architecture, on: string) => JSON.stringify([architecture.stages, on]);
  for (const teacher of teachers) {
    networks.set(keyOf(teacher.network.architecture, teacher.data), Promise.resolve(teacher.network));
  }

  const train = async (architecture: Architecture, on: string): Promise<NetworkRef> => {
    const label = `train ${architecture.name} on ${on}`;
    const trained = await durable.trainNetwork.executeWithOptions({ summary: label }, [
      { label, architecture, data: data[on]!.ref, config: spec.training.child, seed: spec.seed },
    ]);
    totals = addTimings(totals, trained.timing);
    return trained.network;
  };

  return {
    async get(architecture, on) {
      const key = keyOf(architecture, on);
      const known = networks.get(key);
      if (known !== undefined) return await known;
      const training = train(architecture, on);
      networks.set(key, training);
      return await training;
    },
    add(architecture, on, network) {
      const key = keyOf(architecture, on);
      if (!networks.has(key)) networks.set(key, network);
    },
    totals: () => totals,
  };
}
