import {
  copyNode,
  outputsOf,
  rewrite,
  sizeOf,
  typeOf,
  type Attributes,
  type Graph,
  type GraphBuilder,
  type Node,
  type TensorType,
  type Value,
} from './graph';

/** Below this many multiply-accumulates casts cost more than they save, and logits keep their digits. */
const smallestMatrixProduct = 2 ** 24;

/** Images have few channels. The layer that reads them is cheap, and in bfloat16 a pixel would move by half a step of an attack. */
const mostImageChannels = 4;

/** Operations that follow their inputs: activations stay bfloat16 between convolutions. Which inputs are activations. */
const followers: Readonly<Record<string, (inputs: number) => readonly number[]>> = {
  Add: all,
  AddN: all,
  AddV2: all,
  AvgPool: () => [0],
  AvgPoolGrad: () => [1],
  ConcatV2: (inputs) => all(inputs - 1),
  FusedBatchNormGradV3: () => [0, 1],
  FusedBatchNormV3: () => [0],
  _FusedBatchNormEx: () => [0],
  Mul: all,
  PadV2: () => [0, 2],
  Relu: () => [0],
  ReluGrad: all,
  Slice: () => [0],
  SplitV: () => [0],
};

function all(inputs: number): readonly number[] {
  return Array.from({ length: inputs }, (_, i) => i);
}

/**
 * Computes convolutions, large matrix products and what lies between them in bfloat16. Statistics, weights, sums over
 * the batch and everything on the way from the logits to the loss stay float32.
 *
 * @param groups Whether gradients of grouped convolutions, too: TensorFlow has them in bfloat16 only where oneDNN has.
 */
export function toBfloat16(graph: Graph, groups: boolean): Graph {
  return rewrite(graph, (node, inputs, builder) => {
    const narrowed = !groups && isGroupedGradient(node, inputs) ? null : narrowedInputs(node, inputs);
    if (narrowed === null) return copyNode(node, inputs, builder);
    const operands = inputs.map((value, i) => (narrowed.includes(i) ? narrow(value, builder) : value));
    const attributes = narrowedAttributes(node);
    const outputs = node.outputs.map((type, i) => (isNarrowedOutput(node, i) ? retype(type, 'bfloat16') : type));
    const added = builder.add(node.op, operands, attributes, outputs);
    return outputsOf(added).map((value) => widen(value, builder));
  });
}

/** Which inputs become bfloat16, or null where the node stays as it is. */
function narrowedInputs(node: Node, inputs: readonly Value[]): readonly number[] | null {
  const { op } = node;
  if (node.attributes['T']?.kind !== 'type' || node.attributes['T'].value !== 'float32') return null;
  const channelsOf = (shape: readonly number[]): number => shape[3]!;
  switch (op) {
    case 'Conv2D':
    case '_FusedConv2D':
      return channelsOf(typeOf(inputs[0]!).shape) > mostImageChannels ? all(inputs.length) : null;
    case 'Conv2DBackpropInput':
      return channelsOf(node.outputs[0]!.shape) > mostImageChannels ? [1, 2] : null;
    case 'Conv2DBackpropFilter':
      return channelsOf(typeOf(inputs[0]!).shape) > mostImageChannels ? [0, 2] : null;
    case 'MatMul':
    case 'BatchMatMul':
    case 'BatchMatMulV2':
      return macsOfProduct(node, inputs) >= smallestMatrixProduct ? [0, 1] : null;
    default: {
      const activations = followers[op]?.(inputs.length);
      if (activations === undefined || node.outputs[0]!.shape.length !== 4) return null;
      return activations.some((i) => isWidened(inputs[i]!)) ? activations : null;
    }
  }
}

function isGroupedGradient({ op, outputs }: Node, inputs: readonly Value[]): boolean {
  if (op === 'Conv2DBackpropInput') return outputs[0]!.shape[3] !== typeOf(inputs[1]!).shape[2];
  if (op === 'Conv2DBackpropFilter') return typeOf(inputs[0]!).shape[3] !== outputs[0]!.shape[2];
  return false;
}

function macsOfProduct({ attributes, outputs }: Node, inputs: readonly Value[]): number {
  const transposed = attributes['transpose_a'] ?? attributes['adj_x'];
  const summedAxis = transposed?.kind === 'bool' && transposed.value ? -2 : -1;
  return sizeOf(outputs[0]!.shape) * typeOf(inputs[0]!).shape.at(summedAxis)!;
}

function narrowedAttributes({ attributes }: Node): Attributes {
  const args = attributes['TArgs'];
  return {
    ...attributes,
    T: { kind: 'type', value: 'bfloat16' },
    ...(args?.kind === 'types' ? { TArgs: { kind: 'types', value: args.value.map(() => 'bfloat16') } } : {}),
  };
}

/** Statistics of batch norms stay float32. */
function isNarrowedOutput({ op }: Node, index: number): boolean {
  return index === 0 || !op.includes('FusedBatchNorm');
}

function isWidened({ node }: Value): boolean {
  return node.op === 'Cast' && typeOf(node.inputs[0]!).dtype === 'bfloat16';
}

function narrow(value: Value, builder: GraphBuilder): Value {
  return isWidened(value) ? value.node.inputs[0]! : cast(value, 'bfloat16', builder);
}

function widen(value: Value, builder: GraphBuilder): Value {
  return typeOf(value).dtype === 'bfloat16' ? cast(value, 'float32', builder) : value;
}

function cast(value: Value, dtype: 'float32' | 'bfloat16', builder: GraphBuilder): Value {
  const type = typeOf(value);
  const attributes: Attributes = {
    SrcT: { kind: 'type', value: type.dtype },
    DstT: { kind: 'type', value: dtype },
    Truncate: { kind: 'bool', value: false },
  };
  return { node: builder.add('Cast', [value], attributes, [retype(type, dtype)]), index: 0 };
}

function retype({ shape }: TensorType, dtype: 'float32' | 'bfloat16'): TensorType {
  return { dtype, shape };
}
