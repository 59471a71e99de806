import { describe, expect, it } from 'vitest';
import { conv2d } from '../../tensor/conv';
import { tf } from '../../tensor/tf';
import { finiteDifferences, normalTensor, relativeError, tensorsLeftBy, values } from './helpers';

interface Case {
  readonly x: [number, number, number, number];
  readonly filter: [number, number, number, number];
  readonly stride: 1 | 2;
  readonly padding: number;
}

/** Convolution with contiguous groups by its definition, in float64. */
function reference(c: Case, x: ArrayLike<number>, filter: ArrayLike<number>): { y: Float64Array; shape: number[] } {
  const [batch, height, width, channels] = c.x;
  const [kh, kw, groupChannels, outputs] = c.filter;
  const outHeight = Math.floor((height + 2 * c.padding - kh) / c.stride) + 1;
  const outWidth = Math.floor((width + 2 * c.padding - kw) / c.stride) + 1;
  const groupOutputs = outputs / (channels / groupChannels);
  const y = new Float64Array(batch * outHeight * outWidth * outputs);
  let at = 0;
  for (let n = 0; n < batch; n++)
    for (let i = 0; i < outHeight; i++)
      for (let j = 0; j < outWidth; j++)
        for (let o = 0; o < outputs; o++, at++)
          for (let a = 0; a < kh; a++)
            for (let b = 0; b < kw; b++) {
              const row = i * c.stride + a - c.padding;
              const column = j * c.stride + b - c.padding;
              if (row < 0 || column < 0 || row >= height || column >= width) continue;
              const first = Math.floor(o / groupOutputs) * groupChannels;
              for (let k = 0; k < groupChannels; k++)
                y[at]! +=
                  x[((n * height + row) * width + column) * channels + first + k]! *
                  filter[((a * kw + b) * groupChannels + k) * outputs + o]!;
            }
  return { y, shape: [batch, outHeight, outWidth, outputs] };
}

const cases: [string, Case][] = [
  ['3x3 with padding 1', { x: [2, 5, 4, 3], filter: [3, 3, 3, 2], stride: 1, padding: 1 }],
  ['3x3 at stride 2 on even maps', { x: [2, 6, 4, 3], filter: [3, 3, 3, 2], stride: 2, padding: 1 }],
  ['3x3 at stride 2 on odd maps', { x: [2, 7, 5, 3], filter: [3, 3, 3, 2], stride: 2, padding: 1 }],
  ['3x3 at stride 2 on even by odd maps', { x: [1, 6, 5, 3], filter: [3, 3, 3, 2], stride: 2, padding: 1 }],
  ['3x3 at stride 2 on 1x1 maps', { x: [3, 1, 1, 3], filter: [3, 3, 3, 2], stride: 2, padding: 1 }],
  ['3x3 at stride 1 on 2x2 maps', { x: [3, 2, 2, 3], filter: [3, 3, 3, 2], stride: 1, padding: 1 }],
  ['1x1', { x: [2, 4, 4, 3], filter: [1, 1, 3, 5], stride: 1, padding: 0 }],
  ['1x1 at stride 2 on odd maps', { x: [2, 5, 5, 3], filter: [1, 1, 3, 5], stride: 2, padding: 0 }],
  ['3x3 in four groups', { x: [2, 4, 5, 8], filter: [3, 3, 2, 8], stride: 1, padding: 1 }],
  ['3x3 in four groups at stride 2', { x: [2, 6, 6, 8], filter: [3, 3, 2, 12], stride: 2, padding: 1 }],
  ['3x3 in groups of one channel', { x: [2, 4, 4, 4], filter: [3, 3, 1, 4], stride: 1, padding: 1 }],
];

describe('conv2d', () => {
  it.each(cases)('computes %s as its definition says', (name, c) => {
    const x = normalTensor(c.x, name, 'x') as tf.Tensor4D;
    const filter = normalTensor(c.filter, name, 'filter') as tf.Tensor4D;
    const y = conv2d(x, filter, c);
    const expected = reference(c, x.dataSync(), filter.dataSync());
    expect(y.shape).toEqual(expected.shape);
    expect(relativeError(y.dataSync(), expected.y)).toBeLessThan(1e-6);
  });

  it.each(cases)('has the gradients of %s', (name, c) => {
    const x = normalTensor(c.x, name, 'x') as tf.Tensor4D;
    const filter = normalTensor(c.filter, name, 'filter') as tf.Tensor4D;
    const shape = reference(c, x.dataSync(), filter.dataSync()).shape;
    const weights = normalTensor(shape, name, 'weights');
    const [dx, dFilter] = tf.grads((a, b) => tf.sum(tf.mul(weights, conv2d(a as tf.Tensor4D, b as tf.Tensor4D, c))))([
      x,
      filter,
    ]) as [tf.Tensor, tf.Tensor];
    const w = values(weights);
    const weighted = (y: Float64Array): number => y.reduce((sum, value, i) => sum + value * w[i]!, 0);
    const expectedX = finiteDifferences((v) => weighted(reference(c, v, filter.dataSync()).y), values(x));
    const expectedFilter = finiteDifferences((v) => weighted(reference(c, x.dataSync(), v).y), values(filter));
    expect(relativeError(dx.dataSync(), expectedX)).toBeLessThan(1e-5);
    expect(relativeError(dFilter.dataSync(), expectedFilter)).toBeLessThan(1e-5);
  });

  it('leaves no tensors behind, forward and backward', () => {
    const x = normalTensor([2, 6, 6, 8], 'x') as tf.Tensor4D;
    for (const groupChannels of [8, 2]) {
      const filter = normalTensor([3, 3, groupChannels, 8], 'f') as tf.Tensor4D;
      const run = (): void => {
        conv2d(x, filter, { stride: 2, padding: 1 }).dispose();
        tf.grads((a, b) => tf.sum(conv2d(a as tf.Tensor4D, b as tf.Tensor4D, { stride: 2, padding: 1 })))([
          x,
          filter,
        ]).forEach((gradient) => gradient.dispose());
      };
      expect(tensorsLeftBy(run)).toBe(0);
    }
  });

  it('refuses second derivatives instead of giving wrong ones', () => {
    const x = normalTensor([1, 4, 4, 2], 'x') as tf.Tensor4D;
    const filter = normalTensor([3, 3, 2, 2], 'f') as tf.Tensor4D;
    const first = (f: tf.Tensor): tf.Tensor =>
      tf.sum(
        tf.square(
          tf.grad((a) => tf.sum(tf.square(conv2d(a as tf.Tensor4D, f as tf.Tensor4D, { stride: 1, padding: 1 }))))(x),
        ),
      );
    expect(() => tf.grad(first)(filter)).toThrow(
      'Cannot compute gradient: gradient function not found for RcnasConv2d',
    );
  });

  it('computes only the gradients that are asked for', async () => {
    const x = normalTensor([2, 6, 6, 4], 'x') as tf.Tensor4D;
    const filter = normalTensor([3, 3, 4, 4], 'f') as tf.Tensor4D;
    const profile = await tf.profile(() =>
      tf.grad((a) => tf.sum(conv2d(a as tf.Tensor4D, filter, { stride: 1, padding: 1 })))(x),
    );
    const names = profile.kernels.map((kernel) => kernel.name);
    expect(names).toContain('RcnasConv2dInputGradient');
    expect(names).not.toContain('RcnasConv2dFilterGradient');
  });
});
