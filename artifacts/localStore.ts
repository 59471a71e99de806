import { createHash } from 'node:crypto';
import { readFile, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { errorCode, syncFolder, writeFileAtomically } from './atomicWrite';
import { CorruptArtifactError, MissingArtifactError } from './errors';
import { quarantine } from './quarantine';
import type { ArtifactRef, ArtifactStore } from './types';

/**
 * Artifacts in a local folder, one file each: `objects/ab/<sha256>`, where `ab` are the first two digits. Safe for any
 * number of processes; the folder need not exist.
 */
export class LocalArtifactStore implements ArtifactStore {
  constructor(private readonly root: string) {}

  /**
   * Stores bytes; returns when they are on disk.
   *
   * @throws StoreFullError
   */
  async put(bytes: Uint8Array, kind: string): Promise<ArtifactRef> {
    const ref: ArtifactRef = { sha256: sha256(bytes), bytes: bytes.byteLength, kind };
    const file = this.pathOf(ref);
    // Compared, not trusted: whoever makes an artifact again because it was damaged must find it repaired.
    const stored = await readIfPresent(file);
    if (stored === null || !stored.equals(bytes)) await writeFileAtomically(file, bytes);
    else await syncFolder(path.dirname(file));
    return ref;
  }

  /**
   * Reads an artifact and checks its size and hash. A damaged one is moved to `quarantine/`, so that it counts as missing
   * from then on.
   *
   * @throws MissingArtifactError, CorruptArtifactError
   */
  async get(ref: ArtifactRef): Promise<Buffer> {
    const file = this.pathOf(ref);
    const bytes = await readIfPresent(file);
    if (bytes === null) throw new MissingArtifactError(`artifact ${describe(ref)} is not in ${this.root}`);
    const found = sha256(bytes);
    if (found !== ref.sha256) {
      const moved = await quarantine(this.root, file);
      if (moved !== null && sha256(await readFile(moved)) === ref.sha256) {
        // Repaired by a writer between reading and moving.
        await rename(moved, file);
        return await this.get(ref);
      }
      throw new CorruptArtifactError(
        `artifact ${describe(ref)} is damaged: its ${bytes.length} bytes have the SHA-256 ${found}` +
          (moved === null ? '' : `; moved to ${moved}`),
      );
    }
    if (bytes.length !== ref.bytes) {
      throw new CorruptArtifactError(`artifact ${describe(ref)} has ${bytes.length} bytes: its reference is wrong`);
    }
    return bytes;
  }

  /** Whether the artifact is there with its size; its content is checked on `get`. */
  async has(ref: ArtifactRef): Promise<boolean> {
    return (await fileSize(this.pathOf(ref))) === ref.bytes;
  }

  /** Path of an artifact's file, whether it exists or not. */
  pathOf(ref: Pick<ArtifactRef, 'sha256'>): string {
    if (!/^[0-9a-f]{64}$/.test(ref.sha256)) {
      throw new MissingArtifactError(`'${ref.sha256}' is not a SHA-256 in lower-case hex`);
    }
    return path.join(this.root, 'objects', ref.sha256.slice(0, 2), ref.sha256);
  }
}

async function readIfPresent(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

async function fileSize(file: string): Promise<number | null> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function describe(ref: ArtifactRef): string {
  return `${ref.sha256} (${ref.kind}, ${ref.bytes} bytes)`;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
