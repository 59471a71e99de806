import { describe, expect, it } from 'vitest';
import { DatasetError } from '../../datasets/errors';
import { datasetInfo, datasetNames } from '../../datasets/info';
import type { DatasetConfig } from '../../datasets/types';

describe('datasetInfo', () => {
  it('knows shapes, classes and numbers of images', () => {
    expect(datasetNames.map((name) => [name, datasetInfo(name)])).toEqual([
      ['digits', { image: { height: 8, width: 8, channels: 1 }, classes: 10, trainCount: 1437, testCount: 360 }],
      [
        'fashion-mnist',
        { image: { height: 28, width: 28, channels: 1 }, classes: 10, trainCount: 60000, testCount: 10000 },
      ],
    ]);
  });

  it.each<[DatasetConfig, number, number]>([
    [{ source: 'digits', evaluation: 128 }, 1309, 360],
    [{ source: 'digits', evaluation: 1436 }, 1, 360],
    [{ source: 'digits', evaluation: 128, limitTrain: 100, limitTest: 50 }, 100, 50],
    [{ source: 'digits', evaluation: 128, limitTrain: 5000, limitTest: 361 }, 1309, 360],
    [{ source: 'fashion-mnist', evaluation: 10_000 }, 50_000, 10_000],
  ])('counts what %j leaves: %i and %i images', (config, trainCount, testCount) => {
    expect(datasetInfo(config)).toMatchObject({ trainCount, testCount });
  });

  it.each<[object, string]>([
    [{ source: 'digits', evaluation: 0 }, "evaluation of data set 'digits' must be an integer from 1 to 1436, got 0"],
    [
      { source: 'digits', evaluation: 1437 },
      "evaluation of data set 'digits' must be an integer from 1 to 1436, got 1437",
    ],
    [
      { source: 'digits', evaluation: 1.5 },
      "evaluation of data set 'digits' must be an integer from 1 to 1436, got 1.5",
    ],
    [
      { source: 'fashion-mnist', evaluation: 60_000 },
      "evaluation of data set 'fashion-mnist' must be an integer from 1 to 59999, got 60000",
    ],
    [
      { source: 'digits', evaluation: 1, limitTrain: 0 },
      "limitTrain of data set 'digits' must be an integer of at least 1, got 0",
    ],
    [
      { source: 'digits', evaluation: 1, limitTest: Number.NaN },
      "limitTest of data set 'digits' must be an integer of at least 1, got NaN",
    ],
    [{ source: 'cifar', evaluation: 1 }, "unknown data set 'cifar', known are digits, fashion-mnist"],
  ])('refuses %j', (config, message) => {
    expect(() => datasetInfo(config as DatasetConfig)).toThrow(new DatasetError(message));
  });
});
