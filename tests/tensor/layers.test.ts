import { describe, expect, it } from 'vitest';
import { averagePool3x3Stride2, globalAveragePool, linear, relu } from '../../tensor/layers';
import { tf } from '../../tensor/tf';
import { finiteDifferences, normalTensor, relativeError, tensorsLeftBy, values } from './helpers';

describe('relu', () => {
  it('is max(x, 0), with gradient 0 at 0', () => {
    const x = tf.tensor1d([-2, -0.5, 0, 0.5, 3]);
    expect(values(relu(x))).toEqual([0, 0, 0, 0.5, 3]);
    expect(values(tf.grad((a) => tf.sum(tf.mul(relu(a), [1, 2, 3, 4, 5])))(x))).toEqual([0, 0, 0, 4, 5]);
  });
});

describe('linear', () => {
  it('is x W + b, with its gradients', () => {
    const x = normalTensor([4, 3], 'x') as tf.Tensor2D;
    const weight = normalTensor([3, 5], 'w') as tf.Tensor2D;
    const bias = normalTensor([5], 'b') as tf.Tensor1D;
    const weights = values(normalTensor([4, 5], 'weights'));
    const product = (xs: ArrayLike<number>, ws: ArrayLike<number>, bs: ArrayLike<number>): Float64Array =>
      Float64Array.from({ length: 20 }, (_, i) => {
        const row = Math.floor(i / 5);
        return [0, 1, 2].reduce((sum, k) => sum + xs[row * 3 + k]! * ws[k * 5 + (i % 5)]!, bs[i % 5]!);
      });
    const [xs, ws, bs] = [values(x), values(weight), values(bias)];
    expect(relativeError(linear(x, weight, bias).dataSync(), product(xs, ws, bs))).toBeLessThan(1e-6);
    expect(relativeError(linear(x, weight).dataSync(), product(xs, ws, [0, 0, 0, 0, 0]))).toBeLessThan(1e-6);
    const loss = (...given: [ArrayLike<number>, ArrayLike<number>, ArrayLike<number>]): number =>
      product(...given).reduce((sum, y, i) => sum + y * weights[i]!, 0);
    const gradients = tf.grads((a, w, b) =>
      tf.sum(tf.mul(tf.tensor2d(weights, [4, 5]), linear(a as tf.Tensor2D, w as tf.Tensor2D, b as tf.Tensor1D))),
    )([x, weight, bias]) as [tf.Tensor, tf.Tensor, tf.Tensor];
    expect(
      relativeError(
        gradients[0].dataSync(),
        finiteDifferences((v) => loss(v, ws, bs), xs),
      ),
    ).toBeLessThan(1e-5);
    expect(
      relativeError(
        gradients[1].dataSync(),
        finiteDifferences((v) => loss(xs, v, bs), ws),
      ),
    ).toBeLessThan(1e-5);
    expect(
      relativeError(
        gradients[2].dataSync(),
        finiteDifferences((v) => loss(xs, ws, v), bs),
      ),
    ).toBeLessThan(1e-5);
  });
});

describe('globalAveragePool', () => {
  it('is the mean over the map, with its gradient', () => {
    const x = normalTensor([2, 3, 4, 5], 'x') as tf.Tensor4D;
    expect(relativeError(globalAveragePool(x).dataSync(), tf.mean(x, [1, 2]).dataSync())).toBeLessThan(1e-6);
    const weights = normalTensor([2, 5], 'weights');
    const actual = tf.grad((a) => tf.sum(tf.mul(weights, globalAveragePool(a as tf.Tensor4D))))(x);
    const w = values(weights);
    const expected = values(x).map((_, i) => w[Math.floor(i / 60) * 5 + (i % 5)]! / 12);
    expect(relativeError(actual.dataSync(), expected)).toBeLessThan(1e-6);
  });
});

describe('averagePool3x3Stride2', () => {
  it.each([
    [4, 4],
    [5, 3],
    [1, 1],
    [2, 1],
  ])('counts the zeros around a %ix%i map in the divisor', (height, width) => {
    const x = normalTensor([2, height, width, 3], 'x', height, width) as tf.Tensor4D;
    const [outHeight, outWidth] = [Math.ceil(height / 2), Math.ceil(width / 2)];
    const pool = (xs: ArrayLike<number>): Float64Array =>
      Float64Array.from({ length: 2 * outHeight * outWidth * 3 }, (_, index) => {
        const channel = index % 3;
        const j = Math.floor(index / 3) % outWidth;
        const i = Math.floor(index / 3 / outWidth) % outHeight;
        const n = Math.floor(index / 3 / outWidth / outHeight);
        let sum = 0;
        for (let row = 2 * i - 1; row <= 2 * i + 1; row++)
          for (let column = 2 * j - 1; column <= 2 * j + 1; column++)
            if (row >= 0 && column >= 0 && row < height && column < width)
              sum += xs[((n * height + row) * width + column) * 3 + channel]!;
        return sum / 9;
      });
    const y = averagePool3x3Stride2(x);
    expect(y.shape).toEqual([2, outHeight, outWidth, 3]);
    expect(relativeError(y.dataSync(), pool(x.dataSync()))).toBeLessThan(1e-6);
    const gradient = tf.grad((a) => tf.sum(tf.square(averagePool3x3Stride2(a as tf.Tensor4D))))(x);
    const expected = finiteDifferences((v) => pool(v).reduce((sum, value) => sum + value * value, 0), values(x));
    expect(relativeError(gradient.dataSync(), expected)).toBeLessThan(1e-5);
  });
});

describe('layers', () => {
  it('leave no tensors behind', () => {
    const x = normalTensor([2, 4, 4, 3], 'x') as tf.Tensor4D;
    const weight = normalTensor([3, 2], 'w') as tf.Tensor2D;
    const bias = normalTensor([2], 'b') as tf.Tensor1D;
    const f = (a: tf.Tensor, w: tf.Tensor, b: tf.Tensor): tf.Tensor => {
      const pooled = globalAveragePool(averagePool3x3Stride2(relu(a as tf.Tensor4D)));
      return tf.sum(tf.square(linear(pooled, w as tf.Tensor2D, b as tf.Tensor1D)));
    };
    const run = (): void =>
      tf
        .grads(f)([x, weight, bias])
        .forEach((gradient) => gradient.dispose());
    expect(tensorsLeftBy(run)).toBe(0);
  });
});
