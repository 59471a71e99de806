/** Specs name folders of data, and may come from anyone: what they lead to must lie below folders that the operator allows. */
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { DatasetError } from './errors';

/**
 * Checks where a folder and the files in it really are, symbolic links followed. What does not exist is judged by the
 * nearest folder above it that does.
 *
 * @throws DatasetError when something lies outside of all roots
 */
export async function confine(folder: string, fileNames: readonly string[], roots: readonly string[]): Promise<void> {
  const realRoots = await Promise.all(roots.map(realPathOf));
  for (const name of ['', ...fileNames]) {
    const file = path.join(folder, name);
    const real = await realPathOf(file);
    if (realRoots.some((root) => isBelow(real, root))) continue;
    const leads = real === path.resolve(file) ? '' : ` leads to ${real}, which`;
    throw new DatasetError(
      `${file}${leads} lies outside of the folders that data may come from: ${roots.join(', ')} (--data-root allows others)`,
    );
  }
}

function isBelow(file: string, root: string): boolean {
  const relative = path.relative(root, file);
  return relative === '' || (relative.split(path.sep)[0] !== '..' && !path.isAbsolute(relative));
}

async function realPathOf(file: string): Promise<string> {
  const absolute = path.resolve(file);
  try {
    return await realpath(absolute);
  } catch {
    const parent = path.dirname(absolute);
    return parent === absolute ? absolute : path.join(await realPathOf(parent), path.basename(absolute));
  }
}
