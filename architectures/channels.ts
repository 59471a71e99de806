/** Channel arithmetic that the networks and their costs share. */

/** Output channels of the stem; never compressed. */
export const STEM_CHANNELS = 16;

/** Robust residual block (Huang et al. 2023): scales, cardinality of the grouped convolutions, expansion, SE reduction. */
export const ROBUST_SCALES = 8;
export const ROBUST_GROUPS = 4;
export const ROBUST_EXPANSION = 4;
const ROBUST_SE_REDUCTION = 64;

/** w_i = 16 * 2^(i-1) * W_i, for stage index i-1 from 0. */
export function nominalChannels(stageIndex: number, width: number): number {
  return 16 * 2 ** stageIndex * width;
}

/** Channels that leave a stage of nominal width `nominal`. */
export function outputChannels(nominal: number, robust: boolean): number {
  return robust ? ROBUST_EXPANSION * nominal : nominal;
}

export interface RobustChannels {
  /** k, channels of one of the eight branches. */
  readonly branch: number;
  /** T = 8k, channels of the bottleneck. */
  readonly bottleneck: number;
  /** o = 4w, output channels. */
  readonly output: number;
  /** h, hidden channels of the squeeze-and-excitation. */
  readonly hidden: number;
}

/** Inner channels of a robust block of nominal width w, a multiple of 16. */
export function robustChannels(nominal: number): RobustChannels {
  const branch = ROBUST_GROUPS * Math.floor(nominal / 16);
  const output = ROBUST_EXPANSION * nominal;
  return { branch, bottleneck: ROBUST_SCALES * branch, output, hidden: Math.floor(output / ROBUST_SE_REDUCTION) };
}

/** Rows after a first block of this stride, for 3x3 with padding 1 and for 1x1 with none. */
export function outputSize(size: number, stride: number): number {
  return Math.ceil(size / stride);
}
