/** Names content; small enough to travel through Temporal. */
export interface ArtifactRef {
  /** Hex SHA-256 of the bytes. */
  readonly sha256: string;
  readonly bytes: number;
  /** What it is, for people: `weights`, `adversarial`, `lips`, `policy`, `encoder`, `report`. */
  readonly kind: string;
}

export interface ArtifactStore {
  /** Stores bytes under their hash; atomic; storing the same bytes twice is free. */
  put(bytes: Uint8Array, kind: string): Promise<ArtifactRef>;
  /** Reads and verifies; throws CorruptArtifactError or MissingArtifactError. */
  get(ref: ArtifactRef): Promise<Buffer>;
  has(ref: ArtifactRef): Promise<boolean>;
}

/** Results of expensive steps by the hash of everything that decides them. */
export interface ResultCache {
  /** The recorded result; undefined when there is none, it is damaged, or an artifact that it names is gone. */
  lookup(key: string): Promise<unknown>;
  /** First writer wins. `artifacts` are those the result names: a lookup misses when one of them is gone. */
  record(key: string, result: unknown, artifacts: readonly ArtifactRef[]): Promise<void>;
}
