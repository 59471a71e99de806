import type { ArtifactRef } from '../artifacts/types';
import { encodedBytes, largestPayloadBytes } from './payloadLimit';
import { brief } from './proxies';

/** Room for what surrounds the items. */
const bytesPerPart = largestPayloadBytes - 4_096;

/** Stores items in as few artifacts as payloads allow, in order. */
export async function storeInParts(kind: string, items: readonly unknown[]): Promise<ArtifactRef[]> {
  const refs: ArtifactRef[] = [];
  let part: unknown[] = [];
  let bytes = 0;
  const store = async (): Promise<void> => {
    const summary = `store ${kind}`;
    refs.push(await brief().storeList.executeWithOptions({ summary }, [{ kind, items: part }]));
    [part, bytes] = [[], 0];
  };
  for (const item of items) {
    const size = encodedBytes(item) + 1;
    if (part.length > 0 && bytes + size > bytesPerPart) await store();
    part.push(item);
    bytes += size;
  }
  if (part.length > 0) await store();
  return refs;
}
