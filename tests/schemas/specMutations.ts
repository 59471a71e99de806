/** Damaged specs, by seed, and what must hold for each of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Ajv2020 } from 'ajv/dist/2020';
import { expect } from 'vitest';
import { parse } from 'yaml';

import { feasibilityInput } from '../../cli/loadSpec';
import { parseSpec, type LoadedSpec } from '../../schemas/load';
import type { ResolvedPipeline } from '../../schemas/resolved';
import { checkFeasibility } from '../../search/feasibility';
import { randomStream } from '../../tensor/random';

export const quickstart = readFileSync(join(__dirname, '..', '..', 'pipelines', 'quickstart.yaml'), 'utf8');

/** Alone it takes a second at most; the machine may be busy. */
const longestMs = 20_000;

export function check(text: string): LoadedSpec {
  const started = performance.now();
  const loaded = parseSpec(text, 'spec.yaml', [(parts) => checkFeasibility(feasibilityInput(parts))]);
  expect(performance.now() - started).toBeLessThan(longestMs);
  return loaded;
}

export function expectWellFormed(loaded: LoadedSpec, text: string): void {
  if (loaded.ok) return;
  const lines = text.split('\n').length;
  expect(loaded.problems.length).toBeGreaterThan(0);
  for (const { line, column, message } of loaded.problems) {
    expect(line).toBeGreaterThanOrEqual(1);
    expect(line).toBeLessThanOrEqual(lines);
    expect(column).toBeGreaterThanOrEqual(1);
    expect(message).toMatch(/^[^\p{Cc}]+$/u);
    expect(message.length).toBeLessThan(3000);
  }
}

const snippets = [
  '[', ']', '{', '}', ':', ': ', ',', '"', "'", '&a ', '*a', '*inner', '!x ', '|', '>', '-', '- ', '? ', '#', '%', '@', '`', '\t', '\n', '\r',
  '---\n', '...\n', '<<: *inner', '__proto__', 'constructor', 'null', '~', 'true', '.nan', '.inf', '-1', '1e999', '0x10', '8/255', '8/0', '5G', '\u0000', '\u202e', '😀', '\ud800', 'é',
]; // prettier-ignore

/** Cuts, doubles, moves or overwrites a piece, or puts in something that means something to YAML. */
export function mutate(text: string, seed: number): string {
  const stream = randomStream(seed, 'spec-mutation');
  const below = (limit: number): number => Math.floor(stream.next() * limit);
  let mutated = text;
  for (let edits = 1 + below(4); edits > 0; edits--) {
    const start = below(mutated.length);
    const end = Math.min(mutated.length, start + 1 + below(30));
    const piece = mutated.slice(start, end);
    const to = below(mutated.length);
    switch (below(6)) {
      case 0:
        mutated = mutated.slice(0, start) + mutated.slice(end);
        break;
      case 1:
        mutated = mutated.slice(0, to) + piece + mutated.slice(to);
        break;
      case 2:
        mutated = mutated.slice(0, start) + snippets[below(snippets.length)]! + mutated.slice(end);
        break;
      case 3:
        mutated = mutated.slice(0, start) + snippets[below(snippets.length)]! + mutated.slice(start);
        break;
      case 4:
        mutated = mutated.slice(0, start) + String.fromCharCode(below(0x180)) + mutated.slice(start + 1);
        break;
      default: {
        const lines = mutated.split('\n');
        const [line] = lines.splice(below(lines.length), 1);
        lines.splice(below(lines.length + 1), 0, `${' '.repeat(below(6))}${line!.trimStart()}`);
        mutated = lines.join('\n');
      }
    }
  }
  return mutated;
}

/** The schema as it is published, checked by another route than the loader's generated code. */
const followsSchema = new Ajv2020({ strict: false }).compile(
  JSON.parse(readFileSync(join(__dirname, '..', '..', 'schemas', 'pipeline.schema.json'), 'utf8')) as object,
);

function expectSound(text: string, spec: ResolvedPipeline, context: string): void {
  followsSchema(parse(text, { merge: true }));
  expect(followsSchema.errors, context).toBeNull();
  for (const target of spec.targets) {
    expect(Object.keys(spec.data), context).toContain(target.data);
    expect(Object.keys(spec.attacks), context).toContain(target.attack);
  }
}

/** Checks mutations `from` to `to`; returns how many were valid. @throws naming the one that broke a rule */
export function checkMutations(from: number, to: number): number {
  let valid = 0;
  for (let seed = from; seed < to; seed++) {
    const text = mutate(quickstart, seed);
    let loaded: LoadedSpec;
    try {
      loaded = check(text);
    } catch (cause) {
      throw new Error(`mutation ${seed} threw on:\n${text}`, { cause });
    }
    expectWellFormed(loaded, text);
    if (!loaded.ok) continue;
    expectSound(text, loaded.spec, `mutation ${seed} was accepted:\n${text}`);
    valid++;
  }
  return valid;
}
