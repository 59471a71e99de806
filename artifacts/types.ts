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
  /** Reads and verifies, for those who want no bytes. */
  isSound(ref: ArtifactRef): Promise<boolean>;
}

/** How a result was made, so that it can be made again when its artifacts are damaged, and explained. */
export interface Recipe {
  /** Such as `trainNetwork`. */
  readonly step: string;
  /** Version of the way in which the step is done. */
  readonly version: number;
  /** Everything that the step was given, names for people included. */
  readonly inputs: unknown;
  /** What decides the last bits besides the inputs. */
  readonly engine: unknown;
}

/** A recorded result with its key. */
export interface RecordedResult {
  readonly key: string;
  readonly result: unknown;
  readonly artifacts: readonly ArtifactRef[];
  /** Absent in results of older versions. */
  readonly recipe?: Recipe;
}

export interface RunBudget {
  readonly limitBytes: number;
  /** Bytes of all artifacts that the run has made or reused. */
  readonly usedBytes: number;
}

/** Results of expensive steps by the hash of everything that decides them. */
export interface ResultCache {
  /** The recorded result; undefined when there is none, it is damaged, or an artifact that it names is gone or damaged. */
  lookup(key: string): Promise<unknown>;
  /** First writer wins. `artifacts` are those the result names: a lookup misses when one of them is gone or damaged. */
  record(key: string, result: unknown, artifacts: readonly ArtifactRef[], recipe?: Recipe): Promise<void>;
  /** A run is about to look this key up: garbage collection keeps its result as long as it keeps the run. */
  noteUse(runId: string, key: string, label: string): Promise<void>;
  /** A run has ended: garbage collection may let go of it. */
  noteEnd(runId: string, status: string): Promise<void>;
  /** How much disk a run may take and has taken; null when it has no budget. */
  budgetOf(runId: string): Promise<RunBudget | null>;
  /** Results that name an artifact: the steps that make it. Reads all results, so it is for repairs. */
  namingArtifact(sha256: string): Promise<readonly RecordedResult[]>;
}
