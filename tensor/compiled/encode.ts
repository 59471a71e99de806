import { createHash } from 'node:crypto';

import {
  reachableNodes,
  sizeOf,
  type AttributeValue,
  type Graph,
  type Node,
  type TensorType,
  type Value,
  typeOf,
} from './graph';
import { outputReference } from './operations';
import {
  dataTypes,
  encodeConfig,
  encodeSavedModel,
  type AttrValueMessage,
  type FunctionMessage,
  type NodeMessage,
  type ShapeMessage,
  type TensorMessage,
} from './protocol';

/** A graph as a SavedModel, with the names by which a session is fed and asked. */
export interface EncodedGraph {
  /** SHA-256 of all the rest. */
  readonly digest: string;
  readonly bytes: Uint8Array;
  /** Names of arguments, in the order of the outputs of {@link argumentsName}. */
  readonly arguments: readonly string[];
  /** Names of results, in the order of the outputs of {@link callName}. */
  readonly results: readonly string[];
}

export const savedModelTag = 'serve';
export const argumentsName = 'arguments';
export const callName = 'call';
const functionName = 'compiled_function';

/** Of TensorFlow 2.21; graphs of an older producer are read in compatible ways. */
const graphVersion = 2000;

/**
 * The graph as one function called by one node.
 *
 * TensorFlow's graph optimizer rewrites a graph differently from process to process, and takes longer than all the rest of
 * loading. So the call switches it off for itself and forbids inlining, which would bring it back in. The optimizer of the
 * session that holds the call cannot be switched off, but leaves functions of tf.data alone and graphs of less than four nodes:
 * the arguments are the outputs of a single node, which never runs because all of them are fed.
 */
export function encodeGraph({ results }: Graph): EncodedGraph {
  const nodes = reachableNodes({ results });
  const arguments_ = nodes.filter((node) => node.argument !== undefined);
  const argumentTypes = arguments_.map((node) => dataTypes[node.outputs[0]!.dtype]);
  const call: NodeMessage = {
    name: callName,
    op: 'StatefulPartitionedCall',
    input: arguments_.map((_, i) => `${argumentsName}:${i}`),
    attr: {
      Tin: { list: { type: argumentTypes } },
      Tout: { list: { type: [...results.values()].map((value) => dataTypes[typeOf(value).dtype]) } },
      f: { func: { name: functionName } },
      config: { s: Buffer.from('') },
      config_proto: { s: encodeConfig({ graph_options: { rewrite_options: { disable_meta_optimizer: true } } }) },
      executor_type: { s: Buffer.from('') },
    },
  };
  // Any operation without inputs that may have many outputs of any types.
  const fed: NodeMessage = {
    name: argumentsName,
    op: 'Unstage',
    input: [],
    attr: { dtypes: { list: { type: argumentTypes } } },
  };
  const bytes = encodeSavedModel({
    saved_model_schema_version: 1,
    meta_graphs: [
      {
        meta_info_def: { tags: [savedModelTag], tensorflow_version: '2.21.0' },
        graph_def: {
          node: arguments_.length === 0 ? [call] : [fed, call],
          library: { function: [functionMessage(nodes, arguments_, results)] },
          versions: { producer: graphVersion },
        },
      },
    ],
  });
  const names = { arguments: arguments_.map((node) => node.argument!), results: [...results.keys()] };
  const digest = createHash('sha256').update(bytes).update(JSON.stringify(names)).digest('hex');
  return { digest, bytes, ...names };
}

function functionMessage(
  nodes: readonly Node[],
  arguments_: readonly Node[],
  results: ReadonlyMap<string, Value>,
): FunctionMessage {
  const argumentNames = new Map(arguments_.map((node, i) => [node, `arg_${i}`]));
  const reference = ({ node, index }: Value): string =>
    argumentNames.get(node) ?? `${nodeName(node)}:${outputReference(node.op, index)}`;
  const argument = (name: string, { dtype }: TensorType): { name: string; type: number } => ({
    name,
    type: dataTypes[dtype],
  });
  const outputs = [...results.values()];
  return {
    signature: {
      name: functionName,
      input_arg: arguments_.map((node) => argument(argumentNames.get(node)!, node.outputs[0]!)),
      output_arg: outputs.map((value, i) => argument(`result_${i}`, typeOf(value))),
    },
    node_def: nodes.filter((node) => node.argument === undefined).map((node) => nodeMessage(node, reference)),
    ret: Object.fromEntries(outputs.map((value, i) => [`result_${i}`, reference(value)])),
    attr: { _noinline: { b: true }, _tf_data_function: { b: true } },
  };
}

function nodeName({ op, id }: Node): string {
  return `${op}_${id}`;
}

function nodeMessage(node: Node, reference: (value: Value) => string): NodeMessage {
  const attr =
    node.constant === undefined
      ? Object.fromEntries(Object.entries(node.attributes).map(([name, value]) => [name, attributeMessage(value)]))
      : constantAttributes(node);
  return { name: nodeName(node), op: node.op, input: node.inputs.map(reference), attr };
}

function constantAttributes(node: Node): Record<string, AttrValueMessage> {
  const type = node.outputs[0]!;
  return { dtype: { type: dataTypes[type.dtype] }, value: { tensor: tensorMessage(type, node.constant!) } };
}

function tensorMessage({ dtype, shape }: TensorType, data: NonNullable<Node['constant']>): TensorMessage {
  const head = { dtype: dataTypes[dtype], tensor_shape: shapeMessage(shape) };
  const size = sizeOf(shape);
  // A single value stands for all elements.
  if (data.length === 1 && size !== 0) {
    const value = data[0]!;
    if (dtype === 'float32') return { ...head, float_val: [value] };
    if (dtype === 'int32') return { ...head, int_val: [value] };
    if (dtype === 'int64') return { ...head, int64_val: [value] };
    return { ...head, bool_val: [value !== 0] };
  }
  return { ...head, tensor_content: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
}

function shapeMessage(shape: readonly number[]): ShapeMessage {
  return { dim: shape.map((size) => ({ size })) };
}

function attributeMessage(attribute: AttributeValue): AttrValueMessage {
  switch (attribute.kind) {
    case 'type':
      return { type: dataTypes[attribute.value] };
    case 'types':
      return { list: { type: attribute.value.map((type) => dataTypes[type]) } };
    case 'int':
      return { i: attribute.value };
    case 'ints':
      return { list: { i: attribute.value } };
    case 'float':
      return { f: attribute.value };
    case 'bool':
      return { b: attribute.value };
    case 'string':
      return { s: Buffer.from(attribute.value) };
    case 'strings':
      return { list: { s: attribute.value.map((text) => Buffer.from(text)) } };
  }
}
