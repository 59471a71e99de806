/** Removes what no run needs that anybody still wants. */
import { neededBy, takeInventory, type Inventory } from './inventory';
import type { OpenStore } from './openStore';
import { resultName } from './resultCache';
import { forgetRun, listRunUses, type RunUses } from './runUses';

export interface GarbageOptions {
  /** Runs that have ended and are kept, the last ones; those that are pinned or have not ended are kept besides. */
  readonly keepRuns: number;
  /** Runs whose marks go, whatever their state, unless they are pinned. */
  readonly forget: readonly string[];
  /** Artifacts that stay whoever used them: those that were pinned by themselves. */
  readonly pinnedArtifacts: ReadonlySet<string>;
  /** What is younger stays: its run may be about to note it. */
  readonly graceMs: number;
  /** Remove what was set aside, too. */
  readonly quarantine: boolean;
  /** Only say what would be removed. */
  readonly dryRun: boolean;
}

export interface Removed {
  readonly keptRuns: readonly string[];
  readonly removedRuns: readonly string[];
  readonly results: number;
  readonly artifacts: number;
  readonly quarantined: number;
  readonly bytes: number;
}

/**
 * Safe while runs go on. A step notes its use before it looks a result up, and the notes are read again between the
 * removal of results and that of artifacts: a step finds its result and keeps the artifacts, or finds none and computes.
 */
export async function collectGarbage(opened: OpenStore, options: GarbageOptions): Promise<Removed> {
  const { blobs } = opened;
  const inventory = await takeInventory(opened);
  const kept = keptRuns(inventory.runs, options);
  const dropped = inventory.runs.filter((run) => !kept.includes(run));
  const isOld = (modifiedMs: number) => Date.now() - modifiedMs >= options.graceMs;
  const needed = neededBy(
    kept.flatMap(({ keys }) => [...keys]),
    inventory.results,
  );

  let results = 0;
  let bytes = 0;
  for await (const { name, bytes: size, modifiedMs } of blobs.list('results')) {
    const key = /([0-9a-f]{64})\.json$/.exec(name)?.[1];
    if (key === undefined || needed.keys.has(key) || !isOld(modifiedMs)) continue;
    results++;
    bytes += size;
    if (!options.dryRun) await blobs.remove(resultName(key));
  }

  const wanted = options.dryRun ? needed.artifacts : await stillNeeded(opened, inventory, dropped);
  let artifacts = 0;
  for (const [sha256, { name, bytes: size, modifiedMs }] of inventory.objects) {
    if (wanted.has(sha256) || options.pinnedArtifacts.has(sha256) || !isOld(modifiedMs)) continue;
    artifacts++;
    bytes += size;
    if (!options.dryRun) await blobs.remove(name);
  }

  let quarantined = 0;
  if (options.quarantine) {
    for await (const { name, bytes: size } of blobs.list('quarantine')) {
      quarantined++;
      bytes += size;
      if (!options.dryRun) await blobs.remove(name);
    }
  }
  if (!options.dryRun) for (const { runId } of dropped) await forgetRun(blobs, runId);
  const ids = (runs: readonly RunUses[]) => runs.map(({ runId }) => runId);
  return { keptRuns: ids(kept), removedRuns: ids(dropped), results, artifacts, quarantined, bytes };
}

function keptRuns(runs: readonly RunUses[], { keepRuns, forget }: GarbageOptions): readonly RunUses[] {
  const last = runs.filter(({ ended, runId }) => ended !== null && !forget.includes(runId)).slice(0, keepRuns);
  return runs.filter((run) => run.pinned || last.includes(run) || (run.ended === null && !forget.includes(run.runId)));
}

/** As the marks are now; a dropped run that was started again meanwhile counts once more. */
async function stillNeeded(
  { blobs, cache }: OpenStore,
  before: Inventory,
  dropped: readonly RunUses[],
): Promise<ReadonlySet<string>> {
  const results = new Map(before.results);
  for await (const entry of cache.all()) results.set(entry.key, entry);
  const wasDropped = new Map(dropped.map((run) => [run.runId, run.lastUseMs]));
  const runs = await listRunUses(blobs);
  const wanted = runs.filter(({ runId, lastUseMs }) => (wasDropped.get(runId) ?? -1) < lastUseMs);
  return neededBy(
    wanted.flatMap(({ keys }) => [...keys]),
    results,
  ).artifacts;
}
