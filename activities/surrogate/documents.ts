import type { ArtifactRef, ArtifactStore } from '../../artifacts/types';

/** Stores a JSON document where the real job would store tensors. */
export async function writeDocument(store: ArtifactStore, document: object, kind: string): Promise<ArtifactRef> {
  return await store.put(Buffer.from(JSON.stringify(document)), kind);
}

export async function readDocument<T>(store: ArtifactStore, ref: ArtifactRef): Promise<T> {
  return JSON.parse((await store.get(ref)).toString('utf8')) as T;
}
