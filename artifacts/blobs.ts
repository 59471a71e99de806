/** Named bytes, the layer below artifacts and recorded results: a folder, or a bucket of an S3-compatible service. */

export interface BlobInfo {
  readonly name: string;
  readonly bytes: number;
  readonly modifiedMs: number;
}

/** What became of a damaged blob: `moved` away to a place, `sound` after all, or `gone` when it was looked at again. */
export type SetAside = { readonly moved: string } | 'sound' | 'gone';

/** Names are relative paths with `/`. Safe for any number of processes; a blob is there whole or not at all. */
export interface Blobs {
  /** For people: the folder, or `s3://bucket/prefix`. */
  readonly location: string;
  /** Null when there is none of this name. */
  read(name: string): Promise<Buffer | null>;
  /** Bytes of a blob; null when there is none. */
  size(name: string): Promise<number | null>;
  /**
   * Returns when the blob is durable.
   *
   * @param existing - what happens when the name is taken: `replace` it; `keep` it, so that of several writers the first
   * wins; `repair` it, that is replace it unless it is known to hold the same bytes
   * @throws StoreFullError
   */
  write(name: string, bytes: Uint8Array, existing: 'replace' | 'keep' | 'repair'): Promise<void>;
  /** Moves a damaged blob under `quarantine/`, unless `isSound` says that a writer has repaired it meanwhile. */
  setAside(name: string, isSound: (bytes: Buffer) => boolean): Promise<SetAside>;
  /** Blobs whose name begins with `folder/`, without unfinished ones. */
  list(folder: string): AsyncIterable<BlobInfo>;
  /** Does nothing when there is none. */
  remove(name: string): Promise<void>;
}
