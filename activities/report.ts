import { join } from 'node:path';

import { ApplicationFailure } from '@temporalio/activity';

import { writeReport } from '../reports/write';
import type { ActivityDependencies } from './dependencies';
import { toApplicationFailure } from './failures';
import { assembleReport } from './reportAssembly';
import { readSearchLog } from './reward';
import type { Activities } from './types';

export function reportActivities(dependencies: ActivityDependencies): Pick<Activities, 'writeReport'> {
  return {
    async writeReport(input) {
      checkRunId(input.runId);
      try {
        const report = assembleReport(input, await readSearchLog(dependencies, input.log), dependencies.engine);
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

/** It becomes the name of a folder, and whoever may start workflows can name a run as they like. */
function checkRunId(runId: string): void {
  if (/^[A-Za-z0-9][A-Za-z0-9._@-]{0,254}$/.test(runId)) return;
  throw ApplicationFailure.nonRetryable(
    `'${runId}' is not the id of a run: letters, digits, '-', '_', '.' and '@' only`,
  );
}
