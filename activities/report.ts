import { join } from 'node:path';

import { ApplicationFailure } from '@temporalio/activity';

import { stepKey } from '../artifacts/keys';
import { writeReport } from '../reports/write';
import { catalogEntryOf, readCatalog, recordInCatalog } from './catalog';
import { comparePrevious } from './comparison';
import type { ActivityDependencies } from './dependencies';
import { readLists } from './documents';
import { toApplicationFailure } from './failures';
import { assembleReport } from './reportAssembly';
import { optionsOfActivity, withSoundInputs } from './recompute';
import { soundSearchLog } from './reward';
import type { Activities, TargetResult } from './types';

export function reportActivities(dependencies: ActivityDependencies): Pick<Activities, 'writeReport'> {
  return {
    async writeReport(input) {
      checkRunId(input.runId);
      const { cache, store } = dependencies;
      try {
        const log = await soundSearchLog(dependencies, input.log);
        const parts = await withSoundInputs(dependencies, optionsOfActivity(), () =>
          readLists<TargetResult>(store, input.finalParts),
        );
        const assembled = assembleReport({ ...input, final: [...input.final, ...parts] }, log, dependencies.engine);
        const previous = comparePrevious(assembled, await readCatalog(dependencies.stateDir));
        const report = previous === undefined ? assembled : { ...assembled, previous };
        const directory = join(dependencies.runsDir, input.runId);
        await writeReport(report, directory);
        const entry = catalogEntryOf(report);
        if (entry !== null) await recordInCatalog(dependencies.stateDir, entry);
        const stored = await store.put(Buffer.from(JSON.stringify(report)), 'report');
        const key = stepKey('writeReport', 1, { runId: input.runId, report: stored.sha256 });
        await cache.noteUse(input.runId, key, 'report');
        await cache.record(key, { report: stored }, [stored]);
        await cache.noteEnd(input.runId, input.status);
        return { directory, report: stored };
      } catch (error) {
        throw toApplicationFailure(error, 'report');
      }
    },
  };
}

/** It becomes the name of a folder, and whoever may start workflows can name a run as they like. */
function checkRunId(runId: string): void {
  if (/^[A-Za-z0-9][A-Za-z0-9._@-]{0,254}$/.test(runId)) return;
  throw ApplicationFailure.nonRetryable(
    `'${runId}' is not the id of a run: letters, digits, '-', '_', '.' and '@' only`,
  );
}
