/** What is known of a data set without reading its files. Pure: usable from workflows and from spec validation. */
import { DatasetError } from './errors';
import type { DatasetConfig, DatasetInfo } from './types';

export type DatasetName = DatasetConfig['source'];

/** Names that `DatasetConfig.source` allows. */
export const datasetNames: readonly DatasetName[] = ['digits', 'fashion-mnist'];

const infos: Readonly<Record<DatasetName, DatasetInfo>> = {
  digits: { image: { height: 8, width: 8, channels: 1 }, classes: 10, trainCount: 1437, testCount: 360 },
  'fashion-mnist': {
    image: { height: 28, width: 28, channels: 1 },
    classes: 10,
    trainCount: 60_000,
    testCount: 10_000,
  },
};

/**
 * Image shape, number of classes and number of images. For a name: all images, those of a later evaluation set counted
 * as training images. For a configuration: what `loadDataset` will return, after the evaluation set and the limits.
 *
 * @throws DatasetError on an unknown name, and on counts that the data set cannot give: `evaluation` must leave at least
 * one training image; limits must be at least 1.
 */
export function datasetInfo(source: DatasetName | DatasetConfig): DatasetInfo {
  const config = typeof source === 'string' ? null : source;
  const name = typeof source === 'string' ? source : source.source;
  if (!datasetNames.includes(name)) {
    throw new DatasetError(`unknown data set '${String(name)}', known are ${datasetNames.join(', ')}`);
  }
  const info = infos[name];
  if (config === null) return info;
  return { ...info, ...checkCounts(config, info.trainCount, info.testCount) };
}

/**
 * Numbers of training and test images that the configuration leaves of those available.
 *
 * @throws DatasetError when it asks for what cannot be
 */
export function checkCounts(
  config: DatasetConfig,
  trainAvailable: number,
  testAvailable: number,
): { readonly trainCount: number; readonly testCount: number } {
  const { source, evaluation } = config;
  const most = trainAvailable - 1;
  if (!Number.isInteger(evaluation) || evaluation < 1 || evaluation > most) {
    throw new DatasetError(
      `evaluation of data set '${source}' must be an integer from 1 to ${most}, got ${evaluation}`,
    );
  }
  const limit = (key: 'limitTrain' | 'limitTest', available: number): number => {
    const value = config[key];
    if (value === undefined) return available;
    if (!Number.isInteger(value) || value < 1) {
      throw new DatasetError(`${key} of data set '${source}' must be an integer of at least 1, got ${value}`);
    }
    return Math.min(value, available);
  };
  return {
    trainCount: limit('limitTrain', trainAvailable - evaluation),
    testCount: limit('limitTest', testAvailable),
  };
}
