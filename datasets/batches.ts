/** Batches of images by index. */
import type { ImageShape } from '../architectures/types';
import type { LabelledImages } from './types';

/**
 * Images of the given indices, one after another: Float32 [indices.length * H * W * C].
 *
 * @param out - written and returned instead of a new array when given; its length must fit
 * @throws RangeError on an index outside of 0..count-1
 */
export function gatherImages(
  labelled: LabelledImages,
  indices: ArrayLike<number>,
  image: ImageShape,
  out = new Float32Array(indices.length * image.height * image.width * image.channels),
): Float32Array {
  const size = image.height * image.width * image.channels;
  if (out.length !== indices.length * size) {
    throw new RangeError(`${indices.length} images need ${indices.length * size} values, out has ${out.length}`);
  }
  for (let i = 0; i < indices.length; i++) {
    const start = checkedIndex(labelled, indices[i]!) * size;
    out.set(labelled.images.subarray(start, start + size), i * size);
  }
  return out;
}

/**
 * Labels of the given indices: Int32 [indices.length].
 *
 * @throws RangeError on an index outside of 0..count-1
 */
export function gatherLabels(labelled: LabelledImages, indices: ArrayLike<number>): Int32Array {
  const labels = new Int32Array(indices.length);
  for (let i = 0; i < indices.length; i++) labels[i] = labelled.labels[checkedIndex(labelled, indices[i]!)]!;
  return labels;
}

function checkedIndex(labelled: LabelledImages, index: number): number {
  if (!Number.isInteger(index) || index < 0 || index >= labelled.count) {
    throw new RangeError(`index ${index} is not in 0..${labelled.count - 1}`);
  }
  return index;
}
