import { describe, expect, it } from 'vitest';

import { batchNormInference, batchNormTraining } from '../../tensor/batchNorm';
import { conv2d } from '../../tensor/conv';
import { RecordingError } from '../../tensor/errors';
import { inputGradient, valueAndGradients } from '../../tensor/gradients';
import { averagePool3x3Stride2, globalAveragePool, linear, relu } from '../../tensor/layers';
import { createProgram } from '../../tensor/program';
import { randomStream } from '../../tensor/random';
import { tf } from '../../tensor/tf';
import type { ExecutionMode, FunctionDefinition, Program, TensorMap } from '../../tensor/types';
import { normalTensor, relativeError, savedModels, values } from './helpers';

type Body = (x: Record<string, tf.Tensor>) => tf.Tensor | Record<string, tf.Tensor>;

/** A program of the one function `f` without variables, for inputs of any size. */
function functionOf(body: Body, inputs: Record<string, tf.Tensor>, mode: ExecutionMode): Program {
  const f: FunctionDefinition = {
    inputs: Object.fromEntries(
      Object.entries(inputs).map(([name, { shape, dtype }]) => [
        name,
        { shape: shape.map(() => null), dtype: dtype as 'float32' | 'int32' },
      ]),
    ),
    body: (_, tensors) => {
      const result = body({ ...tensors });
      return { outputs: result instanceof tf.Tensor ? { y: result } : result };
    },
  };
  return createProgram({ variables: [], initial: new Map(), functions: { f }, mode });
}

const normal = (...shape: number[]): tf.Tensor => normalTensor(shape, 'compiled', ...shape);
const image = normal(3, 6, 6, 8);
const channels = {
  scale: normal(8),
  offset: tf.sub(normal(8), 0.5),
  mean: tf.mul(normal(8), 0.1),
  variance: tf.abs(normal(8)),
};
const labels = tf.tensor1d([2, 0, 1], 'int32');

/** Loss sum(y * y * fixed) and its gradients in all inputs: a gradient of every operation on the way. */
function withGradients(body: (x: Record<string, tf.Tensor>) => tf.Tensor): Body {
  return (inputs) => {
    const { loss, gradients } = valueAndGradients(() => {
      const y = body(inputs);
      return { loss: tf.sum(tf.mul(tf.square(y), 0.3)) as tf.Scalar };
    }, Object.values(inputs));
    return { loss, ...Object.fromEntries(gradients.map((gradient, i) => [`gradient${i}`, gradient])) };
  };
}

const convolution = (stride: 1 | 2, padding: number): Body =>
  withGradients(({ x, filter }) => conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, { stride, padding }));

const batchNormOf = (normalize: typeof batchNormInference): Body =>
  withGradients(({ x, scale, offset }) =>
    normalize(x as tf.Tensor4D, { ...channels, scale, offset } as unknown as Parameters<typeof normalize>[1]),
  );

