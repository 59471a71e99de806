/** What a run is expected to store, checked before it starts. */
import { networkCost } from '../architectures/cost';
import { parseArchitecture } from '../architectures/parse';
import { freeBytes, sizeText } from '../artifacts/freeSpace';
import { openStore } from '../artifacts/openStore';
import { setBudget } from '../artifacts/runUses';
import { datasetInfo } from '../datasets/info';
import type { DatasetConfig } from '../datasets/types';
import type { ResolvedPipeline } from '../schemas/resolved';
import { storeFolder } from '../worker/storeFolder';
import { DiskBudgetError } from './errors';
import type { GlobalOptions, StartOptions } from './options';
import { runIdOf } from './runs';

const bytesPerFloat = 4;
/** Policy, results, marks and the growing log of a time step. */
const stepBytes = 300_000;

/**
 * Notes the run's budget, if it has one.
 *
 * @throws DiskBudgetError when the run is expected to store more than its budget
 */
export async function planDisk(
  spec: ResolvedPipeline,
  { stateDir, store, diskBudget }: GlobalOptions & StartOptions,
  warn: (line: string) => void,
): Promise<void> {
  const expected = expectedBytes(spec);
  if (diskBudget !== undefined) {
    if (expected > diskBudget) {
      throw new DiskBudgetError(
        `the run is expected to store up to ${sizeText(expected)}, more than its budget of ${sizeText(diskBudget)}`,
      );
    }
    const { blobs } = await openStore({ folder: storeFolder(stateDir), url: store });
    await setBudget(blobs, runIdOf(spec), diskBudget);
  }
  const free = await freeBytes(storeFolder(stateDir));
  if (store === undefined && free < expected) {
    warn(
      `the run is expected to store up to ${sizeText(expected)}, and ${sizeText(free)} are free in ${stateDir}: ` +
        'when the disk is full it waits for space',
    );
  }
}

/** Most bytes of artifacts that a run leaves, children taken to be as large as the largest teacher. */
export function expectedBytes(spec: ResolvedPipeline): number {
  const { data, teachers, attacks, search, targets } = spec;
  const configs = Object.values(data);
  const images = Math.max(...configs.map(evaluationBytes));
  const weightsOn = (config: DatasetConfig) =>
    teachers.map(({ architecture }) => {
      const { image, classes } = datasetInfo(config);
      return networkCost(parseArchitecture(architecture), image, classes).parameters * bytesPerFloat;
    });
  const twins = search.lips.teacher === 'clean' ? 2 : 1;
  const perTask = twins * Object.keys(attacks).length * images;
  const ofTeachers = sum(configs.flatMap((config) => weightsOn(config).map((weights) => twins * weights + perTask)));
  const largest = Math.max(...configs.flatMap(weightsOn));
  const children =
    search.meta.iterations * (search.meta.episodes ?? 1) * search.meta.timeSteps +
    search.fineTune.iterations * targets.length;
  return ofTeachers + children * (largest + images + stepBytes) + targets.length * (largest + stepBytes);
}

function evaluationBytes(config: DatasetConfig): number {
  const { height, width, channels } = datasetInfo(config).image;
  return config.evaluation * height * width * channels * bytesPerFloat;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
