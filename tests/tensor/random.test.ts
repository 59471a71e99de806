import { describe, expect, it } from 'vitest';
import { deriveSeed, philox4x32, randomStream } from '../../tensor/random';

function moments(values: ArrayLike<number>): { mean: number; variance: number; skew: number; kurtosis: number } {
  const list = Array.from(values);
  const mean = list.reduce((a, b) => a + b, 0) / list.length;
  const central = (power: number): number => list.reduce((a, b) => a + (b - mean) ** power, 0) / list.length;
  const variance = central(2);
  return { mean, variance, skew: central(3) / variance ** 1.5, kurtosis: central(4) / variance ** 2 };
}

/** Philox 4x32-10 written anew with 64-bit integers. */
function philoxBigInt(counter: bigint[], key: bigint[]): bigint[] {
  const mask = 0xffffffffn;
  let [c0, c1, c2, c3] = counter as [bigint, bigint, bigint, bigint];
  let [k0, k1] = key as [bigint, bigint];
  for (let round = 0; round < 10; round++) {
    const p0 = 0xd2511f53n * c0;
    const p1 = 0xcd9e8d57n * c2;
    [c0, c1, c2, c3] = [(p1 >> 32n) ^ c1 ^ k0, p1 & mask, (p0 >> 32n) ^ c3 ^ k1, p0 & mask];
    k0 = (k0 + 0x9e3779b9n) & mask;
    k1 = (k1 + 0xbb67ae85n) & mask;
  }
  return [c0, c1, c2, c3];
}

