import { describe, expect, it } from 'vitest';

import { ProgramError, UnsupportedExecutionError } from '../../tensor/errors';
import { valueAndGradients } from '../../tensor/gradients';
import { createProgram, type ProgramDefinition } from '../../tensor/program';
import { tf } from '../../tensor/tf';
import type { FunctionDefinition, Program, VariableValue } from '../../tensor/types';
import { values } from './helpers';

const value = (shape: number[], ...data: number[]): VariableValue => ({ shape, data: Float32Array.from(data) });

const VARIABLES = [
  { name: 'weight', shape: [2], trainable: true },
  { name: 'count', shape: [], trainable: false },
];

/** Fits weight . x to y by gradient descent; counts its calls. */
const fit: FunctionDefinition = {
  inputs: { x: { shape: [null, 2], dtype: 'float32' }, y: { shape: [null], dtype: 'float32' } },
  body: (state, inputs) => {
    const { weight, count } = state as Record<'weight' | 'count', tf.Tensor1D>;
    const { loss, gradients } = valueAndGradients(() => {
      const error = tf.sub(tf.dot(inputs['x']!, weight), inputs['y']!);
      return { loss: tf.mean(tf.square(error)) as tf.Scalar };
    }, [weight]);
    return {
      outputs: { loss },
      updates: { weight: tf.sub(weight, tf.mul(gradients[0]!, 0.1)), count: tf.add(count, 1) },
    };
  },
};

const predict: FunctionDefinition = {
  inputs: { x: { shape: [null, 2], dtype: 'float32' } },
  body: (state, inputs) => ({ outputs: { y: tf.dot(inputs['x']!, state['weight']!) } }),
};

function programOf(extra: Partial<ProgramDefinition>): Program {
  return createProgram({
    variables: VARIABLES,
    functions: { fit, predict },
    initial: new Map([
      ['weight', value([2], 0, 0)],
      ['count', value([], 0)],
    ]),
    ...extra,
  });
}

const batch = (): { x: tf.Tensor; y: tf.Tensor } => ({
  x: tf.tensor2d([
    [1, 2],
    [3, -1],
    [0, 1],
  ]),
  // weight (2, -1)
  y: tf.tensor1d([0, 7, -1]),
});

