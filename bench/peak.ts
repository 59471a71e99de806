import { createProgram } from '../tensor/program';
import { tf } from '../tensor/tf';
import type { Precision } from '../tensor/types';

/** Large enough for the full speed of the machine, small enough for its memory. */
const size = 1536;
const products = 4;

/** The machine's matrix products at one precision. */
export interface MatrixProducts {
  /** Floating-point operations per second of one measurement. */
  measure(): number;
  dispose(): void;
}

export function matrixProducts(precision: Precision): MatrixProducts {
  const matrix = { shape: [size, size], dtype: 'float32' } as const;
  const program = createProgram({
    variables: [],
    initial: new Map(),
    functions: {
      multiply: {
        inputs: { a: matrix, b: matrix },
        body: (_, { a, b }) => {
          let product = a!;
          for (let i = 0; i < products; i++) product = tf.matMul(product as tf.Tensor2D, b as tf.Tensor2D);
          return { outputs: { corner: tf.slice(product, [0, 0], [1, 1]) } };
        },
      },
    },
    mode: 'compiled',
    precision,
  });
  const [a, b] = [tf.fill([size, size], 0.5), tf.fill([size, size], 1 / size)];
  return {
    measure: () => {
      const started = performance.now();
      tf.dispose({ ...program.call('multiply', { a, b }) });
      return (products * 2 * size ** 3) / ((performance.now() - started) / 1000);
    },
    dispose: () => {
      program.dispose();
      tf.dispose([a, b]);
    },
  };
}
