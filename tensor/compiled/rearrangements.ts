/** Output types of operations that move elements: their shapes are mostly given by constants. */
import { sizeOf, type TensorType } from './graph';
import type { TypeRule } from './operationCall';
import { isEqual } from './shapes';

type Shape = readonly number[];

export const reshape: TypeRule = (call) => {
  const [dtype, shape] = [call.commonType(0), call.shape(0)];
  const sizes = call.integers(1);
  const elements = sizeOf(shape);
  const known = sizeOf(sizes.filter((size) => size !== -1));
  const reshaped = sizes.map((size) => (size === -1 ? elements / known : size));
  call.check(
    sizeOf(reshaped) === elements && reshaped.every((size) => Number.isInteger(size)),
    `${elements} elements do not fit into [${sizes.join()}]`,
  );
  return [{ dtype, shape: reshaped }];
};

/** Inputs: shape, value. */
export const fill: TypeRule = (call) => [{ dtype: call.commonType(1), shape: call.integers(0) }];

export const broadcastTo: TypeRule = (call) => {
  const [dtype, shape] = [call.commonType(0), call.shape(0)];
  const target = call.integers(1);
  const repeats = shape.every((size, axis) => {
    const wanted = target[axis + target.length - shape.length];
    return size === wanted || (size === 1 && wanted !== undefined);
  });
  call.check(repeats, `input 1 cannot be repeated to [${target.join()}]`);
  return [{ dtype, shape: target }];
};

export const tile: TypeRule = (call) => {
  const [dtype, shape] = [call.commonType(0), call.shape(0)];
  const repeats = call.integers(1);
  call.check(repeats.length === shape.length, 'input 2 must have one element for each axis');
  return [{ dtype, shape: shape.map((size, axis) => size * repeats[axis]!) }];
};

export const transpose: TypeRule = (call) => {
  const [dtype, shape] = [call.commonType(0), call.shape(0)];
  const order = call.integers(1).map((axis) => call.axis(axis, shape.length));
  call.check(
    new Set(order).size === shape.length && order.length === shape.length,
    'input 2 must name every axis once',
  );
  return [{ dtype, shape: order.map((axis) => shape[axis]!) }];
};

/** Input 2 holds the elements before and after each axis. */
export const pad: TypeRule = (call) => {
  const [dtype, shape] = [call.commonType(0), call.shape(0)];
  const paddings = call.integers(1);
  call.check(paddings.length === 2 * shape.length, 'input 2 must have two elements for each axis');
  return [{ dtype, shape: shape.map((size, axis) => size + paddings[2 * axis]! + paddings[2 * axis + 1]!) }];
};

export const expandDims: TypeRule = (call) => {
  const [dtype, shape] = [call.commonType(0), call.shape(0)];
  const axis = call.axis(call.integer(1), shape.length + 1);
  return [{ dtype, shape: [...shape.slice(0, axis), 1, ...shape.slice(axis)] }];
};

/** Inputs: values, begin, size; -1 is all that remain. */
export const slice: TypeRule = (call) => {
  const [dtype, shape] = [call.commonType(0), call.shape(0)];
  const [begin, sizes] = [call.integers(1), call.integers(2)];
  call.check(
    [begin, sizes].every(({ length }) => length === shape.length),
    'inputs 2 and 3 must have one element for each axis',
  );
  const sliced = sizes.map((size, axis) => (size === -1 ? shape[axis]! - begin[axis]! : size));
  const isInside = sliced.every((size, axis) => begin[axis]! >= 0 && size >= 0 && begin[axis]! + size <= shape[axis]!);
  call.check(isInside, `there are no [${sizes.join()}] elements from [${begin.join()}]`);
  return [{ dtype, shape: sliced }];
};

/** Of the values in all inputs but the axis; it is the first or the last. */
export const concat =
  (axisIs: 'first' | 'last'): TypeRule =>
  (call) => {
    const all = call.inputs.map((_, i) => i);
    const values = axisIs === 'first' ? all.slice(1) : all.slice(0, -1);
    const dtype = call.commonType(...values);
    const [shape, ...others] = values.map((input) => call.shape(input)) as [Shape, ...Shape[]];
    const axis = call.axis(call.integer(axisIs === 'first' ? 0 : all.length - 1), shape.length);
    const without = (of: Shape): Shape => of.filter((_, i) => i !== axis);
    call.check(
      others.every((other) => other.length === shape.length && isEqual(without(other), without(shape))),
      `shapes may differ in axis ${axis} only`,
    );
    const size = others.reduce((sum, other) => sum + other[axis]!, shape[axis]!);
    return [{ dtype, shape: replaced(shape, axis, size) }];
  };

/** Inputs: axis, values. */
export const split: TypeRule = (call) => {
  const [dtype, shape] = [call.commonType(1), call.shape(1)];
  const axis = call.axis(call.integer(0), shape.length);
  const parts = call.int('num_split', 1);
  call.check(shape[axis]! % parts === 0, `axis ${axis} cannot be split into ${parts}`);
  return new Array<TensorType>(parts).fill({ dtype, shape: replaced(shape, axis, shape[axis]! / parts) });
};

