/** Settings given as `path=value`: read, put into a spec, and checked as the spec would be. */
import { isMap, isSeq, parseDocument } from 'yaml';

import { SpecError } from '../schemas/errors';
import { parseSpec } from '../schemas/load';
import type { ResolvedPipeline } from '../schemas/resolved';
import { checkFeasibility } from '../search/feasibility';
import { feasibilityInput } from './loadSpec';

export interface Setting {
  /** Such as `search.meta.iterations`, `teachers.0.budget`. */
  readonly path: string;
  /** As in YAML. */
  readonly value: string;
}

/** A setting cannot be had: exit code 2. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
}

/** @throws SettingError when a text is not of the form `path=value`, or names a path twice. */
export function parseSettings(texts: readonly string[]): Setting[] {
  const settings = texts.map((text) => {
    const [, path, value] = /^([^=\s]+)=(.*)$/s.exec(text) ?? [];
    if (path === undefined || value === undefined || value.trim() === '') {
      throw new SettingError(`'${text}' is not of the form name=value`);
    }
    return { path, value };
  });
  const twice = settings.find(({ path }, i) => settings.findIndex((other) => other.path === path) !== i);
  if (twice !== undefined) throw new SettingError(`${twice.path} is set twice`);
  return settings;
}

export interface ChangedSpec {
  readonly spec: ResolvedPipeline;
  readonly text: string;
}

/**
 * The spec with settings changed, checked as a file is.
 *
 * @param fileName - for messages; relative paths in the spec start at its folder
 * @throws SettingError for a path that leads nowhere, and with what is wrong with the changed spec, by setting
 */
export function changeSpec(text: string, settings: readonly Setting[], fileName: string): ChangedSpec {
  const document = parseDocument(text);
  for (const { path, value } of settings) {
    const keys = path.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    for (let depth = 1; depth < keys.length; depth++) {
      const around: unknown = document.getIn(keys.slice(0, depth));
      if (around === undefined || isMap(around) || isSeq(around)) continue;
      throw new SettingError(`${path}: ${keys.slice(0, depth).join('.')} holds a value, not settings`);
    }
    const parsed = parseDocument(value);
    if (parsed.errors.length > 0)
      throw new SettingError(`${path}: '${value}' is not YAML: ${parsed.errors[0]!.message}`);
    document.setIn(keys, parsed.contents);
  }
  const changed = settings.length === 0 ? text : document.toString({ lineWidth: 120 });
  const loaded = parseSpec(changed, fileName, [(parts) => checkFeasibility(feasibilityInput(parts))]);
  if (loaded.ok) return { spec: loaded.spec, text: changed };
  if (settings.length === 0) throw new SpecError(fileName, loaded.problems);
  const lines = loaded.problems.map(({ pointer, message }) => {
    const path = pointer.slice(1).replaceAll('/', '.');
    return path === '' || message.includes(path) ? message : `${path}: ${message}`;
  });
  throw new SettingError(lines.join('\n'));
}
