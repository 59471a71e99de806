/** The search's log: one artifact that grows by an iteration at a time, each made from the one before. */
import type { ArtifactRef, ArtifactStore } from '../artifacts/types';
import { readDocument, readLists, storeDocument } from './documents';
import type { ChildRecord, FinishedStep, IterationSummary, SearchLog } from './types';

export interface SearchLogEntry {
  readonly log: ArtifactRef | null;
  readonly summary: IterationSummary;
  readonly children?: readonly ChildRecord[];
  /** In place of them, artifacts of FinishedSteps, in their order. */
  readonly steps?: readonly ArtifactRef[];
}

/** Logs that grew from `base` side by side. */
export interface SearchLogBranches {
  readonly base: ArtifactRef | null;
  readonly logs: readonly (ArtifactRef | null)[];
}

export async function readSearchLog(store: ArtifactStore, log: ArtifactRef | null): Promise<SearchLog> {
  if (log === null) return { children: [], iterations: [] };
  return await readDocument<SearchLog>(store, log);
}

/** @returns the longer log */
export async function appendToSearchLog(
  store: ArtifactStore,
  { log, summary, children, steps }: SearchLogEntry,
): Promise<ArtifactRef> {
  const known = await readSearchLog(store, log);
  const added = children ?? (await readLists<FinishedStep>(store, steps)).map(({ record }) => record);
  const next: SearchLog = {
    children: [...known.children, ...added],
    iterations: [...known.iterations, summary],
  };
  return await storeDocument(store, next, 'search-log');
}

/** @returns one log with what each of them added, in the order given */
export async function mergeSearchLogs(store: ArtifactStore, { base, logs }: SearchLogBranches): Promise<ArtifactRef> {
  const start = await readSearchLog(store, base);
  const children = [...start.children];
  const iterations = [...start.iterations];
  for (const log of logs) {
    const grown = await readSearchLog(store, log);
    children.push(...grown.children.slice(start.children.length));
    iterations.push(...grown.iterations.slice(start.iterations.length));
  }
  return await storeDocument(store, { children, iterations }, 'search-log');
}