/** Inputs: values, sizes, axis. */
export const splitBySizes: TypeRule = (call) => {
  const [dtype, shape] = [call.commonType(0), call.shape(0)];
  const axis = call.axis(call.integer(2), shape.length);
  const sizes = call.integers(1);
  const rest = shape[axis]! - sizes.reduce((sum, size) => sum + Math.max(size, 0), 0);
  const all = sizes.map((size) => (size === -1 ? rest : size));
  call.check(
    all.every((size) => size >= 0) && all.reduce((sum, size) => sum + size, 0) === shape[axis],
    `axis ${axis} cannot be split into [${sizes.join()}]`,
  );
  return all.map((size) => ({ dtype, shape: replaced(shape, axis, size) }));
};

export const pack: TypeRule = (call) => {
  const dtype = call.commonType();
  const shape = call.shape(0);
  call.check(
    call.inputs.every((_, i) => isEqual(call.shape(i), shape)),
    'all inputs must have one shape',
  );
  const axis = call.axis(call.int('axis', 0), shape.length + 1);
  return [{ dtype, shape: [...shape.slice(0, axis), call.inputs.length, ...shape.slice(axis)] }];
};

export const unpack: TypeRule = (call) => {
  const [dtype, shape] = [call.commonType(0), call.shape(0)];
  const axis = call.axis(call.int('axis', 0), shape.length);
  call.check(call.int('num', shape[axis]!) === shape[axis], `axis ${axis} has ${shape[axis]} elements`);
  return new Array<TensorType>(shape[axis]!).fill({ dtype, shape: shape.filter((_, i) => i !== axis) });
};

/** Inputs: values, indices, axis. */
export const gather: TypeRule = (call) => {
  const [dtype, shape] = [call.commonType(0), call.shape(0)];
  const indices = call.shape(1);
  const axis = call.axis(call.integer(2), shape.length);
  const batchAxes = call.int('batch_dims', 0);
  call.check(
    isEqual(shape.slice(0, batchAxes), indices.slice(0, batchAxes)) && batchAxes <= axis,
    `inputs 1 and 2 must begin with the same ${batchAxes} axes`,
  );
  return [{ dtype, shape: [...shape.slice(0, axis), ...indices.slice(batchAxes), ...shape.slice(axis + 1)] }];
};

/** Inputs: values, indices, whose last axis holds the place. */
export const gatherNd: TypeRule = (call) => {
  const [dtype, shape] = [call.commonType(0), call.shape(0)];
  const indices = call.shape(1);
  const axes = indices.at(-1) ?? call.fail('input 2 must have an axis');
  call.check(axes <= shape.length, `input 1 has no ${axes} axes`);
  return [{ dtype, shape: [...indices.slice(0, -1), ...shape.slice(axes)] }];
};

/** Inputs: indices, depth, value at the index, value elsewhere. */
export const oneHot: TypeRule = (call) => {
  const shape = call.shape(0);
  const dtype = call.commonType(2, 3);
  const axis = call.axis(call.int('axis', -1), shape.length + 1);
  return [{ dtype, shape: [...shape.slice(0, axis), call.integer(1), ...shape.slice(axis)] }];
};

/** Inputs: values, begin, end, strides; bits of masks say how each of their elements is meant. */
export const stridedSlice: TypeRule = (call) => {
  const [dtype, shape] = [call.commonType(0), call.shape(0)];
  const [begin, end, strides] = [1, 2, 3].map((input) => call.integers(input)) as [Shape, Shape, Shape];
  const isSet = (mask: string, bit: number): boolean => ((call.int(mask, 0) >> bit) & 1) === 1;
  const entries = begin.map((_, i) => i);
  const addsAxis = (i: number): boolean => isSet('new_axis_mask', i) && !isEllipsis(i);
  const isEllipsis = (i: number): boolean => isSet('ellipsis_mask', i);
  const named = entries.filter((i) => !isEllipsis(i) && !addsAxis(i)).length;
  call.check(named <= shape.length, `there are no ${named} axes`);
  const sliced: number[] = [];
  let axis = 0;
  for (const i of entries) {
    call.check(strides[i] !== 0, 'a stride is 0');
    if (isEllipsis(i)) {
      const skipped = shape.length - named;
      sliced.push(...shape.slice(axis, axis + skipped));
      axis += skipped;
    } else if (addsAxis(i)) sliced.push(1);
    else if (isSet('shrink_axis_mask', i)) axis++;
    else {
      const from = isSet('begin_mask', i) ? null : begin[i]!;
      const to = isSet('end_mask', i) ? null : end[i]!;
      sliced.push(stepsBetween(from, to, strides[i]!, shape[axis++]!));
    }
  }
  return [{ dtype, shape: [...sliced, ...shape.slice(axis)] }];
};

/** Elements from `from` to before `to`, as in Python; null is the end of the axis on that side. */
function stepsBetween(from: number | null, to: number | null, stride: number, size: number): number {
  const [lowest, highest] = stride > 0 ? [0, size] : [-1, size - 1];
  const clamped = (place: number): number => Math.min(Math.max(place < 0 ? place + size : place, lowest), highest);
  const first = from === null ? (stride > 0 ? lowest : highest) : clamped(from);
  const last = to === null ? (stride > 0 ? highest : lowest) : clamped(to);
  return Math.max(0, Math.ceil((last - first) / stride));
}

function replaced(shape: Shape, axis: number, size: number): Shape {
  return shape.map((old, i) => (i === axis ? size : old));
}
