import type { Logits, SplitNetwork } from '../../attacks/types';
import { randomStream } from '../../tensor/random';
import { tf } from '../../tensor/tf';

export const classes = 4;
export const imageShape = [6, 6, 2] as const;

/**
 * A convolutional network with fixed random weights, split after its first convolution; `kink: false` makes it smooth
 * for finite differences.
 */
export function smallNetwork(seed: number, { kink = true } = {}): SplitNetwork & { dispose: () => void } {
  const stream = randomStream(seed, 'small network');
  const normal = (shape: number[], std: number): tf.Tensor =>
    tf.tensor(stream.normal(shape.reduce((a, b) => a * b, 1), 0, std), shape); // prettier-ignore
  const first = normal([3, 3, imageShape[2], 8], 0.5) as tf.Tensor4D;
  const second = normal([3, 3, 8, 8], 0.3) as tf.Tensor4D;
  const dense = normal([8 * 9, classes], 0.3) as tf.Tensor2D;
  const activation = (x: tf.Tensor4D): tf.Tensor4D => (kink ? tf.relu(x) : tf.tanh(x));
  const head = (images: tf.Tensor4D): tf.Tensor4D =>
    tf.tidy(() => activation(tf.conv2d(images.sub(0.5) as tf.Tensor4D, first, 1, 'same')));
  const tail = (features: tf.Tensor): tf.Tensor2D =>
    tf.tidy(() => {
      const b = activation(tf.conv2d(features as tf.Tensor4D, second, 2, 'same'));
      return tf.matMul(b.reshape([features.shape[0]!, -1]), dense) as tf.Tensor2D;
    });
  const logits = (images: tf.Tensor4D): tf.Tensor2D => tf.tidy(() => tail(head(images)));
  return { logits, head, tail, dispose: () => tf.dispose([first, second, dense]) };
}

export interface Points {
  readonly images: tf.Tensor4D;
  readonly labels: tf.Tensor1D;
}

/** Random images, some pixels exactly black or white; labelled by the network, every `wrongEvery`-th one wrongly. */
export function randomPoints(count: number, seed: number, logits: Logits, wrongEvery = 5): Points {
  const [height, width, channels] = imageShape;
  const values = randomStream(seed, 'points').uniform(count * height * width * channels, -0.2, 1.2);
  const images = tf.tidy(() =>
    tf.clipByValue(tf.tensor4d(values, [count, height, width, channels]), 0, 1),
  ) as tf.Tensor4D;
  const predicted = tf.tidy(() => tf.argMax(logits(images), 1).dataSync());
  const labels = Array.from(predicted, (p, i) => (i % wrongEvery === 0 ? (p + 1) % classes : p));
  return { images, labels: tf.tensor1d(labels, 'int32') };
}
