/** Which runs use which results, as marks in the store itself: `runs/<run>/uses/<key>`, `ended` and `pinned` beside. */
import type { Blobs } from './blobs';

export interface RunUses {
  readonly runId: string;
  /** Keys of the results that the run has looked up, with what the step was called. */
  readonly keys: ReadonlySet<string>;
  /** How the run ended; null while it has not, or goes on again. */
  readonly ended: { readonly status: string; readonly atMs: number } | null;
  readonly pinned: boolean;
  readonly lastUseMs: number;
}

/** A run is about to look a result up: from now on garbage collection keeps it. */
export async function noteUse(blobs: Blobs, runId: string, key: string, label: string): Promise<void> {
  await blobs.write(`${runFolder(runId)}/uses/${key}`, Buffer.from(label, 'utf8'), 'replace');
}

/** A run has written its report. */
export async function noteEnd(blobs: Blobs, runId: string, status: string): Promise<void> {
  await blobs.write(`${runFolder(runId)}/ended`, Buffer.from(status, 'utf8'), 'replace');
}

/** Keeps all that a run used until it is unpinned. */
export async function pinRun(blobs: Blobs, runId: string): Promise<void> {
  await blobs.write(`${runFolder(runId)}/pinned`, Buffer.alloc(0), 'replace');
}

export async function unpinRun(blobs: Blobs, runId: string): Promise<void> {
  await blobs.remove(`${runFolder(runId)}/pinned`);
}

/** Limits what a run may store; null lifts the limit. A run that waits for it goes on when it is raised. */
export async function setBudget(blobs: Blobs, runId: string, limitBytes: number | null): Promise<void> {
  const name = `${runFolder(runId)}/budget`;
  if (limitBytes === null) await blobs.remove(name);
  else await blobs.write(name, Buffer.from(String(limitBytes)), 'replace');
}

/** Null when the run has none. */
export async function budgetLimit(blobs: Blobs, runId: string): Promise<number | null> {
  const text = (await blobs.read(`${runFolder(runId)}/budget`))?.toString('utf8');
  return text === undefined || !/^\d+$/.test(text) ? null : Number(text);
}

/** Keys of the results that a run has looked up. */
export async function keysOfRun(blobs: Blobs, runId: string): Promise<readonly string[]> {
  const folder = `${runFolder(runId)}/uses`;
  const keys: string[] = [];
  for await (const { name } of blobs.list(folder)) keys.push(name.slice(folder.length + 1));
  return keys;
}

/** Removes all marks of a run. */
export async function forgetRun(blobs: Blobs, runId: string): Promise<void> {
  for await (const { name } of blobs.list(runFolder(runId))) await blobs.remove(name);
}

/** What the step was called in the run. */
export async function useLabel(blobs: Blobs, runId: string, key: string): Promise<string> {
  return (await blobs.read(`${runFolder(runId)}/uses/${key}`))?.toString('utf8') ?? '';
}

/** The run that used the store last comes first. */
export async function listRunUses(blobs: Blobs): Promise<readonly RunUses[]> {
  const runs = new Map<string, { keys: Set<string>; endedMs: number | null; pinned: boolean; lastUseMs: number }>();
  for await (const { name, modifiedMs } of blobs.list('runs')) {
    const [, encoded, what, key] = name.split('/');
    if (encoded === undefined) continue;
    const runId = decodeURIComponent(encoded);
    const run = runs.get(runId) ?? { keys: new Set(), endedMs: null, pinned: false, lastUseMs: 0 };
    runs.set(runId, run);
    if (what === 'ended') run.endedMs = modifiedMs;
    else if (what === 'pinned') run.pinned = true;
    else if (key !== undefined) {
      run.keys.add(key);
      run.lastUseMs = Math.max(run.lastUseMs, modifiedMs);
    }
  }
  const all = await Promise.all(
    [...runs].map(async ([runId, { endedMs, ...run }]) => {
      // A run that was started again has used something since.
      const hasEnded = endedMs !== null && endedMs >= run.lastUseMs;
      const status = hasEnded ? ((await blobs.read(`${runFolder(runId)}/ended`))?.toString('utf8') ?? '') : '';
      return { runId, ...run, ended: hasEnded ? { status, atMs: endedMs } : null };
    }),
  );
  return all.sort((a, b) => b.lastUseMs - a.lastUseMs);
}

function runFolder(runId: string): string {
  return `runs/${encodeURIComponent(runId).replace(/^\./, '%2E')}`;
}
