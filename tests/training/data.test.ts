import { describe, expect, it } from 'vitest';

import type { LabelledImages } from '../../datasets/types';
import { augmentedImages } from '../../training/augment';
import { DataOrder, stepsPerEpoch } from '../../training/order';

const image = { height: 3, width: 4, channels: 2 };
const size = 24;
const count = 40;
const data: LabelledImages = {
  count,
  images: Float32Array.from({ length: count * size }, (_, i) => i + 1),
  labels: new Int32Array(count),
};
const at = { seed: 3, epoch: 2 };
const all = Int32Array.from({ length: count }, (_, i) => i);

/** Pixel (y, x, c) of image i of a batch. */
const pixel = (batch: Float32Array, i: number, y: number, x: number, c: number): number =>
  batch[i * size + (y * image.width + x) * image.channels + c]!;

describe('augmentation', () => {
  it('copies images as they are when there is none', () => {
    const batch = augmentedImages(data, Int32Array.of(5, 0), image, { crop: 0, flip: false }, at);
    expect(Array.from(batch)).toEqual([...data.images.slice(5 * size, 6 * size), ...data.images.slice(0, size)]);
  });

  it('shifts an image within its padding, the same in all channels, and fills with black', () => {
    const batch = augmentedImages(data, all, image, { crop: 1, flip: false }, at);
    const seen = new Set<string>();
    for (let i = 0; i < count; i++) {
      const shifts = [-1, 0, 1].flatMap((down) => [-1, 0, 1].map((right) => [down, right] as const));
      const matching = shifts.filter(([down, right]) => {
        for (let y = 0; y < 3; y++)
          for (let x = 0; x < 4; x++)
            for (let c = 0; c < 2; c++) {
              const inside = y + down >= 0 && y + down < 3 && x + right >= 0 && x + right < 4;
              const expected = inside ? pixel(data.images, i, y + down, x + right, c) : 0;
              if (pixel(batch, i, y, x, c) !== expected) return false;
            }
        return true;
      });
      expect(matching).toHaveLength(1);
      seen.add(String(matching[0]));
    }
    expect(seen.size).toBe(9);
  });

  it('mirrors about half of the images, left to right', () => {
    const batch = augmentedImages(data, all, image, { crop: 0, flip: true }, at);
    let mirrored = 0;
    for (let i = 0; i < count; i++) {
      const isMirrored = pixel(batch, i, 0, 0, 0) !== pixel(data.images, i, 0, 0, 0);
      if (isMirrored) mirrored++;
      for (let y = 0; y < 3; y++)
        for (let x = 0; x < 4; x++)
          for (let c = 0; c < 2; c++) {
            expect(pixel(batch, i, y, x, c)).toBe(pixel(data.images, i, y, isMirrored ? 3 - x : x, c));
          }
    }
    expect(mirrored).toBeGreaterThan(10);
    expect(mirrored).toBeLessThan(30);
  });

  it('depends on seed, epoch and image, not on the batch', () => {
    const both = { crop: 1, flip: true };
    const whole = augmentedImages(data, all, image, both, at);
    const alone = augmentedImages(data, Int32Array.of(17), image, both, at);
    expect(alone).toEqual(whole.slice(17 * size, 18 * size));
    expect(augmentedImages(data, all, image, both, { ...at, epoch: 3 })).not.toEqual(whole);
    expect(augmentedImages(data, all, image, both, { ...at, seed: 4 })).not.toEqual(whole);
  });

  it('may pad by more than the image is wide', () => {
    const batch = augmentedImages(data, all, image, { crop: 9, flip: false }, at);
    const black = Array.from({ length: count }, (_, i) => batch.slice(i * size, (i + 1) * size).every((v) => v === 0));
    expect(black.filter(Boolean).length).toBeGreaterThan(count / 2);
  });
});

describe('order of the data', () => {
  it('visits every image once per epoch, in another order each epoch, again the same for the same seed', () => {
    const epochOf = (seed: number, epoch: number): number[] => {
      const order = new DataOrder(seed, 10, 4);
      return [0, 1, 2].flatMap((batch) => Array.from(order.indices(epoch, batch)));
    };
    expect([...epochOf(1, 0).slice(0, 10)].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(epochOf(1, 1)).not.toEqual(epochOf(1, 0));
    expect(epochOf(2, 0)).not.toEqual(epochOf(1, 0));
    expect(epochOf(1, 0)).toEqual(epochOf(1, 0));
  });

  it("fills the last batch up with the epoch's first images, so that all batches have one size", () => {
    expect([128, 130, 129, 20, 64].map((count) => stepsPerEpoch(count, 64))).toEqual([2, 3, 3, 1, 1]);
    const order = new DataOrder(1, 130, 64);
    const [first, last] = [order.indices(0, 0), order.indices(0, 2)];
    expect(last).toHaveLength(64);
    expect(last.slice(2)).toEqual(first.slice(0, 62));
    expect(new DataOrder(1, 20, 64).indices(0, 0)).toHaveLength(20);
  });
});
