/** `rcnas cache`: what the store holds, why a step is reused or not, whether all of it is sound, and what may go. */
import { resultIdentity } from '../activities/identity';
import { explainResults, type Explanation } from '../artifacts/explain';
import { collectGarbage, type GarbageOptions } from '../artifacts/garbage';
import { sizeText } from '../artifacts/freeSpace';
import { neededBy, takeInventory, type Inventory } from '../artifacts/inventory';
import { checkStore, openStore, type OpenStore } from '../artifacts/openStore';
import { readPins } from '../artifacts/pins';
import { listRunUses, pinRun, setBudget, unpinRun, type RunUses } from '../artifacts/runUses';
import { verifyStore } from '../artifacts/verify';
import { storeFolder } from '../worker/storeFolder';
import { UnknownRunError, UnknownStepError } from './errors';
import { exitCodes } from './exitCodes';
import type { GlobalOptions } from './options';

export async function cacheListCommand(options: GlobalOptions): Promise<number> {
  const inventory = await takeInventory(await open(options));
  const { location, objects, results } = inventory;
  const document = {
    location,
    results: results.size,
    artifacts: objects.size,
    bytes: sum([...objects.values()].map(({ bytes }) => bytes)),
    kinds: kindsOf(inventory),
    runs: inventory.runs.map((run) => describeRun(run, inventory)),
  };
  print(options, document, () => [
    `${location}: ${document.artifacts} artifacts, ${sizeText(document.bytes)}; ${document.results} results`,
    '',
    ...table([
      ['kind', 'artifacts', 'size'],
      ...document.kinds.map(({ kind, artifacts, bytes }) => [kind, String(artifacts), sizeText(bytes)]),
    ]),
    '',
    ...table([
      ['run', 'state', 'results', 'size', 'of it alone'],
      ...document.runs.map((run) => [
        run.runId,
        run.pinned ? `${run.state}, pinned` : run.state,
        String(run.results),
        sizeText(run.bytes),
        sizeText(run.ownBytes),
      ]),
    ]),
  ]);
  return exitCodes.ok;
}

export async function cacheExplainCommand(part: string, options: GlobalOptions): Promise<number> {
  if (!/^[0-9a-f]{4,64}$/.test(part)) {
    throw new UnknownStepError(
      `'${part}' is not the beginning of a key or of a SHA-256: 4 to 64 lower-case hex digits`,
    );
  }
  const found = await explainResults(await open(options), part, resultIdentity);
  if (found.length === 0) {
    throw new UnknownStepError(
      `no recorded result has a key or an artifact that begins with '${part}'; keys are in the worker's log`,
    );
  }
  print(options, { results: found }, () => found.flatMap(explanationLines));
  return exitCodes.ok;
}

/** Fails when something was found damaged; it has been set aside then and will be computed again. */
export async function cacheVerifyCommand(options: GlobalOptions): Promise<number> {
  const found = await verifyStore(await open(options));
  const { damagedArtifacts, damagedResults, missing } = found;
  print(options, found, () => [
    `${found.artifacts} artifacts (${sizeText(found.bytes)}) and ${found.results} results were read`,
    ...damagedArtifacts.map(({ sha256, kind }) => `damaged, set aside: ${kind} ${sha256}`),
    ...(damagedResults === 0 ? [] : [`damaged, set aside: ${damagedResults} results`]),
    ...missing
      .filter(({ sha256 }) => !damagedArtifacts.some((damaged) => damaged.sha256 === sha256))
      .map(({ sha256, kind }) => `missing: ${kind} ${sha256}`),
    damagedArtifacts.length + damagedResults + missing.length === 0
      ? 'all of it is sound'
      : 'what is damaged or missing is computed again when a run needs it',
  ]);
  return damagedArtifacts.length + damagedResults === 0 ? exitCodes.ok : exitCodes.runFailed;
}

export interface CacheGcOptions {
  readonly keepRuns: number;
  readonly forget: readonly string[];
  readonly graceMinutes: number;
  readonly quarantine?: boolean;
  readonly dryRun?: boolean;
}

export async function cacheGcCommand(options: GlobalOptions & CacheGcOptions): Promise<number> {
  const opened = await open(options);
  for (const runId of options.forget) await knownRun(opened, runId);
  const pins = await readPins(options.stateDir);
  const chosen: GarbageOptions = {
    keepRuns: options.keepRuns,
    pinnedArtifacts: new Set(pins.flatMap(({ artifacts }) => artifacts)),
    forget: options.forget,
    graceMs: options.graceMinutes * 60_000,
    quarantine: options.quarantine === true,
    dryRun: options.dryRun === true,
  };
  const removed = await collectGarbage(opened, chosen);
  print(options, { dryRun: chosen.dryRun, ...removed }, () => [
    `keeps what these runs need: ${removed.keptRuns.join(', ') || 'none'}`,
    `${chosen.dryRun ? 'would remove' : 'removed'} ${removed.artifacts} artifacts, ${removed.results} results and ` +
      `${removed.quarantined} damaged files, ${sizeText(removed.bytes)}`,
  ]);
  return exitCodes.ok;
}

