/** Output types of operations on windows of images, and of batch norms. */
import { isEqual } from './shapes';
import type { OperationCall, TypeRule } from './operationCall';
import type { TensorType } from './graph';

type Shape = readonly number[];

/** Shapes, strides and the like name batch, height, width and channels in this order. */
const spatialAxes = [1, 2] as const;

function checkLayout(call: OperationCall): void {
  const format = call.text('data_format', 'NHWC');
  call.check(format === 'NHWC', `the data format '${format}' is none that compiled functions know`);
}

/** How many windows fit along height and width. */
function windowCounts(call: OperationCall, image: Shape, window: readonly [height: number, width: number]): Shape {
  checkLayout(call);
  const strides = call.ints('strides');
  const padding = call.text('padding');
  return spatialAxes.map((axis, i) => {
    const stride = strides[axis]!;
    if (padding === 'SAME') return Math.ceil(image[axis]! / stride);
    call.check(padding === 'VALID' || padding === 'EXPLICIT', `the padding '${padding}' is none of TensorFlow's`);
    const zeros = padding === 'EXPLICIT' ? call.ints('explicit_paddings').slice(2 * axis, 2 * axis + 2) : [];
    const size = zeros.reduce((sum, count) => sum + count, image[axis]!);
    call.check(size >= window[i]!, `a window of ${window[i]} is larger than ${size}`);
    return Math.floor((size - window[i]!) / stride) + 1;
  });
}

/** With filters [height, width, channels / groups, outputs]. */
function convolved(call: OperationCall, image: Shape, filter: Shape): Shape {
  const [batch, , , channels] = image as [number, number, number, number];
  const [height, width, groupChannels, outputs] = filter as [number, number, number, number];
  call.check(
    channels % groupChannels === 0 && outputs % (channels / groupChannels) === 0,
    `filters [${filter.join()}] do not fit ${channels} channels`,
  );
  const dilations = call.ints('dilations');
  const window = [(height - 1) * dilations[1]! + 1, (width - 1) * dilations[2]! + 1] as const;
  return [batch, ...windowCounts(call, image, window), outputs];
}

export const convolution: TypeRule = (call) => {
  const dtype = call.commonType();
  return [{ dtype, shape: convolved(call, call.shapeOfRank(0, 4), call.shapeOfRank(1, 4)) }];
};

/** Inputs: shape of the images, filters, gradient. */
export const convolutionInputGradient: TypeRule = (call) => {
  const dtype = call.commonType(1, 2);
  const image = call.integers(0);
  checkGradient(call, convolved(call, image, call.shapeOfRank(1, 4)), call.shape(2));
  return [{ dtype, shape: image }];
};

/** Inputs: images, shape of the filters, gradient. */
export const convolutionFilterGradient: TypeRule = (call) => {
  const dtype = call.commonType(0, 2);
  const filter = call.integers(1);
  checkGradient(call, convolved(call, call.shapeOfRank(0, 4), filter), call.shape(2));
  return [{ dtype, shape: filter }];
};

function pooled(call: OperationCall, image: Shape): Shape {
  call.check(image.length === 4, 'images must have rank 4');
  const [ksize, strides] = [call.ints('ksize'), call.ints('strides')];
  call.check(
    [0, 3].every((axis) => ksize[axis] === 1 && strides[axis] === 1),
    'windows over images or channels are none that compiled functions know',
  );
  return [image[0]!, ...windowCounts(call, image, [ksize[1]!, ksize[2]!]), image[3]!];
}

export const pool: TypeRule = (call) => {
  const [dtype, shape] = [call.commonType(0), call.shape(0)];
  return [{ dtype, shape: pooled(call, shape) }];
};

/** Inputs: shape of the images, gradient. */
export const averagePoolGradient: TypeRule = (call) => {
  const image = call.integers(0);
  const [dtype, shape] = [call.commonType(1), call.shape(1)];
  checkGradient(call, pooled(call, image), shape);
  return [{ dtype, shape: image }];
};

/** Inputs: images, what the pool made of them, gradient. */
export const maxPoolGradient: TypeRule = (call) => {
  const dtype = call.commonType();
  const image = call.shape(0);
  for (const input of [1, 2]) checkGradient(call, pooled(call, image), call.shape(input));
  return [{ dtype, shape: image }];
};

function checkGradient(call: OperationCall, expected: Shape, actual: Shape): void {
  call.check(isEqual(expected, actual), `the gradient must have the shape [${expected.join()}]`);
}

/** Outputs: images, mean, variance, and three that only the gradient reads; the last is empty on the processor. */
export const batchNorm: TypeRule = (call) => {
  checkLayout(call);
  const images: TensorType = { dtype: call.commonType(0), shape: call.shapeOfRank(0, 4) };
  const channels: TensorType = { dtype: call.type(1).dtype, shape: [images.shape[3]!] };
  for (const input of [1, 2, 3, 4])
    call.check(isAlike(call.type(input), channels), 'inputs 2 to 5 must hold one value for each channel');
  return [images, channels, channels, channels, channels, { ...channels, shape: [0] }];
};

function isAlike(a: TensorType, b: TensorType): boolean {
  return a.dtype === b.dtype && isEqual(a.shape, b.shape);
}

/** Outputs: gradients of images, scale and offset, and two of no use. */
export const batchNormGradient: TypeRule = (call) => {
  checkLayout(call);
  call.commonType(0, 1);
  const images = call.type(1);
  checkGradient(call, images.shape, call.shape(0));
  const channels = call.type(2);
  const unused: TensorType = { ...channels, shape: [] };
  return [images, channels, channels, unused, unused];
};
