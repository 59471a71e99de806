/** Why a result is reused or not: what its key is made of, and in what it differs from the nearest other results. */
import { takeInventory, type Inventory } from './inventory';
import type { OpenStore } from './openStore';
import { useLabel } from './runUses';
import type { ArtifactRef, RecordedResult } from './types';

export interface Difference {
  /** Such as `inputs.config.epochs` or `engine.threads`. */
  readonly place: string;
  readonly here: unknown;
  readonly there: unknown;
}

export interface Explanation {
  readonly key: string;
  readonly step: string | null;
  readonly version: number | null;
  /** Everything that the key is made of, by place. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly artifacts: readonly (ArtifactRef & { readonly present: boolean })[];
  /** A step with this key reuses the result: it is recorded, and its artifacts are there and sound. */
  readonly reusable: boolean;
  readonly usedBy: readonly { readonly runId: string; readonly label: string }[];
  /** The result of the same step that is most like it, and why it was not taken in its place. */
  readonly nearest: { readonly key: string; readonly differences: readonly Difference[] } | null;
}

/**
 * @param part - the beginning of a key, or of the SHA-256 of an artifact
 * @returns one explanation for each result that fits
 */
export async function explainResults(
  opened: OpenStore,
  part: string,
  identityOf: (value: unknown) => unknown,
): Promise<readonly Explanation[]> {
  const inventory = await takeInventory(opened);
  const isMeant = ({ key, artifacts }: RecordedResult) =>
    key.startsWith(part) || artifacts.some(({ sha256 }) => sha256.startsWith(part));
  const meant = [...inventory.results.values()].filter(isMeant);
  return await Promise.all(meant.map((entry) => explain(opened, inventory, entry, identityOf)));
}

async function explain(
  { blobs, store }: OpenStore,
  { results, runs }: Inventory,
  entry: RecordedResult,
  identityOf: (value: unknown) => unknown,
): Promise<Explanation> {
  const { key, recipe } = entry;
  const places = (of: RecordedResult) => leaves(identityOf({ inputs: of.recipe?.inputs, engine: of.recipe?.engine }));
  const inputs = places(entry);
  let nearest: Explanation['nearest'] = null;
  for (const other of results.values()) {
    if (recipe === undefined || other.key === key || other.recipe?.step !== recipe.step) continue;
    const found = differences(
      { version: recipe.version, ...inputs },
      { version: other.recipe.version, ...places(other) },
    );
    if (nearest === null || found.length < nearest.differences.length) nearest = { key: other.key, differences: found };
  }
  const artifacts = await Promise.all(
    entry.artifacts.map(async (artifact) => ({ ...artifact, present: await store.isSound(artifact) })),
  );
  const users = runs.filter(({ keys }) => keys.has(key));
  return {
    key,
    step: recipe?.step ?? null,
    version: recipe?.version ?? null,
    inputs,
    artifacts,
    reusable: artifacts.every(({ present }) => present),
    usedBy: await Promise.all(users.map(async ({ runId }) => ({ runId, label: await useLabel(blobs, runId, key) }))),
    nearest,
  };
}

/** Scalars of a value by their place. */
function leaves(value: unknown, place = ''): Record<string, unknown> {
  if (value === null || typeof value !== 'object') return { [place]: value };
  const inside = Object.entries(value).map(([name, part]) => leaves(part, place === '' ? name : `${place}.${name}`));
  return Object.assign({}, ...inside) as Record<string, unknown>;
}

function differences(
  here: Readonly<Record<string, unknown>>,
  there: Readonly<Record<string, unknown>>,
): readonly Difference[] {
  return [...new Set([...Object.keys(here), ...Object.keys(there)])]
    .filter((place) => here[place] !== there[place])
    .map((place) => ({ place, here: here[place] ?? null, there: there[place] ?? null }));
}