export async function cachePinCommand(runId: string, pinned: boolean, options: GlobalOptions): Promise<number> {
  const opened = await open(options);
  await knownRun(opened, runId);
  await (pinned ? pinRun : unpinRun)(opened.blobs, runId);
  print(options, { runId, pinned }, () => [`${runId} is ${pinned ? 'pinned' : 'not pinned'}`]);
  return exitCodes.ok;
}

/** @param limitBytes - null lifts the limit */
export async function cacheBudgetCommand(
  runId: string,
  limitBytes: number | null,
  options: GlobalOptions,
): Promise<number> {
  const opened = await open(options);
  await knownRun(opened, runId);
  await setBudget(opened.blobs, runId, limitBytes);
  const used = (await opened.cache.budgetOf(runId))?.usedBytes ?? null;
  print(options, { runId, limitBytes, usedBytes: used }, () => [
    limitBytes === null
      ? `${runId} has no disk budget`
      : `${runId} may store ${sizeText(limitBytes)}; it has ${sizeText(used ?? 0)}`,
  ]);
  return exitCodes.ok;
}

async function open({ stateDir, store }: GlobalOptions): Promise<OpenStore> {
  const opened = await openStore({ folder: storeFolder(stateDir), url: store });
  await checkStore(opened);
  return opened;
}

async function knownRun({ blobs }: OpenStore, runId: string): Promise<void> {
  const known = (await listRunUses(blobs)).map((run) => run.runId);
  if (known.includes(runId)) return;
  throw new UnknownRunError(
    `no run named "${runId}" has used ${blobs.location}; known runs: ${known.join(', ') || 'none'}`,
  );
}

function kindsOf({ objects, kinds }: Inventory): { kind: string; artifacts: number; bytes: number }[] {
  const byKind = new Map<string, { artifacts: number; bytes: number }>();
  for (const [sha256, { bytes }] of objects) {
    const kind = kinds.get(sha256) ?? 'of no recorded result';
    const known = byKind.get(kind) ?? { artifacts: 0, bytes: 0 };
    byKind.set(kind, { artifacts: known.artifacts + 1, bytes: known.bytes + bytes });
  }
  return [...byKind].map(([kind, counts]) => ({ kind, ...counts })).sort((a, b) => b.bytes - a.bytes);
}

function describeRun(run: RunUses, inventory: Inventory) {
  const mine = neededBy(run.keys, inventory.results).artifacts;
  const others = inventory.runs.filter(({ runId }) => runId !== run.runId).flatMap(({ keys }) => [...keys]);
  const theirs = neededBy(others, inventory.results).artifacts;
  const bytesOf = (digests: readonly string[]) => sum(digests.map((each) => inventory.objects.get(each)?.bytes ?? 0));
  return {
    runId: run.runId,
    state: run.ended?.status ?? 'not ended',
    pinned: run.pinned,
    lastUse: new Date(run.lastUseMs).toISOString(),
    results: [...run.keys].filter((key) => inventory.results.has(key)).length,
    bytes: bytesOf([...mine]),
    /** What no other run needs. */
    ownBytes: bytesOf([...mine].filter((digest) => !theirs.has(digest))),
  };
}

function explanationLines(found: Explanation): string[] {
  const lines = [
    `${found.step ?? 'a step of an older version'} ${found.version === null ? '' : `version ${found.version}`}`.trim(),
    `  key: ${found.key}`,
    `  a step with this key ${found.reusable ? 'reuses the result' : 'is computed again: an artifact is missing'}`,
    ...found.usedBy.map(({ runId, label }) => `  used by ${runId}: ${label}`),
    ...found.artifacts.map(
      ({ kind, sha256, bytes, present }) => `  ${kind} ${sha256} (${sizeText(bytes)}${present ? '' : ', missing'})`,
    ),
    ...(Object.keys(found.inputs).length === 0 ? [] : ['  the key is made of step, version and']),
    ...Object.entries(found.inputs).map(([place, value]) => `    ${place} = ${JSON.stringify(value) ?? 'nothing'}`),
  ];
  if (found.nearest === null) return [...lines, '  no other result of this step is there', ''];
  return [
    ...lines,
    `  the nearest other result of this step, ${found.nearest.key.slice(0, 12)}, has`,
    ...found.nearest.differences.map(
      ({ place, here, there }) => `    ${place} = ${JSON.stringify(there)}, not ${JSON.stringify(here)}`,
    ),
    '',
  ];
}

function print({ json }: GlobalOptions, document: unknown, lines: () => readonly string[]): void {
  process.stdout.write(json === true ? `${JSON.stringify(document, undefined, 2)}\n` : `${lines().join('\n')}\n`);
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
