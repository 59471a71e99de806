/** The one place that decides where artifacts and results lie. */
import path from 'node:path';

import type { Blobs } from './blobs';
import { LocalBlobs } from './localBlobs';
import { CachedBlobs } from './readCache';
import { BlobResultCache } from './resultCache';
import { parseS3Location } from './s3Location';
import { BlobArtifactStore } from './store';

export interface StoreOptions {
  /** Local folder of the store; with a bucket, of checkpoints and of copies of what was read. */
  readonly folder: string;
  /** `s3://bucket/prefix`; default: everything lies in the folder. */
  readonly url?: string;
}

export interface OpenStore {
  /** Where the store is, past any local copy. */
  readonly blobs: Blobs;
  readonly store: BlobArtifactStore;
  readonly cache: BlobResultCache;
}

/** @throws StoreLocationError */
export async function openStore({ folder, url }: StoreOptions): Promise<OpenStore> {
  if (url === undefined) return over(new LocalBlobs(folder));
  const location = parseS3Location(url);
  // Its advice on versions of Node is for those who choose the client's version: us.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  // The client of S3 takes a moment to load, which those who do not use it are spared.
  const { S3Blobs } = await import('./s3Blobs.js');
  const blobs = new S3Blobs(location);
  return { ...over(new CachedBlobs(blobs, path.join(folder, 'copies'))), blobs };
}

function over(blobs: Blobs): OpenStore {
  const store = new BlobArtifactStore(blobs);
  return { blobs, store, cache: new BlobResultCache(blobs, store) };
}

/** @throws StoreAccessError, StoreUnreachableError when the store cannot be used */
export async function checkStore({ blobs }: Pick<OpenStore, 'blobs'>): Promise<void> {
  for await (const _ of blobs.list('results')) return;
}
