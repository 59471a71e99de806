import { describe, expect, it } from 'vitest';

import { inputGradient, valueAndGradients, type ValueAndGradients } from '../../tensor/gradients';
import { tf } from '../../tensor/tf';
import { tensorsLeftBy, values } from './helpers';

function disposeAll({ loss, gradients, aux }: ValueAndGradients): void {
  tf.dispose([loss, [...gradients], { ...aux }]);
}

describe('valueAndGradients', () => {
  it('gives loss, gradients and the other results of one pass', () => {
    const a = tf.tensor1d([1, 2, 3]);
    const b = tf.tensor1d([4, 5, 6]);
    const { loss, gradients, aux } = valueAndGradients(() => {
      const product = tf.mul(a, b);
      return { loss: tf.sum(tf.square(product)) as tf.Scalar, aux: { product, inputs: a } };
    }, [a, b]);
    expect(values(loss)).toEqual([16 + 100 + 324]);
    expect(values(gradients[0]!)).toEqual([2 * 16, 2 * 2 * 25, 2 * 3 * 36]);
    expect(values(gradients[1]!)).toEqual([2 * 4, 2 * 5 * 4, 2 * 6 * 9]);
    expect(values(aux['product']!)).toEqual([4, 10, 18]);
    expect(values(aux['inputs']!)).toEqual([1, 2, 3]);
  });

  it('gives zeros for a parameter that the loss does not depend on', () => {
    const used = tf.tensor1d([1, 2]);
    const unused = tf.tensor2d([[1, 2, 3]]);
    const { gradients } = valueAndGradients(() => ({ loss: tf.sum(used) as tf.Scalar }), [unused, used]);
    expect(gradients[0]!.shape).toEqual([1, 3]);
    expect(gradients.map(values)).toEqual([
      [0, 0, 0],
      [1, 1],
    ]);
  });

  it('hands its tensors to the caller and leaves no others, with the same tensor as loss and result too', () => {
    const a = tf.tensor1d([1, 2, 3]);
    expect(
      tensorsLeftBy(() => {
        const result = valueAndGradients(() => {
          const squares = tf.square(a);
          const loss = tf.sum(squares) as tf.Scalar;
          return { loss, aux: { squares, again: squares, loss, a } };
        }, [a]);
        expect(values(result.aux['loss']!)).toEqual([14]);
        expect(values(result.aux['again']!)).toEqual([1, 4, 9]);
        disposeAll(result);
      }),
    ).toBe(0);
    expect(values(a)).toEqual([1, 2, 3]);
  });

  it('is cleaned up by an enclosing tidy', () => {
    const a = tf.tensor1d([1, 2, 3]);
    const run = (): void =>
      void tf.tidy(() => {
        valueAndGradients(() => ({ loss: tf.sum(tf.square(a)) as tf.Scalar, aux: { b: tf.exp(a) } }), [a]);
      });
    expect(tensorsLeftBy(run)).toBe(0);
  });

  it('frees everything when the forward or the backward pass fails', () => {
    const a = tf.tensor1d([1, 2, 3]);
    const gone = tf.tensor1d([1]);
    gone.dispose();
    const forward = (): void =>
      expect(() =>
        valueAndGradients(() => {
          const squares = tf.square(tf.exp(a));
          return { loss: tf.sum(squares) as tf.Scalar, aux: { squares, gone } };
        }, [a]),
      ).toThrow();
    const failing = tf.customGrad((x) => ({
      value: tf.square(x as tf.Tensor),
      gradFunc: () => {
        throw new Error('no gradient');
      },
    }));
    const backward = (): void =>
      expect(() => inputGradient((x) => tf.sum(tf.exp(failing(tf.exp(x)))) as tf.Scalar, a)).toThrow('no gradient');
    expect(tensorsLeftBy(forward)).toBe(0);
    expect(tensorsLeftBy(backward)).toBe(0);
    expect(values(a)).toEqual([1, 2, 3]);
  });
});

describe('inputGradient', () => {
  it('is the gradient of the scalar with respect to the input', () => {
    const x = tf.tensor2d([[1, -2]]);
    expect(values(inputGradient((v) => tf.sum(tf.mul(v, tf.mul(v, v))) as tf.Scalar, x))).toEqual([3, 12]);
  });

  it('leaves nothing but the gradient', () => {
    const x = tf.tensor1d([1, -2]);
    expect(tensorsLeftBy(() => inputGradient((v) => tf.sum(tf.square(v)) as tf.Scalar, x).dispose())).toBe(0);
  });

  it('throws when the scalar does not depend on the input', () => {
    expect(() => inputGradient(() => tf.scalar(1), tf.tensor1d([1]))).toThrow('Cannot compute gradient of y=f(x)');
  });
});
