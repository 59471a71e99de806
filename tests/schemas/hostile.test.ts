import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { feasibilityInput } from '../../cli/loadSpec';
import { parseSpec, type LoadedSpec } from '../../schemas/load';
import { checkFeasibility } from '../../search/feasibility';
import { randomStream } from '../../tensor/random';

const quickstart = readFileSync(join(__dirname, '..', '..', 'pipelines', 'quickstart.yaml'), 'utf8');
const mebibyte = 1024 * 1024;

/** Alone it takes a second at most; the machine may be busy. */
const longestMs = 20_000;

function check(text: string): LoadedSpec {
  const started = performance.now();
  const loaded = parseSpec(text, 'spec.yaml', [(parts) => checkFeasibility(feasibilityInput(parts))]);
  expect(performance.now() - started).toBeLessThan(longestMs);
  return loaded;
}

function expectWellFormed(loaded: LoadedSpec, text: string): void {
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

describe('text that means harm', () => {
  const repeat = (part: string, before = '', after = ''): string =>
    before + part.repeat(Math.floor((mebibyte - before.length - after.length) / part.length)) + after;
  const entry = (i: number): string => `name-${i}-${'x'.repeat(25)}`;
  const keys = (count: number): string =>
    Array.from({ length: count }, (_, i) => `  ${entry(i)}: { type: pgd }\n`).join('');

  const texts: Record<string, string> = {
    'brackets in brackets': repeat('['),
    'braces in braces': repeat('{'),
    'lists in lists': repeat('- '),
    'complex keys in complex keys': repeat('? '),
    'mixed nesting': repeat('[?'),
    'maps in maps': Array.from({ length: 1400 }, (_, i) => `${' '.repeat(i)}a:\n`).join(''),
    'half a million quotes': repeat('"'),
    'a quoted text of line ends': repeat('\n', '"', '"'),
    escapes: repeat('\\x41', '"', '"'),
    anchors: repeat('&a '),
    'aliases of one anchor': repeat('- *a\n', '- &a 1\n'),
    'keys of the top level': Array.from({ length: 60_000 }, (_, i) => `k${i}: 1\n`).join(''),
    'the same key again and again': repeat('a: 1\n'),
    documents: repeat('---\n'),
    directives: repeat('%a\n'),
    tags: repeat('!'),
    'a long number': repeat('9', 'seed: '),
    'a long fraction': repeat('9', 'attacks: { a: { type: pgd, epsilon: 1/', ' } }'),
    'a long name': repeat('x', 'metadata: { name: ', ' }'),
    comments: repeat('#\n'),
    'an empty block': repeat(' \n', 'a: |\n'),
    'nine aliases of nine aliases': Array.from(
      { length: 60 },
      (_, i) =>
        `a${i}: &a${i} [${
          i === 0
            ? 'lol'
            : Array(9)
                .fill(`*a${i - 1}`)
                .join(', ')
        }]\n`,
    ).join(''),
    'a chain of aliases': Array.from(
      { length: 9000 },
      (_, i) => `a${i}: &a${i} [${i === 0 ? '1' : `*a${i - 1}`}]\n`,
    ).join(''),
    'thousands of attacks, and as many names that are none': `apiVersion: rcnas/v1\nattacks:\n${keys(2500)}evaluate: [${Array.from({ length: 2400 }, (_, i) => `nam-${i}-${'y'.repeat(25)}`).join(', ')}]\n`,
    'thousands of wrong data sets': `data:\n${keys(4000).replaceAll('type: pgd', 'source: 7')}`,
  };

  it.each(Object.keys(texts))('%s: checked in bounded time, without an exception', (name) => {
    const text = texts[name]!;
    expect(text.length).toBeLessThanOrEqual(mebibyte);
    const loaded = check(text);
    expect(loaded.ok).toBe(false);
    expectWellFormed(loaded, text);
  });

  it.each(['WRN-9994-999, budget: 900T', '"WRN[9x9,9x9,9x9,9x9,9x9,9x9]", budget: 1.3G', 'WRN-70-16, budget: 3.5G'])(
    'looks for a budget that binds in bounded time: %s',
    (teacher) => {
      const text = quickstart.replace(/WRN-16-2, budget: [\d.]+[kMG]/, teacher);
      expect(text).not.toBe(quickstart);
      expectWellFormed(check(text), text);
    },
  );

  it('does not change the prototype of anything', () => {
    check(`${quickstart}__proto__: { polluted: 1 }\nconstructor: { prototype: { polluted: 1 } }\n`);
    check(quickstart.replace('attacks:', 'attacks:\n  __proto__: { type: pgd, polluted: 1 }'));
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('mutations of the quickstart', () => {
  const snippets = [
    '[', ']', '{', '}', ':', ': ', ',', '"', "'", '&a ', '*a', '*inner', '!x ', '|', '>', '-', '- ', '? ', '#', '%', '@', '`', '\t', '\n', '\r',
    '---\n', '...\n', '<<: *inner', '__proto__', 'constructor', 'null', '~', 'true', '.nan', '.inf', '-1', '1e999', '0x10', '8/255', '8/0', '5G', '\u0000', '\u202e', '😀', '\ud800', 'é',
  ]; // prettier-ignore

  /** Cuts, doubles, moves or overwrites a piece, or puts in something that means something to YAML. */
  function mutate(text: string, seed: number): string {
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

  it.each([0, 1, 2, 3])('never throw, hang, or give a problem without a place (part %d)', (part) => {
    let valid = 0;
    for (let i = 0; i < 250; i++) {
      const seed = part * 250 + i;
      const text = mutate(quickstart, seed);
      let loaded: LoadedSpec;
      try {
        loaded = check(text);
      } catch (cause) {
        throw new Error(`mutation ${seed} threw on:\n${text}`, { cause });
      }
      expectWellFormed(loaded, text);
      if (loaded.ok) valid++;
    }
    // Neither does every mutation break a spec, nor none.
    expect(valid).toBeGreaterThan(5);
    expect(valid).toBeLessThan(125);
  });
});
