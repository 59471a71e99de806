/** Folders of the user's cache: made completely or not at all, so that two set-ups at once cannot harm each other. */
import { copyFileSync, existsSync, linkSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { SetupFailure } from './failure.mjs';

/**
 * Fills a cache folder unless it is there.
 * @param {string} folder
 * @param {(temporary: string) => Promise<void>} fill writes into a temporary folder beside it; what it throws is passed on
 */
export async function fillOnce(folder, fill) {
  if (existsSync(folder)) return;
  let temporary;
  try {
    mkdirSync(dirname(folder), { recursive: true });
    temporary = makeTemporaryFolder(`${folder}.part-`);
  } catch (cause) {
    throw new SetupFailure(
      `The cache folder ${dirname(folder)} cannot be written: ${cause.message}.`,
      ['Point XDG_CACHE_HOME to a folder of yours.'],
      { cause },
    );
  }
  try {
    await fill(temporary);
    renameSync(temporary, folder);
  } catch (error) {
    // Another set-up was faster: its folder is as good.
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** A new folder that is gone when the process ends, also by Ctrl-C. */
export function makeTemporaryFolder(prefix) {
  const folder = mkdtempSync(prefix);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Puts a folder's files at another place, as hard links where the file system allows, else as copies. */
export function linkTree(from, to) {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) linkTree(source, target);
    else linkOrCopy(source, target);
  }
}

/** One file, replaced as a whole. */
export function linkOrCopy(source, target) {
  const temporary = `${target}.${process.pid}.tmp`;
  rmSync(temporary, { force: true });
  try {
    linkSync(source, temporary);
  } catch {
    copyFileSync(source, temporary);
  }
  renameSync(temporary, target);
  // Renaming onto another hard link of the same file does nothing and leaves the temporary name.
  rmSync(temporary, { force: true });
}
