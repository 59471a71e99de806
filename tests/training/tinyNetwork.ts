import type { Network } from '../../architectures/types';
import { tf } from '../../tensor/tf';

export const pixels = 6;
export const classes = 3;

/** Weights of the tiny network in float64: z = tanh(x - m) W + b, with m the mean of the batch or the running one. */
export interface TinyWeights {
  readonly weight: number[];
  readonly bias: number[];
  readonly mean: number[];
}

export const tinyStart: TinyWeights = {
  weight: Array.from({ length: pixels * classes }, (_, i) => Math.sin(3 * i + 1)),
  bias: [0.1, -0.2, 0.05],
  mean: Array.from({ length: pixels }, (_, i) => 0.3 + 0.05 * i),
};

/** A network small enough to be followed by hand, on images of 2x3x1. */
export const tinyNetwork: Network = {
  architecture: { name: 'tiny', stemStride: 1, stages: [] },
  image: { height: 2, width: 3, channels: 1 },
  classes,
  variables: [
    { name: 'weight', shape: [pixels, classes], trainable: true },
    { name: 'bias', shape: [classes], trainable: true },
    { name: 'mean', shape: [pixels], trainable: false },
  ],
  initialize: () =>
    new Map([
      ['weight', { shape: [pixels, classes], data: Float32Array.from(tinyStart.weight) }],
      ['bias', { shape: [classes], data: Float32Array.from(tinyStart.bias) }],
      ['mean', { shape: [pixels], data: Float32Array.from(tinyStart.mean) }],
    ]),
  local: [],
  forward(state, images, training) {
    const x = images.reshape([-1, pixels]);
    const batchMean = tf.mean(x, 0);
    const mean = training ? batchMean : state['mean']!;
    const logits = tf.matMul(tf.tanh(x.sub(mean)) as tf.Tensor2D, state['weight'] as tf.Tensor2D).add(state['bias']!);
    const updates: Record<string, tf.Tensor> = {};
    if (training) updates['mean'] = tf.add(tf.mul(state['mean']!, 0.9), tf.mul(batchMean, 0.1));
    return { logits: logits as tf.Tensor2D, updates };
  },
  head: (state, images) => tf.tanh(images.reshape([-1, pixels]).sub(state['mean']!)).reshape([-1, 1, 1, pixels]),
  tail: (state, features) =>
    tf.matMul(features.reshape([-1, pixels]) as tf.Tensor2D, state['weight'] as tf.Tensor2D).add(state['bias']!),
};

/** The same forward pass in float64. */
export function tinyLogits(w: TinyWeights, x: readonly number[][], mean: readonly number[]): number[][] {
  return x.map((image) =>
    w.bias.map((bias, c) =>
      image.reduce((sum, value, p) => sum + Math.tanh(value - mean[p]!) * w.weight[p * classes + c]!, bias),
    ),
  );
}

export function tinyBatchMean(x: readonly number[][]): number[] {
  return Array.from({ length: pixels }, (_, p) => x.reduce((sum, image) => sum + image[p]!, 0) / x.length);
}
