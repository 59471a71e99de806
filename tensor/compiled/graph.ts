/** A recorded function as a graph of TensorFlow operations. */

export type ElementType = 'float32' | 'bfloat16' | 'int32' | 'int64' | 'bool';

export interface TensorType {
  readonly dtype: ElementType;
  readonly shape: readonly number[];
}

export type AttributeValue =
  | { readonly kind: 'type'; readonly value: ElementType }
  | { readonly kind: 'types'; readonly value: readonly ElementType[] }
  | { readonly kind: 'int' | 'float'; readonly value: number }
  | { readonly kind: 'ints'; readonly value: readonly number[] }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'strings'; readonly value: readonly string[] };

export type Attributes = Readonly<Record<string, AttributeValue>>;

/** One output of a node. */
export interface Value {
  readonly node: Node;
  readonly index: number;
}

/** Values of a constant, row-major; a single one stands for all elements. */
export type ConstantData = Float32Array | Int32Array | Uint8Array;

export interface Node {
  /** Ascending: a node's inputs have smaller ids than itself. */
  readonly id: number;
  /** Name of the TensorFlow operation, or `Argument`, or `Const`. */
  readonly op: string;
  readonly inputs: readonly Value[];
  readonly attributes: Attributes;
  readonly outputs: readonly TensorType[];
  /** Name of an argument. */
  readonly argument?: string;
  readonly constant?: ConstantData;
}

export interface Graph {
  /** What the function returns, by name. */
  readonly results: ReadonlyMap<string, Value>;
}

export function typeOf({ node, index }: Value): TensorType {
  return node.outputs[index]!;
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}

/** All nodes that results depend on, inputs before their users. */
export function reachableNodes({ results }: Graph): Node[] {
  const byId: (Node | undefined)[] = [];
  const open = [...results.values()].map(({ node }) => node);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (byId[node.id] !== undefined) continue;
    byId[node.id] = node;
    for (const input of node.inputs) open.push(input.node);
  }
  return byId.filter((node) => node !== undefined);
}

/** How many nodes and results read each value of the graph. */
export function countUses(graph: Graph): (value: Value) => number {
  const uses = new Map<Node, number[]>();
  const use = ({ node, index }: Value): void => {
    const ofNode = uses.get(node) ?? node.outputs.map(() => 0);
    ofNode[index]! += 1;
    uses.set(node, ofNode);
  };
  for (const node of reachableNodes(graph)) node.inputs.forEach(use);
  graph.results.forEach(use);
  return ({ node, index }) => uses.get(node)?.[index] ?? 0;
}

/** Makes nodes; equal ones only once. */
export class GraphBuilder {
  private readonly nodes = new Map<string, Node>();
  /** Numbers of attributes, by the object and by what it holds: they keep the keys of nodes short. */
  private readonly attributeNumbers = new Map<Attributes | string, number>();
  private nextId = 0;

  add(op: string, inputs: readonly Value[], attributes: Attributes, outputs: readonly TensorType[]): Node {
    let key = `${op} ${this.attributesNumber(attributes)}`;
    for (const { node, index } of inputs) key += ` ${node.id}:${index}`;
    return this.once(key, { op, inputs, attributes, outputs });
  }

  argument(name: string, type: TensorType): Value {
    const node = this.once(`argument ${name}`, {
      op: 'Argument',
      inputs: [],
      attributes: {},
      outputs: [type],
      argument: name,
    });
    return { node, index: 0 };
  }

  constant(type: TensorType, data: ConstantData): Value {
    const kept = isUniform(data) ? data.slice(0, 1) : data;
    const bytes = Buffer.from(kept.buffer, kept.byteOffset, kept.byteLength).toString('base64');
    const node = this.once(`constant ${type.dtype} [${type.shape.join()}] ${bytes}`, {
      op: 'Const',
      inputs: [],
      attributes: {},
      outputs: [type],
      constant: kept,
    });
    return { node, index: 0 };
  }

  /** The same for equal attributes. */
  private attributesNumber(attributes: Attributes): number {
    const known = this.attributeNumbers.get(attributes);
    if (known !== undefined) return known;
    const text = JSON.stringify(attributes);
    const number = this.attributeNumbers.get(text) ?? this.attributeNumbers.size;
    this.attributeNumbers.set(text, number).set(attributes, number);
    return number;
  }

  private once(key: string, node: Omit<Node, 'id'>): Node {
    let known = this.nodes.get(key);
    if (known === undefined) {
      known = { id: this.nextId++, ...node };
      this.nodes.set(key, known);
    }
    return known;
  }
}

function isUniform(data: ConstantData): boolean {
  return data.length > 0 && data.every((value) => Object.is(value, data[0]));
}

/** What a node becomes: values for its outputs, from its already rewritten inputs. */
export type Rewrite = (node: Node, inputs: readonly Value[], builder: GraphBuilder) => readonly Value[];

/** Builds the graph anew, node by node. What no result needs any more falls away. */
export function rewrite(graph: Graph, rule: Rewrite): Graph {
  const builder = new GraphBuilder();
  /** By the id of the old node. */
  const replaced: (readonly Value[])[] = [];
  const valueOf = ({ node, index }: Value): Value => replaced[node.id]![index]!;
  for (const node of reachableNodes(graph)) replaced[node.id] = rule(node, node.inputs.map(valueOf), builder);
  return { results: new Map([...graph.results].map(([name, value]) => [name, valueOf(value)])) };
}

/** The same node on other inputs. */
export function copyNode(node: Node, inputs: readonly Value[], builder: GraphBuilder): readonly Value[] {
  if (node.argument !== undefined) return [builder.argument(node.argument, node.outputs[0]!)];
  if (node.constant !== undefined) return [builder.constant(node.outputs[0]!, node.constant)];
  return outputsOf(builder.add(node.op, inputs, node.attributes, node.outputs));
}

export function outputsOf(node: Node): readonly Value[] {
  return node.outputs.map((_, index) => ({ node, index }));
}
