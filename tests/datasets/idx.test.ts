import { describe, expect, it } from 'vitest';
import { DatasetError } from '../../datasets/errors';
import { decodeIdx, idxByteLength } from '../../datasets/idx';
import { idx } from './samples';

describe('decodeIdx', () => {
  it('gives the values of a file of two images', () => {
    const bytes = Buffer.from('00000803' + '00000002' + '00000001' + '00000003' + '010203fdfeff', 'hex');
    expect([...decodeIdx(bytes, [2, 1, 3], 'images')]).toEqual([1, 2, 3, 253, 254, 255]);
    expect(idxByteLength([2, 1, 3])).toBe(bytes.length);
  });

  it('gives the values of a file of labels inside a larger buffer', () => {
    const bytes = Buffer.from('ff' + '00000801' + '00000003' + '090007' + 'ff', 'hex').subarray(1, -1);
    expect([...decodeIdx(bytes, [3], 'labels')]).toEqual([9, 0, 7]);
  });

  const images = idx([2, 2, 2], Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8));
  it.each<[string, Buffer, string]>([
    ['an empty file', Buffer.alloc(0), 'images: truncated: 0 bytes, the IDX header alone has 16'],
    ['half a header', images.subarray(0, 15), 'images: truncated: 15 bytes, the IDX header alone has 16'],
    ['labels', idx([100], new Uint8Array(100)), 'images: IDX magic number is 0x00000801, expected 0x00000803'],
    [
      'gzip data',
      Buffer.alloc(20, '1f8b08000000', 'hex'),
      'images: IDX magic number is 0x1f8b0800, expected 0x00000803',
    ],
    ['another number of images', idx([3, 2, 2], new Uint8Array(12)), 'images: holds 3x2x2 values, expected 2x2x2'],
    ['images of another size', idx([2, 2, 3], new Uint8Array(12)), 'images: holds 2x2x3 values, expected 2x2x2'],
    ['missing values', images.subarray(0, 23), 'images: truncated: 23 bytes, expected 24'],
    ['bytes too many', Buffer.concat([images, Buffer.alloc(1)]), 'images: too long: 25 bytes, expected 24'],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => decodeIdx(bytes, [2, 2, 2], 'images')).toThrow(new DatasetError(message));
  });
});
