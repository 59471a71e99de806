/**
 * 1,797 handwritten digits of 8x8 pixels, the test part of "Optical Recognition of Handwritten Digits" (Alpaydin and
 * Kaynak, 1998), which ships with the package: see `datasets/data/README.md`.
 */
import path from 'node:path';
import { DatasetError } from './errors';
import { readVerified, type DatasetFile } from './files';
import { datasetInfo } from './info';
import type { StoredDataset, StoredImages } from './split';

const count = 1797;
const maxPixel = 16;
const { image, classes, testCount } = datasetInfo('digits');
const pixelsPerImage = image.height * image.width;

export const digitsFile: DatasetFile = {
  name: 'digits.csv',
  sha256: '6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8',
  bytes: 264712,
};

/** Folder of the shipped file. */
export const digitsFolder = path.join(__dirname, 'data');

/**
 * Reads the digits; 360 of them will be split off by seed as the test set.
 *
 * @throws DatasetError when the file is missing or damaged
 */
export async function readDigits(
  folder: string = digitsFolder,
  file: DatasetFile = digitsFile,
): Promise<StoredDataset> {
  const train = await readVerified(folder, file, decodeDigits);
  return { image, classes, maxPixel, train, test: { splitOff: testCount } };
}

/**
 * One image per line: 64 pixels from 0 to 16, then the label.
 *
 * @throws DatasetError with file and line
 */
export function decodeDigits(content: Uint8Array, source: string): StoredImages {
  const lines = Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('latin1').split('\n');
  if (lines.at(-1) === '') lines.pop();
  if (lines.length !== count) throw new DatasetError(`${source}: ${lines.length} lines, expected ${count}`);
  const pixels = new Uint8Array(count * pixelsPerImage);
  const labels = new Uint8Array(count);
  lines.forEach((line, row) => {
    const place = `${source}:${row + 1}`;
    const columns = line.split(',');
    if (columns.length !== pixelsPerImage + 1) {
      throw new DatasetError(`${place}: ${columns.length} columns, expected ${pixelsPerImage + 1}`);
    }
    for (let i = 0; i < pixelsPerImage; i++) {
      pixels[row * pixelsPerImage + i] = integerUpTo(maxPixel, columns[i]!, `${place}: pixel ${i + 1}`);
    }
    labels[row] = integerUpTo(classes - 1, columns[pixelsPerImage]!, `${place}: label`);
  });
  return { count, pixels, labels };
}

function integerUpTo(most: number, text: string, what: string): number {
  if (!/^\d{1,2}$/.test(text) || Number(text) > most) {
    throw new DatasetError(`${what} must be an integer from 0 to ${most}, found ${JSON.stringify(text.slice(0, 20))}`);
  }
  return Number(text);
}
