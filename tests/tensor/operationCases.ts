/** Small uses of every operation that compiled functions know, for tests that run them. */
import { attribute, type OpAttribute } from '../../tensor/op';
import { tf } from '../../tensor/tf';
import { normalTensor } from './helpers';

/** What JavaScript gives an operation: part of the graph, not an argument. */
export interface ConstantInput {
  readonly values: number | readonly number[];
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
}

export interface OperationCase {
  readonly inputs: readonly (tf.Tensor | ConstantInput)[];
  readonly attributes: readonly OpAttribute[];
}

const { bool, float, int, string: text, type } = attribute;

/** Positive, so that every function is defined there. */
const floats = (...shape: number[]): tf.Tensor => tf.add(tf.abs(normalTensor(shape, 'operations', ...shape)), 0.1);
const ints = (...shape: number[]): tf.Tensor => tf.cast(tf.mul(floats(...shape), 3), 'int32');
const bools = (...shape: number[]): tf.Tensor => tf.greater(floats(...shape), 0.7);
const list = (...values: number[]): ConstantInput => ({ values, shape: [values.length], dtype: 'int32' });
const scalar = (values: number, dtype: 'float32' | 'int32' = 'int32'): ConstantInput => ({ values, shape: [], dtype });

type Attributed = readonly OpAttribute[];
type Inputs = OperationCase['inputs'];

const T: Attributed = [type('T')];
const ofInts: Attributed = [type('T', 'int32')];

function of(attributes: Attributed, ...inputs: Inputs): OperationCase {
  return { attributes, inputs };
}

const unary = (): OperationCase[] => [of(T, floats(2, 3)), of(T, floats()), of(T, floats(2, 1, 0, 4))];
const arithmetic = (): OperationCase[] => [
  of(T, floats(2, 3), floats(2, 3)),
  of(T, floats(2, 3), floats()),
  of(T, floats(3, 1, 4), floats(2, 1)),
  of(T, floats(1), floats(0, 2)),
];
const arithmeticOfInts = (): OperationCase[] => [...arithmetic(), of(ofInts, ints(2, 3), tf.onesLike(ints(3)))];
const logical = (): OperationCase[] => [of([], bools(2, 3), bools(2, 3)), of([], bools(4, 1), bools(3))];

function reductions(attributes: Attributed, x: (...shape: number[]) => tf.Tensor): OperationCase[] {
  const reduced = (keep: boolean, axes: ConstantInput): OperationCase =>
    of([...attributes, type('Tidx', 'int32'), bool('keep_dims', keep)], x(2, 3, 4), axes);
  return [
    reduced(false, list(0)),
    reduced(true, list(1)),
    reduced(false, list(2, 0)),
    reduced(true, list(-1, 0)),
    reduced(false, list(0, 1, 2)),
    reduced(true, list(1, 1 - 1, 2)),
    reduced(false, list()),
    reduced(false, scalar(-2)),
    of([...attributes, type('Tidx', 'int32')], x(5), list(0)),
  ];
}

const extremes = (): OperationCase[] =>
  [0, 1, -1].map((axis) =>
    of([...T, type('Tidx', 'int32'), type('output_type', 'int32')], floats(2, 3, 4), scalar(axis)),
  );

const products = (transposeA: string, transposeB: string, batch: number[] = []): OperationCase[] =>
  [false, true].flatMap((a) =>
    [false, true].map((b) =>
      of(
        [...T, bool(transposeA, a), bool(transposeB, b)],
        a ? floats(...batch, 4, 2) : floats(...batch, 2, 4),
        b ? floats(...batch, 3, 4) : floats(...batch, 4, 3),
      ),
    ),
  );

interface Windows {
  readonly size?: readonly [number, number];
  readonly stride?: number;
  readonly padding?: 'SAME' | 'VALID';
  readonly image?: number[];
}

const windows: Windows[] = [
  {},
  { padding: 'VALID' },
  { stride: 2 },
  { stride: 2, padding: 'VALID' },
  { size: [2, 3], stride: 2, image: [2, 7, 6, 4] },
  { size: [3, 2], stride: 2, padding: 'VALID', image: [1, 7, 6, 4] },
  { size: [1, 1], stride: 3, padding: 'VALID', image: [1, 7, 8, 4] },
];

