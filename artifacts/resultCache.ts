import { createHash } from 'node:crypto';

import type { Blobs } from './blobs';
import { CanonicalJsonError } from './errors';
import { LocalBlobs } from './localBlobs';
import { budgetLimit, keysOfRun, noteEnd, noteUse } from './runUses';
import type { ArtifactRef, ArtifactStore, Recipe, RecordedResult, ResultCache, RunBudget } from './types';

/** Readings at a time of all results. */
const parallelReads = 16;

/**
 * Results as blobs, one JSON document each: `results/ab/<key>.json`, where `ab` are the first two digits. `store` holds
 * the artifacts that results name.
 */
export class BlobResultCache implements ResultCache {
  /** A key decides its result, so what was read once need not be read again to be counted. */
  private readonly artifactsByKey = new Map<string, readonly ArtifactRef[]>();

  constructor(
    private readonly blobs: Blobs,
    private readonly store: ArtifactStore,
  ) {}

  /**
   * The recorded result, or undefined: no entry, one that names an artifact which is gone or damaged, or a damaged entry.
   * What is damaged is moved to `quarantine/`.
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
  async record(key: string, result: unknown, artifacts: readonly ArtifactRef[], recipe?: Recipe): Promise<void> {
    const bytes = Buffer.from(serialize({ key, result, artifacts, recipe }), 'utf8');
    const existing = await this.read(key);
    if (existing !== null && (await this.isComplete(existing))) return;
    await this.blobs.write(resultName(key), bytes, existing === null ? 'keep' : 'replace');
  }

  async noteUse(runId: string, key: string, label: string): Promise<void> {
    await noteUse(this.blobs, runId, key, label);
  }

  async noteEnd(runId: string, status: string): Promise<void> {
    await noteEnd(this.blobs, runId, status);
  }

  async budgetOf(runId: string): Promise<RunBudget | null> {
    const limitBytes = await budgetLimit(this.blobs, runId);
    if (limitBytes === null) return null;
    const used = new Map<string, number>();
    for (const key of await keysOfRun(this.blobs, runId)) {
      const artifacts = this.artifactsByKey.get(key) ?? (await this.read(key))?.artifacts;
      if (artifacts === undefined) continue;
      this.artifactsByKey.set(key, artifacts);
      for (const { sha256, bytes } of artifacts) used.set(sha256, bytes);
    }
    return { limitBytes, usedBytes: [...used.values()].reduce((sum, bytes) => sum + bytes, 0) };
  }

  async namingArtifact(sha256: string): Promise<readonly RecordedResult[]> {
    const found: RecordedResult[] = [];
    for await (const entry of this.all()) {
      if (entry.artifacts.some((artifact) => artifact.sha256 === sha256)) found.push(entry);
    }
    return found;
  }

  /** The entry of a key, whether its artifacts are there or not; null when there is none or it is damaged. */
  async read(key: string): Promise<RecordedResult | null> {
    const name = resultName(key);
    const bytes = await this.blobs.read(name);
    if (bytes === null) return null;
    const entry = parse(bytes, key);
    if (entry !== null) return entry;
    const aside = await this.blobs.setAside(name, (again) => parse(again, key) !== null);
    return aside === 'sound' ? await this.read(key) : null;
  }

  /** All entries; damaged ones are set aside. */
  async *all(): AsyncIterable<RecordedResult> {
    let batch: Promise<RecordedResult | null>[] = [];
    for await (const { name } of this.blobs.list('results')) {
      const key = /([0-9a-f]{64})\.json$/.exec(name)?.[1];
      if (key === undefined) continue;
      batch.push(this.read(key));
      if (batch.length < parallelReads) continue;
      for (const entry of await Promise.all(batch)) if (entry !== null) yield entry;
      batch = [];
    }
    for (const entry of await Promise.all(batch)) if (entry !== null) yield entry;
  }

  private async isComplete(entry: RecordedResult): Promise<boolean> {
    for (const artifact of entry.artifacts) if (!(await this.store.isSound(artifact))) return false;
    return true;
  }
}

/** Results in a local folder, which need not exist. */
export class LocalResultCache extends BlobResultCache {
  constructor(root: string, store: ArtifactStore) {
    super(new LocalBlobs(root), store);
  }
}

/** Name of a result's blob. */
export function resultName(key: string): string {
  if (!/^[0-9a-f]{64}$/.test(key)) throw new RangeError(`'${key}' is not a key: 64 lower-case hex digits`);
  return `results/${key.slice(0, 2)}/${key}.json`;
}

/** Two lines: the entry, and the SHA-256 of its line. */
function serialize(entry: RecordedResult): string {
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
function parse(content: Buffer, key: string): RecordedResult | null {
  const [line = '', hash, end, ...more] = content.toString('utf8').split('\n');
  if (hash !== sha256(line) || end !== '' || more.length > 0) return null;
  const entry = JSON.parse(line) as RecordedResult;
  return entry.key === key ? entry : null;
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
