/** Where the set-up puts things. No step of the set-up needs to have run for this module to load. */
import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const stateFolder = join(root, 'node_modules', '.rcnas');
export const addonFolder = join(root, 'node_modules', '@tensorflow', 'tfjs-node-gpu');
/** Shared by all checkouts of a user, so that a second clone downloads nothing. */
export const cacheFolder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'rcnas');
/** The Temporal CLI that the set-up fetched, or a link to the one it found. */
export const ownTemporal = join(stateFolder, 'bin', 'temporal');

/** A program's path from PATH, or null. */
export function findOnPath(program) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    if (folder && isExecutable(join(folder, program))) return join(folder, program);
  }
  return null;
}

export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
