import type { tf } from '../../tensor/tf';

const known = new WeakMap<tf.Tensor, Float32Array>();

/** The values of a tensor of floats, read once however often they are asked for; not to be written to. */
export function valuesOf(tensor: tf.Tensor): Float32Array {
  const values = known.get(tensor) ?? tensor.dataSync<'float32'>();
  known.set(tensor, values);
  return values;
}
