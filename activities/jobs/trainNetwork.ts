import { basename } from 'node:path';

import { encodeSafetensors } from '../../artifacts/safetensors';
import { buildNetwork } from '../../architectures/network';
import { loadNewestCheckpoint, saveCheckpoint } from '../../training/checkpointFile';
import { trainNetwork as train } from '../../training/train';
import { loadData } from './loaded';
import type { JobImplementation } from './types';

/** Adversarial training that continues from the newest complete checkpoint of its folder. */
export const trainNetwork: JobImplementation<'trainNetwork'> = async (params, context) => {
  const startedMs = Date.now();
  const { architecture, config, seed } = params;
  const { workDir } = context;
  // The folder is named by the digest of everything that decides the result.
  const digest = basename(workDir);
  const data = await loadData(params.data);
  const resumeFrom = await loadNewestCheckpoint(workDir, digest);
  const { weights, history, selectedEpoch } = await train({
    network: buildNetwork(architecture, data.image, data.classes),
    train: data.train,
    // Never trained on, and apart from the test set that the final network is judged by.
    heldOut: config.select === 'best-pgd' ? data.evaluation : null,
    config,
    seed,
    ...(resumeFrom === null ? {} : { resumeFrom }),
    onCheckpoint: (checkpoint) => saveCheckpoint(workDir, digest, checkpoint),
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
