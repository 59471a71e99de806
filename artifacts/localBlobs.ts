import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

import { errorCode, isUnfinished, syncFolder, writeFileAtomically } from './atomicWrite';
import type { BlobInfo, Blobs, SetAside } from './blobs';
import { quarantine } from './quarantine';

/** Blobs as files of a local folder, which need not exist. */
export class LocalBlobs implements Blobs {
  constructor(readonly location: string) {}

  async read(name: string): Promise<Buffer | null> {
    return await unlessAbsent(readFile(this.pathOf(name)));
  }

  async size(name: string): Promise<number | null> {
    return (await unlessAbsent(stat(this.pathOf(name))))?.size ?? null;
  }

  async write(name: string, bytes: Uint8Array, existing: 'replace' | 'keep' | 'repair'): Promise<void> {
    const file = this.pathOf(name);
    // Compared, not trusted: whoever makes an artifact again because it was damaged must find it repaired.
    if (existing === 'repair' && (await this.read(name))?.equals(bytes) === true) await syncFolder(path.dirname(file));
    else await writeFileAtomically(file, bytes, existing === 'keep' ? 'keep' : 'replace');
  }

  async setAside(name: string, isSound: (bytes: Buffer) => boolean): Promise<SetAside> {
    const file = this.pathOf(name);
    const moved = await quarantine(this.location, file);
    if (moved === null) return 'gone';
    if (!isSound(await readFile(moved))) return { moved };
    // Repaired by a writer between reading and moving.
    await rename(moved, file);
    return 'sound';
  }

  async *list(folder: string): AsyncIterable<BlobInfo> {
    const root = this.pathOf(folder);
    const entries = (await unlessAbsent(readdir(root, { recursive: true, withFileTypes: true }))) ?? [];
    for (const entry of entries) {
      if (!entry.isFile() || isUnfinished(entry.name)) continue;
      const file = path.join(entry.parentPath, entry.name);
      const info = await unlessAbsent(stat(file));
      if (info === null) continue;
      const name = path.relative(this.location, file).split(path.sep).join('/');
      yield { name, bytes: info.size, modifiedMs: info.mtimeMs };
    }
  }

  async remove(name: string): Promise<void> {
    await rm(this.pathOf(name), { force: true });
  }

  pathOf(name: string): string {
    return path.join(this.location, ...name.split('/'));
  }
}

async function unlessAbsent<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}
