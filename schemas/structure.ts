/** Whether a document has the form that the schema says: keys, types, ranges. */
import type { Finding } from './errors';
import { expectation, label, missing, mustBe } from './expectations';
import { nearestName } from './nearest';
import { append, valueAt } from './pointers';
import { pipelineSchema, resolveReference, schemaFor, tagsOf, type SchemaNode } from './schemaTree';
import { validate, type SchemaError } from './validate.generated';
import { anyOf, quote, show, unknownKey, unknownName } from './wording';

export function checkStructure(document: unknown): Finding[] {
  if (validate(document)) return [];
  const findings = new Map<string, Finding>();
  for (const error of validate.errors ?? []) {
    const finding = describe(error, document);
    if (finding === null) continue;
    // One place may break several rules at once; its message has all of them.
    const place = `${finding.at ?? 'value'}:${finding.pointer}:${error.keyword === 'required' ? finding.message : ''}`;
    if (!findings.has(place)) findings.set(place, finding);
  }
  return [...findings.values()];
}

function describe(error: SchemaError, document: unknown): Finding | null {
  const { instancePath: pointer, keyword, params, propertyName } = error;
  const value = valueAt(document, pointer);
  const node = schemaFor(document, pointer) ?? pipelineSchema;
  if (propertyName !== undefined) return ofName(pointer, propertyName, resolveReference(node.propertyNames!));
  switch (keyword) {
    case 'additionalProperties':
      return ofUnknownKey(pointer, String(params['additionalProperty']), node, value);
    case 'required':
      return { pointer, at: 'key', message: missing(String(params['missingProperty']), node) };
    case 'dependentRequired': {
      const { property, missingProperty } = params;
      return {
        pointer: append(pointer, String(property)),
        at: 'key',
        message: `${quote(String(property))} needs ${quote(String(missingProperty))} beside it`,
      };
    }
    case 'discriminator':
      return ofTag(pointer, String(params['tag']), node, value);
    case 'uniqueItems': {
      const index = Math.max(Number(params['i']), Number(params['j']));
      const item = append(pointer, index);
      return { pointer: item, message: `duplicate entry ${show(valueAt(document, item))} in ${label(pointer)}` };
    }
    case 'propertyNames':
    case 'oneOf':
      // What is wrong with the name or the chosen alternative comes as an error of its own.
      return null;
    default:
      return ofValue(pointer, node, value);
  }
}

function ofValue(pointer: string, node: SchemaNode, value: unknown): Finding {
  const choices = (node.enum ?? []).map(String);
  const nearest = typeof value === 'string' ? nearestName(value, choices) : null;
  const hint = nearest === null ? '' : `; did you mean ${quote(nearest)}?`;
  return { pointer, message: `${mustBe(pointer, expectation(node), value)}${hint}` };
}

function ofName(parent: string, name: string, node: SchemaNode): Finding {
  return {
    pointer: append(parent, name),
    at: 'key',
    message: `a name in ${label(parent)} must be ${expectation(node)}, found ${quote(name)}`,
  };
}

function ofUnknownKey(parent: string, key: string, choice: SchemaNode, value: unknown): Finding {
  if (key === '<<')
    return {
      pointer: append(parent, key),
      at: 'key',
      message: 'merge keys (<<) are no part of YAML 1.2; write the keys out',
    };
  const node = choice.oneOf === undefined ? choice : alternativeOf(choice, value);
  return { pointer: append(parent, key), at: 'key', message: unknownKey(key, Object.keys(node.properties ?? {})) };
}

function alternativeOf(choice: SchemaNode, value: unknown): SchemaNode {
  const tag = choice.discriminator!.propertyName;
  const given = valueAt(value, append('', tag));
  return choice.oneOf!.map(resolveReference).find(({ properties }) => properties![tag]!.const === given) ?? choice;
}

function ofTag(pointer: string, tag: string, node: SchemaNode, value: unknown): Finding | null {
  const given = valueAt(value, append('', tag));
  // A missing tag is told as a missing key.
  if (given === undefined) return null;
  const { values, noun } = tagsOf(node);
  const message =
    typeof given === 'string' ? unknownName(noun, given, values) : mustBe(append(pointer, tag), anyOf(values), given);
  return { pointer: append(pointer, tag), message };
}
