import { describe, expect, it } from 'vitest';
import {
  batchNormInference,
  batchNormTraining,
  type BatchNormResult,
  type BatchNormVariables,
} from '../../tensor/batchNorm';
import { tf } from '../../tensor/tf';
import { finiteDifferences, normalTensor, relativeError, tensorsLeftBy, values } from './helpers';

const SHAPE: [number, number, number, number] = [3, 4, 2, 5];
const CHANNELS = 5;
const COUNT = 3 * 4 * 2;

function setUp(): { x: tf.Tensor4D; variables: BatchNormVariables; weights: tf.Tensor } {
  return {
    x: tf.add(tf.mul(normalTensor(SHAPE, 'x'), 2), 3) as tf.Tensor4D,
    variables: {
      scale: normalTensor([CHANNELS], 'scale') as tf.Tensor1D,
      offset: normalTensor([CHANNELS], 'offset') as tf.Tensor1D,
      mean: normalTensor([CHANNELS], 'mean') as tf.Tensor1D,
      variance: tf.add(tf.square(normalTensor([CHANNELS], 'variance')), 0.5) as tf.Tensor1D,
    },
    weights: normalTensor(SHAPE, 'weights'),
  };
}

/** Mean and variance (divided by the count less `correction`) per channel, in float64. */
function statistics(x: ArrayLike<number>, correction: number): { mean: number[]; variance: number[] } {
  const mean = new Array<number>(CHANNELS).fill(0);
  const variance = new Array<number>(CHANNELS).fill(0);
  for (let i = 0; i < x.length; i++) mean[i % CHANNELS]! += x[i]! / COUNT;
  for (let i = 0; i < x.length; i++)
    variance[i % CHANNELS]! += (x[i]! - mean[i % CHANNELS]!) ** 2 / (COUNT - correction);
  return { mean, variance };
}

function normalize(
  x: ArrayLike<number>,
  scale: ArrayLike<number>,
  offset: ArrayLike<number>,
  mean: ArrayLike<number>,
  variance: ArrayLike<number>,
): Float64Array {
  return Float64Array.from(x, (value, i) => {
    const c = i % CHANNELS;
    return (scale[c]! * (value - mean[c]!)) / Math.sqrt(variance[c]! + 1e-5) + offset[c]!;
  });
}

describe('batch normalisation', () => {
  it('normalises by the batch in training and moves the running statistics by a tenth, with the unbiased variance', () => {
    const { x, variables } = setUp();
    const result = batchNormTraining(x, variables);
    const xs = x.dataSync();
    const biased = statistics(xs, 0);
    const expected = normalize(xs, values(variables.scale), values(variables.offset), biased.mean, biased.variance);
    expect(relativeError(result.y.dataSync(), expected)).toBeLessThan(1e-5);
    const unbiased = statistics(xs, 1);
    const moved = (old: tf.Tensor, batch: number[]): number[] =>
      values(old).map((value, c) => 0.9 * value + 0.1 * batch[c]!);
    expect(relativeError(result.mean.dataSync(), moved(variables.mean, unbiased.mean))).toBeLessThan(1e-5);
    expect(relativeError(result.variance.dataSync(), moved(variables.variance, unbiased.variance))).toBeLessThan(1e-5);
  });

  it('leaves the given running statistics as they were', () => {
    const { x, variables } = setUp();
    const before = [values(variables.mean), values(variables.variance)];
    batchNormTraining(x, variables);
    expect([values(variables.mean), values(variables.variance)]).toEqual(before);
  });

  it('normalises by the running statistics in evaluation', () => {
    const { x, variables } = setUp();
    const { scale, offset, mean, variance } = variables;
    const expected = normalize(x.dataSync(), values(scale), values(offset), values(mean), values(variance));
    expect(relativeError(batchNormInference(x, variables).dataSync(), expected)).toBeLessThan(1e-5);
  });

  it.each(['training', 'evaluation'])('has the gradients of its definition in %s', (mode) => {
    const { x, variables, weights } = setUp();
    const { scale, offset, mean, variance } = variables;
    const f = (a: tf.Tensor, s: tf.Tensor, o: tf.Tensor): tf.Tensor => {
      const given = { scale: s as tf.Tensor1D, offset: o as tf.Tensor1D, mean, variance };
      const y =
        mode === 'training'
          ? batchNormTraining(a as tf.Tensor4D, given).y
          : batchNormInference(a as tf.Tensor4D, given);
      return tf.sum(tf.mul(weights, y));
    };
    const gradients = tf.grads(f)([x, scale, offset]) as [tf.Tensor, tf.Tensor, tf.Tensor];
    const w = values(weights);
    const loss = (xs: ArrayLike<number>, s: ArrayLike<number>, o: ArrayLike<number>): number => {
      const used = mode === 'training' ? statistics(xs, 0) : { mean: values(mean), variance: values(variance) };
      return normalize(xs, s, o, used.mean, used.variance).reduce((sum, y, i) => sum + y * w[i]!, 0);
    };
    const [xs, ss, os] = [values(x), values(scale), values(offset)];
    expect(
      relativeError(
        gradients[0].dataSync(),
        finiteDifferences((v) => loss(v, ss, os), xs),
      ),
    ).toBeLessThan(2e-5);
    expect(
      relativeError(
        gradients[1].dataSync(),
        finiteDifferences((v) => loss(xs, v, os), ss),
      ),
    ).toBeLessThan(2e-5);
    expect(
      relativeError(
        gradients[2].dataSync(),
        finiteDifferences((v) => loss(xs, ss, v), os),
      ),
    ).toBeLessThan(2e-5);
  });

  it.each(['training', 'evaluation'])('takes running statistics of an earlier pass as constants in %s', (mode) => {
    const { x, variables, weights } = setUp();
    const second =
      mode === 'training'
        ? (v: BatchNormVariables) => batchNormTraining(x, v).y
        : (v: BatchNormVariables) => batchNormInference(x, v);
    const constant = batchNormTraining(x, variables);
    const gradient = (given: (first: BatchNormResult) => BatchNormResult): number[] =>
      values(
        tf.grad((scale) => {
          const first = batchNormTraining(x, { ...variables, scale: scale as tf.Tensor1D });
          const { mean, variance } = given(first);
          return tf.sum(
            tf.mul(weights, second({ offset: variables.offset, mean, variance, scale: scale as tf.Tensor1D })),
          );
        })(variables.scale),
      );
    expect(gradient((first) => first)).toEqual(gradient(() => constant));
  });

  it('gives finite results when a channel has a single element', () => {
    const { variables } = setUp();
    const result = batchNormTraining(tf.ones([1, 1, 1, CHANNELS]), variables);
    expect(relativeError(result.y.dataSync(), values(variables.offset))).toBeLessThan(1e-5);
    expect(values(result.variance).every(Number.isFinite)).toBe(true);
  });

  it('leaves no tensors behind', () => {
    const { x, variables, weights } = setUp();
    const train = (a: tf.Tensor): tf.Tensor =>
      tf.sum(tf.mul(weights, batchNormTraining(a as tf.Tensor4D, variables).y));
    const evaluate = (a: tf.Tensor): tf.Tensor =>
      tf.sum(tf.mul(weights, batchNormInference(a as tf.Tensor4D, variables)));
    expect(tensorsLeftBy(() => tf.grad(train)(x).dispose())).toBe(0);
    expect(tensorsLeftBy(() => tf.grad(evaluate)(x).dispose())).toBe(0);
  });
});
