/**
 * The bank: images that attacks found, as attacked evaluation sets in the store, by what they were found on. Its content
 * is decided by the order of time steps, never by which of them ends first.
 */
import type { ArtifactRef } from '../artifacts/types';
import type { ResolvedAttack } from '../schemas/resolved';

/** References by task, the newest last. */
export type Bank = Readonly<Record<string, readonly ArtifactRef[]>>;

/** A forward pass over so many evaluation sets stays far below the cost of an attack. */
const setsPerTask = 8;

/** Images are of use for a network on the same data in the same ball, whatever attack found them. */
export function bankKey(data: string, { norm = 'linf', epsilon }: ResolvedAttack): string {
  return `${data} ${norm} ${epsilon}`;
}

export function addToBank(bank: Bank, key: string, found: ArtifactRef): Bank {
  const others = (bank[key] ?? []).filter(({ sha256 }) => sha256 !== found.sha256);
  return { ...bank, [key]: [...others, found].slice(-setsPerTask) };
}
