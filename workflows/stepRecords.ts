import type { FinishedStep } from '../activities/types';
import type { ArtifactRef } from '../artifacts/types';
import { brief } from './proxies';
import type { StepResult } from './timeStep';

/** Characters of JSON in one part: with room to spare below what a payload may be. */
const charactersPerPart = 20_000;

/** Stores finished steps in as few artifacts as payloads allow, in order. */
export async function recordInParts(results: readonly StepResult[]): Promise<ArtifactRef[]> {
  const refs: ArtifactRef[] = [];
  let part: FinishedStep[] = [];
  let characters = 0;
  const store = async (): Promise<void> => {
    const summary = `store ${part.length} time steps`;
    refs.push((await brief().recordSteps.executeWithOptions({ summary }, [{ steps: part }])).steps);
    [part, characters] = [[], 0];
  };
  for (const { record, transition } of results) {
    const size = JSON.stringify({ record, transition }).length;
    if (part.length > 0 && characters + size > charactersPerPart) await store();
    part.push({ record, transition });
    characters += size;
  }
  if (part.length > 0) await store();
  return refs;
}
