import { describe, expect, it } from 'vitest';

import { encodeGraph } from '../../tensor/compiled/encode';
import { typeOf } from '../../tensor/compiled/graph';
import { operations } from '../../tensor/compiled/operations';
import { elementType, record } from '../../tensor/compiled/recorder';
import { Session } from '../../tensor/compiled/session';
import { RecordingError } from '../../tensor/errors';
import { attribute, runOp, runOps } from '../../tensor/op';
import { tf } from '../../tensor/tf';
import { relativeError, values } from './helpers';
import { operationCases, type ConstantInput, type OperationCase } from './operationCases';

/** The operation on the given tensors, with its constants made anew as JavaScript does it. */
function execute(op: string, { inputs, attributes }: OperationCase, tensors: readonly tf.Tensor[]): tf.Tensor[] {
  const left = [...tensors];
  const operands = inputs.map((input) => (input instanceof tf.Tensor ? left.shift()! : madeInJavaScript(input)));
  const { output } = operations[op]!;
  const count = typeof output === 'string' ? outputsOfList(op, operands, attributes) : output.length;
  return runOps(op, [...attributes], operands, count);
}

function madeInJavaScript({ values: given, shape, dtype }: ConstantInput): tf.Tensor {
  return tf.tensor(typeof given === 'number' ? [given] : [...given], [...shape], dtype);
}

function outputsOfList(op: string, operands: readonly tf.Tensor[], attributes: OperationCase['attributes']): number {
  const count = attributes.find(({ name }) => name === 'num' || name === 'num_split')?.value;
  return typeof count === 'number' ? count : 1;
}

