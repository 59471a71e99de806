import { describe, expect, it } from 'vitest';

import { networkCost } from '../../architectures/cost';
import { buildNetwork } from '../../architectures/network';
import { describeStages, parseArchitecture } from '../../architectures/parse';
import type { Architecture, ImageShape, Network, Stage } from '../../architectures/types';
import { inputGradient } from '../../tensor/gradients';
import { randomStream } from '../../tensor/random';
import { tf } from '../../tensor/tf';
import type { TensorMap } from '../../tensor/types';
import { tensorsLeftBy } from '../tensor/helpers';

const IMAGES: ImageShape[] = [
  { height: 8, width: 8, channels: 1 },
  { height: 28, width: 28, channels: 1 },
  { height: 32, width: 32, channels: 3 },
  { height: 64, width: 64, channels: 3 },
];

function randomChild(index: number): { architecture: Architecture; image: ImageShape; classes: number } {
  const stream = randomStream(21, 'child', index);
  const stages = Array.from({ length: 3 }, (_, i): Stage => ({
    depth: 1 + Math.floor(stream.next() * 3),
    width: 1 + Math.floor(stream.next() * (3 - i)),
    stride: stream.next() < 0.6 ? 2 : 1,
    robust: stream.next() < 0.5,
  }));
  const image = IMAGES[index % IMAGES.length]!;
  const architecture = describeStages({ stemStride: image.height > 32 ? 2 : 1, stages });
  return { architecture, image, classes: 2 + Math.floor(stream.next() * 20) };
}

function stateOf(network: Network, seed = 1): TensorMap {
  return Object.fromEntries(
    [...network.initialize(seed)].map(([name, { shape, data }]) => [name, tf.tensor(data, [...shape])]),
  );
}

function randomImages(batch: number, { height, width, channels }: ImageShape): tf.Tensor4D {
  const data = randomStream(2, 'images').uniform(batch * height * width * channels);
  return tf.tensor4d(data, [batch, height, width, channels]);
}

const size = (shape: readonly number[]): number => shape.reduce((product, dimension) => product * dimension, 1);

/** Multiply-accumulates of the convolutions and linear layers that run in `f`, from the shapes they run with. */
async function macsOf(f: () => tf.Tensor): Promise<number> {
  const { kernels } = await tf.profile(f);
  return kernels.reduce((total, { name, inputShapes, outputShapes }) => {
    const outputs = size(outputShapes[0] as number[]);
    // Filter [kh,kw,C/groups,M], weight [I,O]: all dimensions but the last are summed over.
    const isCounted = ['RcnasConv2d', 'RcnasGroupedConv2d', 'RcnasLinear'].includes(name);
    return isCounted ? total + outputs * size((inputShapes[1] as number[]).slice(0, -1)) : total;
  }, 0);
}

