/** What trainers compute with. */
import { cpus } from 'node:os';

import type { EngineInfo } from '../activities/dependencies';
import { installedLibrary, ofOneModel, visibleGpus, type Gpu } from './gpus';
import type { TrainerPool, TrainerPoolOptions } from './trainerPool';
import type { TrainerLogger } from './trainerProcess';

type EngineChoices = Required<Pick<TrainerPoolOptions, 'threadsPerTrainer' | 'gpus' | 'deterministic' | 'xla'>>;

export const defaultThreads = 2;

/** What of the trainers' surroundings decides the last bits of their results. */
export async function describeEngine(
  trainers: TrainerPool,
  { threadsPerTrainer, gpus, deterministic, xla }: EngineChoices,
): Promise<EngineInfo> {
  return {
    tensorflow: await trainers.tensorflowVersion(),
    threads: threadsPerTrainer,
    cpu: cpus()[0]?.model ?? process.arch,
    device: gpus[0] === undefined ? 'cpu' : `gpu ${gpus[0].model}`,
    deterministic: gpus.length === 0 || deterministic,
    xla,
  };
}

/** GPUs for trainers: those of one model. */
export function usableGpus(logger: Pick<TrainerLogger, 'warn'>): readonly Gpu[] {
  const { used, left } = ofOneModel(visibleGpus());
  for (const { id, model } of left) {
    logger.warn(`GPU ${id} (${model}) is left out: a worker computes on one model, here ${used[0]!.model}`);
  }
  if (used.length === 0 && installedLibrary() === 'gpu') {
    logger.warn('TensorFlow with CUDA is set up, but no GPU is seen: trainers compute on the processor');
  }
  return used;
}
