import { describe, expect, it } from 'vitest';

import { crossEntropySum, klDivergenceSum, marginLossSum } from '../../attacks/losses';
import { randomStream } from '../../tensor/random';
import { tf } from '../../tensor/tf';

const rows = 5;
const classes = 4;
const labels = [0, 3, 2, 1, 2];
const z = Array.from(randomStream(1, 'losses').normal(rows * classes, 0, 2));
const other = Array.from(randomStream(2, 'losses').normal(rows * classes, 0, 2));

// The formulas in float64, written out anew.
const row = (values: readonly number[], i: number): number[] => values.slice(i * classes, (i + 1) * classes);
const softmax = (values: readonly number[]): number[] => {
  const top = Math.max(...values);
  const powers = values.map((v) => Math.exp(v - top));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((v) => v / total);
};
const overRows = (f: (i: number) => number): number => labels.reduce((total, _, i) => total + f(i), 0);
const crossEntropy = (values: readonly number[]): number =>
  overRows((i) => -Math.log(softmax(row(values, i))[labels[i]!]!));
const margin = (values: readonly number[]): number =>
  overRows((i) => {
    const v = row(values, i);
    const best = Math.max(...v.filter((_, k) => k !== labels[i]));
    return -Math.max(v[labels[i]!]! - best, 0);
  });
const kl = (p: readonly number[], q: readonly number[]): number =>
  overRows((i) => {
    const pi = softmax(row(p, i));
    const qi = softmax(row(q, i));
    return pi.reduce((total, v, k) => total + v * (Math.log(v) - Math.log(qi[k]!)), 0);
  });

function numericGradient(f: (values: number[]) => number, at: readonly number[]): number[] {
  const h = 1e-5;
  return at.map((_, i) => {
    const shifted = (by: number): number => f(at.map((v, k) => (k === i ? v + by : v)));
    return (shifted(h) - shifted(-h)) / (2 * h);
  });
}

function expectClose(actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, i) => expect(actual[i]).toBeCloseTo(value, 4));
}

const logitsOf = (values: readonly number[]): tf.Tensor2D => tf.tensor2d([...values], [rows, classes]);
const labelTensor = (): tf.Tensor1D => tf.tensor1d(labels, 'int32');

describe('values and gradients in float64', () => {
  it('sums the cross-entropy over the batch', () => {
    tf.tidy(() => {
      const { value, grad } = tf.valueAndGrad((x) => crossEntropySum(x as tf.Tensor2D, labelTensor()))(logitsOf(z));
      expect(value.dataSync()[0]).toBeCloseTo(crossEntropy(z), 4);
      expectClose(grad.dataSync(), numericGradient(crossEntropy, z));
    });
  });

  it('sums the clamped margin over the batch', () => {
    tf.tidy(() => {
      const { value, grad } = tf.valueAndGrad((x) => marginLossSum(x as tf.Tensor2D, labelTensor()))(logitsOf(z));
      expect(margin(z)).toBeLessThan(0);
      expect(value.dataSync()[0]).toBeCloseTo(margin(z), 4);
      expectClose(grad.dataSync(), numericGradient(margin, z));
    });
  });

  it('sums the Kullback-Leibler divergence over the batch, with gradients in both arguments', () => {
    tf.tidy(() => {
      const gradients = tf.valueAndGrads((p, q) => klDivergenceSum(p as tf.Tensor2D, q as tf.Tensor2D));
      const { value, grads } = gradients([logitsOf(z), logitsOf(other)]);
      expect(value.dataSync()[0]).toBeCloseTo(kl(z, other), 4);
      expectClose(
        grads[0]!.dataSync(),
        numericGradient((p) => kl(p, other), z),
      );
      expectClose(
        grads[1]!.dataSync(),
        numericGradient((q) => kl(z, q), other),
      );
    });
  });

  it('scales the gradient by what comes after the loss', () => {
    tf.tidy(() => {
      const scaled = tf.grad((x) => crossEntropySum(x as tf.Tensor2D, labelTensor()).mul(3))(logitsOf(z));
      expectClose(
        scaled.dataSync(),
        numericGradient((v) => 3 * crossEntropy(v), z),
      );
    });
  });
});

describe('edges', () => {
  it('gives the margin no gradient at a tie or after a success', () => {
    tf.tidy(() => {
      const logits = tf.tensor2d([
        [2, 2, 0],
        [1, 3, 0],
        [4, 3, 0],
      ]);
      const truth = tf.tensor1d([0, 0, 0], 'int32');
      const gradient = tf.grad((x) => marginLossSum(x as tf.Tensor2D, truth))(logits);
      // + 0 turns -0 into 0.
      expect(Array.from(gradient.dataSync(), (v) => v + 0)).toEqual([0, 0, 0, 0, 0, 0, -1, 1, 0]);
    });
  });

  it('moves the first of two equal best other classes', () => {
    tf.tidy(() => {
      const truth = tf.tensor1d([1], 'int32');
      const gradient = tf.grad((x) => marginLossSum(x as tf.Tensor2D, truth))(tf.tensor2d([[2, 5, 2]]));
      expect(Array.from(gradient.dataSync(), (v) => v + 0)).toEqual([1, -1, 0]);
    });
  });

  it('keeps the gradient of a confident network alive', () => {
    tf.tidy(() => {
      const truth = tf.tensor1d([0], 'int32');
      const gradient = tf.grad((x) => crossEntropySum(x as tf.Tensor2D, truth))(tf.tensor2d([[60, 0, -5]]));
      const [, second] = gradient.dataSync();
      expect(second).toBeGreaterThan(0);
      expect(second! / Math.exp(-60)).toBeCloseTo(1, 3);
    });
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'has no finite value when a logit is %s',
    (bad) => {
      tf.tidy(() => {
        const logits = tf.tensor2d([[1, 0, bad]]);
        const fine = tf.tensor2d([[1, 0, 2]]);
        const truth = tf.tensor1d([0], 'int32');
        for (const value of [
          crossEntropySum(logits, truth),
          marginLossSum(logits, truth),
          klDivergenceSum(logits, fine),
          klDivergenceSum(fine, logits),
        ]) {
          expect(Number.isFinite(value.dataSync()[0])).toBe(false);
        }
      });
    },
  );
});
