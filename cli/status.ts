import { connect } from './connection';
import { exitCodes } from './exitCodes';
import type { GlobalOptions } from './options';
import { activityLines, headline } from './progressText';
import { findRun, listRuns } from './runs';
import { takeSnapshot } from './snapshot';

/** One run in detail, or all of them in a line each. */
export async function statusCommand(runId: string | undefined, options: GlobalOptions): Promise<number> {
  const server = await connect(options);
  try {
    if (runId === undefined) {
      const runs = await listRuns(server.client);
      if (options.json === true) process.stdout.write(`${JSON.stringify({ runs })}\n`);
      else if (runs.length === 0) process.stderr.write('there is no run yet; start one with "rcnas run SPEC"\n');
      else {
        const idWidth = Math.max(...runs.map((run) => run.runId.length));
        for (const { runId: id, status, startedAt } of runs)
          process.stdout.write(`${id.padEnd(idWidth)}  ${status.padEnd(10)}  started ${startedAt.toISOString()}\n`);
      }
      return exitCodes.ok;
    }
    const snapshot = await takeSnapshot(server.client, await findRun(server.client, runId));
    if (options.json === true) process.stdout.write(`${JSON.stringify(snapshot)}\n`);
    else {
      const lines = [
        `${snapshot.runId}: ${snapshot.status}`,
        headline(snapshot, Date.now()),
        ...activityLines(snapshot),
      ];
      process.stdout.write(lines.map((line, i) => (i === 0 ? `${line}\n` : `  ${line}\n`)).join(''));
    }
    return exitCodes.ok;
  } finally {
    await server.close();
  }
}
