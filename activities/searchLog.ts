/** The search's log: one artifact that grows by an iteration at a time, each made from the one before. */
import type { ArtifactRef, ArtifactStore } from '../artifacts/types';
import type { ChildRecord, IterationSummary, SearchLog } from './types';

/** Name of the step that appends an iteration, as recorded results have it. */
export const searchLogStep = 'recordIteration';
/** Goes up when the same iteration would give another log. */
export const searchLogVersion = 1;

export interface SearchLogEntry {
  readonly log: ArtifactRef | null;
  readonly summary: IterationSummary;
  readonly children: readonly ChildRecord[];
}

export async function readSearchLog(store: ArtifactStore, log: ArtifactRef | null): Promise<SearchLog> {
  if (log === null) return { children: [], iterations: [] };
  return JSON.parse((await store.get(log)).toString('utf8')) as SearchLog;
}

/** @returns the longer log */
export async function appendToSearchLog(
  store: ArtifactStore,
  { log, summary, children }: SearchLogEntry,
): Promise<ArtifactRef> {
  const known = await readSearchLog(store, log);
  const next: SearchLog = {
    children: [...known.children, ...children],
    iterations: [...known.iterations, summary],
  };
  return await store.put(Buffer.from(JSON.stringify(next)), 'search-log');
}
