import type { ImageShape } from '../architectures/types';
import type { LabelledImages } from '../datasets/types';
import { randomStream } from '../tensor/random';
import type { TrainingConfig } from './types';

/**
 * Images of the given indices after random augmentation, Float32 [indices.length * H * W * C]: a crop of the image
 * padded with `crop` black pixels on each side, then a horizontal flip of every other one. What happens to an image
 * depends on (seed, epoch, index) alone.
 */
export function augmentedImages(
  data: LabelledImages,
  indices: Int32Array,
  image: ImageShape,
  { crop, flip }: TrainingConfig['augmentation'],
  { seed, epoch }: { readonly seed: number; readonly epoch: number },
): Float32Array {
  const { height, width, channels } = image;
  const size = height * width * channels;
  const out = new Float32Array(indices.length * size);
  indices.forEach((index, position) => {
    const source = data.images.subarray(index * size, (index + 1) * size);
    const target = out.subarray(position * size, (position + 1) * size);
    if (crop === 0 && !flip) {
      target.set(source);
      return;
    }
    const stream = randomStream(seed, 'augmentation', epoch, index);
    const [down, right] = stream.integers(2, 2 * crop + 1) as unknown as [number, number];
    const mirrored = flip && stream.next() < 0.5;
    copyShifted(source, target, image, down - crop, right - crop, mirrored);
  });
  return out;
}

/** target[y, x] = source[y + down, x + right], zero where that lies outside; mirrored: target's columns reversed. */
function copyShifted(
  source: Float32Array,
  target: Float32Array,
  { height, width, channels }: ImageShape,
  down: number,
  right: number,
  mirrored: boolean,
): void {
  for (let y = Math.max(0, -down); y < Math.min(height, height - down); y++) {
    for (let x = Math.max(0, -right); x < Math.min(width, width - right); x++) {
      const from = ((y + down) * width + x + right) * channels;
      const to = (y * width + (mirrored ? width - 1 - x : x)) * channels;
      for (let c = 0; c < channels; c++) target[to + c] = source[from + c]!;
    }
  }
}
