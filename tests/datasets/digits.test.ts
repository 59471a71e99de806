import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeDigits, digitsFile, digitsFolder, readDigits } from '../../datasets/digits';
import { DatasetError } from '../../datasets/errors';
import type { StoredImages } from '../../datasets/split';
import { sha256, temporaryFolder } from './samples';

const packed = readFileSync(path.join(digitsFolder, 'digits.csv.gz'));
const csv = gunzipSync(packed).toString('latin1');
/** The file with line `number` (from 1) changed. */
const withLine = (number: number, change: (line: string) => string): string =>
  csv.split('\n').map((line, index) => (index === number - 1 ? change(line) : line)).join('\n'); // prettier-ignore

describe('digits', () => {
  it('ship as the file that its note describes', () => {
    const note = readFileSync(path.join(digitsFolder, 'README.md'), 'utf8');
    expect(note).toContain(sha256(packed));
    expect(sha256(csv)).toBe(digitsFile.sha256);
    expect(Buffer.byteLength(csv)).toBe(digitsFile.bytes);
  });

  it('are 1,797 images with the class counts and the mean pixel that are known of them', async () => {
    const stored = await readDigits();
    const { count, pixels, labels } = stored.train;
    expect(count).toBe(1797);
    const histogram = Array.from({ length: 10 }, (_, digit) => labels.filter((label) => label === digit).length);
    expect(histogram).toEqual([178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
    // Sum of all pixels by numpy: np.loadtxt(...)[:, :64].sum().
    expect(pixels.reduce((sum, value) => sum + value, 0)).toBe(561718);
    expect(stored.test).toEqual({ splitOff: 360 });
    expect(stored.maxPixel).toBe(16);
  });

  it('begin with a 0 and end with an 8, pixel for pixel', async () => {
    const { pixels, labels } = (await readDigits()).train;
    expect([...pixels.subarray(0, 64)]).toEqual(
      [
        [0, 0, 5, 13, 9, 1, 0, 0],
        [0, 0, 13, 15, 10, 15, 5, 0],
        [0, 3, 15, 2, 0, 11, 8, 0],
        [0, 4, 12, 0, 0, 8, 8, 0],
        [0, 5, 8, 0, 0, 9, 8, 0],
        [0, 4, 11, 0, 1, 12, 7, 0],
        [0, 2, 14, 5, 10, 12, 0, 0],
        [0, 0, 6, 13, 10, 0, 0, 0],
      ].flat(),
    );
    expect([...pixels.subarray(-64, -56)]).toEqual([0, 0, 10, 14, 8, 1, 0, 0]);
    expect([labels[0], labels[1796]]).toEqual([0, 8]);
  });

  it('are read from another folder, also uncompressed', async () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'digits.csv'), csv);
    const { labels } = (await readDigits(folder)).train;
    expect([...labels]).toEqual([...(await readDigits()).train.labels]);
  });

  it.each<[string, string, string]>([
    ['a missing column', withLine(3, (line) => line.slice(2)), 'digits.csv:3: 64 columns, expected 65'],
    ['a column too many', withLine(1797, (line) => `${line},0`), 'digits.csv:1797: 66 columns, expected 65'],
    ['an empty line', withLine(2, () => ''), 'digits.csv:2: 1 columns, expected 65'],
    ['a missing line', csv.slice(csv.indexOf('\n') + 1), 'digits.csv: 1796 lines, expected 1797'],
    [
      'a pixel above 16',
      withLine(1, (line) => line.replace('0,0,5', '0,17,5')),
      'digits.csv:1: pixel 2 must be an integer from 0 to 16, found "17"',
    ],
    [
      'a negative pixel',
      withLine(1, (line) => line.replace('0,0,5', '0,0,-5')),
      'digits.csv:1: pixel 3 must be an integer from 0 to 16, found "-5"',
    ],
    [
      'a broken pixel',
      withLine(1, (line) => line.replace('0,0,5', '0,0,.5')),
      'digits.csv:1: pixel 3 must be an integer from 0 to 16, found ".5"',
    ],
    [
      'an empty pixel',
      withLine(1, (line) => line.replace('0,0,5', '0,,5')),
      'digits.csv:1: pixel 2 must be an integer from 0 to 16, found ""',
    ],
    [
      'a label that is no digit',
      withLine(9, (line) => line.replace(/\d$/, '10')),
      'digits.csv:9: label must be an integer from 0 to 9, found "10"',
    ],
    ['another kind of file', 'no csv', 'digits.csv: 1 lines, expected 1797'],
  ])('are refused with %s, naming the place', (_, content, message) => {
    expect(() => decodeDigits(Buffer.from(content), 'digits.csv')).toThrow(new DatasetError(message));
  });

  it('decode a view of a larger buffer', () => {
    const shifted = Buffer.concat([Buffer.from('xyz'), Buffer.from(csv), Buffer.from('xyz')]).subarray(3, -3);
    const stored: StoredImages = decodeDigits(shifted, 'digits.csv');
    expect(stored.labels[1]).toBe(1);
  });

  it('are refused when well-formed but changed, by their hash', async () => {
    const folder = temporaryFolder();
    const changed = withLine(1, (line) => line.replace('0,0,5', '0,0,6'));
    const file = path.join(folder, 'digits.csv.gz');
    writeFileSync(file, gzipSync(changed));
    await expect(readDigits(folder)).rejects.toThrow(
      new DatasetError(
        `${file}: SHA-256 of the uncompressed content is ${sha256(changed)}, expected ${digitsFile.sha256}`,
      ),
    );
  });

  it('are refused when missing, truncated or too long', async () => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'digits.csv.gz');
    await expect(readDigits(folder)).rejects.toThrow(
      new DatasetError(`${path.join(folder, 'digits.csv')}[.gz]: no such file`),
    );
    writeFileSync(file, packed.subarray(0, 30_000));
    await expect(readDigits(folder)).rejects.toThrow(
      new DatasetError(`${file}: damaged gzip file: unexpected end of file`),
    );
    writeFileSync(file, 'not gzip');
    await expect(readDigits(folder)).rejects.toThrow(
      new DatasetError(`${file}: damaged gzip file: incorrect header check`),
    );
    writeFileSync(file, gzipSync(Buffer.alloc(50_000_000)));
    await expect(readDigits(folder)).rejects.toThrow(
      new DatasetError(`${file}: uncompressed content is longer than the expected 264712 bytes`),
    );
  });
});
