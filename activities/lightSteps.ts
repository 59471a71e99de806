/** Steps without a trainer that make an artifact; recorded like those with one, so that it is kept and can be made again. */
import type { ArtifactRef, ArtifactStore } from '../artifacts/types';
import { storeDocument, type NamedDocument } from './documents';
import { appendToSearchLog, mergeSearchLogs, type SearchLogBranches, type SearchLogEntry } from './searchLog';

/** By their names in recorded results. */
export interface LightStepInputs {
  recordIteration: SearchLogEntry;
  mergeLogs: SearchLogBranches;
  storeDocument: NamedDocument;
}

export type LightStepName = keyof LightStepInputs;

interface LightStep<N extends LightStepName> {
  /** Goes up when the same inputs would give another artifact. */
  readonly version: number;
  readonly make: (store: ArtifactStore, inputs: LightStepInputs[N]) => Promise<ArtifactRef>;
}

export const lightSteps: { readonly [N in LightStepName]: LightStep<N> } = {
  recordIteration: { version: 1, make: appendToSearchLog },
  mergeLogs: { version: 1, make: mergeSearchLogs },
  storeDocument: { version: 1, make: (store, { document, kind }) => storeDocument(store, document, kind) },
};

export function isLightStep(name: string): name is LightStepName {
  return Object.hasOwn(lightSteps, name);
}
