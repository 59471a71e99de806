import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

import { packageRoot } from './packagePaths';

/** The `temporal` program is not there, so that no server can be started. */
export class TemporalCliMissingError extends Error {
  override readonly name = 'TemporalCliMissingError';
}

/** Path of the `temporal` program: RCNAS_TEMPORAL_CLI, what the set-up placed, then PATH. */
export function findTemporalCli(environment: NodeJS.ProcessEnv = process.env): string {
  const chosen = environment['RCNAS_TEMPORAL_CLI'];
  if (chosen) {
    if (isExecutable(chosen)) return chosen;
    throw new TemporalCliMissingError(`RCNAS_TEMPORAL_CLI is ${chosen}, which is not an executable file`);
  }
  const own = join(packageRoot(), 'node_modules', '.rcnas', 'bin', 'temporal');
  const onPath = (environment['PATH'] ?? '').split(delimiter).map((folder) => join(folder || '.', 'temporal'));
  const found = [own, ...onPath].find(isExecutable);
  if (found !== undefined) return found;
  throw new TemporalCliMissingError(
    'the temporal program was not found: run `npm run setup`, or set RCNAS_TEMPORAL_CLI to it, or give --address of a server that runs',
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
