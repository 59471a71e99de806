/** How much disk a job takes at most while it runs, worked out from its parameters. */
import { networkCost } from '../../architectures/cost';
import { datasetInfo } from '../../datasets/info';
import type { DataRef, JobName, JobParams } from './types';

const bytesPerFloat = 4;
/** Weights, and two checkpoints with weights and momentum: the last one and the one that is being written. */
const copiesInTraining = 5;
/** Finished parts, and the whole that is put together from them. */
const copiesInAttack = 2;
/** Results of the agent's jobs, and what a file system takes for files and folders. */
const smallBytes = 256 * 1024;

export function diskNeedBytes<N extends JobName>(name: N, params: JobParams<N>): number {
  if (name === 'trainNetwork') {
    const { architecture, data } = params as JobParams<'trainNetwork'>;
    const { image, classes } = datasetInfo(data.config);
    const weights = networkCost(architecture, image, classes).parameters * bytesPerFloat;
    return smallBytes + copiesInTraining * weights;
  }
  if (name === 'evaluateNetwork') {
    const { attack, data, split } = params as JobParams<'evaluateNetwork'>;
    return smallBytes + (attack === null ? 0 : copiesInAttack * imageBytes(data, split));
  }
  return smallBytes;
}

function imageBytes({ config }: DataRef, split: 'evaluation' | 'test'): number {
  const { image, testCount } = datasetInfo(config);
  const count = split === 'evaluation' ? config.evaluation : testCount;
  return count * image.height * image.width * image.channels * bytesPerFloat;
}
