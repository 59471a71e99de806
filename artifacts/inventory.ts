/** What a store holds, and what needs it. */
import type { BlobInfo } from './blobs';
import type { OpenStore } from './openStore';
import { listRunUses, type RunUses } from './runUses';
import type { ArtifactRef, RecordedResult } from './types';

export interface Inventory {
  readonly location: string;
  readonly runs: readonly RunUses[];
  readonly results: ReadonlyMap<string, RecordedResult>;
  /** By SHA-256. */
  readonly objects: ReadonlyMap<string, BlobInfo>;
  /** Kind of each artifact that a result names, by SHA-256. */
  readonly kinds: ReadonlyMap<string, string>;
}

export async function takeInventory({ blobs, cache }: OpenStore): Promise<Inventory> {
  const results = new Map<string, RecordedResult>();
  const objects = new Map<string, BlobInfo>();
  const kinds = new Map<string, string>();
  for await (const blob of blobs.list('objects')) objects.set(blob.name.slice(blob.name.lastIndexOf('/') + 1), blob);
  for await (const entry of cache.all()) {
    results.set(entry.key, entry);
    for (const { sha256, kind } of entry.artifacts) kinds.set(sha256, kind);
  }
  return { location: blobs.location, runs: await listRunUses(blobs), results, objects, kinds };
}

export interface Needed {
  readonly keys: ReadonlySet<string>;
  /** SHA-256 of artifacts. */
  readonly artifacts: ReadonlySet<string>;
}

/**
 * Results with these keys, their artifacts, the artifacts that they were made from, and the results that make those: all
 * that is needed to use them and to make a damaged artifact again.
 */
export function neededBy(keys: Iterable<string>, results: ReadonlyMap<string, RecordedResult>): Needed {
  const makers = new Map<string, string[]>();
  for (const { key, artifacts } of results.values()) {
    for (const { sha256 } of artifacts) makers.set(sha256, [...(makers.get(sha256) ?? []), key]);
  }
  const neededKeys = new Set<string>();
  const artifacts = new Set<string>();
  const waiting = [...keys];
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (neededKeys.has(key)) continue;
    neededKeys.add(key);
    const entry = results.get(key);
    if (entry === undefined) continue;
    for (const { sha256 } of [...entry.artifacts, ...artifactsIn(entry.recipe?.inputs)]) {
      if (artifacts.has(sha256)) continue;
      artifacts.add(sha256);
      waiting.push(...(makers.get(sha256) ?? []));
    }
  }
  return { keys: neededKeys, artifacts };
}

/** All artifact references inside a value, at any depth. */
export function artifactsIn(value: unknown): ArtifactRef[] {
  if (value === null || typeof value !== 'object') return [];
  if ('sha256' in value && 'bytes' in value && 'kind' in value) return [value as ArtifactRef];
  return Object.values(value).flatMap(artifactsIn);
}
