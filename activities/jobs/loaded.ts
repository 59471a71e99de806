/** Turns references into objects, keeping the last data sets in memory: consecutive jobs of a search share them. */
import { delimiter } from 'node:path';

import { decodeSafetensors } from '../../artifacts/safetensors';
import type { ArtifactRef, ArtifactStore } from '../../artifacts/types';
import { buildNetwork } from '../../architectures/network';
import type { Network } from '../../architectures/types';
import { loadDataset } from '../../datasets/load';
import type { Dataset, LabelledImages } from '../../datasets/types';
import type { StateValues } from '../../tensor/types';
import type { DataRef, NetworkRef } from './types';

/** Two data sets cover a search that alternates between them; more would only cost memory. */
const keptDatasets = 2;
const datasets = new Map<string, Promise<Dataset>>();

/** What the worker gave its trainers. */
function dataRoots(): readonly string[] | undefined {
  return process.env['RCNAS_DATA_ROOTS']?.split(delimiter).filter((root) => root !== '');
}

export async function loadData({ config, digest, seed }: DataRef): Promise<Dataset> {
  const key = JSON.stringify([digest, seed, config]);
  const known = datasets.get(key) ?? loadDataset(config, seed, { roots: dataRoots() });
  datasets.delete(key);
  datasets.set(key, known);
  for (const oldest of datasets.keys()) {
    if (datasets.size <= keptDatasets) break;
    datasets.delete(oldest);
  }
  try {
    return await known;
  } catch (error) {
    datasets.delete(key);
    throw error;
  }
}

export async function loadWeights(store: ArtifactStore, ref: ArtifactRef): Promise<StateValues> {
  return decodeSafetensors(await store.get(ref)).tensors;
}

export interface LoadedNetwork {
  readonly network: Network;
  readonly weights: StateValues;
}

export async function loadNetwork(
  store: ArtifactStore,
  { architecture, weights }: NetworkRef,
  { image, classes }: Dataset,
): Promise<LoadedNetwork> {
  return { network: buildNetwork(architecture, image, classes), weights: await loadWeights(store, weights) };
}

export function splitOf(dataset: Dataset, split: 'evaluation' | 'test'): LabelledImages {
  return split === 'evaluation' ? dataset.evaluation : dataset.test;
}
