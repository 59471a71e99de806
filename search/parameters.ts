import { randomStream } from '../tensor/random';
import { tf } from '../tensor/tf';
import type { StateValues, TensorMap, VariableValue } from '../tensor/types';

/** A parameter and its initial value. `glorot`: uniform in +-sqrt(6 / (fan in + fan out)), times `gain` (Glorot and Bengio 2010). */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly initial:
    | { readonly type: 'glorot'; readonly gain?: number }
    | { readonly type: 'values'; readonly values: readonly number[] };
}

/** Kernel and bias of a dense layer, named `<name>/kernel` [inputs, outputs] and `<name>/bias` [outputs]. */
export function denseSpecs(name: string, inputs: number, outputs: number, gain = 1): ParameterSpec[] {
  return [
    { name: `${name}/kernel`, shape: [inputs, outputs], initial: { type: 'glorot', gain } },
    { name: `${name}/bias`, shape: [outputs], initial: constant(0, outputs) },
  ];
}

export function constant(value: number, count: number): ParameterSpec['initial'] {
  return { type: 'values', values: new Array<number>(count).fill(value) };
}

/** x [N, inputs] through the dense layer `name`. */
export function dense(parameters: TensorMap, name: string, x: tf.Tensor2D): tf.Tensor2D {
  return tf.add(
    tf.matMul(x, parameter(parameters, `${name}/kernel`) as tf.Tensor2D),
    parameter(parameters, `${name}/bias`),
  );
}

/** Initial values in the order of `specs`. Each depends on the seed and its own name only. */
export function initializeParameters(specs: readonly ParameterSpec[], seed: number): Map<string, VariableValue> {
  return new Map(
    specs.map(({ name, shape, initial }) => {
      const count = shape.reduce((product, n) => product * n, 1);
      if (initial.type === 'values') return [name, { shape, data: Float32Array.from(initial.values) }];
      const limit = (initial.gain ?? 1) * Math.sqrt(6 / (shape[0]! + shape[1]!));
      return [name, { shape, data: randomStream(seed, 'initialize', name).uniform(count, -limit, limit) }];
    }),
  );
}

export function parameter(parameters: TensorMap, name: string): tf.Tensor {
  const tensor = parameters[name];
  if (tensor === undefined) throw new RangeError(`weights lack the parameter '${name}'`);
  return tensor;
}

export function parameterValue(values: StateValues, name: string): VariableValue {
  const value = values.get(name);
  if (value === undefined) throw new RangeError(`weights lack the parameter '${name}'`);
  return value;
}

/** Tensors of the named values (all by default); the caller, or its tidy, disposes them. */
export function toTensors(values: StateValues, names: Iterable<string> = values.keys()): TensorMap {
  const tensors: Record<string, tf.Tensor> = {};
  for (const name of names) {
    const { shape, data } = parameterValue(values, name);
    tensors[name] = tf.tensor(data, [...shape], 'float32');
  }
  return tensors;
}

/** Runs `body`, which returns no tensors, and disposes every tensor that it made. */
export function scoped<T>(body: () => T): T {
  let result: T | undefined;
  tf.tidy(() => {
    result = body();
  });
  return result as T;
}
