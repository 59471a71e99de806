/** Run as a process of its own: loads TensorFlow, computes a convolution and prints what it found as JSON. */
import { tf } from '../tensor/tf';

export interface TensorflowProbe {
  readonly version: string;
  /** Where it computes. */
  readonly device: 'cpu' | 'gpu';
  /** Whether the convolution gave the right numbers. */
  readonly correct: boolean;
}

function probe(): TensorflowProbe {
  // A 2x2 kernel of ones over 0..8: each output is the sum of a window.
  const image = tf.tensor4d([0, 1, 2, 3, 4, 5, 6, 7, 8], [1, 3, 3, 1]);
  const sums = tf.conv2d(image, tf.ones<tf.Rank.R4>([2, 2, 1, 1]), 1, 'valid').dataSync();
  const backend = tf.backend() as unknown as { binding: { TF_Version: string }; isUsingGpuDevice?: boolean };
  return {
    version: backend.binding.TF_Version,
    device: backend.isUsingGpuDevice === true ? 'gpu' : 'cpu',
    correct: [8, 12, 20, 24].every((sum, i) => sums[i] === sum),
  };
}

process.stdout.write(`${JSON.stringify(probe())}\n`);
