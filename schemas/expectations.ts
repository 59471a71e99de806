/** What a place of a spec may hold, in words. */
import { tokensOf } from './pointers';
import { withUnit } from './quantities';
import { resolveReference, tagsOf, type SchemaNode } from './schemaTree';
import { anyOf, plural, quote, show } from './wording';

/** `an integer from 1 to 100`, `true or false`, `fgsm, pgd or cw`. */
export function expectation(node: SchemaNode): string {
  if (node.const !== undefined) return quote(String(node.const));
  if (node.enum !== undefined) return anyOf(node.enum.map(String));
  if (node['x-quantity'] !== undefined) return `${node['x-hint']!}${range(node, ', ')}`;
  return anyOf([node.type ?? []].flat().map((type) => ofType(type, node)));
}

/** What stands behind a missing key. */
export function missing(key: string, node: SchemaNode): string {
  const choice = choiceWithTag(key, node);
  const property = node.properties?.[key];
  const expected = choice ?? (property === undefined ? '' : expectation(resolveReference(property)));
  return `missing key ${quote(key)}${expected === '' ? '' : `: ${expected}`}`;
}

/** `epochs must be an integer from 1 to 100000, found 0`. */
export function mustBe(pointer: string, expected: string, found: unknown): string {
  return `${label(pointer)} must be ${expected}, found ${show(found)}`;
}

/** The last name of a path, with its index in a list: `epochs`, `teachers[0]`. */
export function label(pointer: string): string {
  const tokens = tokensOf(pointer);
  const last = tokens.at(-1);
  if (last === undefined) return 'a spec';
  const isIndex = /^[0-9]+$/.test(last) && tokens.length > 1;
  return isIndex ? `${quote(tokens.at(-2)!).slice(1, -1)}[${last}]` : quote(last).slice(1, -1);
}

function choiceWithTag(key: string, node: SchemaNode): string | undefined {
  return node.discriminator?.propertyName === key ? anyOf(tagsOf(node).values) : undefined;
}

function ofType(type: string, node: SchemaNode): string {
  switch (type) {
    case 'boolean':
      return 'true or false';
    case 'integer':
      return `an integer${range(node, ' ')}`;
    case 'number':
      return `a number${range(node, ' ')}`;
    case 'string':
      return node['x-hint'] === undefined ? text(node) : `text of ${node['x-hint']}${atMost(node)}`;
    case 'array':
      return `a list${size(node.minItems, node.maxItems, ' of')}`;
    case 'object':
      return `a mapping${size(node.minProperties, node.maxProperties, ' with')}`;
    default:
      return type;
  }
}

function range(node: SchemaNode, joint: string): string {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = node;
  const write = (bound: number): string => (node['x-quantity'] === 'count' ? withUnit(bound) : String(bound));
  if (minimum !== undefined && maximum !== undefined) return `${joint}from ${write(minimum)} to ${write(maximum)}`;
  const parts = [
    ...(exclusiveMinimum === undefined ? [] : [`greater than ${write(exclusiveMinimum)}`]),
    ...(minimum === undefined ? [] : [`of at least ${write(minimum)}`]),
    ...(exclusiveMaximum === undefined ? [] : [`less than ${write(exclusiveMaximum)}`]),
    ...(maximum === undefined ? [] : [`at most ${write(maximum)}`]),
  ];
  return parts.length === 0 ? '' : `${joint}${parts.join(' and ')}`;
}

function size(least: number | undefined, most: number | undefined, joint: string): string {
  if (most === undefined) return least === undefined ? '' : `${joint} at least ${plural(least, 'entry', 'entries')}`;
  if (least === most) return `${joint} ${plural(most, 'entry', 'entries')}`;
  return `${joint} ${least ?? 0} to ${plural(most, 'entry', 'entries')}`;
}

function text(node: SchemaNode): string {
  if (node.minLength !== undefined && node.maxLength !== undefined)
    return `text of ${node.minLength} to ${node.maxLength} characters`;
  return `text${node.maxLength === undefined ? '' : ` of at most ${node.maxLength} characters`}`;
}

function atMost(node: SchemaNode): string {
  return node.maxLength === undefined ? '' : `, at most ${node.maxLength} of them`;
}
