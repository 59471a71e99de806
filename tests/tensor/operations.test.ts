import { describe, expect, it } from 'vitest';

import { encodeGraph } from '../../tensor/compiled/encode';
import { typeOf } from '../../tensor/compiled/graph';
import { operations } from '../../tensor/compiled/operations';
import { elementType, record } from '../../tensor/compiled/recorder';
import { Session } from '../../tensor/compiled/session';
import { runOps } from '../../tensor/op';
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
});
