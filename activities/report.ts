import { join } from 'node:path';

import { writeReport } from '../reports/write';
import { catalogEntryOf, readCatalog, recordInCatalog } from './catalog';
import { comparePrevious } from './comparison';
import type { ActivityDependencies } from './dependencies';
import { toApplicationFailure } from './failures';
import { assembleReport } from './reportAssembly';
import { readSearchLog } from './reward';
import type { Activities } from './types';

export function reportActivities(dependencies: ActivityDependencies): Pick<Activities, 'writeReport'> {
  return {
    async writeReport(input) {
      try {
        const assembled = assembleReport(input, await readSearchLog(dependencies, input.log), dependencies.engine);
        const previous = comparePrevious(assembled, await readCatalog(dependencies.stateDir));
        const report = previous === undefined ? assembled : { ...assembled, previous };
        const directory = join(dependencies.runsDir, input.runId);
        await writeReport(report, directory);
        const entry = catalogEntryOf(report);
        if (entry !== null) await recordInCatalog(dependencies.stateDir, entry);
        const stored = await dependencies.store.put(Buffer.from(JSON.stringify(report)), 'report');
        return { directory, report: stored };
      } catch (error) {
        throw toApplicationFailure(error, 'report');
      }
    },
  };
}
