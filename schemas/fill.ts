import { expectation, mustBe } from './expectations';
import type { Finding } from './errors';
import { append, isRecord } from './pointers';
import { parseQuantity } from './quantities';
import { chooseAlternative, pipelineSchema, resolveReference, type SchemaNode } from './schemaTree';

export interface Filled {
  /** The document with every default filled in and every quantity a number; what has the wrong form is left as it is. */
  readonly value: unknown;
  /** Quantities out of range. */
  readonly findings: readonly Finding[];
}

/**
 * Fills in defaults from the schema. The default of a section lies under what is given: `training.child` has
 * `{epochs: 5}`, so `child: {beta: 3}` trains for 5 epochs, too.
 */
export function fillDefaults(document: unknown): Filled {
  const findings: Finding[] = [];
  return { value: fill(pipelineSchema, document, '', findings), findings };
}

function fill(schema: SchemaNode, given: unknown, pointer: string, findings: Finding[]): unknown {
  const node = resolveReference(schema);
  const preset = schema.default ?? node.default;
  if (node.oneOf !== undefined) {
    const value = given === undefined ? preset : given;
    const alternative = isRecord(value) ? chooseAlternative(node, value) : undefined;
    return alternative === undefined ? value : fillSection(alternative, value, {}, pointer, findings);
  }
  if (node.properties !== undefined) {
    return fillSection(node, given === undefined ? preset : given, isRecord(preset) ? preset : {}, pointer, findings);
  }
  const { additionalProperties: entry, items } = node;
  if (typeof entry === 'object' && isRecord(given)) {
    const entries = Object.entries(given).map(([key, value]) => [
      key,
      fill(entry, value, append(pointer, key), findings),
    ]);
    return Object.fromEntries(entries);
  }
  if (items !== undefined && Array.isArray(given)) {
    return given.map((item, i) => fill(items, item, append(pointer, i), findings));
  }
  return quantity(node, given === undefined ? preset : given, pointer, findings);
}

function fillSection(
  node: SchemaNode,
  given: unknown,
  preset: Readonly<Record<string, unknown>>,
  pointer: string,
  findings: Finding[],
): unknown {
  if (!isRecord(given)) return given;
  const filled: Record<string, unknown> = {};
  for (const [key, property] of Object.entries(node.properties!)) {
    const own = Object.hasOwn(given, key) ? given[key] : preset[key];
    const source = property['x-defaultFrom'];
    const value =
      own === undefined && source !== undefined
        ? divide(filled[source.property], source.divisor)
        : fill(property, own, append(pointer, key), findings);
    if (value !== undefined) filled[key] = value;
  }
  return filled;
}

function divide(value: unknown, divisor: number): number | undefined {
  return typeof value === 'number' ? value / divisor : undefined;
}

function quantity(node: SchemaNode, value: unknown, pointer: string, findings: Finding[]): unknown {
  const kind = node['x-quantity'];
  if (kind === undefined || typeof value !== 'string') return value;
  const parsed = parseQuantity(kind, value);
  // Text of another form has been found already.
  if (parsed === null) return value;
  if (!isInRange(node, parsed)) findings.push({ pointer, message: mustBe(pointer, expectation(node), value) });
  return parsed;
}

function isInRange({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: SchemaNode, value: number): boolean {
  return (
    Number.isFinite(value) &&
    value >= (minimum ?? -Infinity) &&
    value <= (maximum ?? Infinity) &&
    value > (exclusiveMinimum ?? -Infinity) &&
    value < (exclusiveMaximum ?? Infinity)
  );
}
