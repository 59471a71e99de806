import { attribute, defineKernel, runOp, type OpAttribute } from './op';
import { tf } from './tf';

export interface Conv2dOptions {
  readonly stride: 1 | 2;
  /** Rows and columns of zeros on every side, the same on both, also at stride 2. */
  readonly padding: number;
}

/**
 * 2-D convolution without bias.
 *
 * @param x Float32 [N,H,W,C].
 * @param filter Float32 [kh,kw,C/groups,M]; fewer input channels than `x` mean that many contiguous groups,
 *   and `groups` divides M.
 * @returns Float32 [N,H',W',M] with H' = floor((H + 2 padding - kh) / stride) + 1.
 */
export function conv2d(x: tf.Tensor4D, filter: tf.Tensor4D, options: Conv2dOptions): tf.Tensor4D {
  const [, height, width] = x.shape;
  const [kernelHeight, kernelWidth] = filter.shape;
  const padding = paddingAttributes([height, width], [kernelHeight, kernelWidth], options);
  return convolve({ x, filter }, { stride: options.stride, padding }) as tf.Tensor4D;
}

/** `SAME` and `VALID` where they mean the same as the asked padding: gradient kernels are faster for them. */
type Padding = 'SAME' | 'VALID' | readonly [all: number];

interface ConvAttributes {
  readonly stride: number;
  readonly padding: Padding;
}

function paddingAttributes(size: [number, number], kernel: [number, number], options: Conv2dOptions): Padding {
  const { stride, padding } = options;
  if (padding === 0) return 'VALID';
  const isSame = [0, 1].every((axis) => {
    const total = Math.max((Math.ceil(size[axis]! / stride) - 1) * stride + kernel[axis]! - size[axis]!, 0);
    return total === 2 * padding;
  });
  return isSame ? 'SAME' : [padding];
}

function opAttributes({ stride, padding }: ConvAttributes): OpAttribute[] {
  const attributes = [
    attribute.type('T'),
    attribute.int('strides', [1, stride, stride, 1]),
    attribute.string('padding', typeof padding === 'string' ? padding : 'EXPLICIT'),
    attribute.string('data_format', 'NHWC'),
    attribute.bool('use_cudnn_on_gpu', true),
    attribute.int('dilations', [1, 1, 1, 1]),
  ];
  if (typeof padding !== 'string') {
    const [all] = padding;
    attributes.push(attribute.int('explicit_paddings', [0, 0, all, all, all, all, 0, 0]));
  }
  return attributes;
}

interface BackwardAttributes extends ConvAttributes {
  readonly shape: number[];
}

const inputGradient = defineKernel<'dy' | 'filter', BackwardAttributes, tf.Tensor>({
  name: 'RcnasConv2dInputGradient',
  run: ({ dy, filter }, attributes) => {
    const sizes = tf.tensor1d(attributes.shape, 'int32');
    const result = runOp('Conv2DBackpropInput', opAttributes(attributes), [sizes, filter, dy]);
    sizes.dispose();
    return result;
  },
});

const filterGradient = defineKernel<'dy' | 'x', BackwardAttributes, tf.Tensor>({
  name: 'RcnasConv2dFilterGradient',
  run: ({ dy, x }, attributes) => {
    const sizes = tf.tensor1d(attributes.shape, 'int32');
    const result = runOp('Conv2DBackpropFilter', opAttributes(attributes), [x, sizes, dy]);
    sizes.dispose();
    return result;
  },
});

type Shape4D = [number, number, number, number];

/**
 * TensorFlow's gradient kernels are many times slower with explicit padding (on CPU they fall back to its plain
 * kernels), so there the gradient is that of the padded input, without the padding's own.
 */
function gradientOfInput(dy: tf.Tensor, filter: tf.Tensor, attributes: ConvAttributes, shape: Shape4D): tf.Tensor {
  const { stride, padding } = attributes;
  if (typeof padding === 'string') return inputGradient({ dy, filter }, { ...attributes, shape });
  const pads = explicitPads(shape, filter.shape as Shape4D, dy.shape as Shape4D, stride, padding);
  const padded = shape.map((size, axis) => size + pads[axis]![0] + pads[axis]![1]);
  const gradient = inputGradient({ dy, filter }, { stride, padding: 'VALID', shape: padded });
  return tf.slice(
    gradient,
    pads.map(([before]) => before),
    shape,
  );
}

function gradientOfFilter(dy: tf.Tensor, x: tf.Tensor4D, attributes: ConvAttributes, shape: Shape4D): tf.Tensor {
  const { stride, padding } = attributes;
  if (typeof padding === 'string') return filterGradient({ dy, x }, { ...attributes, shape });
  const padded = tf.pad(x, explicitPads(x.shape, shape, dy.shape as Shape4D, stride, padding));
  return filterGradient({ dy, x: padded }, { stride, padding: 'VALID', shape });
}

/** Zeros before and after each axis, without those that no window reaches. */
function explicitPads(
  [, height, width]: Shape4D,
  [kernelHeight, kernelWidth]: Shape4D,
  [, outputHeight, outputWidth]: Shape4D,
  stride: number,
  [before]: readonly [all: number],
): [number, number][] {
  const after = (size: number, kernel: number, output: number): number =>
    Math.max(0, (output - 1) * stride + kernel - before - size);
  return [
    [0, 0],
    [before, after(height, kernelHeight, outputHeight)],
    [before, after(width, kernelWidth, outputWidth)],
    [0, 0],
  ];
}

const convolve = defineKernel<'x' | 'filter', ConvAttributes, tf.Tensor>({
  name: 'RcnasConv2d',
  run: ({ x, filter }, attributes) => runOp('Conv2D', opAttributes(attributes), [x, filter]),
  gradient: {
    inputs: ['x', 'filter'],
    of: (dy, saved, attributes) => {
      const [x, filter] = saved as [tf.Tensor4D, tf.Tensor4D];
      return {
        x: () => gradientOfInput(dy, filter, attributes, x.shape),
        filter: () => gradientOfFilter(dy, x, attributes, filter.shape),
      };
    },
  },
});