describe('philox4x32', () => {
  // Known-answer vectors published with the Random123 library.
  it.each([
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ] as [[number, number, number, number], [number, number], number[]][])(
    'gives the published words for counter %j and key %j',
    (counter, key, expected) => {
      const out = new Uint32Array(4);
      philox4x32(counter, key, out);
      expect(Array.from(out)).toEqual(expected);
    },
  );

  it('agrees with 64-bit integer arithmetic on many counters and keys', () => {
    const words = randomStream(3, 'words').integers(6 * 500, 2 ** 31);
    const out = new Uint32Array(4);
    for (let i = 0; i < words.length; i += 6) {
      const [a, b, c, d, e, f] = Array.from(words.subarray(i, i + 6), (word) => (word * 2 + (word % 2)) >>> 0) as [
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      philox4x32([a, b, c, d], [e, f], out);
      expect(Array.from(out, BigInt)).toEqual(philoxBigInt([a, b, c, d].map(BigInt), [e, f].map(BigInt)));
    }
  });
});

describe('randomStream', () => {
  it('is decided by seed and path alone, not by the order of use', () => {
    const first = randomStream(1, 'noise', 0);
    const second = randomStream(1, 'noise', 1);
    const interleaved = [first.uniform(3), second.uniform(3), first.uniform(3), second.uniform(3)];
    const again = randomStream(1, 'noise', 1).uniform(6);
    expect([...interleaved[1]!, ...interleaved[3]!]).toEqual([...again]);
    expect([...interleaved[0]!, ...interleaved[2]!]).toEqual([...randomStream(1, 'noise', 0).uniform(6)]);
  });

  it('differs for different seeds and paths, also where the paths concatenate to the same text', () => {
    const paths: [number, ...(string | number)[]][] = [
      [1],
      [2],
      [1, 'a'],
      [1, 'a', 'b'],
      [1, 'ab'],
      [1, 'a', 0],
      [1, 'a', 1],
      [1, 'a', '1'],
      [1, 'a', 0, 0],
      [1, 'a', 0.5],
      [-1],
      [2 ** 40],
      [1, ''],
      [1, '', ''],
    ];
    const starts = paths.map(([seed, ...path]) => randomStream(seed, ...path).next());
    expect(new Set(starts).size).toBe(paths.length);
    expect(new Set(paths.map(([seed, ...path]) => deriveSeed(seed, ...path))).size).toBe(paths.length);
  });

  it('rejects a seed that is not finite', () => {
    expect(() => randomStream(NaN)).toThrow('random stream: seed and path must be finite, got NaN');
  });

  it('gives any element without those before it', () => {
    const uniform = randomStream(5, 'u').uniform(101, -2, 3);
    const normal = randomStream(5, 'u').normal(101, 1, 2);
    const stream = randomStream(5, 'u');
    for (const i of [100, 0, 57, 3, 4]) {
      expect(stream.uniformAt(i, -2, 3)).toBe(uniform[i]);
      expect(stream.normalAt(i, 1, 2)).toBe(normal[i]);
    }
    expect(stream.uniform(1, -2, 3)[0]).toBe(uniform[0]);
  });

  it('gives uniform numbers in [0,1) with the moments of the uniform distribution', () => {
    const values = randomStream(7, 'uniform').uniform(200_000);
    expect(Math.min(...values.slice(0, 50_000))).toBeGreaterThanOrEqual(0);
    expect(values.every((v) => v < 1)).toBe(true);
    const m = moments(values);
    expect(Math.abs(m.mean - 0.5)).toBeLessThan(0.003);
    expect(Math.abs(m.variance - 1 / 12)).toBeLessThan(0.001);
    const bins = new Array<number>(64).fill(0);
    for (const v of values) bins[Math.floor(v * 64)]!++;
    const expected = values.length / 64;
    // 63 degrees of freedom: mean 63, standard deviation 11.
    expect(bins.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)).toBeLessThan(110);
  });

  it('gives normal numbers with the moments of the normal distribution', () => {
    const m = moments(randomStream(7, 'normal').normal(200_000, 3, 2));
    expect(Math.abs(m.mean - 3)).toBeLessThan(0.02);
    expect(Math.abs(m.variance - 4)).toBeLessThan(0.06);
    expect(Math.abs(m.skew)).toBeLessThan(0.03);
    expect(Math.abs(m.kurtosis - 3)).toBeLessThan(0.06);
  });

  it('has no correlation between neighbours and between streams', () => {
    const n = 100_000;
    const a = randomStream(1, 'stream', 0).normal(n);
    const b = randomStream(1, 'stream', 1).normal(n);
    const correlation = (x: (i: number) => number, y: (i: number) => number): number => {
      let sum = 0;
      for (let i = 0; i < n - 2; i++) sum += x(i) * y(i);
      return sum / n;
    };
    // Standard error 1/sqrt(n) = 0.003.
    expect(
      Math.abs(
        correlation(
          (i) => a[i]!,
          (i) => b[i]!,
        ),
      ),
    ).toBeLessThan(0.013);
    expect(
      Math.abs(
        correlation(
          (i) => a[i]!,
          (i) => a[i + 1]!,
        ),
      ),
    ).toBeLessThan(0.013);
    expect(
      Math.abs(
        correlation(
          (i) => a[i]!,
          (i) => a[i + 2]!,
        ),
      ),
    ).toBeLessThan(0.013);
  });

  it('gives integers that hit each value equally often', () => {
    const counts = new Array<number>(10).fill(0);
    for (const value of randomStream(7, 'integers').integers(100_000, 10)) counts[value]!++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
    expect(() => randomStream(7).integers(1, 0)).toThrow('integers: bound must be an integer from 1 to 2^31, got 0');
  });

  it('gives permutations, each of the six orders of three equally often', () => {
    const stream = randomStream(7, 'permutation');
    const counts = new Map<string, number>();
    for (let i = 0; i < 12_000; i++) {
      const order = stream.permutation(3).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(['012', '021', '102', '120', '201', '210']);
    for (const count of counts.values()) expect(Math.abs(count - 2000)).toBeLessThan(200);
    expect(Array.from(stream.permutation(1000)).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 1000 }, (_, i) => i),
    );
  });

  it('gives ones with the asked probability', () => {
    const ones = (p: number): number =>
      randomStream(7, 'coin')
        .bernoulli(50_000, p)
        .reduce((a, b) => a + b, 0);
    expect(ones(0)).toBe(0);
    expect(ones(1)).toBe(50_000);
    expect(Math.abs(ones(0.3) - 15_000)).toBeLessThan(450);
    expect(() => randomStream(7).bernoulli(1, 1.5)).toThrow('bernoulli: p must be in [0,1], got 1.5');
  });

  it('keeps its numbers for ever: stored results depend on them', () => {
    expect(deriveSeed(7, 'child', 2, 1)).toMatchInlineSnapshot(`3283268012269095`);
    expect(Array.from(randomStream(7, 'child').integers(4, 1000))).toMatchInlineSnapshot(`
      [
        751,
        857,
        344,
        424,
      ]
    `);
    expect(Array.from(randomStream(7, 'child').normal(3))).toMatchInlineSnapshot(`
      [
        0.0646512508392334,
        0.752544105052948,
        -0.5543175935745239,
      ]
    `);
  });
});

describe('deriveSeed', () => {
  it('gives safe non-negative integers spread over all 53 bits', () => {
    const seeds = Array.from({ length: 2000 }, (_, i) => deriveSeed(1, 'x', i));
    expect(seeds.every((s) => Number.isSafeInteger(s) && s >= 0)).toBe(true);
    expect(new Set(seeds).size).toBe(2000);
    const m = moments(seeds.map((s) => s / 2 ** 53));
    expect(Math.abs(m.mean - 0.5)).toBeLessThan(0.03);
    expect(Math.abs(m.variance - 1 / 12)).toBeLessThan(0.008);
  });
});
