/** Files in local folders that are there whole or not at all, whatever kills the process or the machine. */
import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { StoreFullError } from './errors';

/** Ending of the names of unfinished files. */
const temporarySuffix = '.tmp';
/** What file systems without hard links answer, such as network shares. */
const withoutHardLinks: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/**
 * Writes a file under a temporary name in its own folder, syncs it, gives it its name and syncs the folder; readers see
 * it whole or not at all, and nothing is left behind on failure.
 *
 * @param existing - what happens when the file exists: `replace` it, or `keep` it, so that of several writers the first wins
 * @throws StoreFullError when the disk is full or the quota used up
 */
export async function writeFileAtomically(
  target: string,
  bytes: Uint8Array,
  existing: 'replace' | 'keep' = 'replace',
): Promise<void> {
  const folder = path.dirname(target);
  const temporary = `${target}.${randomUUID()}${temporarySuffix}`;
  try {
    await makeFolder(folder);
    const handle = await open(temporary, 'wx');
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (existing === 'replace') {
      await rename(temporary, target);
    } else {
      await linkUnlessPresent(temporary, target);
      await rm(temporary, { force: true });
    }
    await syncFolder(folder);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw asStoreFull(cause, target, bytes.byteLength);
  }
}

/** A hard link, unlike a rename, fails when the name is taken. */
async function linkUnlessPresent(temporary: string, target: string): Promise<void> {
  try {
    await link(temporary, target);
  } catch (error) {
    const code = errorCode(error) ?? '';
    if (code === 'EEXIST') return;
    if (!withoutHardLinks.has(code)) throw error;
    await rename(temporary, target);
  }
}

/** Makes a folder with its parents; their names are durable, too. */
async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = path.dirname(made)) await syncFolder(path.dirname(made));
}

/**
 * Removes what writers that were killed have left unfinished, in a folder and all those inside.
 *
 * @param olderThanMs - younger files may still be being written; default one day
 * @returns number of files removed
 */
export async function removeUnfinished(folder: string, olderThanMs = 24 * 60 * 60 * 1000): Promise<number> {
  const names = await readdir(folder, { recursive: true }).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  });
  let removed = 0;
  for (const name of names.filter(isUnfinished)) {
    const file = path.join(folder, name);
    const info = await stat(file).catch(() => null);
    if (info === null || Date.now() - info.mtimeMs < olderThanMs) continue;
    await rm(file, { force: true });
    removed++;
  }
  return removed;
}

/** Whether a file's name is one of those that writers use until they have finished. */
export function isUnfinished(name: string): boolean {
  return name.endsWith(temporarySuffix);
}

/** By folder: the sync that has begun, and the one that begins after it. */
const syncs = new Map<string, { readonly running: Promise<void>; next?: Promise<void> }>();

/**
 * Makes the names in a folder durable. Many writers of one folder share syncs: what has begun may have missed a name, so
 * all who ask while one runs wait for the next.
 */
export async function syncFolder(folder: string): Promise<void> {
  const known = syncs.get(folder);
  if (known !== undefined) {
    known.next ??= known.running.catch(() => undefined).then(() => startSync(folder));
    return await known.next;
  }
  await startSync(folder);
}

async function startSync(folder: string): Promise<void> {
  const entry: { readonly running: Promise<void>; next?: Promise<void> } = { running: syncNow(folder) };
  syncs.set(folder, entry);
  try {
    await entry.running;
  } finally {
    if (syncs.get(folder) === entry && entry.next === undefined) syncs.delete(folder);
  }
}

async function syncNow(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function asStoreFull(cause: unknown, target: string, bytes: number): unknown {
  const code = errorCode(cause);
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return cause;
  const problem = code === 'ENOSPC' ? 'the disk is full' : 'the disk quota is used up';
  return new StoreFullError(`${target}: cannot store ${bytes} bytes: ${problem}`, { cause });
}

/** `ENOENT` and the like; undefined for other errors. */
export function errorCode(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | undefined)?.code;
}
