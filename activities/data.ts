import { datasetInfo } from '../datasets/info';
import { datasetDigest } from '../datasets/load';
import { deriveSeed } from '../tensor/random';
import type { ActivityDependencies } from './dependencies';
import { toApplicationFailure } from './failures';
import type { Activities, PreparedData } from './types';

export function dataActivities({
  dataRoots: roots,
}: Pick<ActivityDependencies, 'dataRoots'>): Pick<Activities, 'prepareData'> {
  return {
    async prepareData({ data, seed }) {
      const prepared: Record<string, PreparedData> = {};
      for (const [name, config] of Object.entries(data)) {
        try {
          const ref = { name, config, digest: await datasetDigest(config, { roots }), seed: deriveSeed(seed, 'split') };
          prepared[name] = { ref, info: datasetInfo(config) };
        } catch (error) {
          throw toApplicationFailure(error, `data set ${name}`);
        }
      }
      return prepared;
    },
  };
}
