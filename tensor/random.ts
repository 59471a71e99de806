/**
 * Counter-based random numbers: Philox 4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy
 * as 1, 2, 3"). A number is a pure function of (seed, path, index), so results do not depend on the
 * order in which streams are used, and any element can be produced without those before it.
 */

/** What a stream is for: a purpose and indices, such as `('child', iteration, step)`. */
export type StreamPath = readonly (string | number)[];

/** Words of one Philox block. */
const BLOCK = 4;
const TWO_POW_32 = 4294967296;

const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;

/**
 * One Philox 4x32-10 block: writes the four words for (counter, key) to `out` from `offset`.
 * All words are uint32; counter word 0 is the least significant.
 */
export function philox4x32(
  counter: readonly [number, number, number, number],
  key: readonly [number, number],
  out: Uint32Array,
  offset = 0,
): void {
  philoxInto(counter[0], counter[1], counter[2], counter[3], key[0], key[1], out, offset);
}

function philoxInto(
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  k0: number,
  k1: number,
  out: Uint32Array,
  offset: number,
): void {
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(MULTIPLIER_0, c0);
    const low0 = Math.imul(MULTIPLIER_0, c0);
    const high1 = multiplyHigh(MULTIPLIER_1, c2);
    const low1 = Math.imul(MULTIPLIER_1, c2);
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1 >>> 0;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0 >>> 0;
    k0 = (k0 + WEYL_0) >>> 0;
    k1 = (k1 + WEYL_1) >>> 0;
  }
  out[offset] = c0;
  out[offset + 1] = c1;
  out[offset + 2] = c2;
  out[offset + 3] = c3;
}

/** Upper 32 bits of the 64-bit product of two uint32, by 16-bit halves: doubles hold only 53 bits. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carry = (aLow * bHigh + (middle & 0xffff)) >>> 16;
  return aHigh * bHigh + (middle >>> 16) + carry;
}

/** 128 bits of (seed, path): Philox as the compression function of a Davies-Meyer chain over its words. */
function digest(seed: number, path: StreamPath): Uint32Array {
  const state = Uint32Array.of(0x72636e61, 0x73000001, 0, 0);
  const input = new Uint32Array(BLOCK);
  const output = new Uint32Array(BLOCK);
  let filled = 0;
  const absorbBlock = (): void => {
    const [s0, s1, s2, s3] = state as unknown as [number, number, number, number];
    // Two calls, because the key holds only half of a block.
    philoxInto(s0, s1, s2, s3, input[0]!, input[1]!, output, 0);
    for (let i = 0; i < BLOCK; i++) state[i] = output[i]! ^ state[i]!;
    const [t0, t1, t2, t3] = state as unknown as [number, number, number, number];
    philoxInto(t0, t1, t2, t3, input[2]!, input[3]!, output, 0);
    for (let i = 0; i < BLOCK; i++) state[i] = output[i]! ^ state[i]!;
    input.fill(0);
    filled = 0;
  };
  const absorb = (word: number): void => {
    input[filled++] = word;
    if (filled === BLOCK) absorbBlock();
  };
  for (const element of [seed, ...path]) {
    if (typeof element === 'number') {
      if (!Number.isFinite(element))
        throw new RangeError(`random stream: seed and path must be finite, got ${element}`);
      const bits = new Uint32Array(Float64Array.of(element === 0 ? 0 : element).buffer);
      absorb(1);
      absorb(bits[0]!);
      absorb(bits[1]!);
    } else {
      // Tag and length first, so that ('ab', 'c') and ('a', 'bc') differ.
      absorb(2);
      absorb(element.length);
      for (let i = 0; i < element.length; i++) absorb(element.charCodeAt(i));
    }
  }
  absorb(3);
  absorbBlock();
  return state;
}

/**
 * A seed for a part of the work, as a non-negative integer below 2^53.
 * Equal (seed, path) give equal seeds; different ones differ but for chance.
 */
export function deriveSeed(seed: number, ...path: StreamPath): number {
  const [high, low] = digest(seed, path) as unknown as [number, number];
  return (high >>> 11) * TWO_POW_32 + low;
}

/** The stream of random numbers of (seed, path), at its beginning. Seed and numbers in the path must be finite. */
export function randomStream(seed: number, ...path: StreamPath): RandomStream {
  return new RandomStream(digest(seed, path));
}

