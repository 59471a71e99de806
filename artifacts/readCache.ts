/** A local copy of what was read from or written to a store that is far away. */
import { createHash } from 'node:crypto';
import { utimes } from 'node:fs/promises';
import path from 'node:path';

import type { BlobInfo, Blobs, SetAside } from './blobs';
import { LocalBlobs } from './localBlobs';

const defaultLimitBytes = 10 * 2 ** 30;

/**
 * Keeps artifacts in a local folder, where they are found by their content and checked before they are used. The store
 * decides what exists; the folder may be deleted at any time. Its oldest files go when it exceeds `limitBytes`.
 */
export class CachedBlobs implements Blobs {
  readonly location: string;
  private readonly local: LocalBlobs;
  private addedBytes: number;

  constructor(
    private readonly remote: Blobs,
    folder: string,
    private readonly limitBytes = defaultLimitBytes,
  ) {
    this.location = remote.location;
    this.local = new LocalBlobs(folder);
    // The first write looks at what earlier processes have left.
    this.addedBytes = limitBytes;
  }

  async read(name: string): Promise<Buffer | null> {
    if (!isArtifact(name)) return await this.remote.read(name);
    const kept = await this.local.read(name).catch(() => null);
    if (kept !== null && isNamedByContent(name, kept)) {
      const now = new Date();
      await utimes(this.local.pathOf(name), now, now).catch(() => undefined);
      return kept;
    }
    const bytes = await this.remote.read(name);
    if (bytes !== null && isNamedByContent(name, bytes)) await this.keep(name, bytes);
    return bytes;
  }

  async size(name: string): Promise<number | null> {
    return await this.remote.size(name);
  }

  async write(name: string, bytes: Uint8Array, existing: 'replace' | 'keep' | 'repair'): Promise<void> {
    await this.remote.write(name, bytes, existing);
    if (isArtifact(name)) await this.keep(name, bytes);
  }

  async setAside(name: string, isSound: (bytes: Buffer) => boolean): Promise<SetAside> {
    await this.local.remove(name);
    return await this.remote.setAside(name, isSound);
  }

  list(folder: string): AsyncIterable<BlobInfo> {
    return this.remote.list(folder);
  }

  async remove(name: string): Promise<void> {
    await this.local.remove(name);
    await this.remote.remove(name);
  }

  /** A copy that cannot be written is none: the store has the bytes. */
  private async keep(name: string, bytes: Uint8Array): Promise<void> {
    await this.local.write(name, bytes, 'replace').catch(() => undefined);
    this.addedBytes += bytes.byteLength;
    if (this.addedBytes < this.limitBytes / 8) return;
    this.addedBytes = 0;
    await this.removeOldest().catch(() => undefined);
  }

  private async removeOldest(): Promise<void> {
    const files: BlobInfo[] = [];
    for await (const file of this.local.list('objects')) files.push(file);
    let excess = files.reduce((sum, { bytes }) => sum + bytes, 0) - this.limitBytes;
    for (const { name, bytes } of files.sort((a, b) => a.modifiedMs - b.modifiedMs)) {
      if (excess <= 0) return;
      await this.local.remove(name);
      excess -= bytes;
    }
  }
}

function isArtifact(name: string): boolean {
  return name.startsWith('objects/');
}

function isNamedByContent(name: string, bytes: Uint8Array): boolean {
  return createHash('sha256').update(bytes).digest('hex') === path.posix.basename(name);
}
