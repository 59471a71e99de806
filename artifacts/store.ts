import { createHash } from 'node:crypto';

import type { Blobs } from './blobs';
import { CorruptArtifactError, MissingArtifactError } from './errors';
import type { ArtifactRef, ArtifactStore } from './types';

/** Artifacts as blobs named by their content: `objects/ab/<sha256>`, where `ab` are the first two digits. */
export class BlobArtifactStore implements ArtifactStore {
  constructor(protected readonly blobs: Blobs) {}

  /**
   * Stores bytes; returns when they are durable.
   *
   * @throws StoreFullError
   */
  async put(bytes: Uint8Array, kind: string): Promise<ArtifactRef> {
    const ref: ArtifactRef = { sha256: sha256(bytes), bytes: bytes.byteLength, kind };
    await this.blobs.write(objectName(ref), bytes, 'repair');
    return ref;
  }

  /**
   * Reads an artifact and checks its size and hash. A damaged one is moved to `quarantine/`, so that it counts as missing
   * from then on.
   *
   * @throws MissingArtifactError, CorruptArtifactError
   */
  async get(ref: ArtifactRef): Promise<Buffer> {
    const name = objectName(ref);
    const bytes = await this.blobs.read(name);
    if (bytes === null) {
      throw new MissingArtifactError(`artifact ${describe(ref)} is not in ${this.blobs.location}`, ref);
    }
    const found = sha256(bytes);
    if (found !== ref.sha256) {
      const aside = await this.blobs.setAside(name, (again) => sha256(again) === ref.sha256);
      if (aside === 'sound') return await this.get(ref);
      throw new CorruptArtifactError(
        `artifact ${describe(ref)} is damaged: its ${bytes.length} bytes have the SHA-256 ${found}` +
          (aside === 'gone' ? '' : `; moved to ${aside.moved}`),
        ref,
      );
    }
    if (bytes.length !== ref.bytes) {
      throw new CorruptArtifactError(`artifact ${describe(ref)} has ${bytes.length} bytes: its reference is wrong`);
    }
    return bytes;
  }

  /** Whether the artifact is there with its size; its content is checked on `get`. */
  async has(ref: ArtifactRef): Promise<boolean> {
    return (await this.blobs.size(objectName(ref))) === ref.bytes;
  }

  /** The reference of an artifact of which only the digest is known; null when it is not there. */
  async find(digest: string, kind: string): Promise<ArtifactRef | null> {
    const bytes = await this.blobs.size(objectName({ sha256: digest }));
    return bytes === null ? null : { sha256: digest, bytes, kind };
  }

  /** Whether the artifact is there and its bytes are right; a damaged one is set aside. */
  async isSound(ref: ArtifactRef): Promise<boolean> {
    try {
      // Asked of the store itself: `get` may be answered from a local copy.
      const name = objectName(ref);
      const size = await this.blobs.size(name);
      if (size === null) return false;
      if (size !== ref.bytes) {
        await this.blobs.setAside(name, (again) => sha256(again) === ref.sha256);
        return false;
      }
      await this.get(ref);
      return true;
    } catch (error) {
      if (error instanceof MissingArtifactError || error instanceof CorruptArtifactError) return false;
      throw error;
    }
  }
}

/** Name of an artifact's blob. @throws MissingArtifactError when the reference names no content */
export function objectName({ sha256: digest }: Pick<ArtifactRef, 'sha256'>): string {
  if (!/^[0-9a-f]{64}$/.test(digest)) throw new MissingArtifactError(`'${digest}' is not a SHA-256 in lower-case hex`);
  return `objects/${digest.slice(0, 2)}/${digest}`;
}

function describe(ref: ArtifactRef): string {
  return `${ref.sha256} (${ref.kind}, ${ref.bytes} bytes)`;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
