import { describe, expect, it } from 'vitest';
import { gatherImages, gatherLabels } from '../../datasets/batches';
import { loadDataset } from '../../datasets/load';

const image = { height: 1, width: 2, channels: 2 };
const labelled = {
  count: 3,
  images: Float32Array.from({ length: 12 }, (_, index) => index / 12),
  labels: Int32Array.of(5, 6, 7),
};

describe('gatherImages and gatherLabels', () => {
  it('copy images and labels in the order of the indices, also repeated ones', () => {
    const batch = gatherImages(labelled, [2, 0, 2], image);
    expect([...batch]).toEqual([8, 9, 10, 11, 0, 1, 2, 3, 8, 9, 10, 11].map((value) => Math.fround(value / 12)));
    expect([...gatherLabels(labelled, Int32Array.of(2, 0, 2))]).toEqual([7, 5, 7]);
    batch.fill(9);
    expect(labelled.images[8]).toBe(Math.fround(8 / 12));
  });

  it('give the images of a data set pixel for pixel', async () => {
    const digits = await loadDataset({ source: 'digits', evaluation: 10 }, 1);
    const batch = gatherImages(digits.train, [1000, 3], digits.image);
    expect([...batch]).toEqual([
      ...digits.train.images.slice(64_000, 64_064),
      ...digits.train.images.slice(3 * 64, 4 * 64),
    ]);
  });

  it('write into a given array', () => {
    const out = new Float32Array(4);
    expect(gatherImages(labelled, [1], image, out)).toBe(out);
    expect(out[0]).toBe(Math.fround(4 / 12));
    expect(() => gatherImages(labelled, [0, 1], image, out)).toThrow(
      new RangeError('2 images need 8 values, out has 4'),
    );
  });

  it('take no index for an empty batch', () => {
    expect(gatherImages(labelled, [], image).length).toBe(0);
  });

  it.each([-1, 3, 0.5, Number.NaN])('refuse index %d', (index) => {
    const error = new RangeError(`index ${index} is not in 0..2`);
    expect(() => gatherImages(labelled, [0, index], image)).toThrow(error);
    expect(() => gatherLabels(labelled, [0, index])).toThrow(error);
  });
});
