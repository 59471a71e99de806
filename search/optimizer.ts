import type { StateValues, VariableValue } from '../tensor/types';

/** Adam's constants (Kingma and Ba 2015). */
const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-8;

const STEP = 'optimizer/step';
const firstMoment = (name: string): string => `optimizer/m/${name}`;
const secondMoment = (name: string): string => `optimizer/v/${name}`;

/** Optimizer state for the parameters, as values that are stored beside them: nothing for SGD. */
export function initializeOptimizer(kind: 'adam' | 'sgd', parameters: StateValues): StateValues {
  const state = new Map<string, VariableValue>();
  if (kind === 'sgd') return state;
  state.set(STEP, { shape: [], data: Float32Array.of(0) });
  for (const [name, { shape, data }] of parameters) {
    state.set(firstMoment(name), { shape, data: new Float32Array(data.length) });
    state.set(secondMoment(name), { shape, data: new Float32Array(data.length) });
  }
  return state;
}

/**
 * One descent step: returns `values` (parameters and optimizer state together, in their order) with those named in
 * `gradients` moved against their gradient, and the optimizer state advanced. To ascend, negate the
 * gradients. Plain float64 arithmetic rounded to float32: these networks are too small for TensorFlow to pay off.
 */
export function descend(
  kind: 'adam' | 'sgd',
  learningRate: number,
  values: StateValues,
  gradients: ReadonlyMap<string, Float32Array>,
): Map<string, VariableValue> {
  const next = new Map(values);
  if (kind === 'sgd') {
    for (const [name, gradient] of gradients) {
      const { shape, data } = valueOf(values, name);
      next.set(name, { shape, data: data.map((w, i) => w - learningRate * gradient[i]!) });
    }
    return next;
  }
  const step = valueOf(values, STEP).data[0]! + 1;
  next.set(STEP, { shape: [], data: Float32Array.of(step) });
  const correction1 = 1 - BETA_1 ** step;
  const correction2 = 1 - BETA_2 ** step;
  for (const [name, gradient] of gradients) {
    const { shape, data } = valueOf(values, name);
    const m = valueOf(values, firstMoment(name)).data.map((old, i) => BETA_1 * old + (1 - BETA_1) * gradient[i]!);
    const v = valueOf(values, secondMoment(name)).data.map((old, i) => BETA_2 * old + (1 - BETA_2) * gradient[i]! ** 2);
    const moved = data.map((w, i) => {
      const direction = m[i]! / correction1 / (Math.sqrt(v[i]! / correction2) + EPSILON);
      return w - learningRate * direction;
    });
    next.set(name, { shape, data: moved });
    next.set(firstMoment(name), { shape, data: m });
    next.set(secondMoment(name), { shape, data: v });
  }
  return next;
}

function valueOf(values: StateValues, name: string): VariableValue {
  const value = values.get(name);
  if (value === undefined) throw new RangeError(`state lacks '${name}'; was it made for another optimizer or network?`);
  return value;
}
