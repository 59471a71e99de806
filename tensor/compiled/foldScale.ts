import {
  copyNode,
  countUses,
  outputsOf,
  rewrite,
  typeOf,
  type Attributes,
  type Graph,
  type GraphBuilder,
  type TensorType,
  type Value,
} from './graph';

/**
 * The gradient of a batch norm in evaluation mode is a factor s for each channel, and where the batch norm feeds
 * rectifier and convolutions, it can be taken into their filters instead of another pass over the activations:
 *
 *   s * rectifierGradient(sum_i convolutionGradient(W_i, dy_i)) = rectifierGradient(sum_i convolutionGradient(s W_i, dy_i))
 */
export function foldScales(graph: Graph): Graph {
  const uses = countUses(graph);
  const isOnce = (value: Value): boolean => uses(value) === 1;
  return rewrite(graph, (node, inputs, builder) => {
    const plain = (): readonly Value[] => copyNode(node, inputs, builder);
    const [masked, scale] = node.inputs;
    if (node.op !== 'Mul' || masked?.node.op !== 'ReluGrad' || !isOnce(masked)) return plain();
    const { shape } = node.outputs[0]!;
    if (shape.length !== 4 || typeOf(scale!).shape.join() !== String(shape[3])) return plain();
    if (!isSumOfGradients(masked.node.inputs[0]!, isOnce)) return plain();
    const [gradient, output] = inputs[0]!.node.inputs;
    const { attributes, outputs } = inputs[0]!.node;
    const scaled = scaleGradients(gradient!, inputs[1]!, builder);
    return outputsOf(builder.add('ReluGrad', [scaled, output!], attributes, outputs));
  });
}

const sums = ['Add', 'AddN', 'AddV2'];

/** Whether nothing else needs the value, and it is a convolution's gradient or a sum of such. */
function isSumOfGradients(value: Value, isOnce: (value: Value) => boolean): boolean {
  const { op, inputs } = value.node;
  if (!isOnce(value)) return false;
  return (
    op === 'Conv2DBackpropInput' || (sums.includes(op) && inputs.every((input) => isSumOfGradients(input, isOnce)))
  );
}

function scaleGradients({ node }: Value, scale: Value, builder: GraphBuilder): Value {
  const inputs =
    node.op === 'Conv2DBackpropInput'
      ? [node.inputs[0]!, scaleInputs(node.inputs[1]!, scale, builder), node.inputs[2]!]
      : node.inputs.map((input) => scaleGradients(input, scale, builder));
  return { node: builder.add(node.op, inputs, node.attributes, node.outputs), index: 0 };
}

const float32: Attributes = { T: { kind: 'type', value: 'float32' } };

/** The filter [kh,kw,C,M] with its input channels multiplied by the scale [C]. */
function scaleInputs(filter: Value, scale: Value, builder: GraphBuilder): Value {
  const [channels] = typeOf(scale).shape;
  const column: TensorType = { dtype: 'float32', shape: [channels!, 1] };
  const shape = builder.constant({ dtype: 'int32', shape: [2] }, Int32Array.from(column.shape));
  const attributes: Attributes = { ...float32, Tshape: { kind: 'type', value: 'int32' } };
  const reshaped = builder.add('Reshape', [scale, shape], attributes, [column]);
  return { node: builder.add('Mul', [filter, { node: reshaped, index: 0 }], float32, [typeOf(filter)]), index: 0 };
}
