/** The spec's schema as data: defaults, quantities and wording are read from it, so that it is the only source. */
import document from './pipeline.schema.json';
import { isRecord, tokensOf } from './pointers';
import type { QuantityKind } from './quantities';

/** The keywords that the schema uses. */
export interface SchemaNode {
  readonly description?: string;
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: boolean | SchemaNode;
  readonly required?: readonly string[];
  readonly propertyNames?: SchemaNode;
  readonly items?: SchemaNode;
  readonly oneOf?: readonly SchemaNode[];
  readonly discriminator?: { readonly propertyName: string };
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  /** Kind of quantity that text stands for. */
  readonly 'x-quantity'?: QuantityKind;
  /** What values look like, in words. */
  readonly 'x-hint'?: string;
  /** What a value is, in words. */
  readonly 'x-noun'?: string;
  /** The default is that of a neighbour, divided. */
  readonly 'x-defaultFrom'?: { readonly property: string; readonly divisor: number };
  /** The default in words, when other parts of the file decide it. */
  readonly 'x-defaultText'?: string;
}

export const pipelineSchema = document as unknown as SchemaNode & {
  readonly $defs: Readonly<Record<string, SchemaNode>>;
};

/** The definition that a node refers to, else the node. */
export function resolveReference(node: SchemaNode): SchemaNode {
  if (node.$ref === undefined) return node;
  const name = node.$ref.slice('#/$defs/'.length);
  return pipelineSchema.$defs[name]!;
}

/**
 * The definition that says what is allowed at a place of a document; undefined where nothing is. Ajv's own `schemaPath`
 * does not tell: it is relative to whichever part was compiled to a function.
 */
export function schemaFor(document: unknown, pointer: string): SchemaNode | undefined {
  let node: SchemaNode | undefined = pipelineSchema;
  let value = document;
  for (const token of tokensOf(pointer)) {
    if (node?.oneOf) node = isRecord(value) ? chooseAlternative(node, value) : undefined;
    const child: SchemaNode | undefined = childOf(node, token);
    node = child && resolveReference(child);
    value = isRecord(value) || Array.isArray(value) ? (value as Readonly<Record<string, unknown>>)[token] : undefined;
  }
  return node;
}

function childOf(node: SchemaNode | undefined, token: string): SchemaNode | undefined {
  if (node?.properties && Object.hasOwn(node.properties, token)) return node.properties[token];
  if (typeof node?.additionalProperties === 'object') return node.additionalProperties;
  return node?.items;
}

/** The alternative that a value's tag chooses; undefined when none. */
export function chooseAlternative(node: SchemaNode, value: Readonly<Record<string, unknown>>): SchemaNode | undefined {
  const tag = node.discriminator!.propertyName;
  const given = Object.hasOwn(value, tag) ? value[tag] : undefined;
  return node.oneOf!.map(resolveReference).find(({ properties }) => properties![tag]!.const === given);
}

/** The tags of a choice, with what they are. */
export function tagsOf(node: SchemaNode): { readonly values: readonly string[]; readonly noun: string } {
  const tag = node.discriminator!.propertyName;
  const tags = node.oneOf!.map((alternative) => resolveReference(alternative).properties![tag]!);
  return { values: tags.map((schema) => String(schema.const)), noun: tags[0]!['x-noun'] ?? tag };
}
