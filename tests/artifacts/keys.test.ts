import vm from 'node:vm';
import { describe, expect, it } from 'vitest';
import { CanonicalJsonError } from '../../artifacts/errors';
import { canonicalJson, stepKey } from '../../artifacts/keys';

describe('canonicalJson', () => {
  it('does not depend on the order of fields', () => {
    const text = '{"a":[1,{"x":null,"y":true}],"b":"\\n"}';
    expect(canonicalJson({ b: '\n', a: [1, { y: true, x: null }] })).toBe(text);
    expect(canonicalJson({ a: [1, { x: null, y: true }], b: '\n' })).toBe(text);
  });

  // The examples of RFC 8785, sections 3.2.2 and 3.2.3.
  it('writes the examples of RFC 8785', () => {
    const numbers = [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001];
    expect(
      canonicalJson({ numbers, string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/', literals: [null, true, false] }),
    ).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
    const sorted = canonicalJson({
      '\u20ac': 1,
      '\r': 2,
      '\ufb33': 3,
      1: 4,
      '\ud83d\ude00': 5,
      '\u0080': 6,
      '\u00f6': 7,
    });
    expect(Object.values(JSON.parse(sorted.replace('"1":4', '"01":4')) as object)).toEqual([2, 4, 6, 7, 1, 5, 3]);
  });

  it('sorts names that look like numbers as text', () => {
    expect(canonicalJson({ 10: 0, 9: 0, b: 0 })).toBe('{"10":0,"9":0,"b":0}');
  });

  it('writes -0 as 0', () => {
    expect(canonicalJson([-0])).toBe('[0]');
  });

  it('takes the same object twice and objects of other realms', () => {
    const shared = { a: 1 };
    expect(canonicalJson([shared, shared])).toBe('[{"a":1},{"a":1}]');
    expect(canonicalJson(vm.runInNewContext('({ b: [2], a: 1 })'))).toBe('{"a":1,"b":[2]}');
  });

  const cycle: { self?: unknown } = {};
  cycle.self = { cycle };
  it.each<[string, unknown, string]>([
    ['an undefined field', { a: { b: undefined } }, '$.a.b is undefined, which JSON cannot say'],
    ['a hole in an array', [1, , 2], '$[1] is undefined, which JSON cannot say'],
    ['NaN', { lr: [0, Number.NaN] }, '$.lr[1] is NaN, which JSON cannot say'],
    ['infinity', -Infinity, '$ is -Infinity, which JSON cannot say'],
    ['a function', { f: () => 1 }, '$.f is function, which JSON cannot say'],
    ['a bigint', 1n, '$ is bigint, which JSON cannot say'],
    ['a date', { when: new Date(0) }, '$.when is a Date, only plain objects and arrays can be part of a key'],
    ['a typed array', Float32Array.of(1), '$ is a Float32Array, only plain objects and arrays can be part of a key'],
    ['a map', new Map(), '$ is a Map, only plain objects and arrays can be part of a key'],
    ['a cycle', cycle, '$.self.cycle contains itself'],
    ['half a surrogate pair', { a: '\ud83d' }, '$.a has half of a surrogate pair'],
  ])('refuses %s and says where', (_, value, message) => {
    expect(() => canonicalJson(value)).toThrow(new CanonicalJsonError(message));
  });
});

describe('stepKey', () => {
  it('is the SHA-256 of the canonical JSON of step, version and inputs', () => {
    // printf '{"inputs":{"lr":0.1,"seed":7},"step":"train-network","version":2}' | sha256sum
    // A change of this value would make every stored result unreachable.
    expect(stepKey('train-network', 2, { seed: 7, lr: 0.1 })).toBe(
      '73d44bd0959ec8003346589ceeeefec689e539656b8856ee7e070ea6ae3c7365',
    );
  });

  it('changes with the step, the version and every input', () => {
    const keys = [
      stepKey('a', 1, { seed: 1 }),
      stepKey('b', 1, { seed: 1 }),
      stepKey('a', 2, { seed: 1 }),
      stepKey('a', 1, { seed: 2 }),
      stepKey('a', 1, { seed: '1' }),
      stepKey('a', 1, { seed: [1] }),
      stepKey('a', 1, {}),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
});
