import { compressArchitecture, type StageMaxima } from '../architectures/compress';
import { networkCost } from '../architectures/cost';
import type { Architecture, ImageShape, Stage, StageAction } from '../architectures/types';

/** What the policy can make of a network. */
export interface ActionSpace {
  /** Least remaining width and depth. */
  readonly minRatio: number;
  /** What a ratio of 1 means. */
  readonly relativeTo: 'teacher' | StageMaxima;
}

/** Children are many: (widths x depths x 4) to the power of the stages. So many are looked at before giving up. */
const maxChildren = 20_000;

/**
 * MACs of the children that one action can make of a network, on images of one shape. For fixed strides and blocks
 * they grow with every width and depth, so the extremes are found at the corners.
 */
export class ReachableCosts {
  private readonly families: readonly Family[];
  readonly smallest: number;
  readonly largest: number;

  constructor(
    private readonly architecture: Architecture,
    space: ActionSpace,
    private readonly image: ImageShape,
    private readonly classes: number,
  ) {
    this.families = bitPatterns(architecture.stages.length).map((bits) => this.family(bits, space));
    this.smallest = Math.min(...this.families.map(({ least }) => least));
    this.largest = Math.max(...this.families.map(({ most }) => most));
  }

  /** Whether a child costs more than `low` and at most `high`; null when there are too many to tell. */
  hasBetween(low: number, high: number): boolean | null {
    let looked = 0;
    for (const { smallest, full, least, most } of this.families) {
      if (most <= low || least > high) continue;
      if (most <= high || least > low) return true;
      for (const stages of sizes(smallest, full)) {
        const cost = this.cost({ ...this.architecture, stages });
        if (cost > low && cost <= high) return true;
        if (++looked === maxChildren) return null;
      }
    }
    return false;
  }

  private family(bits: readonly Bits[], { minRatio, relativeTo }: ActionSpace): Family {
    const compress = (ratio: number): Architecture => {
      const action = bits.map((stage): StageAction => ({ ...stage, width: ratio, depth: ratio }));
      return compressArchitecture(this.architecture, action, { relativeTo });
    };
    const smallest = compress(minRatio);
    const full = compress(1);
    return { smallest: smallest.stages, full: full.stages, least: this.cost(smallest), most: this.cost(full) };
  }

  private cost(architecture: Architecture): number {
    return networkCost(architecture, this.image, this.classes).macs;
  }
}

type Bits = Pick<StageAction, 'downsample' | 'robust'>;

/** Children that share strides and kinds of blocks, with the smallest and the full widths and depths. */
interface Family {
  readonly smallest: readonly Stage[];
  readonly full: readonly Stage[];
  readonly least: number;
  readonly most: number;
}

function bitPatterns(stages: number): Bits[][] {
  return Array.from({ length: 4 ** stages }, (_, pattern) =>
    Array.from({ length: stages }, (_, i) => ({
      downsample: ((pattern >> (2 * i)) & 1) === 1,
      robust: ((pattern >> (2 * i + 1)) & 1) === 1,
    })),
  );
}

/** Every combination of widths and depths between two networks, from the full one down. */
function* sizes(smallest: readonly Stage[], full: readonly Stage[], stage = 0): Generator<Stage[], void> {
  if (stage === full.length) {
    yield [];
    return;
  }
  for (let depth = full[stage]!.depth; depth >= smallest[stage]!.depth; depth--) {
    for (let width = full[stage]!.width; width >= smallest[stage]!.width; width--) {
      for (const rest of sizes(smallest, full, stage + 1)) yield [{ ...full[stage]!, depth, width }, ...rest];
    }
  }
}
