import { describe, expect, it } from 'vitest';

import { buildNetwork } from '../../architectures/network';
import { parseArchitecture } from '../../architectures/parse';
import type { Network } from '../../architectures/types';
import { randomStream } from '../../tensor/random';
import { tf } from '../../tensor/tf';
import type { TensorMap } from '../../tensor/types';

const image = { height: 24, width: 28, channels: 3 };

function stateOf(network: Network): TensorMap {
  return Object.fromEntries([...network.initialize(4)].map(([name, { shape, data }]) => [name, tf.tensor(data, [...shape])])); // prettier-ignore
}

function randomImages(count: number): tf.Tensor4D {
  const { height, width, channels } = image;
  const values = randomStream(9, 'test').uniform(count * height * width * channels, 0, 1);
  return tf.tensor4d(values, [count, height, width, channels]);
}

describe('the local cut of a network', () => {
  const cases: [name: string, radius: number, stride: number][] = [
    ['WRN-10-1', 3, 1],
    ['WRN-16-2', 3, 1],
    ['WRN[1x1/2,1x1/2,1x1]', 4, 2],
  ];

  it.each(cases)('of %s leads to the same logits as the whole', (name) => {
    const network = buildNetwork(parseArchitecture(name), image, 5);
    tf.tidy(() => {
      const [state, images] = [stateOf(network), randomImages(2)];
      const logits = network.local!.tail(state, network.local!.head(state, images));
      expect(logits.arraySync()).toEqual(network.forward(state, images, false).logits.arraySync());
    });
  });

  it.each(cases)('of %s sees %i pixels to each side, at stride %i, and not one more', (name, radius, stride) => {
    const network = buildNetwork(parseArchitecture(name), image, 5);
    expect(network.local).toMatchObject({ radius, stride });
    tf.tidy(() => {
      const [state, images] = [stateOf(network), randomImages(1)];
      const before = network.local!.head(state, images);
      expect(before.shape.slice(1, 3)).toEqual([image.height / stride, image.width / stride]);
      /** How far from the pixel, in pixels, the outermost outputs are that it changes. */
      const reachOf = (row: number, column: number): number[] => {
        const pixel = tf.buffer<tf.Rank.R4>(images.shape, 'float32', Float32Array.from(images.dataSync()));
        for (let k = 0; k < 3; k++) pixel.set(1 - pixel.get(0, row, column, k), 0, row, column, k);
        const after = network.local!.head(state, pixel.toTensor());
        const changed = tf.any(tf.notEqual(before, after), 3).arraySync() as unknown as number[][][];
        const far = changed[0]!.flatMap((line, i) =>
          line.flatMap((flag, j) =>
            flag ? [Math.max(Math.abs(i * stride - row), Math.abs(j * stride - column))] : [],
          ),
        );
        return [Math.max(...far), far.length];
      };
      const reaches = [8, 9, 10, 11].flatMap((row) => [12, 13].map((column) => reachOf(row, column)[0]!));
      expect(Math.max(...reaches)).toBe(radius);
      // Nothing of the other edge comes in, either.
      expect(reachOf(0, 0)[0]).toBeLessThanOrEqual(radius);
    });
  });

  it.each(cases)('of %s gives for parts of images the same bits as for the whole, away from inner edges', (name) => {
    const network = buildNetwork(parseArchitecture(name), image, 5);
    const { radius, stride, head } = network.local!;
    tf.tidy(() => {
      const [state, images] = [stateOf(network), randomImages(2)];
      const whole = head(state, images);
      const side = 16;
      const inner = Math.ceil(radius / stride);
      for (const [top, left] of [
        [0, 0],
        [24 - side, 28 - side],
        [4, 6],
      ] as const) {
        const part = head(state, tf.slice4d(images, [0, top, left, 0], [2, side, side, 3]));
        const [first, last] = [
          [top, left].map((start) => (start === 0 ? 0 : inner)),
          [top + side === 24, left + side === 28].map((atEdge) => side / stride - (atEdge ? 0 : inner)),
        ] as [number[], number[]];
        const size = [0, 1].map((axis) => last[axis]! - first[axis]!);
        const cut = (x: tf.Tensor4D, from: number[]) => tf.slice4d(x, [0, from[0]!, from[1]!, 0], [2, size[0]!, size[1]!, -1]).dataSync(); // prettier-ignore
        const there = [top / stride + first[0]!, left / stride + first[1]!];
        expect(cut(part, first)).toEqual(cut(whole, there));
      }
    });
  });

  it('is none where the first block squeezes the whole map', () => {
    const robust = buildNetwork(parseArchitecture('WRN[1x1r,1x1/2,1x1/2]'), image, 5);
    expect(robust.local).toBeNull();
  });
});
