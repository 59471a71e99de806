import { attribute, defineKernel, runOp } from './op';
import { tf } from './tf';

const reluGradient = defineKernel<'dy' | 'y', object, tf.Tensor>({
  name: 'RcnasReluGradient',
  run: ({ dy, y }) => runOp('ReluGrad', [attribute.type('T')], [dy, y]),
});

const rectify = defineKernel<'x', object, tf.Tensor>({
  name: 'RcnasRelu',
  run: ({ x }) => runOp('Relu', [attribute.type('T')], [x]),
  gradient: {
    inputs: [],
    // Positive exactly where the input is; the input itself need not be held.
    outputs: [true],
    of: (dy, [y]) => ({ x: () => reluGradient({ dy, y: y! }, {}) }),
  },
});

/** max(x, 0); the gradient at 0 is 0. */
export function relu<T extends tf.Tensor>(x: T): T {
  return rectify({ x }, {}) as T;
}

const matrixProduct = defineKernel<'a' | 'b', { transposeA: boolean; transposeB: boolean }, tf.Tensor>({
  name: 'RcnasMatrixProduct',
  run: ({ a, b }, { transposeA, transposeB }) =>
    runOp(
      'MatMul',
      [attribute.type('T'), attribute.bool('transpose_a', transposeA), attribute.bool('transpose_b', transposeB)],
      [a, b],
    ),
});

const biasGradient = defineKernel<'dy', object, tf.Tensor>({
  name: 'RcnasBiasGradient',
  run: ({ dy }) => runOp('BiasAddGrad', [attribute.type('T'), attribute.string('data_format', 'NHWC')], [dy]),
});

const multiplyWeight = defineKernel<'x' | 'weight', object, tf.Tensor>({
  name: 'RcnasLinear',
  run: ({ x, weight }) => runOp('MatMul', matMulAttributes(), [x, weight]),
  gradient: {
    inputs: ['x', 'weight'],
    of: (dy, saved) => {
      const [x, weight] = saved as [tf.Tensor2D, tf.Tensor2D];
      return {
        x: () => matrixProduct({ a: dy, b: weight }, { transposeA: false, transposeB: true }),
        weight: () => matrixProduct({ a: x, b: dy }, { transposeA: true, transposeB: false }),
      };
    },
  },
});

function matMulAttributes(): ReturnType<typeof attribute.type>[] {
  return [attribute.type('T'), attribute.bool('transpose_a', false), attribute.bool('transpose_b', false)];
}

const addBias = defineKernel<'x' | 'bias', object, tf.Tensor>({
  name: 'RcnasBias',
  run: ({ x, bias }) => runOp('BiasAdd', [attribute.type('T'), attribute.string('data_format', 'NHWC')], [x, bias]),
  gradient: {
    inputs: [],
    of: (dy) => ({ x: () => tf.clone(dy), bias: () => biasGradient({ dy }, {}) }),
  },
});

/**
 * Linear layer: x weight + bias.
 *
 * @param x Float32 [N,I].
 * @param weight Float32 [I,O].
 * @param bias Float32 [O], if any.
 * @returns Float32 [N,O].
 */
export function linear(x: tf.Tensor2D, weight: tf.Tensor2D, bias?: tf.Tensor1D): tf.Tensor2D {
  const product = multiplyWeight({ x, weight }, {});
  return (bias === undefined ? product : addBias({ x: product, bias }, {})) as tf.Tensor2D;
}

const spatialMean = defineKernel<'x', { readonly shape: number[] }, tf.Tensor>({
  name: 'RcnasSpatialMean',
  run: ({ x }) => {
    const axes = tf.tensor1d([1, 2], 'int32');
    const attributes = [attribute.bool('keep_dims', false), attribute.type('T'), attribute.type('Tidx', 'int32')];
    const result = runOp('Mean', attributes, [x, axes]);
    axes.dispose();
    return result;
  },
  gradient: {
    inputs: [],
    of: (dy, _, { shape }) => {
      const [batch, height, width, channels] = shape as [number, number, number, number];
      return {
        x: () => tf.tile(tf.reshape(tf.mul(dy, 1 / (height * width)), [batch, 1, 1, channels]), [1, height, width, 1]),
      };
    },
  },
});

/** Mean over height and width, whatever their size: Float32 [N,H,W,C] -> [N,C]. */
export function globalAveragePool(x: tf.Tensor4D): tf.Tensor2D {
  return spatialMean({ x }, { shape: x.shape }) as tf.Tensor2D;
}

/**
 * Average over 3x3 windows at stride 2 with one row and column of zeros on every side, which count in the
 * divisor 9 (PyTorch's default): Float32 [N,H,W,C] -> [N,ceil(H/2),ceil(W/2),C].
 */
export function averagePool3x3Stride2(x: tf.Tensor4D): tf.Tensor4D {
  const padded = tf.pad(x, [
    [0, 0],
    [1, 1],
    [1, 1],
    [0, 0],
  ]);
  return tf.avgPool(padded, 3, 2, 'valid');
}
