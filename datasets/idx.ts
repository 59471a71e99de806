/** The IDX format of the MNIST family: a magic number, the sizes as big-endian 32-bit integers, the values. */
import { DatasetError } from './errors';

/** Code of unsigned bytes, the only value type these data sets use. */
const unsignedByte = 0x08;

/** Bytes of an IDX file of unsigned bytes with these sizes. */
export function idxByteLength(shape: readonly number[]): number {
  return 4 + 4 * shape.length + shape.reduce((product, size) => product * size, 1);
}

/**
 * Values of an IDX file of unsigned bytes; a view of `bytes`, row-major.
 *
 * @param shape - sizes that the file must have
 * @param file - named in errors
 * @throws DatasetError when magic number, sizes or length differ
 */
export function decodeIdx(bytes: Uint8Array, shape: readonly number[], file: string): Uint8Array {
  const headerBytes = 4 + 4 * shape.length;
  if (bytes.length < headerBytes) {
    throw new DatasetError(`${file}: truncated: ${bytes.length} bytes, the IDX header alone has ${headerBytes}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = view.getUint32(0);
  const expectedMagic = (unsignedByte << 8) | shape.length;
  if (magic !== expectedMagic) {
    throw new DatasetError(`${file}: IDX magic number is ${hex(magic)}, expected ${hex(expectedMagic)}`);
  }
  const found = shape.map((_, axis) => view.getUint32(4 + 4 * axis));
  if (found.some((size, axis) => size !== shape[axis])) {
    throw new DatasetError(`${file}: holds ${found.join('x')} values, expected ${shape.join('x')}`);
  }
  const expectedBytes = idxByteLength(shape);
  if (bytes.length !== expectedBytes) {
    const problem = bytes.length < expectedBytes ? 'truncated' : 'too long';
    throw new DatasetError(`${file}: ${problem}: ${bytes.length} bytes, expected ${expectedBytes}`);
  }
  return bytes.subarray(headerBytes);
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`;
}
