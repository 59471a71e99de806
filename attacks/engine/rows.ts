import { tf } from '../../tensor/tf';

/** A copy of the tensor in which `rows` are those of `values`, in order. */
export function replaceRows<T extends tf.Tensor>(tensor: T, rows: readonly number[], values: T): T {
  const index = Array.from({ length: tensor.shape[0]! }, (_, row) => row);
  rows.forEach((row, i) => (index[row] = tensor.shape[0]! + i));
  return tf.tidy(() => tf.gather(tf.concat([tensor, values]), tf.tensor1d(index, 'int32')) as T);
}
