import { randomStream } from '../../tensor/random';
import { tf } from '../../tensor/tf';

/** Seeded normal tensor. */
export function normalTensor(shape: number[], ...path: (string | number)[]): tf.Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  return tf.tensor(randomStream(11, ...path).normal(size), shape);
}

export function values(tensor: tf.Tensor): number[] {
  return Array.from(tensor.dataSync());
}

/** Largest absolute difference, relative to the largest expected absolute value. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) throw new Error(`lengths ${actual.length} and ${expected.length} differ`);
  let difference = 0;
  let scale = 1e-12;
  for (let i = 0; i < actual.length; i++) {
    difference = Math.max(difference, Math.abs(actual[i]! - expected[i]!));
    scale = Math.max(scale, Math.abs(expected[i]!));
  }
  return Number.isNaN(difference) ? Infinity : difference / scale;
}

/** Central differences of a function of one flat array, computed in float64. */
export function finiteDifferences(f: (x: Float64Array) => number, at: ArrayLike<number>, step = 1e-5): Float64Array {
  const x = Float64Array.from(at);
  return x.map((value, i) => {
    x[i] = value + step;
    const up = f(x);
    x[i] = value - step;
    const down = f(x);
    x[i] = value;
    return (up - down) / (2 * step);
  });
}

/** Tensors alive after `f` minus before, when `f` has already run once. */
export function tensorsLeftBy(f: () => void): number {
  f();
  const before = tf.memory().numTensors;
  f();
  return tf.memory().numTensors - before;
}

/** Graphs that TensorFlow holds. */
export function savedModels(): number {
  return (tf.backend() as unknown as { getNumOfSavedModels(): number }).getNumOfSavedModels();
}
