import { join } from 'node:path';

/** Folder of artifacts, results and checkpoints in a state folder. */
export function storeFolder(stateDir: string): string {
  return join(stateDir, 'store');
}
