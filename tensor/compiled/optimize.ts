import { copyNode, rewrite, sizeOf, typeOf, type Graph, type Node, type Value } from './graph';

/** Removes work that changes nothing. The results keep their bits. */
export function simplify(graph: Graph): Graph {
  return rewrite(graph, (node, inputs, builder) => {
    const same = unchangedInput(node, inputs);
    return same === null ? copyNode(node, inputs, builder) : [same];
  });
}

/** The input that the node's result equals in type, shape and values, if there is one. */
function unchangedInput(node: Node, inputs: readonly Value[]): Value | null {
  const result = node.outputs[0];
  const [first, second] = inputs;
  if (result === undefined || first === undefined) return null;
  const isLikeResult = (value: Value): boolean => {
    const { dtype, shape } = typeOf(value);
    return dtype === result.dtype && shape.join() === result.shape.join();
  };
  switch (node.op) {
    case 'Identity':
    case 'Cast':
    case 'Reshape':
    case 'Tile':
    case 'BroadcastTo':
    case 'Slice':
      // Of equal shape means all of it.
      return isLikeResult(first) ? first : null;
    case 'Mul':
      if (isUniform(second!, 1) && isLikeResult(first)) return first;
      return isUniform(first, 1) && isLikeResult(second!) ? second! : null;
    case 'RealDiv':
      return isUniform(second!, 1) && isLikeResult(first) ? first : null;
    default:
      return null;
  }
}

export function isUniform({ node }: Value, value: number): boolean {
  const { constant } = node;
  return constant !== undefined && constant.length === 1 && constant[0] === value && sizeOf(node.outputs[0]!.shape) > 0;
}
