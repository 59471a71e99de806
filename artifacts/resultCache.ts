import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { errorCode, writeFileAtomically } from './atomicWrite';
import { CanonicalJsonError } from './errors';
import { quarantine } from './quarantine';
import type { ArtifactRef, ArtifactStore, ResultCache } from './types';

interface Entry {
  readonly key: string;
  readonly result: unknown;
  readonly artifacts: readonly ArtifactRef[];
}

/**
 * Results in a local folder, one JSON file each: `results/ab/<key>.json`, where `ab` are the first two digits. Safe for
 * any number of processes; the folder need not exist. `store` holds the artifacts that results name.
 */
export class LocalResultCache implements ResultCache {
  constructor(
    private readonly root: string,
    private readonly store: ArtifactStore,
  ) {}

  /**
   * The recorded result, or undefined: no entry, one that names an artifact which is gone, or a damaged one, which is
   * moved to `quarantine/`.
   */
  async lookup(key: string): Promise<unknown> {
    const entry = await this.read(key);
    return entry !== null && (await this.isComplete(entry)) ? entry.result : undefined;
  }

  /**
   * Records a result; does nothing when the key has one whose artifacts are all there. As JSON: undefined fields are left
   * out.
   *
   * @param key - 64 hex digits, as `stepKey` makes them
   * @throws CanonicalJsonError when the result is undefined or holds NaN or an infinity, StoreFullError
   */
  async record(key: string, result: unknown, artifacts: readonly ArtifactRef[]): Promise<void> {
    const bytes = Buffer.from(serialize({ key, result, artifacts }), 'utf8');
    const existing = await this.read(key);
    if (existing !== null && (await this.isComplete(existing))) return;
    await writeFileAtomically(this.pathOf(key), bytes, existing === null ? 'keep' : 'replace');
  }

  private async read(key: string): Promise<Entry | null> {
    const file = this.pathOf(key);
    let content: string;
    try {
      content = await readFile(file, 'utf8');
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return null;
      throw error;
    }
    const entry = parse(content);
    if (entry?.key === key) return entry;
    await quarantine(this.root, file);
    return null;
  }

  private async isComplete(entry: Entry): Promise<boolean> {
    const present = await Promise.all(entry.artifacts.map((artifact) => this.store.has(artifact)));
    return present.every(Boolean);
  }

  private pathOf(key: string): string {
    if (!/^[0-9a-f]{64}$/.test(key)) throw new RangeError(`'${key}' is not a key: 64 lower-case hex digits`);
    return path.join(this.root, 'results', key.slice(0, 2), `${key}.json`);
  }
}

/** Two lines: the entry, and the SHA-256 of its line. */
function serialize(entry: Entry): string {
  if (entry.result === undefined) throw new CanonicalJsonError('the result is undefined, which JSON cannot say');
  const line = JSON.stringify(entry, (name, value: unknown) => {
    if (typeof value === 'number' && !Number.isFinite(value)) {
      throw new CanonicalJsonError(`field '${name}' of the result is ${value}, which JSON cannot say`);
    }
    return value;
  });
  return `${line}\n${sha256(line)}\n`;
}

/** Null when the content is damaged; the hash also finds damage that leaves valid JSON. */
function parse(content: string): Entry | null {
  const [line = '', hash, end, ...more] = content.split('\n');
  if (hash !== sha256(line) || end !== '' || more.length > 0) return null;
  return JSON.parse(line) as Entry;
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
