import { join } from 'node:path';

import { writeReport } from '../reports/write';
import type { ActivityDependencies } from './dependencies';
import { toApplicationFailure } from './failures';
import { assembleReport } from './reportAssembly';
import { soundSearchLog } from './reward';
import type { Activities } from './types';

export function reportActivities(dependencies: ActivityDependencies): Pick<Activities, 'writeReport'> {
  return {
    async writeReport(input) {
      try {
        const report = assembleReport(input, await soundSearchLog(dependencies, input.log), dependencies.engine);
        const directory = join(dependencies.runsDir, input.runId);
        await writeReport(report, directory);
        const stored = await dependencies.store.put(Buffer.from(JSON.stringify(report)), 'report');
        return { directory, report: stored };
      } catch (error) {
        throw toApplicationFailure(error, 'report');
      }
    },
  };
}
