import type { ImageShape } from '../architectures/types';

/** Images and labels in memory. */
export interface LabelledImages {
  readonly count: number;
  /** Float32 [count * H * W * C] in [0,1]. */
  readonly images: Float32Array;
  /** Int32 [count]. */
  readonly labels: Int32Array;
}

/** A data set with its seeded split. */
export interface Dataset {
  readonly name: string;
  readonly image: ImageShape;
  readonly classes: number;
  /** Training images without the evaluation set. */
  readonly train: LabelledImages;
  /** Split from the training data; used for LIPS and the reward, never trained on. */
  readonly evaluation: LabelledImages;
  readonly test: LabelledImages;
}

/** What decides a data set's content. `limit*` take the first N images of a seeded shuffle (for short runs). */
export interface DatasetConfig {
  readonly source: 'digits' | 'fashion-mnist';
  /** Number of images of the evaluation set. */
  readonly evaluation: number;
  /** Folder with the files, when not at a known place; decides where they are read, not what they hold. */
  readonly path?: string;
  readonly limitTrain?: number;
  readonly limitTest?: number;
}

export interface DatasetInfo {
  readonly image: ImageShape;
  readonly classes: number;
  readonly trainCount: number;
  readonly testCount: number;
}