describe.each(['eager', 'compiled'] as const)('createProgram, %s', (mode) => {
  const program = (extra: Partial<ProgramDefinition> = {}): Program => programOf({ mode, ...extra });

  it('runs functions over shared state and applies their updates', () => {
    const p = program();
    const { x, y } = batch();
    let loss = Infinity;
    for (let i = 0; i < 100; i++) {
      const outputs = p.call('fit', { x, y });
      loss = outputs['loss']!.dataSync()[0]!;
      tf.dispose({ ...outputs });
    }
    expect(loss).toBeLessThan(1e-8);
    const state = p.readState();
    expect([...state.keys()]).toEqual(['weight', 'count']);
    expect(state.get('weight')!.data[0]).toBeCloseTo(2, 3);
    expect(state.get('weight')!.data[1]).toBeCloseTo(-1, 3);
    expect(state.get('count')).toEqual(value([], 100));
    expect(values(p.call('predict', { x: tf.tensor2d([[1, 1]]) })['y']!)[0]).toBeCloseTo(1, 3);
  });

  it('starts and continues from written state, bit for bit', () => {
    const { x, y } = batch();
    const run = (p: Program, steps: number): void => {
      for (let i = 0; i < steps; i++) tf.dispose({ ...p.call('fit', { x, y }) });
    };
    const whole = program();
    run(whole, 20);
    const first = program();
    run(first, 8);
    const second = program();
    second.writeState(first.readState());
    run(second, 12);
    expect(second.readState()).toEqual(whole.readState());
  });

  it('keeps its copy of written and read values', () => {
    const p = program();
    const data = Float32Array.of(1, 2);
    p.writeState(new Map([['weight', { shape: [2], data }]]));
    data.fill(9);
    p.readState(['weight']).get('weight')!.data.fill(8);
    expect(p.readState(['weight']).get('weight')!.data).toEqual(Float32Array.of(1, 2));
    expect([...p.readState(['weight']).keys()]).toEqual(['weight']);
  });

  it('has a flat number of tensors over 200 calls, inside and outside of tidy', () => {
    const p = program();
    const { x, y } = batch();
    const call = (): void => tf.dispose({ ...p.call('fit', { x, y }) });
    call();
    const before = tf.memory().numTensors;
    for (let i = 0; i < 100; i++) call();
    for (let i = 0; i < 100; i++) tf.tidy(() => void p.call('fit', { x, y }));
    p.writeState(p.readState());
    expect(tf.memory().numTensors).toBe(before);
    expect(p.readState(['count']).get('count')).toEqual(value([], 201));
  });

  it('frees its variables when disposed', () => {
    const before = tf.memory().numTensors;
    const p = program();
    expect(tf.memory().numTensors).toBe(before + 2);
    p.dispose();
    p.dispose();
    expect(tf.memory().numTensors).toBe(before);
    expect(() => p.readState()).toThrow('the program was disposed');
    expect(() => p.call('predict', {})).toThrow('the program was disposed');
  });

  it('gives outputs of their own when a body returns state, inputs, or one tensor several times', () => {
    const alias: FunctionDefinition = {
      inputs: { x: { shape: [2], dtype: 'float32' } },
      body: ({ weight }, { x }) => {
        const sum = tf.add(weight!, x!);
        return { outputs: { weight: weight!, x: x!, sum, again: sum }, updates: { weight: sum } };
      },
    };
    const p = program({ functions: { alias } });
    const x = tf.tensor1d([1, 2]);
    const before = tf.memory().numTensors;
    const outputs = p.call('alias', { x });
    expect(Object.values(outputs).map(values)).toEqual([
      [0, 0],
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
    tf.dispose({ ...outputs });
    expect(tf.memory().numTensors).toBe(before);
    expect(values(x)).toEqual([1, 2]);
    expect(p.readState(['weight']).get('weight')!.data).toEqual(Float32Array.of(1, 2));
  });

  it('leaves the state alone when a body fails', () => {
    const fail: FunctionDefinition = {
      inputs: {},
      body: ({ weight }) => ({ outputs: {}, updates: { weight: tf.add(weight!, 1), count: tf.ones([3]) } }),
    };
    const p = program({ functions: { fail } });
    const before = tf.memory().numTensors;
    expect(() => p.call('fail', {})).toThrow("function 'fail' updates 'count' with float32 [3]; it is float32 []");
    expect(p.readState(['weight']).get('weight')!.data).toEqual(Float32Array.of(0, 0));
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each<[string, (p: Program) => unknown, string]>([
    ['an unknown function', (p) => p.call('train', {}), "no function 'train'; known functions: fit, predict"],
    [
      'a name of Object.prototype',
      (p) => p.call('toString', {}),
      "no function 'toString'; known functions: fit, predict",
    ],
    ['a missing input', (p) => p.call('fit', { x: tf.ones([1, 2]) }), "function 'fit' misses its input 'y'"],
    [
      'an input too many',
      (p) => p.call('predict', { x: tf.ones([1, 2]), z: tf.ones([1]) }),
      "function 'predict' has no input 'z'; its inputs: x",
    ],
    [
      'a wrong shape',
      (p) => p.call('predict', { x: tf.ones([4, 3]) }),
      "input 'x' of function 'predict' is float32 [any,2], got float32 [4,3]",
    ],
    [
      'a wrong rank',
      (p) => p.call('predict', { x: tf.ones([2]) }),
      "input 'x' of function 'predict' is float32 [any,2], got float32 [2]",
    ],
    [
      'a wrong type',
      (p) => p.call('predict', { x: tf.ones([4, 2], 'int32') }),
      "input 'x' of function 'predict' is float32 [any,2], got int32 [4,2]",
    ],
    [
      'an unknown function to compile',
      (p) => p.prepare('train', {}),
      "no function 'train'; known functions: fit, predict",
    ],
    [
      'a wrong shape to compile for',
      (p) => p.prepare('predict', { x: [4, 3] }),
      "input 'x' of function 'predict' is float32 [any,2], got float32 [4,3]",
    ],
    [
      'an unknown input to compile for',
      (p) => p.prepare('predict', { z: [1] }),
      "function 'predict' has no input 'z'; its inputs: x",
    ],
    ['an unknown variable to read', (p) => p.readState(['bias']), "no variable 'bias'"],
    ['an unknown variable to write', (p) => p.writeState(new Map([['bias', value([1], 1)]])), "no variable 'bias'"],
    [
      'a value of the wrong shape',
      (p) => p.writeState(new Map([['weight', value([1, 2], 1, 2)]])),
      "variable 'weight' has shape [2], got a value of shape [1,2]",
    ],
    [
      'a value of the wrong length',
      (p) => p.writeState(new Map([['weight', value([2], 1)]])),
      "variable 'weight' has 2 elements, got 1",
    ],
  ])('rejects %s', (_, act, message) => {
    const p = program();
    expect(() => act(p)).toThrow(new ProgramError(message));
  });

  it('rejects variables without a value, declared twice, or updates of what is no variable', () => {
    expect(() => program({ initial: new Map() })).toThrow("variable 'weight' has no initial value");
    expect(() => program({ variables: [...VARIABLES, VARIABLES[0]!] })).toThrow("variable 'weight' is declared twice");
    const wrong: FunctionDefinition = { inputs: {}, body: () => ({ outputs: {}, updates: { bias: tf.scalar(1) } }) };
    expect(() => program({ functions: { wrong } }).call('wrong', {})).toThrow(
      "function 'wrong' updates 'bias', which is no variable",
    );
  });

  it('says which precision it cannot run', () => {
    expect(() => program({ mode: 'eager', precision: 'bfloat16' })).toThrow(
      new UnsupportedExecutionError("precision 'bfloat16' is not available in mode 'eager'; use 'float32'"),
    );
  });
});