/** The number of windows along an axis: places of the first element that lie in it (SAME) or leave room (VALID). */
function windowsOf({ size = [3, 3], stride = 1, padding = 'SAME', image = [2, 6, 6, 4] }: Windows): number[] {
  return [1, 2].map((axis) => {
    let count = 0;
    for (let at = 0; at + (padding === 'SAME' ? 1 : size[axis - 1]!) <= image[axis]!; at += stride) count++;
    return count;
  });
}

function convolutionAttributes({ stride = 1, padding = 'SAME' }: Windows): Attributed {
  return [
    ...T,
    int('strides', [1, stride, stride, 1]),
    text('padding', padding),
    text('data_format', 'NHWC'),
    int('dilations', [1, 1, 1, 1]),
  ];
}

function convolutions(make: (w: Windows, attributes: Attributed, image: number[], size: number[]) => OperationCase) {
  return windows.map((w) => make(w, convolutionAttributes(w), w.image ?? [2, 6, 6, 4], [...(w.size ?? [3, 3])]));
}

function poolAttributes({ size = [3, 3], stride = 1, padding = 'SAME' }: Windows): Attributed {
  return [
    ...T,
    int('ksize', [1, ...size, 1]),
    int('strides', [1, stride, stride, 1]),
    text('padding', padding),
    text('data_format', 'NHWC'),
  ];
}

function pools(make: (attributes: Attributed, image: number[], pooled: number[]) => OperationCase): OperationCase[] {
  return windows.map((w) => {
    const image = w.image ?? [2, 6, 6, 4];
    return make(poolAttributes(w), image, [image[0]!, ...windowsOf(w), image[3]!]);
  });
}

const explicit = [
  ...T,
  int('strides', [1, 2, 2, 1]),
  text('padding', 'EXPLICIT'),
  int('explicit_paddings', [0, 0, 1, 2, 0, 1, 0, 0]),
  int('dilations', [1, 1, 1, 1]),
];

const batchNorms = (training: boolean): Attributed => [
  ...T,
  type('U'),
  float('epsilon', 1e-3),
  text('data_format', 'NHWC'),
  bool('is_training', training),
];

const concatenated = (n: number): Attributed => [...T, int('N', n), type('Tidx', 'int32')];
const indexed: Attributed = [...T, type('Index', 'int32')];

interface Masks {
  readonly begin?: number;
  readonly end?: number;
  readonly ellipsis?: number;
  readonly newAxis?: number;
  readonly shrink?: number;
}

function strided(begin: number[], end: number[], strides: number[], masks: Masks = {}): OperationCase {
  return of(
    [
      ...indexed,
      int('begin_mask', masks.begin ?? 0),
      int('end_mask', masks.end ?? 0),
      int('ellipsis_mask', masks.ellipsis ?? 0),
      int('new_axis_mask', masks.newAxis ?? 0),
      int('shrink_axis_mask', masks.shrink ?? 0),
    ],
    floats(4, 5, 6),
    list(...begin),
    list(...end),
    list(...strides),
  );
}

const paddings: ConstantInput = { values: [1, 2, 0, 0, 0, 3], shape: [3, 2], dtype: 'int32' };
const padded: Attributed = [...T, type('Tpaddings', 'int32')];

