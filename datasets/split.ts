/** Seeded splits. A plain random permutation, not stratified: each part is a simple random sample, as Wilson intervals assume. */
import type { ImageShape } from '../architectures/types';
import { randomStream } from '../tensor/random';
import { checkCounts } from './info';
import type { Dataset, DatasetConfig, LabelledImages } from './types';

/** Part of what a split decides besides seed and configuration; goes up when the same seed gives another split. */
export const splitVersion = 1;

/** Images as stored. */
export interface StoredImages {
  readonly count: number;
  /** [count * H * W * C]. */
  readonly pixels: Uint8Array;
  /** [count]. */
  readonly labels: Uint8Array;
}

/** A data set as stored; without `test` the test set is split off by seed. */
export interface StoredDataset {
  readonly image: ImageShape;
  readonly classes: number;
  /** Pixel value that becomes 1. */
  readonly maxPixel: number;
  readonly train: StoredImages;
  readonly test: StoredImages | { readonly splitOff: number };
}

/**
 * Test set: the stored one, or `splitOff` images chosen by the seed. The rest is shuffled by the seed: first the
 * evaluation set, then the training images. Limits cut the end off, so that a smaller limit gives a part of what a
 * larger one gives, and none changes the evaluation set.
 *
 * @throws DatasetError when the configuration asks for more images than there are
 */
export function splitDataset(stored: StoredDataset, config: DatasetConfig, seed: number): Dataset {
  const { image, classes, maxPixel } = stored;
  const name = config.source;
  const shuffled = (part: string, count: number): Int32Array =>
    randomStream(seed, 'dataset', name, part).permutation(count);

  let pool: Int32Array;
  let testImages: StoredImages;
  let testOrder: Int32Array;
  if ('splitOff' in stored.test) {
    const order = shuffled('test', stored.train.count);
    testImages = stored.train;
    testOrder = order.subarray(0, stored.test.splitOff);
    const rest = order.subarray(stored.test.splitOff);
    pool = shuffled('train', rest.length).map((index) => rest[index]!);
  } else {
    testImages = stored.test;
    testOrder = shuffled('test', stored.test.count);
    pool = shuffled('train', stored.train.count);
  }
  const counts = checkCounts(config, pool.length, testOrder.length);
  const select = (from: StoredImages, indices: Int32Array): LabelledImages =>
    selectImages(from, indices, image, maxPixel);
  return {
    name,
    image,
    classes,
    evaluation: select(stored.train, pool.subarray(0, config.evaluation)),
    train: select(stored.train, pool.subarray(config.evaluation, config.evaluation + counts.trainCount)),
    test: select(testImages, testOrder.subarray(0, counts.testCount)),
  };
}

function selectImages(stored: StoredImages, indices: Int32Array, image: ImageShape, maxPixel: number): LabelledImages {
  const size = image.height * image.width * image.channels;
  const scaled = Float32Array.from({ length: 256 }, (_, value) => value / maxPixel);
  const { pixels } = stored;
  const images = new Float32Array(indices.length * size);
  let target = 0;
  for (const index of indices) {
    const start = index * size;
    for (let i = start; i < start + size; i++) images[target++] = scaled[pixels[i]!]!;
  }
  return { count: indices.length, images, labels: Int32Array.from(indices, (index) => stored.labels[index]!) };
}
