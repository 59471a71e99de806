import type { ActivityDependencies } from './dependencies';
import { recordDocument } from './recompute';
import type { Activities } from './types';

export function listActivities(dependencies: ActivityDependencies): Pick<Activities, 'storeList'> {
  return {
    async storeList({ kind, items }) {
      return await recordDocument(dependencies, { kind, document: items });
    },
  };
}