describe('a compiled function equals the eager one', () => {
  it.each<[string, Body, Record<string, tf.Tensor>]>([
    ['convolution 3x3', convolution(1, 1), { x: image, filter: normal(3, 3, 8, 16) }],
    ['convolution 3x3 at stride 2, padded on both sides', convolution(2, 1), { x: image, filter: normal(3, 3, 8, 4) }],
    ['convolution 1x1 at stride 2', convolution(2, 0), { x: image, filter: normal(1, 1, 8, 16) }],
    ['grouped convolution', convolution(1, 1), { x: image, filter: normal(3, 3, 2, 8) }],
    ['grouped convolution at stride 2', convolution(2, 1), { x: image, filter: normal(3, 3, 2, 8) }],
    [
      'grouped convolution of many channels',
      convolution(1, 1),
      { x: normal(1, 4, 4, 128), filter: normal(3, 3, 32, 128) },
    ],
    ['batch norm in evaluation', batchNormOf(batchNormInference), { x: image, scale: normal(8), offset: normal(8) }],
    [
      'batch norm in training',
      batchNormOf((x, variables) => batchNormTraining(x, variables).y),
      { x: image, scale: normal(8), offset: normal(8) },
    ],
    ['rectifier', withGradients(({ x }) => relu(x!)), { x: image }],
    ['pools', withGradients(({ x }) => globalAveragePool(averagePool3x3Stride2(x as tf.Tensor4D))), { x: image }],
    [
      'linear layer',
      withGradients(({ x, w, b }) => linear(x as tf.Tensor2D, w as tf.Tensor2D, b as tf.Tensor1D)),
      { x: normal(3, 8), w: normal(8, 4), b: normal(4) },
    ],
    [
      'chunks',
      withGradients(({ x }) => {
        const [a, b, c] = tf.split(x!, [2, 2, 4], 3);
        return tf.concat(
          [tf.addN([a!, b!]), tf.sigmoid(c!), tf.tile(tf.slice(b!, [0, 0, 0, 1], [-1, -1, -1, 1]), [1, 1, 1, 2])],
          3,
        );
      }),
      { x: image },
    ],
    [
      'arithmetic',
      ({ x, y }) => ({
        a: tf.maximum(tf.minimum(tf.add(x!, y!), 0.5), tf.sub(x!, tf.mul(y!, 2))),
        b: tf.div(tf.exp(x!), tf.add(tf.sqrt(tf.square(y!)), 1)),
        c: tf.neg(tf.sign(tf.log(tf.rsqrt(tf.add(tf.abs(y!), 0.1))))),
        d: tf.clipByValue(x!, -0.5, 0.5),
      }),
      { x: normal(5, 4), y: normal(4) },
    ],
    [
      'reductions and classes',
      ({ x, labels: truth }) => ({
        softmax: tf.logSoftmax(x as tf.Tensor2D),
        most: tf.argMax(x!, 1),
        truth: tf.oneHot(truth as tf.Tensor1D, 4, 1, 0, 'float32'),
        wrong: tf.cast(tf.greater(tf.max(x!, 1), tf.mean(x!)), 'float32'),
        sums: tf.reshape(tf.sum(x!, 0, true), [2, 2]),
      }),
      { x: normal(3, 4), labels },
    ],
    [
      'tables of few values',
      ({ x }) =>
        tf.mul(
          x!,
          tf.tensor2d(
            Float32Array.from({ length: 4_096 }, (_, i) => i % 64),
            [64, 64],
          ),
        ),
      { x: normal(64, 64) },
    ],
    ['constants', ({ x }) => tf.add(tf.mul(x!, tf.ones([3, 4])), tf.tensor2d([[1, 2, 3, 4]])), { x: normal(3, 4) }],
    [
      'what tfjs describes incompletely',
      ({ x, n }) => ({ expanded: tf.expandDims(x!, 1), mean: tf.mean(n!), positive: tf.mean(tf.greater(x!, 0), 0) }),
      { x: normal(3, 4), n: labels },
    ],
    ['no inputs', () => tf.add(tf.eye(3), 1), {}],
    ['inputs as outputs', ({ x }) => ({ x: x!, twice: tf.add(x!, x!), again: x! }), { x: normal(2) }],
  ])('%s', (_, body, inputs) => {
    const [eager, compiled] = (['eager', 'compiled'] as const).map((mode) =>
      functionOf(body, inputs, mode).call('f', inputs),
    ) as [TensorMap, TensorMap];
    expect(Object.keys(compiled).sort()).toEqual(Object.keys(eager).sort());
    for (const [name, expected] of Object.entries(eager)) {
      const actual = compiled[name]!;
      expect([name, actual.dtype, actual.shape]).toEqual([name, expected.dtype, expected.shape]);
      expect(relativeError(actual.dataSync(), expected.dataSync()), name).toBeLessThan(2e-6);
    }
  });
});

