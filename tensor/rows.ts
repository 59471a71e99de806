import { attribute, defineKernel, runOp } from './op';
import { tf } from './tf';

const select = defineKernel<'condition' | 'a' | 'b', object, tf.Tensor>({
  name: 'RcnasSelectRows',
  run: ({ condition, a, b }) => runOp('Select', [attribute.type('T')], [condition, a, b]),
});

/**
 * Row i of `a` where condition i holds, else that of `b`; without a gradient. Copies rows: `tf.where` first makes the
 * condition as large as they are, which takes ten times as long for images.
 *
 * @param condition Bool [N], as a tensor or as flags. @param a Float32 [N,...]. @param b Float32, of the same shape.
 */
export function selectRows<T extends tf.Tensor>(condition: tf.Tensor | readonly boolean[], a: T, b: T): T {
  return tf.tidy(() => {
    const flags = condition instanceof tf.Tensor ? condition : tf.tensor1d([...condition], 'bool');
    return select({ condition: flags, a, b }, {}) as T;
  });
}
