import { describe, expect, it } from 'vitest';

import { lipschitzCoefficients } from '../../search/lips';
import { scoped } from '../../search/parameters';
import { tf } from '../../tensor/tf';
import { randomStream } from '../../tensor/random';

const COUNT = 6;
const SHAPE: [number, number, number, number] = [COUNT, 3, 2, 2];
const PIXELS = 12;
const CLASSES = 5;

function example(): { x: Float32Array; attacked: Float32Array; z: Float32Array; zAttacked: Float32Array } {
  const stream = randomStream(5, 'lips-test');
  const x = stream.uniform(COUNT * PIXELS, 0.2, 0.8);
  const attacked = x.map((v, i) => v + [0.03, -0.03, 0.01][i % 3]!);
  attacked.set(x.subarray(2 * PIXELS, 3 * PIXELS), 2 * PIXELS); // sample 2 is left as it is
  return { x, attacked, z: stream.normal(COUNT * CLASSES), zAttacked: stream.normal(COUNT * CLASSES) };
}

/** Eq. 1 in float64, sample by sample. */
function expected(outputNorm: 'l1' | 'l2', inputNorm: 'linf' | 'l2'): number[] {
  const { x, attacked, z, zAttacked } = example();
  return Array.from({ length: COUNT }, (_, n) => {
    let top = 0;
    for (let k = 0; k < CLASSES; k++) {
      const d = zAttacked[n * CLASSES + k]! - z[n * CLASSES + k]!;
      top += outputNorm === 'l1' ? Math.abs(d) : d * d;
    }
    let bottom = 0;
    let moved = false;
    for (let i = n * PIXELS; i < (n + 1) * PIXELS; i++) {
      const d = Math.fround(attacked[i]! - x[i]!);
      moved ||= d !== 0;
      bottom = inputNorm === 'linf' ? Math.max(bottom, Math.abs(d + 1e-6)) : bottom + (d + 1e-6) ** 2;
    }
    if (!moved) return 0;
    return (outputNorm === 'l1' ? top : Math.sqrt(top)) / (inputNorm === 'linf' ? bottom : Math.sqrt(bottom));
  });
}

function computed(outputNorm: 'l1' | 'l2', inputNorm: 'linf' | 'l2'): Float32Array {
  const { x, attacked, z, zAttacked } = example();
  return scoped(() => {
    const norms = { outputNorm, inputNorm };
    const images = [tf.tensor4d(x, SHAPE), tf.tensor4d(attacked, SHAPE)] as const;
    const logits = [tf.tensor2d(z, [COUNT, CLASSES]), tf.tensor2d(zAttacked, [COUNT, CLASSES])] as const;
    return lipschitzCoefficients(...logits, ...images, norms).dataSync<'float32'>();
  });
}

describe('Lipschitz coefficients (Eq. 1)', () => {
  it.each([
    ['l1', 'linf'],
    ['l1', 'l2'],
    ['l2', 'linf'],
    ['l2', 'l2'],
  ] as const)('agree with float64 for %s over %s', (outputNorm, inputNorm) => {
    const reference = expected(outputNorm, inputNorm);
    const actual = computed(outputNorm, inputNorm);
    reference.forEach((value, n) => expect(Math.abs(actual[n]! - value)).toBeLessThanOrEqual(1e-5 * value));
  });

  it('by hand: L1 of (3, -4) over 0.5 + 1e-6', () => {
    const value = scoped(() => {
      const images = [tf.zeros<tf.Rank.R4>([1, 1, 2, 1]), tf.tensor4d([0.5, -0.25], [1, 1, 2, 1])] as const;
      const logits = [tf.tensor2d([[1, 1]]), tf.tensor2d([[4, -3]])] as const;
      return lipschitzCoefficients(...logits, ...images, { outputNorm: 'l1', inputNorm: 'linf' }).arraySync()[0]!;
    });
    expect(value).toBeCloseTo(7 / 0.500001, 4);
  });

  it('are 0 for a sample that the attack left as it is, even when the logits differ', () => {
    expect(computed('l1', 'linf')[2]).toBe(0);
    expect(computed('l2', 'l2')[2]).toBe(0);
  });

  it('leave nothing but the result in memory', () => {
    const { x, attacked, z, zAttacked } = example();
    const images = [tf.tensor4d(x, SHAPE), tf.tensor4d(attacked, SHAPE)] as const;
    const logits = [tf.tensor2d(z, [COUNT, CLASSES]), tf.tensor2d(zAttacked, [COUNT, CLASSES])] as const;
    const before = tf.memory().numTensors;
    lipschitzCoefficients(...logits, ...images, { outputNorm: 'l1', inputNorm: 'linf' }).dispose();
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose([...images, ...logits]);
  });

  it('reject logits and images that do not belong together', () => {
    const images = tf.zeros<tf.Rank.R4>([2, 1, 2, 1]);
    const one = tf.zeros<tf.Rank.R4>([1, 1, 2, 1]);
    const logits = tf.zeros<tf.Rank.R2>([2, 3]);
    const three = tf.zeros<tf.Rank.R2>([3, 3]);
    const norms = { outputNorm: 'l1', inputNorm: 'linf' } as const;
    expect(() => lipschitzCoefficients(logits, three, images, images, norms)).toThrow(
      'clean and attacked logits differ in shape: [2,3] and [3,3]',
    );
    expect(() => lipschitzCoefficients(logits, logits, images, one, norms)).toThrow(
      'clean and attacked images differ in shape: [2,1,2,1] and [1,1,2,1]',
    );
    expect(() => lipschitzCoefficients(three, three, images, images, norms)).toThrow('3 rows of logits for 2 images');
    tf.dispose([images, one, logits, three]);
  });
});
