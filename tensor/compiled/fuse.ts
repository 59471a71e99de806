import {
  copyNode,
  countUses,
  outputsOf,
  reachableNodes,
  rewrite,
  typeOf,
  type Attributes,
  type Graph,
  type GraphBuilder,
  type Node,
  type TensorType,
  type Value,
} from './graph';

/**
 * Takes what follows a convolution into its kernel, and a rectifier into its batch norm: each would be another pass over
 * the activations. In evaluation mode, with s = scale / sqrt(variance + epsilon),
 *
 *   batchNorm(conv(x, W)) = conv(x, s W) + (offset - s mean)
 *
 * Where something else reads an intermediate value, such as the gradient of a batch norm in training the convolution
 * before it, it stays as it is.
 */
export function fuse(graph: Graph): Graph {
  const uses = countUses(graph);
  const isOnce = (value: Value): boolean => uses(value) === 1;
  const isAlone = (node: Node): boolean => outputsOf(node).every((value) => value.index === 0 || uses(value) === 0);
  const rectified = new Set(
    reachableNodes(graph)
      .filter(({ op, inputs }) => op === 'Relu' && inputs[0]!.index === 0 && isOnce(inputs[0]!))
      .map(({ inputs }) => inputs[0]!.node),
  );
  return rewrite(graph, (node, inputs, builder) => {
    const readOnce = node.inputs.map(isOnce);
    switch (node.op) {
      case 'FusedBatchNormV3':
        if (readOnce[0] && isInference(node) && isAlone(node) && inputs[0]!.node.op === 'Conv2D')
          return normalizedConvolution(node, inputs, builder);
        if (rectified.has(node)) return rectifiedNorm(node, inputs, builder);
        break;
      case 'Relu':
        if (!rectified.has(node.inputs[0]!.node)) break;
        if (inputs[0]!.node.op === '_FusedBatchNormEx') return inputs;
        if (inputs[0]!.node.op === '_FusedConv2D') return rectifiedConvolution(inputs[0]!.node, builder);
        break;
      case 'Add':
      case 'AddN':
      case 'AddV2': {
        const added = inputs.length === 2 ? [0, 1].find((i) => readOnce[i] && isPlainSum(node, inputs[i]!)) : undefined;
        if (added !== undefined) return convolutionPlus(inputs[added]!.node, inputs[1 - added]!, builder);
        break;
      }
    }
    return copyNode(node, inputs, builder);
  });
}

function isInference({ attributes }: Node): boolean {
  return attributes['is_training']?.kind === 'bool' && !attributes['is_training'].value;
}

function normalizedConvolution(norm: Node, inputs: readonly Value[], builder: GraphBuilder): readonly Value[] {
  const [convolution, scale, offset, mean, variance] = inputs as [Value, Value, Value, Value, Value];
  const [x, filter] = convolution.node.inputs as [Value, Value];
  const perChannel = typeOf(scale);
  const epsilon = norm.attributes['epsilon'];
  const elementwise = (op: string, operands: readonly Value[], type: TensorType): Value => ({
    node: builder.add(op, operands, float32, [type]),
    index: 0,
  });
  const added = builder.constant(
    { dtype: 'float32', shape: [] },
    Float32Array.of(epsilon?.kind === 'float' ? epsilon.value : 0),
  );
  const deviation = elementwise('Rsqrt', [elementwise('AddV2', [variance, added], perChannel)], perChannel);
  const factor = elementwise('Mul', [scale, deviation], perChannel);
  const bias = elementwise('Sub', [offset, elementwise('Mul', [mean, factor], perChannel)], perChannel);
  const scaled = elementwise('Mul', [filter, factor], typeOf(filter));
  const fused = fusedConvolution(convolution.node, [x, scaled], [bias], ['BiasAdd'], builder);
  // Nothing reads the statistics.
  return norm.outputs.map(() => ({ node: fused, index: 0 }));
}

function rectifiedNorm(
  { attributes, outputs }: Node,
  inputs: readonly Value[],
  builder: GraphBuilder,
): readonly Value[] {
  const activation: Attributes = {
    num_side_inputs: { kind: 'int', value: 0 },
    activation_mode: { kind: 'string', value: 'Relu' },
  };
  return outputsOf(builder.add('_FusedBatchNormEx', inputs, { ...attributes, ...activation }, outputs));
}

function rectifiedConvolution({ attributes, inputs, outputs }: Node, builder: GraphBuilder): readonly Value[] {
  const before = attributes['fused_ops'];
  const fusedOps = (before?.kind === 'strings' ? before.value : []).filter((op) => op !== 'Relu');
  const behind: Attributes = { fused_ops: { kind: 'strings', value: [...fusedOps, 'Relu'] } };
  return outputsOf(builder.add('_FusedConv2D', inputs, { ...attributes, ...behind }, outputs));
}

/** Whether the sum is one of a convolution and a value of the same shape. */
function isPlainSum(sum: Node, { node }: Value): boolean {
  const shapes = [...sum.inputs.map((value) => typeOf(value).shape), sum.outputs[0]!.shape];
  return node.op === 'Conv2D' && new Set(shapes.map((shape) => shape.join())).size === 1;
}

function convolutionPlus(convolution: Node, summand: Value, builder: GraphBuilder): readonly Value[] {
  const channels = convolution.outputs[0]!.shape[3]!;
  // The kernels know a sum only behind a bias.
  const bias = builder.constant({ dtype: 'float32', shape: [channels] }, Float32Array.of(0));
  return outputsOf(fusedConvolution(convolution, convolution.inputs, [bias, summand], ['BiasAdd', 'Add'], builder));
}

const float32: Attributes = { T: { kind: 'type', value: 'float32' } };

function fusedConvolution(
  { attributes, outputs }: Node,
  operands: readonly Value[],
  args: readonly Value[],
  fusedOps: readonly string[],
  builder: GraphBuilder,
): Node {
  return builder.add(
    '_FusedConv2D',
    [...operands, ...args],
    {
      ...attributes,
      TArgs: { kind: 'types', value: args.map((value) => typeOf(value).dtype) },
      num_args: { kind: 'int', value: args.length },
      fused_ops: { kind: 'strings', value: fusedOps },
    },
    outputs,
  );
}