/** By operation, in the order of the table of known ones. */
export const operationCases: Readonly<Record<string, () => OperationCase[]>> = {
  Abs: unary,
  Add: arithmeticOfInts,
  AddN: () => [of([...T, int('N', 3)], floats(2, 3), floats(2, 3), floats(2, 3)), of([...T, int('N', 1)], floats(4))],
  AddV2: arithmeticOfInts,
  All: () => reductions([], bools),
  Any: () => reductions([], bools),
  ArgMax: extremes,
  ArgMin: extremes,
  AvgPool: () => pools((attributes, image) => of(attributes, floats(...image))),
  AvgPoolGrad: () => pools((attributes, image, pooled) => of(attributes, list(...image), floats(...pooled))),
  BatchMatMul: () => products('adj_x', 'adj_y', [2, 3]),
  BatchMatMulV2: () => [
    ...products('adj_x', 'adj_y', [2]),
    of([...T, bool('adj_x', false), bool('adj_y', false)], floats(5, 1, 2, 4), floats(3, 4, 2)),
  ],
  BiasAdd: () => [
    of([...T, text('data_format', 'NHWC')], floats(2, 3), floats(3)),
    of([...T, text('data_format', 'NHWC')], floats(2, 3, 4, 5), floats(5)),
  ],
  BiasAddGrad: () => [
    of([...T, text('data_format', 'NHWC')], floats(2, 3)),
    of([...T, text('data_format', 'NHWC')], floats(2, 3, 4, 5)),
  ],
  BroadcastTo: () => [
    of([...T, type('Tidx', 'int32')], floats(3, 1), list(2, 3, 4)),
    of([...T, type('Tidx', 'int32')], floats(), list(2, 2)),
  ],
  Cast: () => [
    of([type('SrcT'), type('DstT', 'int32'), bool('Truncate', false)], floats(2, 3)),
    of([type('SrcT', 'int32'), type('DstT'), bool('Truncate', false)], ints(4)),
  ],
  ClipByValue: () => [
    of(T, floats(2, 3), scalar(0.2, 'float32'), scalar(0.6, 'float32')),
    of(T, floats(2, 3), tf.mul(floats(2, 3), 0.5), floats()),
  ],
  Concat: () => [of([...T, int('N', 2)], scalar(1), floats(2, 3), floats(2, 4))],
  ConcatV2: () => [
    of(concatenated(3), floats(2, 3), floats(2, 1), floats(2, 4), scalar(1)),
    of(concatenated(2), floats(2, 3), floats(5, 3), scalar(-2)),
  ],
  Conv2D: () => [
    ...convolutions((_, attributes, image, size) => of(attributes, floats(...image), floats(...size, 4, 5))),
    of(explicit, floats(2, 7, 8, 3), floats(3, 3, 3, 4)),
    of(convolutionAttributes({ stride: 2 }), floats(2, 6, 6, 4), floats(3, 3, 2, 6)),
    of(
      [...convolutionAttributes({ padding: 'VALID' }).slice(0, -1), int('dilations', [1, 2, 3, 1])],
      floats(1, 9, 9, 2),
      floats(3, 3, 2, 2),
    ),
  ],
  Conv2DBackpropFilter: () =>
    convolutions((w, attributes, image, size) =>
      of(attributes, floats(...image), list(...size, 4, 5), floats(image[0]!, ...windowsOf(w), 5)),
    ),
  Conv2DBackpropInput: () =>
    convolutions((w, attributes, image, size) =>
      of(attributes, list(...image), floats(...size, 4, 5), floats(image[0]!, ...windowsOf(w), 5)),
    ),
  Cumsum: () =>
    [0, -1].map((axis) =>
      of(
        [...T, type('Tidx', 'int32'), bool('exclusive', axis === 0), bool('reverse', false)],
        floats(2, 3),
        scalar(axis),
      ),
    ),
  Div: arithmeticOfInts,
  DivNoNan: arithmetic,
  Elu: unary,
  Equal: arithmeticOfInts,
  Exp: unary,
  ExpandDims: () => [0, 1, -1].map((axis) => of([...T, type('Tdim', 'int32')], floats(2, 3), scalar(axis))),
  Expm1: unary,
  Fill: () => [
    of([...T, type('index_type', 'int32')], list(2, 3), scalar(0.5, 'float32')),
    of([...ofInts, type('index_type', 'int32')], list(3, 3), scalar(7)),
    of([...T, type('index_type', 'int32')], list(), scalar(0.5, 'float32')),
    of([...T, type('index_type', 'int32')], list(4), floats()),
  ],
  Floor: unary,
  FloorDiv: arithmeticOfInts,
  FusedBatchNormGradV3: () =>
    [true, false].map((training) => {
      const images = floats(2, 3, 3, 4);
      return of(batchNorms(training), floats(2, 3, 3, 4), images, floats(4), floats(4), floats(4), tf.scalar(0));
    }),
  FusedBatchNormV3: () =>
    [true, false].map((training) =>
      of(
        [...batchNorms(training), float('exponential_avg_factor', training ? 0.1 : 1)],
        floats(2, 3, 3, 4),
        floats(4),
        tf.mul(floats(4), 2),
        tf.mul(floats(4), 3),
        tf.mul(floats(4), 4),
      ),
    ),
  GatherNd: () => [
    of([type('Tparams'), type('Tindices', 'int32')], floats(3, 4, 5), tf.tensor2d([0, 1, 2, 3], [2, 2], 'int32')),
    of([type('Tparams'), type('Tindices', 'int32')], floats(3, 4), tf.tensor1d([2], 'int32')),
  ],
  GatherV2: () =>
    [
      { axis: 0, batch: 0, indices: tf.tensor1d([0, 2, 2, 1], 'int32') },
      { axis: 1, batch: 0, indices: tf.tensor2d([0, 3, 1, 1, 2, 0], [2, 3], 'int32') },
      { axis: -1, batch: 0, indices: tf.scalar(4, 'int32') },
      { axis: 1, batch: 1, indices: tf.tensor2d([0, 3, 1, 1, 2, 0], [3, 2], 'int32') },
    ].map(({ axis, batch, indices }) =>
      of(
        [type('Tparams'), type('Tindices', 'int32'), type('Taxis', 'int32'), int('batch_dims', batch)],
        floats(3, 4, 5),
        indices,
        scalar(axis),
      ),
    ),
  Greater: arithmeticOfInts,
  GreaterEqual: arithmeticOfInts,
  Identity: unary,
  IsFinite: unary,
  IsNan: unary,
  LeakyRelu: () => [of([...T, float('alpha', 0.3)], tf.sub(floats(2, 3), 0.5))],
  Less: arithmeticOfInts,
  LessEqual: arithmeticOfInts,
  Log: unary,
  Log1p: unary,
  LogicalAnd: logical,
  LogicalNot: () => [of([], bools(2, 3))],
  LogicalOr: logical,
  MatMul: () => products('transpose_a', 'transpose_b'),
  Max: () => reductions(T, floats),
  MaxPool: () => pools((attributes, image) => of(attributes, floats(...image))),
  MaxPoolGrad: () =>
    pools((attributes, image, pooled) => of(attributes, floats(...image), floats(...pooled), floats(...pooled))),
  Maximum: arithmeticOfInts,
  Mean: () => reductions(T, floats),
  Min: () => reductions(T, floats),
  Minimum: arithmeticOfInts,
  Mul: arithmeticOfInts,
  Neg: unary,
  NotEqual: arithmeticOfInts,
  OneHot: () =>
    [-1, 0, 1].flatMap((axis) => [
      of(
        [...T, type('TI', 'int32'), int('axis', axis)],
        ints(2, 3),
        scalar(4),
        scalar(1, 'float32'),
        scalar(0, 'float32'),
      ),
      of([...ofInts, type('TI', 'int32'), int('axis', axis)], ints(5, 1), scalar(3), scalar(5), scalar(2)),
    ]),
  OnesLike: unary,
  Pack: () =>
    [0, 1, 2, -1].map((axis) => of([...T, int('N', 2), int('axis', axis)], floats(2, 3), tf.neg(floats(2, 3)))),
  Pad: () => [of(padded, floats(2, 3, 4), paddings)],
  PadV2: () => [of(padded, floats(2, 3, 4), paddings, scalar(0.5, 'float32'))],
  Pow: arithmetic,
  Prod: () => reductions(T, floats),
  RealDiv: arithmetic,
  Reciprocal: unary,
  Relu: unary,
  ReluGrad: () => [of(T, floats(2, 3), tf.sub(floats(2, 3), 0.5))],
  Reshape: () =>
    [list(4, 6), list(-1), list(2, -1, 3), list(24, 1, 1)].map((shape) =>
      of([...T, type('Tshape', 'int32')], floats(2, 3, 4), shape),
    ),
  Round: unary,
  Rsqrt: unary,
  Select: () => [
    of(T, bools(2, 3), floats(2, 3), tf.neg(floats(2, 3))),
    of(T, bools(2), floats(2, 3), tf.neg(floats(2, 3))),
    of(T, bools(), floats(2, 3), tf.neg(floats(2, 3))),
    of(ofInts, bools(4), ints(4), tf.neg(ints(4))),
  ],
  SelectV2: () => [
    of(T, bools(2, 3), floats(2, 3), tf.neg(floats(2, 3))),
    of(T, bools(3), floats(4, 1), floats()),
    of(T, bools(2, 1, 1), floats(4), floats(3, 1)),
  ],
  Sigmoid: unary,
  Sign: unary,
  Slice: () => [
    of(indexed, floats(4, 5, 6), list(1, 0, 2), list(2, 5, 3)),
    of(indexed, floats(4, 5, 6), list(1, 0, 2), list(-1, 1, -1)),
    of(indexed, floats(4), list(2), list(0)),
  ],
  Softmax: () => [of(T, floats(3)), of(T, floats(2, 3))],
  Softplus: unary,
  Split: () => [
    of([...T, int('num_split', 3)], scalar(1), floats(2, 6)),
    of([...T, int('num_split', 2)], scalar(-2), floats(4, 3)),
  ],
  SplitV: () => [
    of([...T, int('num_split', 3), type('Tlen', 'int32')], floats(2, 7), list(1, 4, 2), scalar(1)),
    of([...T, int('num_split', 2), type('Tlen', 'int32')], floats(5, 3), list(2, -1), scalar(-2)),
    of([...T, int('num_split', 2), type('Tlen', 'int32')], floats(4, 3), list(2, 2), scalar(0)),
  ],
  Sqrt: unary,
  Square: unary,
  SquaredDifference: arithmeticOfInts,
  StridedSlice: () => [
    strided([1, 0, 2], [3, 5, 6], [1, 1, 1]),
    strided([0, 1, 0], [4, -1, 6], [2, 3, 4]),
    strided([3, -1, 5], [0, 0, -7], [-1, -2, -3]),
    strided([3, 2, 1], [0, 1, 9], [-2, 1, 2], { begin: 0b101, end: 0b111 }),
    strided([1, 1], [2, 3], [1, 1]),
    strided([1, 2, 1], [2, 3, 5], [1, 1, 1], { shrink: 0b011 }),
    strided([-1, 0, 1], [0, 0, 3], [1, 1, 1], { ellipsis: 0b010, shrink: 0b001 }),
    strided([0, 0, 0, 1], [0, 0, 0, 3], [1, 1, 1, 1], { newAxis: 0b101, ellipsis: 0b010 }),
    strided([0, 1, 0], [9, 3, 2], [1, 1, 1], { newAxis: 0b001 }),
    strided([2, 4, 3], [2, 1, 1], [1, 1, 1]),
  ],
  Sub: arithmeticOfInts,
  Sum: () => [...reductions(T, floats), ...reductions(ofInts, ints)],
  Tanh: unary,
  Tile: () => [
    of([...T, type('Tmultiples', 'int32')], floats(2, 3), list(2, 1)),
    of([...T, type('Tmultiples', 'int32')], floats(2, 1, 3), list(1, 4, 0)),
    of([...T, type('Tmultiples', 'int32')], floats(2, 3), list(2, 2)),
  ],
  TopKV2: () => [
    of([...T, bool('sorted', true)], floats(3, 5), scalar(2)),
    of([...T, bool('sorted', true)], floats(4), scalar(4)),
  ],
  Transpose: () => [
    of([...T, type('Tperm', 'int32')], floats(2, 3, 4), list(2, 0, 1)),
    of([...T, type('Tperm', 'int32')], floats(2, 3), list(1, 0)),
  ],
  Unpack: () => [0, 1, -1].map((axis) => of([...T, int('num', axis === 0 ? 2 : 3), int('axis', axis)], floats(2, 3))),
  UnsortedSegmentSum: () => {
    const attributes = [...T, type('Tindices', 'int32'), type('Tnumsegments', 'int32')];
    return [
      of(attributes, floats(4, 3), tf.tensor1d([0, 2, 0, 1], 'int32'), scalar(5)),
      of(attributes, floats(2, 2, 3), tf.tensor2d([0, 2, 0, 1], [2, 2], 'int32'), scalar(3)),
    ];
  },
  ZerosLike: unary,
};
