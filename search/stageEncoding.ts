import type { Architecture, Stage } from '../architectures/types';
import type { StageEncoding } from './types';

/** The stage encodings of RC-NAS, section 3.2: (width, depth, downsample, robust block) of each stage. */
export function encodeStages(architecture: Architecture): StageEncoding[] {
  return architecture.stages.map((stage): StageEncoding => [
    stage.width,
    stage.depth,
    stage.stride === 2 ? 1 : 0,
    stage.robust ? 1 : 0,
  ]);
}

/** The stages that an encoding describes. */
export function decodeStages(encodings: readonly StageEncoding[]): Stage[] {
  return encodings.map(([width, depth, downsample, robust]) => ({
    width,
    depth,
    stride: downsample === 1 ? 2 : 1,
    robust: robust === 1,
  }));
}
