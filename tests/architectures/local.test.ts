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

/** The output of the first runs, all `count` of them. */
function through(network: Network, state: TensorMap, images: tf.Tensor4D, count = network.local.length): tf.Tensor4D {
  return network.local.slice(0, count).reduce((x, { head }) => head(state, x), images);
}

describe('the local blocks of a network', () => {
  const cases: [name: string, reaches: [radius: number, stride: number][]][] = [
    // The stem sees 1 pixel, each convolution of a block 1, after a stride of 2 that is 2 of what comes in.
    ['WRN-10-1', [[3, 1], [3, 2], [3, 2]]],
    ['WRN-16-2', [[3, 1], [2, 1], [3, 2]]],
    ['WRN[1x1/2,1x1/2,1x1]', [[4, 2], [3, 2], [2, 1]]],
    ['WRN[1x1,1x1/2,1x1/2r]', [[3, 1], [3, 2]]],
    ['WRN[1x1r,1x1/2,1x1/2]', []],
  ]; // prettier-ignore

  it.each(cases)('of %s are the basic ones before a robust one, and see %j pixels to each side', (name, reaches) => {
    const network = buildNetwork(parseArchitecture(name), image, 5);
    expect(network.local.map(({ radius, stride }) => [radius, stride])).toEqual(reaches);
    tf.tidy(() => {
      const [state, images] = [stateOf(network), randomImages(1)];
      reaches.forEach(([radius, stride], b) => {
        const input = through(network, state, images, b);
        const before = network.local[b]!.head(state, input);
        const [, height, width] = input.shape;
        expect(before.shape.slice(1, 3)).toEqual([height / stride, width / stride]);
        /** How far from one place of the input the outermost outputs are that it changes. */
        const reachOf = (row: number, column: number): number => {
          const other = tf.buffer<tf.Rank.R4>(input.shape, 'float32', Float32Array.from(input.dataSync()));
          for (let k = 0; k < input.shape[3]; k++) other.set(5 - other.get(0, row, column, k), 0, row, column, k);
          const after = network.local[b]!.head(state, other.toTensor());
          const changed = tf.any(tf.notEqual(before, after), 3).arraySync() as unknown as number[][][];
          const far = changed[0]!.flatMap(
            (line, i) =>
            line.flatMap((flag, j) => (flag ? [Math.max(Math.abs(i * stride - row), Math.abs(j * stride - column))] : [])), // prettier-ignore
          );
          return Math.max(...far);
        };
        const middle = [height, width].map((length) => Math.floor(length / 2)) as [number, number];
        const near = [0, 1].flatMap((y) => [0, 1].map((x) => reachOf(middle[0] + y, middle[1] + x)));
        expect(Math.max(...near)).toBe(radius);
        // Nothing of the other edge comes in, either.
        expect(reachOf(0, 0)).toBeLessThanOrEqual(radius);
      });
    });
  });

  it.each(cases.slice(0, 4))('of %s lead to the same logits as the whole, from each of them on', (name) => {
    const network = buildNetwork(parseArchitecture(name), image, 5);
    tf.tidy(() => {
      const [state, images] = [stateOf(network), randomImages(2)];
      const expected = network.forward(state, images, false).logits.arraySync();
      network.local.forEach(({ tail }, b) =>
        expect(tail(state, through(network, state, images, b + 1)).arraySync()).toEqual(expected),
      );
    });
  });

  it.each(cases.slice(0, 4))(
    'of %s give for parts of maps the same bits as for the whole, away from inner edges',
    (name) => {
      const network = buildNetwork(parseArchitecture(name), image, 5);
      const { radius, stride, head } = network.local[0]!;
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
    },
  );
});
