import { encodeSafetensors } from '../../artifacts/safetensors';
import { buildNetwork } from '../../architectures/network';
import { trainNetwork as train } from '../../training/train';
import { loadData } from './loaded';
import type { JobImplementation } from './types';

/** Adversarial training that continues from the newest complete checkpoint of its folder. */
export const trainNetwork: JobImplementation<'trainNetwork'> = async ({ architecture, config, seed, ...refs }, context) => {
  const startedMs = Date.now();
  const data = await loadData(refs.data);
  const { weights, history, selectedEpoch } = await train({
    network: buildNetwork(architecture, data.image, data.classes),
    train: data.train,
    // Never trained on, and apart from the test set that the final network is judged by.
    heldOut: config.select === 'best-pgd' ? data.evaluation : null,
    config,
    seed,
    checkpointIntervalMs: context.checkpointIntervalMs,
    onProgress: context.progress,
    signal: context.signal,
  });
  return {
    weights: await context.store.put(encodeSafetensors(weights), 'weights'),
    history,
    selectedEpoch,
    seconds: (Date.now() - startedMs) / 1000,
  };
};
