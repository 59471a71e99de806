import { expect, it } from 'vitest';

import { tf } from '../../tensor/tf';

it('runs a real convolution on the native backend', () => {
  const sum = tf.tidy(() =>
    tf.conv2d(tf.ones<tf.Rank.R4>([2, 8, 8, 3]), tf.ones<tf.Rank.R4>([3, 3, 3, 4]), 1, 'same').sum(),
  );
  expect(tf.getBackend()).toBe('tensorflow');
  // 2 images x 4 filters x 3 channels x (36 inner * 9 + 24 edge * 6 + 4 corner * 4)
  expect(sum.dataSync()[0]).toBe(2 * 4 * 3 * (36 * 9 + 24 * 6 + 4 * 4));
  sum.dispose();
});
