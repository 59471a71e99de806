import type { Network } from '../../architectures/types';
import type { Logits } from '../../attacks/types';
import { tf } from '../../tensor/tf';
import type { StateValues } from '../../tensor/types';

/** Images per forward pass outside attacks. */
const batchSize = 256;

/** A trained network in evaluation mode. */
export interface Classifier {
  readonly logits: Logits;
  /** Logits of any number of images, in batches; the caller disposes them. */
  logitsOf(images: tf.Tensor4D): tf.Tensor2D;
  countCorrect(images: tf.Tensor4D, labels: Int32Array): number;
  dispose(): void;
}

export function classifier(network: Network, weights: StateValues): Classifier {
  const state = Object.fromEntries(
    [...weights].map(([name, { shape, data }]) => [name, tf.tensor(data, [...shape], 'float32')]),
  );
  const logits: Logits = (images) => network.forward(state, images, false).logits;
  const logitsOf = (images: tf.Tensor4D): tf.Tensor2D =>
    tf.tidy(() => {
      const [count] = images.shape;
      const batches: tf.Tensor2D[] = [];
      for (let start = 0; start < count; start += batchSize) {
        const size = Math.min(batchSize, count - start);
        batches.push(tf.tidy(() => logits(tf.slice4d(images, [start, 0, 0, 0], [size, -1, -1, -1]))));
      }
      return tf.concat2d(batches, 0);
    });
  return {
    logits,
    logitsOf,
    countCorrect: (images, labels) =>
      tf.tidy(() => {
        const predicted = tf.argMax(logitsOf(images), 1).dataSync();
        return labels.reduce((correct, label, i) => correct + (predicted[i] === label ? 1 : 0), 0);
      }),
    dispose: () => tf.dispose(state),
  };
}
