/**
 * Named tensors as one file in the safetensors format (https://github.com/huggingface/safetensors):
 * eight bytes with the length of the header, a JSON header, the values. Types F32, I32 and U8.
 */
import type { StateValues, VariableValue } from '../tensor/types';
import { SafetensorsError } from './errors';

/** Row-major values with their shape; the array's type decides the stored type. */
export interface SafetensorsValue {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array | Uint8Array;
}

type StoredType = 'F32' | 'I32' | 'U8';

interface HeaderEntry {
  readonly name: string;
  readonly dtype: StoredType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

const bytesPerElement: Readonly<Record<StoredType, number>> = { F32: 4, I32: 4, U8: 1 };
const lengthBytes = 8;
const metadataKey = '__metadata__';
/** The format's own limit, so that a damaged length cannot ask for gigabytes. */
const maxHeaderBytes = 100_000_000;

/**
 * Bytes of a safetensors file. Tensors keep the map's order, in the header and in the data, and metadata is sorted by
 * key: the same values give the same bytes.
 *
 * @throws SafetensorsError when a shape does not fit its data or a name is reserved.
 */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, SafetensorsValue>,
  metadata: Readonly<Record<string, string>> = {},
): Buffer {
  // The header is joined by hand: a JavaScript object would move names such as "0" to the front.
  const fields: string[] = [];
  const metadataNames = Object.keys(metadata).sort();
  if (metadataNames.length > 0) {
    const pairs = metadataNames.map((key) => `${JSON.stringify(key)}:${JSON.stringify(metadata[key])}`);
    fields.push(`${JSON.stringify(metadataKey)}:{${pairs.join(',')}}`);
  }
  const chunks: Buffer[] = [];
  let offset = 0;
  for (const [name, { shape, data }] of tensors) {
    if (name === metadataKey) throw new SafetensorsError(`'${name}' is reserved and cannot name a tensor`);
    const elements = elementCount(name, shape);
    if (elements !== data.length) {
      throw new SafetensorsError(
        `tensor '${name}' of shape [${shape.join(',')}] needs ${elements} values, got ${data.length}`,
      );
    }
    const end = offset + data.byteLength;
    fields.push(
      `${JSON.stringify(name)}:{"dtype":"${storedType(data)}","shape":[${shape.join(',')}],"data_offsets":[${offset},${end}]}`,
    );
    chunks.push(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
    offset = end;
  }
  const json = Buffer.from(`{${fields.join(',')}}`, 'utf8');
  // Padded with spaces so that the data start at a multiple of eight, as the reference implementation writes it.
  const padded = Math.ceil(json.length / 8) * 8;
  if (padded > maxHeaderBytes) throw new SafetensorsError(`header of ${padded} bytes exceeds ${maxHeaderBytes}`);
  const start = Buffer.alloc(lengthBytes + padded, ' ');
  start.writeBigUInt64LE(BigInt(padded), 0);
  json.copy(start, lengthBytes);
  return Buffer.concat([start, ...chunks]);
}

/**
 * Reads a safetensors file that holds F32 tensors only, such as weights; in the order in which they are stored.
 *
 * @throws SafetensorsError when the bytes break the format or a tensor is not F32.
 */
export function decodeSafetensors(bytes: Uint8Array): { tensors: StateValues; metadata: Record<string, string> } {
  const { tensors, metadata } = decodeTypedSafetensors(bytes);
  const values = new Map<string, VariableValue>();
  for (const [name, { shape, data }] of tensors) {
    if (!(data instanceof Float32Array)) {
      throw new SafetensorsError(`tensor '${name}' has type ${storedType(data)}, expected F32`);
    }
    values.set(name, { shape, data });
  }
  return { tensors: values, metadata };
}

/**
 * Reads a safetensors file with F32, I32 and U8 tensors. The returned arrays are copies.
 *
 * @throws SafetensorsError when the bytes break the format: every byte of the data must belong to exactly one tensor.
 */
export function decodeTypedSafetensors(bytes: Uint8Array): {
  tensors: ReadonlyMap<string, SafetensorsValue>;
  metadata: Record<string, string>;
} {
  const { header, dataStart } = readHeader(bytes);
  const metadata = parseMetadata(header[metadataKey]);
  const entries = Object.entries(header)
    .filter(([name]) => name !== metadataKey)
    .map(([name, value]) => parseEntry(name, value))
    .sort((a, b) => a.begin - b.begin || a.end - b.end);
  const dataBytes = bytes.length - dataStart;
  const tensors = new Map<string, SafetensorsValue>();
  let expected = 0;
  for (const entry of entries) {
    if (entry.begin !== expected) {
      throw new SafetensorsError(
        `tensor '${entry.name}' starts at byte ${entry.begin} of the data, not at ${expected}`,
      );
    }
    if (entry.end > dataBytes) {
      throw new SafetensorsError(
        `tensor '${entry.name}' ends at byte ${entry.end} of the data, which has ${dataBytes} bytes: the file is cut short`,
      );
    }
    tensors.set(entry.name, {
      shape: entry.shape,
      data: copyValues(entry.dtype, bytes, dataStart + entry.begin, dataStart + entry.end),
    });
    expected = entry.end;
  }
  if (expected !== dataBytes) {
    throw new SafetensorsError(`${dataBytes - expected} bytes after the last tensor`);
  }
  return { tensors, metadata };
}

function readHeader(bytes: Uint8Array): { header: Record<string, unknown>; dataStart: number } {
  if (bytes.length < lengthBytes) {
    throw new SafetensorsError(`${bytes.length} bytes are too few for a safetensors file`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = view.getBigUint64(0, true);
  if (headerBytes > BigInt(Math.min(bytes.length - lengthBytes, maxHeaderBytes))) {
    throw new SafetensorsError(`header of ${headerBytes} bytes in a file of ${bytes.length} bytes`);
  }
  const dataStart = lengthBytes + Number(headerBytes);
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(lengthBytes, dataStart)));
  } catch (cause) {
    throw new SafetensorsError('the header is not JSON', { cause });
  }
  if (!isRecord(header)) throw new SafetensorsError('the header is not a JSON object');
  return { header, dataStart };
}