describe('the types that are inferred for an operation', () => {
  it('are checked below for every known one', () => {
    expect(Object.keys(operationCases)).toEqual(Object.keys(operations));
  });

  it.each(Object.entries(operationCases))(
    '%s are those that TensorFlow gives, and its graph computes the same',
    (op, make) => {
      tf.tidy(() => {
        const cases = make();
        expect(cases.length).toBeGreaterThan(0);
        cases.forEach((it, i) => {
          const arguments_ = it.inputs.filter((input) => input instanceof tf.Tensor);
          const named = Object.fromEntries(arguments_.map((tensor, at) => [`x${at}`, tensor]));
          const expected = execute(op, it, arguments_);
          const types = Object.fromEntries(
            Object.entries(named).map(([name, { dtype, shape }]) => [name, { dtype: elementType(dtype), shape }]),
          );
          const graph = record(op, types, (tensors) =>
            Object.fromEntries(execute(op, it, Object.values(tensors)).map((tensor, at) => [`y${at}`, tensor])),
          );
          const inferred = [...graph.results.values()].map(typeOf);
          expect(inferred, `case ${i}`).toEqual(expected.map(({ dtype, shape }) => ({ dtype, shape })));
          const session = new Session(encodeGraph(graph));
          const computed = Object.values(session.run(named));
          session.dispose();
          computed.forEach((tensor, output) => {
            expect([tensor.dtype, tensor.shape], `case ${i}`).toEqual([
              expected[output]!.dtype,
              expected[output]!.shape,
            ]);
            expect(relativeError(values(tensor), values(expected[output]!)), `case ${i}`).toBeLessThan(1e-6);
          });
        });
      });
    },
  );

  const { bool, int, string: text, type } = attribute;
  const float32 = type('T');
  const windows = [float32, int('strides', [1, 1, 1, 1]), int('dilations', [1, 1, 1, 1]), text('padding', 'VALID')];
  const numbers = (...list: number[]): ConstantInput => ({ values: list, shape: [list.length], dtype: 'int32' });
  const number = (value: number): ConstantInput => ({ values: value, shape: [], dtype: 'int32' });

  it.each<[string, string, () => OperationCase, string]>([
    [
      'two element types',
      'Add',
      () => ({ attributes: [float32], inputs: [tf.ones([2]), tf.ones([2], 'int32')] }),
      'input 2 must be of its element type float32',
    ],
    [
      'shapes that do not broadcast',
      'Mul',
      () => ({ attributes: [float32], inputs: [tf.ones([2, 3]), tf.ones([2])] }),
      'shapes [2,3] and [2] do not broadcast',
    ],
    [
      'summands of different shapes',
      'AddN',
      () => ({ attributes: [float32, int('N', 2)], inputs: [tf.ones([2]), tf.ones([1])] }),
      'all inputs must have one shape',
    ],
    [
      'an axis that is not there',
      'Sum',
      () => ({
        attributes: [float32, type('Tidx', 'int32'), bool('keep_dims', false)],
        inputs: [tf.ones([2]), numbers(1)],
      }),
      'axis 1 is none of 1 axes',
    ],
    [
      'matrices that do not fit',
      'MatMul',
      () => ({ attributes: [float32], inputs: [tf.ones([2, 3]), tf.ones([2, 3])] }),
      'the summed axes have sizes 3 and 2',
    ],
    [
      'filters of other images',
      'Conv2D',
      () => ({ attributes: windows, inputs: [tf.ones([1, 5, 5, 4]), tf.ones([3, 3, 3, 2])] }),
      'filters [3,3,3,2] do not fit 4 channels',
    ],
    [
      'a window larger than the image',
      'Conv2D',
      () => ({ attributes: windows, inputs: [tf.ones([1, 1, 5, 4]), tf.ones([3, 3, 4, 2])] }),
      'a window of 3 is larger than 1',
    ],
    [
      'the gradient of other windows',
      'Conv2DBackpropInput',
      () => ({ attributes: windows, inputs: [numbers(1, 5, 5, 4), tf.ones([3, 3, 4, 2]), tf.ones([1, 5, 5, 2])] }),
      'the gradient must have the shape [1,3,3,2]',
    ],
    [
      'a slice beyond the end',
      'Slice',
      () => ({ attributes: [float32, type('Index', 'int32')], inputs: [tf.ones([4]), numbers(2), numbers(3)] }),
      'there are no [3] elements from [2]',
    ],
    [
      'parts of different shapes',
      'ConcatV2',
      () => ({
        attributes: [float32, int('N', 2), type('Tidx', 'int32')],
        inputs: [tf.ones([2, 3]), tf.ones([3, 3]), number(1)],
      }),
      'shapes may differ in axis 1 only',
    ],
    [
      'an order that names an axis twice',
      'Transpose',
      () => ({ attributes: [float32, type('Tperm', 'int32')], inputs: [tf.ones([2, 3]), numbers(0, 0)] }),
      'input 2 must name every axis once',
    ],
  ])('reject %s, as TensorFlow does', (_, op, make, rule) => {
    tf.tidy(() => {
      const it = make();
      const tensors = it.inputs.filter((input) => input instanceof tf.Tensor);
      expect(() => execute(op, it, tensors)).toThrow(/Invalid TF_Status/);
      const types = Object.fromEntries(
        tensors.map(({ dtype, shape }, i) => [`x${i}`, { dtype: elementType(dtype), shape }]),
      );
      const recorded = (): unknown =>
        record('f', types, (inputs) => ({ y: execute(op, it, Object.values(inputs))[0]! }));
      expect(recorded).toThrow(RecordingError);
      expect(recorded).toThrow(`function 'f' uses the operation '${op}' on `);
      expect(recorded).toThrow(`: ${rule}`);
    });
  });

  it('reject a shape that only the graph would know', () => {
    expect(() =>
      record('f', { x: { dtype: 'float32', shape: [4] }, shape: { dtype: 'int32', shape: [2] } }, ({ x, shape }) => ({
        y: runOp('Reshape', [float32, type('Tshape', 'int32')], [x!, shape!]),
      })),
    ).toThrow(
      "function 'f' uses the operation 'Reshape' on float32 [4], int32 [2]: input 2 decides a shape and so must be a constant",
    );
  });
});
