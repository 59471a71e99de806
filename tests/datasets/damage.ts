/** Data set files with random damage, by seed, and what must hold for each of them. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect } from 'vitest';
import { digitsFolder } from '../../datasets/digits';
import { DatasetError } from '../../datasets/errors';
import { datasetDigest, loadDataset } from '../../datasets/load';
import type { DatasetConfig } from '../../datasets/types';
import { randomStream, type RandomStream } from '../../tensor/random';
import { fingerprint, sampleFashionMnist, temporaryFolder, writeSample } from './samples';

type Mutation = (bytes: Buffer, stream: RandomStream) => Buffer;
const at = (stream: RandomStream, bound: number): number => stream.integers(1, bound)[0]!;

const mutations: Record<string, Mutation> = {
  'flips a bit': (bytes, stream) => {
    bytes[at(stream, bytes.length)]! ^= 1 << at(stream, 8);
    return bytes;
  },
  'flips a bit of the beginning': (bytes, stream) => {
    bytes[at(stream, Math.min(20, bytes.length))]! ^= 1 << at(stream, 8);
    return bytes;
  },
  'cuts the end off': (bytes, stream) => bytes.subarray(0, at(stream, bytes.length)),
  'cuts the beginning off': (bytes, stream) => bytes.subarray(1 + at(stream, bytes.length)),
  'appends bytes': (bytes, stream) =>
    Buffer.concat([bytes, Buffer.from(stream.integers(1 + at(stream, 50), 256).map((value) => value & 255))]),
  'removes bytes inside': (bytes, stream) => {
    const start = at(stream, bytes.length);
    return Buffer.concat([bytes.subarray(0, start), bytes.subarray(start + 1 + at(stream, 40))]);
  },
  'doubles a piece': (bytes, stream) => {
    const start = at(stream, bytes.length);
    return Buffer.concat([bytes.subarray(0, start + 1), bytes.subarray(start)]);
  },
  'overwrites a piece with noise': (bytes, stream) => {
    const start = at(stream, bytes.length);
    return Buffer.concat([bytes.subarray(0, start), Buffer.from(stream.integers(64, 256)), bytes.subarray(start + 64)]);
  },
  'replaces a piece with letters': (bytes, stream) => bytes.fill('x', at(stream, bytes.length)),
  'empties the file': () => Buffer.alloc(0),
};

const sample = sampleFashionMnist();
const digitsPacked = new Map([['digits.csv', readFileSync(path.join(digitsFolder, 'digits.csv.gz'))]]);
const digitsCsv = gunzipSync(digitsPacked.get('digits.csv')!);
const names = Object.keys(mutations);

interface Trial {
  readonly config: DatasetConfig;
  readonly file: string;
}

/** Writes the files of a data set into a new folder, one of them mutated before or after packing. */
function prepare(round: number): Trial {
  const stream = randomStream(2024, 'mutation', round);
  const mutate = mutations[names[round % names.length]!]!;
  const folder = temporaryFolder();
  const fashion = at(stream, 2) === 1;
  const contents = fashion ? sample.contents : new Map([['digits.csv', digitsCsv]]);
  if (fashion) writeSample(folder, sample);
  const name = [...contents.keys()][at(stream, contents.size)]!;
  const original = contents.get(name)!;
  const form = ['plain', 'packed before', 'packed after'][at(stream, 3)]!;
  const [file, mutated] =
    form === 'plain'
      ? [name, mutate(Buffer.from(original), stream)]
      : [
          `${name}.gz`,
          form === 'packed before'
            ? mutate(Buffer.from((fashion ? sample.packed : digitsPacked).get(name)!), stream)
            : gzipSync(mutate(Buffer.from(original), stream), { level: 1 }),
        ];
  if (form === 'plain') rmSync(path.join(folder, `${name}.gz`), { force: true });
  writeFileSync(path.join(folder, file), mutated);
  const config = { source: fashion ? 'fashion-mnist' : 'digits', evaluation: 50, path: folder } as const;
  return { config, file: path.join(folder, file) };
}

/** Checks damage `0` to `rounds`; returns how often it was refused. */
export async function checkDamage(rounds: number): Promise<number> {
  const reference = await Promise.all([
    loadDataset({ source: 'digits', evaluation: 50 }, 1),
    (async () => {
      const folder = temporaryFolder();
      writeSample(folder, sample);
      return await loadDataset({ source: 'fashion-mnist', evaluation: 50, path: folder }, 1, { files: sample.files });
    })(),
  ]);
  const expected = reference.map(fingerprint);
  let refused = 0;
  for (let round = 0; round < rounds; round++) {
    const { config, file } = prepare(round);
    const context = `round ${round}, ${names[round % names.length]}`;
    try {
      const data = await loadDataset(config, 1, { files: sample.files });
      // Only damage to parts of gzip that carry no content, such as the file's time, may pass.
      expect(fingerprint(data), context).toEqual(expected[config.source === 'digits' ? 0 : 1]);
    } catch (error) {
      expect(error, context).toBeInstanceOf(DatasetError);
      expect((error as Error).message, context).toContain(file);
      await expect(datasetDigest(config, { files: sample.files }), context).rejects.toThrow(DatasetError);
      refused++;
    }
  }
  return refused;
}
