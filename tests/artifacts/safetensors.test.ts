import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { SafetensorsError } from '../../artifacts/errors';
import {
  decodeSafetensors,
  decodeTypedSafetensors,
  encodeSafetensors,
  type SafetensorsValue,
} from '../../artifacts/safetensors';
import { randomStream } from '../../tensor/random';

/** Assembles a file from its parts, without the code under test. */
function file(header: string, data: number[] = []): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(Buffer.byteLength(header)));
  return Buffer.concat([length, Buffer.from(header), Buffer.from(data)]);
}

const entry = (fields: string): string => `{"a":{${fields}}}`;

describe('safetensors', () => {
  it('encodes to the bytes that the format prescribes', () => {
    const bytes = encodeSafetensors(
      new Map<string, SafetensorsValue>([
        ['b', { shape: [2], data: Float32Array.of(1, -2) }],
        ['0', { shape: [1, 3], data: Uint8Array.of(7, 8, 255) }],
        ['a', { shape: [], data: Int32Array.of(-2) }],
      ]),
      { z: 'last', 'a"': 'first' },
    );
    const header =
      '{"__metadata__":{"a\\"":"first","z":"last"},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},' +
      '"0":{"dtype":"U8","shape":[1,3],"data_offsets":[8,11]},"a":{"dtype":"I32","shape":[],"data_offsets":[11,15]}}';
    const padded = header.padEnd(Math.ceil(header.length / 8) * 8);
    const data = [0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 7, 8, 255, 0xfe, 0xff, 0xff, 0xff];
    expect(bytes.toString('hex')).toBe(file(padded, data).toString('hex'));
  });

  it('gives back names, order, shapes and bits, also those of NaN, -0 and subnormal numbers', () => {
    const special = new Float32Array(
      Uint32Array.of(0x7fc00001, 0x80000000, 1, 0xff800000, 0x3f800000, 0x7f7fffff).buffer,
    );
    const values = new Map([
      ['z/kernel', { shape: [3, 1, 2], data: special }],
      ['10', { shape: [0, 4], data: new Float32Array(0) }],
      ['2', { shape: [], data: Float32Array.of(0.1) }],
      ['grüße 😀 "quoted"\n', { shape: [5], data: randomStream(1, 'values').uniform(5) }],
    ]);
    const { tensors, metadata } = decodeSafetensors(encodeSafetensors(values, { seed: '7' }));
    expect([...tensors.keys()]).toEqual([...values.keys()]);
    for (const [name, { shape, data }] of values) {
      const found = tensors.get(name)!;
      expect(found.shape).toEqual(shape);
      expect(Buffer.from(found.data.buffer).toString('hex')).toBe(
        Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('hex'),
      );
    }
    expect(metadata).toEqual({ seed: '7' });
  });

  it('encodes equal values to equal bytes and keeps the order of declaration', () => {
    const a = { shape: [1], data: Float32Array.of(1) };
    const b = { shape: [1], data: Float32Array.of(2) };
    const bytes = encodeSafetensors(
      new Map([
        ['a', a],
        ['b', b],
      ]),
      { x: '1', y: '2' },
    );
    expect(
      encodeSafetensors(
        new Map([
          ['a', a],
          ['b', b],
        ]),
        { y: '2', x: '1' },
      ).equals(bytes),
    ).toBe(true);
    expect(
      encodeSafetensors(
        new Map([
          ['b', b],
          ['a', a],
        ]),
        { x: '1', y: '2' },
      ).equals(bytes),
    ).toBe(false);
  });

  it('encodes a view of a larger array without its surroundings', () => {
    const data = Float32Array.of(9, 1, 2, 9).subarray(1, 3);
    const { tensors } = decodeSafetensors(encodeSafetensors(new Map([['a', { shape: [2], data }]])));
    expect([...tensors.get('a')!.data]).toEqual([1, 2]);
  });

  it('decodes bytes at any offset of a buffer into arrays of their own', () => {
    const bytes = encodeSafetensors(new Map([['a', { shape: [2], data: Float32Array.of(3, 4) }]]));
    const shifted = Buffer.concat([Buffer.of(1, 2, 3), bytes]).subarray(3);
    const { data } = decodeSafetensors(shifted).tensors.get('a')!;
    shifted.fill(0);
    expect([...data]).toEqual([3, 4]);
  });

  it('round-trips no tensors at all', () => {
    expect(decodeSafetensors(encodeSafetensors(new Map()))).toEqual({ tensors: new Map(), metadata: {} });
  });

  // Written by the Python package safetensors 0.8.0 (safetensors.numpy.save).
  it('reads a file of the reference implementation', () => {
    const bytes = readFileSync(path.join(__dirname, 'fixtures', 'reference.safetensors'));
    const { tensors, metadata } = decodeTypedSafetensors(bytes);
    expect(metadata).toEqual({ 'made by': 'safetensors', ü: 'ß' });
    expect(Object.fromEntries(tensors)).toEqual({
      'conv.weight': { shape: [2, 1, 3], data: Float32Array.of(-1, -0.75, -0.5, -0.25, 0, 0.25) },
      empty: { shape: [0, 3], data: new Float32Array(0) },
      scale: { shape: [], data: Float32Array.of(0.5) },
      labels: { shape: [2], data: Int32Array.of(3, -7) },
      mask: { shape: [1, 3], data: Uint8Array.of(1, 0, 255) },
    });
    expect(encodeSafetensors(tensors, metadata).equals(bytes)).toBe(true);
  });

  // Bytes of this hash were read by the Python package safetensors 0.8.0, which gave the same values back.
  it('writes bytes that the reference implementation reads', () => {
    const bytes = encodeSafetensors(
      new Map<string, SafetensorsValue>([
        ['stage1.block1.conv1.kernel', { shape: [2, 3], data: Float32Array.of(0, 1, 2, 3, 4, 5.5) }],
        ['adversarial', { shape: [1, 2, 2, 1], data: Float32Array.of(0.25, 0.5, 0.75, 1) }],
        ['labels', { shape: [2], data: Int32Array.of(9, -1) }],
        ['success', { shape: [2], data: Uint8Array.of(1, 0) }],
      ]),
      { network: 'WRN-16-2' },
    );
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(
      'b3d75403f788d351a889937b000196ca84582bd914964d6271c5e8902af8e1dd',
    );
  });

  it.each<[string, string, Map<string, SafetensorsValue>]>([
    [
      'too few values',
      "tensor 'a' of shape [2,2] needs 4 values, got 3",
      new Map([['a', { shape: [2, 2], data: new Float32Array(3) }]]),
    ],
    [
      'a negative size',
      "tensor 'a' has shape [-1], sizes must be integers >= 0",
      new Map([['a', { shape: [-1], data: new Float32Array(1) }]]),
    ],
    [
      'a broken size',
      "tensor 'a' has shape [1.5], sizes must be integers >= 0",
      new Map([['a', { shape: [1.5], data: new Float32Array(1) }]]),
    ],
    [
      'the reserved name',
      "'__metadata__' is reserved and cannot name a tensor",
      new Map([['__metadata__', { shape: [], data: new Float32Array(1) }]]),
    ],
  ])('refuses to encode %s', (_, message, tensors) => {
    expect(() => encodeSafetensors(tensors)).toThrow(new SafetensorsError(message));
  });

  it.each([
    ['nothing', Buffer.alloc(0), '0 bytes are too few for a safetensors file'],
    [
      'a header longer than the file',
      Buffer.concat([file('{}').subarray(0, 8), Buffer.from('{')]),
      'header of 2 bytes in a file of 9 bytes',
    ],
    ['a huge header length', Buffer.alloc(100, 255), 'header of 18446744073709551615 bytes in a file of 100 bytes'],
    ['a header that is not JSON', file('{"a":'), 'the header is not JSON'],
    [
      'a header that is not UTF-8',
      Buffer.concat([file('""').subarray(0, 8), Buffer.of(0x22, 0xff)]),
      'the header is not JSON',
    ],
    ['a list as header', file('[]'), 'the header is not a JSON object'],
    ['metadata that are not strings', file('{"__metadata__":{"a":1}}'), '__metadata__ must map names to strings'],
    ['an entry that is no object', file('{"a":3}'), "entry of tensor 'a' is not an object"],
    [
      'another type',
      file(entry('"dtype":"BF16","shape":[],"data_offsets":[0,2]'), [0, 0]),
      `tensor 'a' has type "BF16", expected F32, I32 or U8`,
    ],
    [
      'no type',
      file(entry('"shape":[],"data_offsets":[0,2]'), [0, 0]),
      "tensor 'a' has type undefined, expected F32, I32 or U8",
    ],
    [
      'a negative size',
      file(entry('"dtype":"U8","shape":[-1],"data_offsets":[0,1]'), [0]),
      "tensor 'a' has shape [-1]",
    ],
    [
      'an overflowing shape',
      file(entry('"dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,1]'), [0]),
      "tensor 'a' of shape [4294967296,4294967296] is too big",
    ],
    ['one offset', file(entry('"dtype":"U8","shape":[1],"data_offsets":[0]'), [0]), "tensor 'a' has data_offsets [0]"],
    [
      'offsets that do not fit the shape',
      file(entry('"dtype":"F32","shape":[2],"data_offsets":[0,4]'), [0, 0, 0, 0]),
      "tensor 'a' of shape [2] and type F32 needs 8 bytes, data_offsets give 4",
    ],
    [
      'a gap before a tensor',
      file(entry('"dtype":"U8","shape":[1],"data_offsets":[1,2]'), [0, 0]),
      "tensor 'a' starts at byte 1 of the data, not at 0",
    ],
    [
      'overlapping tensors',
      file(
        '{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}',
        [0, 0, 0],
      ),
      "tensor 'b' starts at byte 1 of the data, not at 2",
    ],
    [
      'truncated data',
      file(entry('"dtype":"U8","shape":[4],"data_offsets":[0,4]'), [0, 0, 0]),
      "tensor 'a' ends at byte 4 of the data, which has 3 bytes: the file is cut short",
    ],
    [
      'bytes after the last tensor',
      file(entry('"dtype":"U8","shape":[1],"data_offsets":[0,1]'), [0, 0]),
      '1 bytes after the last tensor',
    ],
  ])('refuses to decode %s', (_, bytes, message) => {
    expect(() => decodeTypedSafetensors(bytes)).toThrow(new SafetensorsError(message));
  });

  it('refuses integers where weights are expected', () => {
    const bytes = encodeSafetensors(new Map([['labels', { shape: [1], data: Int32Array.of(1) }]]));
    expect(() => decodeSafetensors(bytes)).toThrow(new SafetensorsError("tensor 'labels' has type I32, expected F32"));
  });

  it('answers any damage with a SafetensorsError or with values of the declared shapes', () => {
    const original = encodeSafetensors(
      new Map([
        ['a', { shape: [2, 2], data: randomStream(3, 'a').uniform(4) }],
        ['b', { shape: [3], data: randomStream(3, 'b').uniform(3) }],
      ]),
      { note: 'x' },
    );
    let refused = 0;
    for (let round = 0; round < 400; round++) {
      const stream = randomStream(11, 'damage', round);
      let bytes: Buffer = Buffer.from(original);
      if (round % 4 === 0) bytes = bytes.subarray(0, stream.integers(1, bytes.length)[0]!);
      else
        for (const position of stream.integers(1 + (round % 3), bytes.length))
          bytes[position] = stream.integers(1, 256)[0]!;
      try {
        for (const { shape, data } of decodeTypedSafetensors(bytes).tensors.values()) {
          expect(data.length).toBe(shape.reduce((product, size) => product * size, 1));
        }
      } catch (error) {
        expect(error).toBeInstanceOf(SafetensorsError);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(200);
  });
});
