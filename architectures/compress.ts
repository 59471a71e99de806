import { InvalidArchitectureError } from './errors';
import { describeStages } from './parse';
import type { Architecture, Stage, StageAction } from './types';

/** Per-stage maxima that ratios refer to. */
export interface StageMaxima {
  /** Blocks. */
  readonly maxDepth: readonly number[];
  /** Widen factors. */
  readonly maxWidth: readonly number[];
}

export interface CompressOptions {
  /** What a ratio of 1 means: the compressed network's own depth and width, or given maxima. */
  readonly relativeTo: 'teacher' | StageMaxima;
}

/**
 * The child network that the policy's action makes of `architecture` (RC-NAS, environment transition). The
 * width becomes an integer widen factor and the depth whole blocks, both at least 1; the first block gets
 * stride 2 or 1; all blocks of the stage become robust or basic ones. The stem stays.
 *
 * @param action One entry per stage; ratios in (0,1].
 * @throws InvalidArchitectureError if the action does not fit the network.
 */
export function compressArchitecture(
  architecture: Architecture,
  action: readonly StageAction[],
  { relativeTo }: CompressOptions,
): Architecture {
  const count = architecture.stages.length;
  if (action.length !== count)
    throw new InvalidArchitectureError(`${architecture.name} has ${count} stages, the action has ${action.length}`);
  if (relativeTo !== 'teacher' && (relativeTo.maxDepth.length !== count || relativeTo.maxWidth.length !== count))
    throw new InvalidArchitectureError(
      `${architecture.name} has ${count} stages, maxDepth has ${relativeTo.maxDepth.length} entries and maxWidth ${relativeTo.maxWidth.length}`,
    );
  const stages = architecture.stages.map((stage, i): Stage => {
    const { width, depth, downsample, robust } = action[i]!;
    checkRatio(i, 'width', width);
    checkRatio(i, 'depth', depth);
    const fullWidth = relativeTo === 'teacher' ? stage.width : relativeTo.maxWidth[i]!;
    const fullDepth = relativeTo === 'teacher' ? stage.depth : relativeTo.maxDepth[i]!;
    return {
      depth: Math.max(1, Math.round(depth * fullDepth)),
      width: Math.max(1, Math.round(width * fullWidth)),
      stride: downsample ? 2 : 1,
      robust,
    };
  });
  return describeStages({ stemStride: architecture.stemStride, stages });
}

function checkRatio(stageIndex: number, name: string, ratio: number): void {
  if (!(ratio > 0 && ratio <= 1))
    throw new InvalidArchitectureError(`stage ${stageIndex + 1}: remaining ${name} must be in (0,1], got ${ratio}`);
}