describe('recording', () => {
  it('leaves the state alone and gives the first call the bits of any other', () => {
    const count: FunctionDefinition = {
      inputs: { x: { shape: [null], dtype: 'float32' } },
      body: ({ n }, { x }) => ({ outputs: { y: tf.sum(tf.exp(x!)) }, updates: { n: tf.add(n!, 1) } }),
    };
    const program = createProgram({
      variables: [{ name: 'n', shape: [], trainable: false }],
      initial: new Map([['n', { shape: [], data: Float32Array.of(0) }]]),
      functions: { count },
      mode: 'compiled',
    });
    const x = normal(100);
    const sums = [1, 2, 3].map((calls) => {
      const sum = values(program.call('count', { x })['y']!);
      expect(program.readState().get('n')!.data).toEqual(Float32Array.of(calls));
      return sum;
    });
    expect(sums[1]).toEqual(sums[0]);
    expect(sums[2]).toEqual(sums[0]);
  });

  it('tells inputs apart that shared memory when it happened', () => {
    const body: Body = ({ a, b }) => tf.sub(a!, tf.mul(b!, 10));
    const a = tf.tensor1d([1, 2]);
    const same = { a, b: tf.clone(a) };
    const program = functionOf(body, same, 'compiled');
    expect(values(program.call('f', same)['y']!)).toEqual([-9, -18]);
    expect(values(program.call('f', { a, b: tf.tensor1d([3, 4]) })['y']!)).toEqual([-29, -38]);
  });

  it('makes one graph for each shape of the inputs', () => {
    const program = functionOf(({ x }) => tf.mul(x!, tf.ones(x!.shape)), { x: normal(2) }, 'compiled');
    for (const size of [2, 5, 2, 5])
      expect(values(program.call('f', { x: tf.ones([size]) })['y']!)).toEqual(new Array(size).fill(1));
  });

  it('needs no values: a function is compiled ahead of its first call, which then computes only', () => {
    const program = functionOf(({ x }) => tf.mul(x!, 0.7125), { x: normal(3) }, 'compiled');
    const [models, tensors, bytes] = [savedModels(), tf.memory().numTensors, tf.memory().numBytes];
    program.prepare('f', { x: [4] });
    expect([savedModels(), tf.memory().numTensors, tf.memory().numBytes]).toEqual([models + 1, tensors, bytes]);
    expect(values(program.call('f', { x: tf.tensor1d([0, 2, 4, 8]) })['y']!)).toEqual(
      [0, 1.425, 2.85, 5.7].map(Math.fround),
    );
    expect(savedModels()).toBe(models + 1);
  });

  it('leaves nothing behind when the body throws, in the middle of a gradient too', () => {
    const failure = new Error('on purpose');
    const x = normal(2, 3);
    const fail = (): never => {
      throw failure;
    };
    const bodies: Body[] = [
      ({ x: input }) => fail.call(tf.add(tf.exp(input!), 1)),
      ({ x: input }) =>
        valueAndGradients(() => ({ loss: fail.call(tf.sum(tf.square(input!))), aux: {} }), [input!]).loss,
      ({ x: input }) => tf.tidy(() => inputGradient((y) => fail.call(tf.sum(tf.relu(y))), input!)),
    ];
    const before = tf.memory();
    for (const body of bodies) expect(() => functionOf(body, { x }, 'compiled').call('f', { x })).toThrow(failure);
    expect(tf.memory()).toEqual(before);
  });

  it('loads equal graphs once and leaves no tensors or files behind', () => {
    const x = normal(7);
    const make = (): Program => functionOf(({ x: input }) => tf.tanh(tf.mul(input!, 0.123)), { x }, 'compiled');
    tf.dispose({ ...make().call('f', { x }) });
    const [models, tensors, bytes] = [savedModels(), tf.memory().numTensors, tf.memory().numBytes];
    for (let i = 0; i < 5; i++) {
      const program = make();
      for (let call = 0; call < 100; call++) tf.dispose({ ...program.call('f', { x }) });
      program.dispose();
    }
    expect([savedModels(), tf.memory().numTensors, tf.memory().numBytes]).toEqual([models, tensors, bytes]);
  });

  it('keeps a bounded number of graphs loaded; one that was put away comes back', () => {
    const x = normal(3);
    const programs = Array.from({ length: 60 }, (_, i) =>
      functionOf(({ x: input }) => tf.mul(input!, i + 0.5), { x }, 'compiled'),
    );
    const run = (i: number): number => values(programs[i]!.call('f', { x: tf.ones([3]) })['y']!)[0]!;
    expect(programs.map((_, i) => run(i))).toEqual(programs.map((_, i) => i + 0.5));
    expect(savedModels()).toBeLessThanOrEqual(48);
    expect(run(0)).toBe(0.5);
  });

  it.each<[string, Body, string]>([
    [
      'an operation that graphs do not know',
      ({ x }) => tf.erf(tf.add(x!, 1)),
      "function 'f' uses the operation 'Erf' on float32 [2,3], which compiled functions do not know",
    ],
    [
      'shapes that do not fit',
      ({ x }) => tf.reshape(tf.matMul(x!, x!, false, true), [3, 3]),
      "function 'f' uses the operation 'Reshape' on float32 [2,2], int32 [2]: 4 elements do not fit into [3,3]",
    ],
    [
      'reading values',
      ({ x }) => tf.mul(x!, tf.sum(x!).dataSync()[0]!),
      "function 'f' reads values of a tensor (the result of Sum) while it is recorded: a compiled function cannot " +
        'depend on values outside TensorFlow',
    ],
    [
      'many values made in JavaScript',
      ({ x }) =>
        tf.add(
          tf.sum(x!),
          tf.tensor2d(
            Int32Array.from({ length: 4_100 }, (_, i) => i % 2),
            [82, 50],
            'float32',
          ),
        ),
      "function 'f': input 2 of the operation 'Add', float32 [82,50], was made in JavaScript and would be the same in " +
        'every call; constants whose elements differ have at most 4096 of them. Pass it as an input',
    ],
    [
      'noise drawn in JavaScript',
      ({ x }) => tf.add(tf.sum(x!), tf.tensor2d(randomStream(1, 'noise').normal(65), [13, 5])),
      "function 'f': input 2 of the operation 'Add', float32 [13,5], was made in JavaScript and would be the same in " +
        'every call; float32 constants have at most 64 different values. Pass it as an input',
    ],
  ])('rejects %s, and the next function is recorded as if nothing had been', (_, body, message) => {
    const x = normal(2, 3);
    const tensors = tf.memory().numTensors;
    const failing = functionOf(body, { x }, 'compiled');
    expect(() => failing.call('f', { x })).toThrow(new RecordingError(message));
    expect(tf.memory().numTensors).toBe(tensors);
    const fine = functionOf(({ x: input }) => tf.sum(input!), { x }, 'compiled');
    expect(values(fine.call('f', { x })['y']!)[0]).toBeCloseTo(values(tf.sum(x))[0]!, 5);
  });

  it('keeps uniform values small, however many there are', () => {
    const body: Body = ({ x }) =>
      inputGradient((input) => tf.sum(tf.mul(input, tf.ones([1000, 1000]))) as tf.Scalar, x!);
    const x = tf.ones([1000, 1000]);
    const y = functionOf(body, { x }, 'compiled').call('f', { x })['y']!;
    expect(values(tf.sum(y))).toEqual([1e6]);
  });
});
