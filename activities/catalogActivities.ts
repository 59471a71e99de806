import { MissingArtifactError } from '../artifacts/errors';
import { findAgent, readCatalog } from './catalog';
import type { ActivityDependencies } from './dependencies';
import { toApplicationFailure } from './failures';
import type { Activities } from './types';

export function catalogActivities({ stateDir, store }: ActivityDependencies): Pick<Activities, 'resolveAgent'> {
  return {
    async resolveAgent({ agent }) {
      try {
        const source = findAgent(await readCatalog(stateDir), agent);
        for (const part of [source.policy, source.encoder]) {
          if (await store.has(part)) continue;
          throw new MissingArtifactError(
            `the ${part.kind} ${part.sha256} of ${source.from.run} is no longer in the store; run its spec again`,
          );
        }
        return source;
      } catch (error) {
        throw toApplicationFailure(error, 'agent');
      }
    },
  };
}
