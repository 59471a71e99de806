import { LocalBlobs } from './localBlobs';
import { BlobArtifactStore, objectName } from './store';
import type { ArtifactRef } from './types';

/** Artifacts in a local folder, one file each. Safe for any number of processes; the folder need not exist. */
export class LocalArtifactStore extends BlobArtifactStore {
  private readonly files: LocalBlobs;

  constructor(root: string) {
    const files = new LocalBlobs(root);
    super(files);
    this.files = files;
  }

  /** Path of an artifact's file, whether it exists or not. */
  pathOf(ref: Pick<ArtifactRef, 'sha256'>): string {
    return this.files.pathOf(objectName(ref));
  }
}
