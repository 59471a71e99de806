/** Damaged files are set aside, not deleted: someone may want to know what damaged them. */
import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from './atomicWrite';

/**
 * Moves a file into `<root>/quarantine/`, so that it no longer answers to its name and can be stored anew.
 *
 * @returns its new path; null when it is gone already, moved by another reader
 */
export async function quarantine(root: string, file: string): Promise<string | null> {
  const folder = path.join(root, 'quarantine');
  await mkdir(folder, { recursive: true });
  const target = path.join(folder, `${path.basename(file)}.${Date.now()}`);
  try {
    await rename(file, target);
    return target;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}
