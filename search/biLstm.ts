import { tf } from '../tensor/tf';
import type { TensorMap } from '../tensor/types';
import type { ParameterSpec } from './parameters';
import { parameter } from './parameters';

/** Parameters of a bi-directional LSTM; gates lie side by side in the order input, forget, cell, output. */
export function biLstmSpecs(name: string, inputs: number, hidden: number): ParameterSpec[] {
  const bias = new Array<number>(4 * hidden).fill(0);
  bias.fill(1, hidden, 2 * hidden); // an open forget gate at first (Jozefowicz et al. 2015)
  return ['forward', 'backward'].flatMap((direction): ParameterSpec[] => [
    { name: `${name}/${direction}/kernel`, shape: [inputs, 4 * hidden], initial: { type: 'glorot' } },
    { name: `${name}/${direction}/recurrent`, shape: [hidden, 4 * hidden], initial: { type: 'glorot' } },
    { name: `${name}/${direction}/bias`, shape: [4 * hidden], initial: { type: 'values', values: bias } },
  ]);
}

/**
 * Runs the sequence both ways.
 * @param sequence x_1..x_T, each Float32 [N, inputs]
 * @returns `forward[t]`, which has seen x_1..x_t, and `backward[t]`, which has seen x_t..x_T; each Float32 [N, hidden]
 */
export function biLstm(
  parameters: TensorMap,
  name: string,
  sequence: readonly tf.Tensor2D[],
): { readonly forward: tf.Tensor2D[]; readonly backward: tf.Tensor2D[] } {
  const forward = lstm(parameters, `${name}/forward`, sequence);
  const backward = lstm(parameters, `${name}/backward`, [...sequence].reverse()).reverse();
  return { forward, backward };
}

/** The outputs h_1..h_T of an LSTM (Hochreiter and Schmidhuber 1997, with forget gates) that starts at zero. */
function lstm(parameters: TensorMap, name: string, sequence: readonly tf.Tensor2D[]): tf.Tensor2D[] {
  const kernel = parameter(parameters, `${name}/kernel`) as tf.Tensor2D;
  const recurrent = parameter(parameters, `${name}/recurrent`) as tf.Tensor2D;
  const bias = parameter(parameters, `${name}/bias`) as tf.Tensor1D;
  const hidden = recurrent.shape[0];
  const outputs: tf.Tensor2D[] = [];
  let h: tf.Tensor2D | undefined;
  let c: tf.Tensor2D | undefined;
  for (const x of sequence) {
    const fromInput = tf.add(tf.matMul(x, kernel), bias);
    const gates = h === undefined ? fromInput : tf.add(fromInput, tf.matMul(h, recurrent));
    const gate = (index: number): tf.Tensor2D => tf.slice(gates as tf.Tensor2D, [0, index * hidden], [-1, hidden]);
    const written: tf.Tensor2D = tf.mul(tf.sigmoid(gate(0)), tf.tanh(gate(2)));
    const cell: tf.Tensor2D = c === undefined ? written : tf.add(tf.mul(tf.sigmoid(gate(1)), c), written);
    c = cell;
    h = tf.mul<tf.Tensor2D>(tf.sigmoid(gate(3)), tf.tanh(cell));
    outputs.push(h);
  }
  return outputs;
}
