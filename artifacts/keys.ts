/** Keys of results: hashes of everything that decides them. */
import { createHash } from 'node:crypto';
import { CanonicalJsonError } from './errors';

/** Values that JSON can say. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/**
 * The one JSON text of a value: no spaces, object keys sorted by UTF-16 code units, numbers as JavaScript writes them,
 * -0 as 0 (RFC 8785). A field that is undefined is an error, not left out: whether it was meant to count is unknown.
 *
 * @throws CanonicalJsonError, naming the place, on what JSON cannot say: undefined, NaN, infinities, functions, symbols,
 * bigints, lone surrogates, cycles, and objects other than plain ones and arrays
 */
export function canonicalJson(value: unknown): string {
  return write(value, '$', []);
}

/**
 * Key of a step's result: hex SHA-256 of step, version and inputs.
 *
 * @param step - what is done, such as `train-network`
 * @param version - of the way in which it is done; goes up whenever the same inputs would give another result
 * @throws CanonicalJsonError when the inputs have no canonical JSON form
 */
export function stepKey(step: string, version: number, inputs: JsonValue): string {
  return createHash('sha256').update(canonicalJson({ step, version, inputs }), 'utf8').digest('hex');
}

function write(value: unknown, place: string, parents: readonly object[]): string {
  switch (typeof value) {
    case 'boolean':
      return String(value);
    case 'string':
      return text(value, place);
    case 'number':
      if (!Number.isFinite(value)) throw new CanonicalJsonError(`${place} is ${value}, which JSON cannot say`);
      return JSON.stringify(value);
    case 'object':
      return value === null ? 'null' : writeObject(value, place, parents);
    default:
      throw new CanonicalJsonError(`${place} is ${typeof value}, which JSON cannot say`);
  }
}

function writeObject(value: object, place: string, parents: readonly object[]): string {
  if (parents.includes(value)) throw new CanonicalJsonError(`${place} contains itself`);
  const inside = [...parents, value];
  if (Array.isArray(value)) {
    // Array.from visits holes too, which are undefined.
    return `[${Array.from(value, (item, index) => write(item, `${place}[${index}]`, inside)).join(',')}]`;
  }
  const prototype = Object.getPrototypeOf(value) as object | null;
  // Object.prototype is recognised by having none itself: that of another realm, such as a sandbox, is not the same one.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw new CanonicalJsonError(
      `${place} is a ${value.constructor.name}, only plain objects and arrays can be part of a key`,
    );
  }
  const fields = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${text(key, place)}:${write(item, `${place}.${key}`, inside)}`);
  return `{${fields.join(',')}}`;
}

function text(value: string, place: string): string {
  if (/[\uD800-\uDFFF]/u.test(value)) throw new CanonicalJsonError(`${place} has half of a surrogate pair`);
  return JSON.stringify(value);
}