function parseMetadata(value: unknown): Record<string, string> {
  if (value === undefined) return {};
  if (!isRecord(value) || Object.values(value).some((text) => typeof text !== 'string')) {
    throw new SafetensorsError(`${metadataKey} must map names to strings`);
  }
  return value as Record<string, string>;
}

function parseEntry(name: string, value: unknown): HeaderEntry {
  if (!isRecord(value)) throw new SafetensorsError(`entry of tensor '${name}' is not an object`);
  const { dtype, shape, data_offsets: offsets } = value;
  if (dtype !== 'F32' && dtype !== 'I32' && dtype !== 'U8') {
    throw new SafetensorsError(`tensor '${name}' has type ${JSON.stringify(dtype)}, expected F32, I32 or U8`);
  }
  if (!isNaturalArray(shape)) throw new SafetensorsError(`tensor '${name}' has shape ${JSON.stringify(shape)}`);
  if (!isNaturalArray(offsets) || offsets.length !== 2) {
    throw new SafetensorsError(`tensor '${name}' has data_offsets ${JSON.stringify(offsets)}`);
  }
  const [begin, end] = offsets as [number, number];
  const size = elementCount(name, shape) * bytesPerElement[dtype];
  if (end - begin !== size) {
    throw new SafetensorsError(
      `tensor '${name}' of shape [${shape.join(',')}] and type ${dtype} needs ${size} bytes, data_offsets give ${end - begin}`,
    );
  }
  return { name, dtype, shape, begin, end };
}

function copyValues(dtype: StoredType, bytes: Uint8Array, begin: number, end: number): SafetensorsValue['data'] {
  // A copy starts at offset 0 of its own buffer: typed arrays cannot view unaligned bytes.
  const copy = new Uint8Array(end - begin);
  copy.set(bytes.subarray(begin, end));
  if (dtype === 'F32') return new Float32Array(copy.buffer);
  if (dtype === 'I32') return new Int32Array(copy.buffer);
  return copy;
}

function elementCount(name: string, shape: readonly number[]): number {
  if (!isNaturalArray(shape)) {
    throw new SafetensorsError(`tensor '${name}' has shape [${shape.join(',')}], sizes must be integers >= 0`);
  }
  const count = shape.reduce((product, size) => product * size, 1);
  if (!Number.isSafeInteger(count))
    throw new SafetensorsError(`tensor '${name}' of shape [${shape.join(',')}] is too big`);
  return count;
}

function storedType(data: SafetensorsValue['data']): StoredType {
  if (data instanceof Float32Array) return 'F32';
  return data instanceof Int32Array ? 'I32' : 'U8';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNaturalArray(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && (item as number) >= 0);
}
