import type { ArtifactRef } from './types';

/** Bytes that should be a safetensors file, or values that cannot become one. */
export class SafetensorsError extends Error {
  override readonly name = 'SafetensorsError';
}

/** A stored artifact's bytes are not those its reference names. Computing the artifact again repairs it. */
export class CorruptArtifactError extends Error {
  override readonly name = 'CorruptArtifactError';

  constructor(
    message: string,
    /** What has to be computed again; undefined when the reference itself is wrong. */
    readonly artifact?: ArtifactRef,
  ) {
    super(message);
  }
}

/** The store does not hold the artifact. Computing it again puts it there. */
export class MissingArtifactError extends Error {
  override readonly name = 'MissingArtifactError';

  constructor(
    message: string,
    /** What has to be computed again; undefined when the reference itself is wrong. */
    readonly artifact?: ArtifactRef,
  ) {
    super(message);
  }
}

/** An artifact is missing or damaged, and no recorded step says how to make it again. */
export class LostArtifactError extends Error {
  override readonly name = 'LostArtifactError';
}

/** The disk of the store is full or its quota is used up; trying again helps once there is room. */
export class StoreFullError extends Error {
  override readonly name = 'StoreFullError';
}

/** A value has no canonical JSON form, so that no key can be made of it. */
export class CanonicalJsonError extends Error {
  override readonly name = 'CanonicalJsonError';
}

/** The store does not answer; trying again helps once it does. */
export class StoreUnreachableError extends Error {
  override readonly name = 'StoreUnreachableError';
}

/** The store refuses: wrong credentials, missing rights, no such bucket. Whoever runs the worker has to see to it. */
export class StoreAccessError extends Error {
  override readonly name = 'StoreAccessError';
}

/** What should say where the store is does not. */
export class StoreLocationError extends Error {
  override readonly name = 'StoreLocationError';
}
