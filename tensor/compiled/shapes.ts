/** Output types of operations that compute elements, reduce axes or multiply matrices. */
import type { OperationCall, TypeRule } from './operationCall';

type Shape = readonly number[];

/** Of the shape and type of the input. */
export const alike: TypeRule = (call) => [{ dtype: call.commonType(0), shape: call.shape(0) }];

/** Of equal shape and type as all inputs. */
export const allAlike: TypeRule = (call) => {
  const dtype = call.commonType();
  const shape = call.shape(0);
  call.check(
    call.inputs.every((_, i) => isEqual(call.shape(i), shape)),
    'all inputs must have one shape',
  );
  return [{ dtype, shape }];
};

export const predicate: TypeRule = (call) => {
  call.commonType(0);
  return [{ dtype: 'bool', shape: call.shape(0) }];
};

/** Element by element, with axes of size 1 repeated. */
export const broadcast: TypeRule = (call) => [{ dtype: call.commonType(), shape: broadcastInputs(call) }];

export const comparison: TypeRule = (call) => {
  call.commonType();
  return [{ dtype: 'bool', shape: broadcastInputs(call) }];
};

export const logical: TypeRule = (call) => {
  call.check(call.commonType() === 'bool', 'its inputs must be bool');
  return [{ dtype: 'bool', shape: broadcastInputs(call) }];
};

/** Limits are scalars or of the values' shape. */
export const clip: TypeRule = (call) => {
  const dtype = call.commonType();
  const shape = call.shape(0);
  for (const limit of [1, 2])
    call.check(
      call.shape(limit).length === 0 || isEqual(call.shape(limit), shape),
      'limits must be scalars or of the shape of the values',
    );
  return [{ dtype, shape }];
};

/** Where the condition of rank 0 or 1 does not have the shape of the values, it chooses all of them or rows. */
export const select: TypeRule = (call) => {
  const dtype = call.commonType(1, 2);
  const [condition, shape] = [call.shape(0), call.shape(1)];
  call.check(call.type(0).dtype === 'bool', 'its condition must be bool');
  call.check(isEqual(shape, call.shape(2)), 'inputs 2 and 3 must have one shape');
  const choosesRows = condition.length === 1 && condition[0] === shape[0];
  call.check(
    condition.length === 0 || choosesRows || isEqual(condition, shape),
    'its condition must be a scalar, one element for each row, or of the shape of the values',
  );
  return [{ dtype, shape }];
};

export const selectBroadcast: TypeRule = (call) => {
  call.check(call.type(0).dtype === 'bool', 'its condition must be bool');
  return [{ dtype: call.commonType(1, 2), shape: broadcastInputs(call) }];
};

export const cast: TypeRule = (call) => {
  const { dtype, shape } = call.type(0);
  call.check(call.elementType('SrcT', dtype) === dtype, `input 1 is not of the type of 'SrcT'`);
  return [{ dtype: call.elementType('DstT', dtype), shape }];
};

function broadcastInputs(call: OperationCall): Shape {
  return call.inputs.map((_, i) => call.shape(i)).reduce((a, b) => broadcastShapes(call, a, b));
}

export function broadcastShapes(call: OperationCall, a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const [left, right] = [a, b].map((shape) => shape[axis - rank + shape.length] ?? 1) as [number, number];
    call.check(left === right || left === 1 || right === 1, `shapes [${a.join()}] and [${b.join()}] do not broadcast`);
    return left === 1 ? right : left;
  });
}

/** Over the axes in input 2. */
export const reduction: TypeRule = (call) => [{ dtype: call.commonType(0), shape: reducedShape(call) }];

export const logicalReduction: TypeRule = (call) => {
  call.check(call.type(0).dtype === 'bool', 'input 1 must be bool');
  return [{ dtype: 'bool', shape: reducedShape(call) }];
};

function reducedShape(call: OperationCall): Shape {
  const shape = call.shape(0);
  const axes = new Set(call.integers(1).map((axis) => call.axis(axis, shape.length)));
  const keep = call.flag('keep_dims');
  return shape.flatMap((size, axis) => (axes.has(axis) ? (keep ? [1] : []) : [size]));
}

export const indexOfExtreme: TypeRule = (call) => {
  call.commonType(0);
  const shape = call.shape(0);
  const reduced = call.axis(call.integer(1), shape.length);
  return [{ dtype: call.elementType('output_type', 'int64'), shape: shape.filter((_, axis) => axis !== reduced) }];
};

export const cumulative: TypeRule = (call) => {
  call.axis(call.integer(1), call.shape(0).length);
  return alike(call);
};

export const topK: TypeRule = (call) => {
  const [dtype, shape] = [call.commonType(0), call.shape(0)];
  const k = call.integer(1);
  const size = shape.at(-1) ?? call.fail('input 1 must have an axis');
  call.check(k >= 0 && k <= size, `there are no ${k} of ${size}`);
  const found = [...shape.slice(0, -1), k];
  return [
    { dtype, shape: found },
    { dtype: call.elementType('index_type', 'int32'), shape: found },
  ];
};

export const segmentSum: TypeRule = (call) => {
  const [dtype, shape] = [call.commonType(0), call.shape(0)];
  const segments = call.shape(1);
  call.check(
    isEqual(shape.slice(0, segments.length), segments),
    'the shape of input 1 must begin with that of input 2',
  );
  return [{ dtype, shape: [call.integer(2), ...shape.slice(segments.length)] }];
};

export const matrixProduct: TypeRule = (call) => {
  const dtype = call.commonType();
  return [
    { dtype, shape: productShape(call, call.shapeOfRank(0, 2), call.shapeOfRank(1, 2), 'transpose_a', 'transpose_b') },
  ];
};

/** Of matrices in the last two axes. */
export const batchMatrixProduct =
  (broadcasts: boolean): TypeRule =>
  (call) => {
    const dtype = call.commonType();
    const [a, b] = [call.shape(0), call.shape(1)];
    call.check(Math.min(a.length, b.length) >= 2, 'its inputs must have at least two axes');
    const [left, right] = [a.slice(0, -2), b.slice(0, -2)];
    call.check(broadcasts || isEqual(left, right), 'its inputs must hold equally many matrices');
    const product = productShape(call, a.slice(-2), b.slice(-2), 'adj_x', 'adj_y');
    return [{ dtype, shape: [...broadcastShapes(call, left, right), ...product] }];
  };

function productShape(call: OperationCall, a: Shape, b: Shape, transposeA: string, transposeB: string): Shape {
  const [rows, summed] = call.flag(transposeA) ? [a[1]!, a[0]!] : [a[0]!, a[1]!];
  const [sameSummed, columns] = call.flag(transposeB) ? [b[1]!, b[0]!] : [b[0]!, b[1]!];
  call.check(summed === sameSummed, `the summed axes have sizes ${summed} and ${sameSummed}`);
  return [rows, columns];
}

export const bias: TypeRule = (call) => {
  const dtype = call.commonType();
  const { shape } = call.type(0);
  call.check(isEqual(call.shape(1), [channelsOf(call, shape)]), 'input 2 must hold one value for each channel');
  return [{ dtype, shape }];
};

export const biasGradient: TypeRule = (call) => {
  const [dtype, shape] = [call.commonType(0), call.shape(0)];
  return [{ dtype, shape: [channelsOf(call, shape)] }];
};

function channelsOf(call: OperationCall, shape: Shape): number {
  call.check(shape.length >= 2, 'input 1 must have at least two axes');
  return call.text('data_format', 'NHWC') === 'NCHW' ? shape[1]! : shape.at(-1)!;
}

export function isEqual(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}
