/** What of a job's parameters decides its result; the rest (names for people, where files lie) stays out of the key. */
import type { JsonValue } from '../artifacts/keys';

/** Deep copy of job parameters without names, folders and labels. */
export function resultIdentity(value: unknown): JsonValue {
  if (Array.isArray(value)) return value.map(resultIdentity);
  if (value !== null && typeof value === 'object') {
    const object = value as Readonly<Record<string, unknown>>;
    const omitted = omittedKeys(object);
    return Object.fromEntries(
      Object.entries(object)
        .filter(([key, entry]) => !omitted.includes(key) && entry !== undefined)
        .map(([key, entry]) => [key, resultIdentity(entry)]),
    );
  }
  return value as JsonValue;
}

function omittedKeys(object: Readonly<Record<string, unknown>>): readonly string[] {
  const isDataRef = 'digest' in object && 'config' in object;
  const isArchitecture = 'stages' in object && 'stemStride' in object;
  if (isDataRef || isArchitecture) return ['name'];
  const isDatasetConfig = 'source' in object && 'evaluation' in object;
  return isDatasetConfig ? ['path'] : [];
}