/**
 * A sequence of 32-bit words with a position. Methods that take `n` consume the stream; methods named
 * `...At` read by index from the stream's beginning and leave the position alone.
 */
export class RandomStream {
  private position = 0;
  private readonly block = new Uint32Array(BLOCK);
  private blockIndex = -1;

  /** For `randomStream`: two words of key, two words of stream number. */
  constructor(private readonly words: Uint32Array) {}

  /** `n` numbers uniform in [low, high), on a grid of (high - low) / 2^24, rounded to float32; one word each. */
  uniform(n: number, low = 0, high = 1): Float32Array {
    const out = new Float32Array(n);
    const span = high - low;
    for (let i = 0; i < n; i++) out[i] = low + span * unitFloat32(this.word(this.position + i));
    this.position += n;
    return out;
  }

  /** Element `index` of `uniform()` at the stream's beginning. */
  uniformAt(index: number, low = 0, high = 1): number {
    return Math.fround(low + (high - low) * unitFloat32(this.word(index)));
  }

  /** `n` normal numbers by Box-Muller; words come in pairs, so an odd position is rounded up first. */
  normal(n: number, mean = 0, std = 1): Float32Array {
    const out = new Float32Array(n);
    const start = this.position + (this.position % 2);
    for (let i = 0; i < n; i += 2) {
      const radius = std * boxMullerRadius(this.word(start + i));
      const angle = boxMullerAngle(this.word(start + i + 1));
      out[i] = mean + radius * Math.cos(angle);
      if (i + 1 < n) out[i + 1] = mean + radius * Math.sin(angle);
    }
    this.position = start + n + (n % 2);
    return out;
  }

  /** Element `index` of `normal()` at the stream's beginning. */
  normalAt(index: number, mean = 0, std = 1): number {
    const even = index - (index % 2);
    const radius = std * boxMullerRadius(this.word(even));
    const angle = boxMullerAngle(this.word(even + 1));
    return Math.fround(mean + radius * (index === even ? Math.cos(angle) : Math.sin(angle)));
  }

  /** `n` integers uniform in 0..bound-1 (bias below bound / 2^53); 1 <= bound <= 2^31. */
  integers(n: number, bound: number): Int32Array {
    if (!Number.isInteger(bound) || bound < 1 || bound > 2 ** 31)
      throw new RangeError(`integers: bound must be an integer from 1 to 2^31, got ${bound}`);
    const out = new Int32Array(n);
    for (let i = 0; i < n; i++) out[i] = Math.floor(this.next() * bound);
    return out;
  }

  /** A uniformly random order of 0..n-1 (Fisher-Yates). */
  permutation(n: number): Int32Array {
    const out = Int32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = Math.floor(this.next() * (i + 1));
      const swapped = out[i]!;
      out[i] = out[j]!;
      out[j] = swapped;
    }
    return out;
  }

  /** `n` zeros and ones, each one with probability `p` in [0,1]. */
  bernoulli(n: number, p: number): Uint8Array {
    if (!(p >= 0 && p <= 1)) throw new RangeError(`bernoulli: p must be in [0,1], got ${p}`);
    const out = new Uint8Array(n);
    for (let i = 0; i < n; i++) out[i] = this.next() < p ? 1 : 0;
    return out;
  }

  /** One number uniform in [0,1) with 53 random bits. */
  next(): number {
    const high = this.word(this.position) >>> 5;
    const low = this.word(this.position + 1) >>> 6;
    this.position += 2;
    return (high * 67108864 + low) / 9007199254740992;
  }

  private word(index: number): number {
    const blockIndex = Math.floor(index / BLOCK);
    if (blockIndex !== this.blockIndex) {
      const w = this.words;
      const high = Math.floor(blockIndex / TWO_POW_32);
      philoxInto(blockIndex >>> 0, high, w[2]!, w[3]!, w[0]!, w[1]!, this.block, 0);
      this.blockIndex = blockIndex;
    }
    return this.block[index % BLOCK]!;
  }
}

/** 24 bits: every value is exact in float32, so 1 is never reached. */
function unitFloat32(word: number): number {
  return (word >>> 8) / 16777216;
}

/** The half keeps the logarithm's argument inside (0,1). */
function boxMullerRadius(word: number): number {
  return Math.sqrt(-2 * Math.log((word + 0.5) / TWO_POW_32));
}

function boxMullerAngle(word: number): number {
  return (2 * Math.PI * word) / TWO_POW_32;
}
