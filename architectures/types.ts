import type { tf } from '../tensor/tf';
import type { StateValues, TensorMap, VariableSpec } from '../tensor/types';

/** One stage of a wide residual network. */
export interface Stage {
  /** Number of blocks, >= 1. */
  readonly depth: number;
  /** Widen factor W_i, an integer >= 1; stage i (from 1) has 16 * 2^(i-1) * W_i nominal channels. */
  readonly width: number;
  /** Stride of the stage's first block. */
  readonly stride: 1 | 2;
  /** Robust residual blocks instead of basic ones, in all blocks of the stage. */
  readonly robust: boolean;
}

/** A network of the wide residual family, as data. */
export interface Architecture {
  /** Name for people, such as `WRN-28-10`; never part of a content key. */
  readonly name: string;
  /** 1 for images up to 32x32, 2 for 64x64. */
  readonly stemStride: 1 | 2;
  readonly stages: readonly Stage[];
}

export interface ImageShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

export interface StageCost {
  readonly parameters: number;
  /** Multiply-accumulates of convolutions and linear layers, one image. */
  readonly macs: number;
}

export interface NetworkCost extends StageCost {
  readonly stages: readonly StageCost[];
}

/** What the policy does to one stage. Ratios in (0, 1]. */
export interface StageAction {
  readonly width: number;
  readonly depth: number;
  readonly downsample: boolean;
  readonly robust: boolean;
}

/** A network that can run: its variables, their initial values, and the forward pass as pure tfjs. */
export interface Network {
  readonly architecture: Architecture;
  readonly image: ImageShape;
  readonly classes: number;
  /** Weights and batch-norm running statistics, in forward order. */
  readonly variables: readonly VariableSpec[];
  /** Initial values; the same seed gives the same bits. */
  initialize(seed: number): StateValues;
  /**
   * images: Float32 [N,H,W,C] in [0,1]. With `training` batch statistics are used and `updates` holds the
   * new running statistics (decay 0.9); without it running statistics are used and `updates` is empty.
   */
  forward(state: TensorMap, images: tf.Tensor4D, training: boolean): { logits: tf.Tensor2D; updates: TensorMap };
  /** In evaluation mode, up to the end of stage 2 (of the last stage where there are fewer): Float32 [N,h,w,c]. */
  head(state: TensorMap, images: tf.Tensor4D): tf.Tensor4D;
  /** From what `head` gives to the logits, in evaluation mode. */
  tail(state: TensorMap, features: tf.Tensor4D): tf.Tensor2D;
  /** The first blocks one by one, up to the first that sees all pixels at once, and no more than three. */
  readonly local: readonly LocalCut[];
}

/**
 * A block, the first one with the stem before it, in evaluation mode. Row i of its output sees its input's rows from
 * i * stride - radius to i * stride + radius, and zeros beyond the edges; so do columns.
 */
export interface LocalCut {
  readonly radius: number;
  readonly stride: number;
  /** Of maps or parts of them whose sides are multiples of the stride: Float32 [N,H,W,C] -> [N,H/stride,W/stride,c]. */
  head(state: TensorMap, input: tf.Tensor4D): tf.Tensor4D;
  /** From its output for whole images to the logits. */
  tail(state: TensorMap, features: tf.Tensor4D): tf.Tensor2D;
}