describe('buildNetwork', () => {
  it.each(Array.from({ length: 40 }, (_, i) => i))(
    'has the parameters and MACs of the closed form, child %i',
    async (i) => {
      const { architecture, image, classes } = randomChild(i);
      const network = buildNetwork(architecture, image, classes);
      const cost = networkCost(architecture, image, classes);
      const trainable = network.variables.filter((variable) => variable.trainable);
      expect(trainable.reduce((total, { shape }) => total + size(shape), 0)).toBe(cost.parameters);
      tf.engine().startScope();
      const state = stateOf(network);
      const macs = await macsOf(() => network.forward(state, randomImages(1, image), false).logits);
      tf.engine().endScope();
      expect(macs).toBe(cost.macs);
    },
  );

  it('has the published number of parameters for the teachers', () => {
    const parameters = (name: string): number =>
      buildNetwork(parseArchitecture(name), { height: 32, width: 32, channels: 3 }, 10)
        .variables.filter((variable) => variable.trainable)
        .reduce((total, { shape }) => total + size(shape), 0);
    expect(parameters('WRN-28-10')).toBe(36_479_194);
    expect(parameters('WRN-70-16')).toBe(266_796_506);
    expect(parameters('RobustResNet-A1')).toBe(19_222_738);
    expect(parameters('RobustResNet-A4')).toBe(147_262_458);
  });

  it.each([
    'WRN[1x1/2,1x1/2,1x1/2]/2',
    'WRN[2x1/2r,2x1/2r,2x1/2r]/2',
    'WRN[1x1,1x1,1x1]',
    'WRN[1x1r,1x1,1x1r]',
    'WRN[1x1/2]',
    'WRN[1x1,1x1/2r,1x1/2,1x1/2,1x1/2r]',
  ])('runs and has finite image gradients on images of every size: %s', (name) => {
    for (const image of IMAGES.slice(0, 3)) {
      const network = buildNetwork(parseArchitecture(name), image, 3);
      tf.tidy(() => {
        const state = stateOf(network);
        const images = randomImages(2, image);
        for (const training of [true, false]) {
          const { logits, updates } = network.forward(state, images, training);
          expect(logits.shape).toEqual([2, 3]);
          expect(logits.dataSync().every(Number.isFinite)).toBe(true);
          expect(Object.keys(updates).length > 0).toBe(training);
          const f = (x: tf.Tensor4D): tf.Scalar => tf.sum(tf.square(network.forward(state, x, training).logits));
          expect(inputGradient(f, images).dataSync().every(Number.isFinite)).toBe(true);
        }
      });
    }
  });

  it('gives every variable a place by name, in forward order', () => {
    const network = buildNetwork(parseArchitecture('WRN[1x1,1x1/2r]'), IMAGES[0]!, 10);
    const names = network.variables.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names[0]).toBe('stem/conv');
    expect(names).toContain('stage1/block1/conv2');
    expect(names).toContain('stage2/block1/branch7/bn/variance');
    expect(names).toContain('stage2/block1/se/expand/weight');
    expect(names.at(-1)).toBe('head/linear/bias');
  });

  it('initialises by seed: the same bits for the same seed, others for another', () => {
    const network = buildNetwork(parseArchitecture('WRN-10-1'), IMAGES[0]!, 10);
    expect(network.initialize(4)).toEqual(network.initialize(4));
    const [a, b] = [network.initialize(4), network.initialize(5)];
    expect(a.get('stem/conv')!.data).not.toEqual(b.get('stem/conv')!.data);
    expect([...a.keys()]).toEqual(network.variables.map(({ name }) => name));
  });

  it('initialises as the published code does', () => {
    const network = buildNetwork(parseArchitecture('WRN[1x4,1x4/2r]'), { height: 32, width: 32, channels: 3 }, 100);
    const values = network.initialize(1);
    const std = (name: string): number => {
      const { data } = values.get(name)!;
      return Math.sqrt(data.reduce((sum, v) => sum + v * v, 0) / data.length);
    };
    // N(0, sqrt(2 / (k k outputs))), also for grouped convolutions.
    expect(std('stage1/block1/conv2')).toBeCloseTo(Math.sqrt(2 / (9 * 64)), 3);
    expect(std('stage2/block1/conv1')).toBeCloseTo(Math.sqrt(2 / 256), 2);
    expect(std('stage2/block1/branch1/conv') / Math.sqrt(2 / (9 * 32))).toBeCloseTo(1, 1);
    const weight = values.get('head/linear/weight')!;
    expect(weight.shape).toEqual([512, 100]);
    const bound = 1 / Math.sqrt(512);
    expect(Math.max(...weight.data.map(Math.abs))).toBeLessThanOrEqual(Math.fround(bound));
    expect(std('head/linear/weight')).toBeCloseTo(bound / Math.sqrt(3), 3);
    expect([...values.get('head/linear/bias')!.data].every((v) => v === 0)).toBe(true);
    expect([...values.get('head/bn/scale')!.data].every((v) => v === 1)).toBe(true);
    expect([...values.get('head/bn/variance')!.data].every((v) => v === 1)).toBe(true);
    expect([...values.get('head/bn/mean')!.data].every((v) => v === 0)).toBe(true);
  });

  it('gives the same bits twice', () => {
    const network = buildNetwork(parseArchitecture('WRN[1x2,1x2/2r,1x1/2]'), IMAGES[0]!, 10);
    const state = stateOf(network);
    const images = randomImages(16, IMAGES[0]!);
    const run = (): number[] => [
      ...inputGradient(
        (x) => tf.sum(tf.square(network.forward(state, x, true).logits)) as tf.Scalar,
        images,
      ).dataSync(),
    ];
    expect(run()).toEqual(run());
  });

  it('leaves no tensors behind', () => {
    const network = buildNetwork(parseArchitecture('WRN[2x1,1x1/2r,2x1r]'), IMAGES[0]!, 10);
    const state = stateOf(network);
    const images = randomImages(4, IMAGES[0]!);
    const run = (): void => {
      for (const training of [true, false])
        inputGradient(
          (x) => tf.sum(tf.square(network.forward(state, x, training).logits)) as tf.Scalar,
          images,
        ).dispose();
    };
    expect(tensorsLeftBy(run)).toBe(0);
  });

  it('rejects images of another shape', () => {
    const network = buildNetwork(parseArchitecture('WRN-10-1'), IMAGES[1]!, 10);
    expect(() => network.forward(stateOf(network), randomImages(2, IMAGES[0]!), false)).toThrow(
      'images must have shape [N,28,28,1], got [2,8,8,1]',
    );
  });
});
