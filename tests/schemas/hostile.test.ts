import { describe, expect, it } from 'vitest';
import { check, checkMutations, expectWellFormed, quickstart } from './specMutations';

const mebibyte = 1024 * 1024;

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
  it.each([0, 1, 2, 3])('never throw, hang, pass unsound, or give a problem without a place (part %d)', (part) => {
    const valid = checkMutations(part * 250, (part + 1) * 250);
    // Neither does every mutation break a spec, nor none.
    expect(valid).toBeGreaterThan(5);
    expect(valid).toBeLessThan(125);
  });
});
