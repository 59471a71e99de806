import { createHash } from 'node:crypto';

import { takeInventory } from './inventory';
import type { OpenStore } from './openStore';

interface NamedArtifact {
  readonly sha256: string;
  readonly kind: string;
}

/** What a store turned out to hold after every byte was read. */
export interface Verification {
  readonly artifacts: number;
  readonly bytes: number;
  readonly results: number;
  readonly damagedArtifacts: readonly NamedArtifact[];
  readonly damagedResults: number;
  /** Artifacts that results name and that are not there, those just set aside among them. */
  readonly missing: readonly NamedArtifact[];
}

/** Reads and hashes everything, past local copies; what is damaged is set aside, so that it is computed again. */
export async function verifyStore(opened: OpenStore): Promise<Verification> {
  const { blobs } = opened;
  const asideBefore = await countAside(opened);
  const { results, objects, kinds } = await takeInventory(opened);
  const damagedResults = (await countAside(opened)) - asideBefore;
  const damagedArtifacts: NamedArtifact[] = [];
  let bytes = 0;
  for (const [sha256, { name }] of objects) {
    const isRight = (content: Buffer) => createHash('sha256').update(content).digest('hex') === sha256;
    const content = await blobs.read(name);
    bytes += content?.length ?? 0;
    if (content === null || isRight(content)) continue;
    const aside = await blobs.setAside(name, isRight);
    if (aside !== 'sound') damagedArtifacts.push({ sha256, kind: kinds.get(sha256) ?? 'unknown' });
  }
  const damaged = new Set(damagedArtifacts.map(({ sha256 }) => sha256));
  const missing = [...kinds]
    .filter(([sha256]) => !objects.has(sha256) || damaged.has(sha256))
    .map(([sha256, kind]) => ({ sha256, kind }));
  return { artifacts: objects.size, bytes, results: results.size, damagedArtifacts, damagedResults, missing };
}

async function countAside({ blobs }: OpenStore): Promise<number> {
  let count = 0;
  for await (const _ of blobs.list('quarantine')) count++;
  return count;
}
