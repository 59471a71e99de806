import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll } from 'vitest';
import type { FashionMnistFiles, IdxFile } from '../../datasets/fashionMnist';
import type { Dataset } from '../../datasets/types';
import { randomStream } from '../../tensor/random';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A fresh folder, removed when the tests of the file have run. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'rcnas-datasets-'));
  folders.push(folder);
  return folder;
}

/** Content of an IDX file, assembled without the code under test. */
export function idx(shape: readonly number[], values: Uint8Array): Buffer {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header[2] = 8;
  header[3] = shape.length;
  shape.forEach((size, axis) => header.writeUInt32BE(size, 4 + 4 * axis));
  return Buffer.concat([header, values]);
}

export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** Equal for equal data sets; quicker than comparing hundreds of thousands of numbers one by one. */
export function fingerprint({ train, evaluation, test, ...rest }: Dataset): unknown {
  const parts = [train, evaluation, test].map(({ count, images, labels }) => {
    const hashes = [images, labels].map((values) =>
      sha256(new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
    );
    return { count, hashes, lengths: [images.length, labels.length] };
  });
  return { ...rest, parts };
}

export interface Sample {
  /** For `DatasetOptions.files`. */
  readonly files: FashionMnistFiles;
  /** Uncompressed content by file name. */
  readonly contents: ReadonlyMap<string, Buffer>;
  /** The same as gzip, by file name without ending. */
  readonly packed: ReadonlyMap<string, Buffer>;
}

/** A small Fashion-MNIST: 300 training and 60 test images of 28x28 random pixels; label i is i mod 10. */
export function sampleFashionMnist(): Sample {
  const contents = new Map<string, Buffer>();
  const add = (name: string, shape: readonly number[], values: Uint8Array): IdxFile => {
    const content = idx(shape, values);
    contents.set(name, content);
    return { name, shape, sha256: sha256(content), bytes: content.length };
  };
  const pixels = (count: number, part: string): Uint8Array =>
    Uint8Array.from(randomStream(1, 'sample', part).integers(count * 784, 256));
  const labels = (count: number): Uint8Array => Uint8Array.from({ length: count }, (_, index) => index % 10);
  const files = {
    trainImages: add('train-images-idx3-ubyte', [300, 28, 28], pixels(300, 'train')),
    trainLabels: add('train-labels-idx1-ubyte', [300], labels(300)),
    testImages: add('t10k-images-idx3-ubyte', [60, 28, 28], pixels(60, 'test')),
    testLabels: add('t10k-labels-idx1-ubyte', [60], labels(60)),
  };
  const packed = new Map([...contents].map(([name, content]) => [name, gzipSync(content, { level: 1 })]));
  return { files, contents, packed };
}

/** Writes the files into a folder, as gzip by default. */
export function writeSample(folder: string, { contents, packed }: Sample, form: 'gzip' | 'plain' = 'gzip'): void {
  const [files, ending] = form === 'plain' ? [contents, ''] : [packed, '.gz'];
  for (const [name, bytes] of files) writeFileSync(path.join(folder, `${name}${ending}`), bytes);
}
