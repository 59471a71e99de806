import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { DatasetError } from '../../datasets/errors';
import { fashionMnistFolder, readFashionMnist } from '../../datasets/fashionMnist';
import { datasetDigest, loadDataset, type DatasetOptions } from '../../datasets/load';
import { fingerprint, idx, sampleFashionMnist, sha256, temporaryFolder, writeSample } from './samples';

const systemFolder = '/usr/share/datasets/fashion-mnist';
const installed = existsSync(path.join(systemFolder, 'train-images-idx3-ubyte.gz'));
const sample = sampleFashionMnist();
const config = { source: 'fashion-mnist', evaluation: 50 } as const;

describe.runIf(installed)('Fashion-MNIST as Debian installs it', () => {
  const histogram = (labels: Uint8Array): number[] => {
    const counts = new Array<number>(10).fill(0);
    for (const label of labels) counts[label]!++;
    return counts;
  };
  const sum = (values: ArrayLike<number>, scale = 1): number => {
    let total = 0;
    for (let i = 0; i < values.length; i++) total += Math.round(values[i]! * scale);
    return total;
  };

  it('has the images and labels that are known of it', async () => {
    const { train, test, maxPixel } = await readFashionMnist(systemFolder);
    if ('splitOff' in test) throw new Error('the official test set is missing');
    expect([train.count, test.count, maxPixel]).toEqual([60_000, 10_000, 255]);
    expect(histogram(train.labels)).toEqual(new Array(10).fill(6000));
    expect(histogram(test.labels)).toEqual(new Array(10).fill(1000));
    expect([...train.labels.subarray(0, 10)]).toEqual([9, 0, 0, 3, 0, 2, 7, 2, 5, 5]);
    expect([...test.labels.subarray(0, 10)]).toEqual([9, 2, 1, 1, 6, 1, 4, 6, 5, 7]);
    // By numpy; the mean that is in use for normalising is 0.2860.
    expect([sum(train.pixels), sum(test.pixels)]).toEqual([3_431_114_169, 573_469_082]);
    expect(sum(train.pixels) / train.pixels.length / 255).toBeCloseTo(0.286, 4);
    expect([...train.pixels.subarray(14 * 28, 15 * 28)]).toEqual([
      0, 0, 1, 4, 6, 7, 2, 0, 0, 0, 0, 0, 237, 226, 217, 223, 222, 219, 222, 221, 216, 223, 229, 215, 218, 255, 77, 0,
    ]);
    expect([...test.pixels.subarray(9999 * 784 + 20 * 28, 9999 * 784 + 21 * 28)]).toEqual([
      12, 56, 42, 35, 16, 31, 58, 50, 53, 54, 57, 60, 64, 57, 38, 26, 16, 17, 8, 24, 23, 35, 31, 13, 24, 45, 58, 28,
    ]);
  });

  it('loads split into parts that together are the whole', async () => {
    const data = await loadDataset({ source: 'fashion-mnist', evaluation: 1000 }, 7);
    expect([data.train.count, data.evaluation.count, data.test.count]).toEqual([59_000, 1000, 10_000]);
    expect(sum(data.train.images, 255) + sum(data.evaluation.images, 255)).toBe(3_431_114_169);
    expect(sum(data.test.images, 255)).toBe(573_469_082);
  });
});

describe('the search for Fashion-MNIST', () => {
  let data: string;
  let system: string;
  let cache: string;
  let options: DatasetOptions;

  beforeEach(() => {
    [data, system, cache] = [0, 0, 0].map(temporaryFolder) as [string, string, string];
    for (const folder of [path.join(data, 'fashion-mnist'), path.join(cache, 'rcnas', 'fashion-mnist')]) {
      mkdirSync(folder, { recursive: true });
    }
    options = {
      env: { RCNAS_DATA_DIR: data, XDG_CACHE_HOME: cache },
      systemFolder: system,
      downloadUrl: null,
      files: sample.files,
    };
  });

  it('prefers the data folder, then the folder of the system, then the cache', async () => {
    const places = [path.join(data, 'fashion-mnist'), system, path.join(cache, 'rcnas', 'fashion-mnist')];
    for (const folder of places) writeSample(folder, sample);
    for (const folder of places) {
      expect(await fashionMnistFolder(undefined, options)).toBe(folder);
      rmSync(path.join(folder, 't10k-labels-idx1-ubyte.gz'));
    }
    await expect(fashionMnistFolder(undefined, options)).rejects.toThrow(DatasetError);
  });

  it('looks into the configured folder only', async () => {
    const folder = temporaryFolder();
    writeSample(system, sample);
    await expect(fashionMnistFolder(folder, options)).rejects.toThrow(
      new DatasetError(
        `data set 'fashion-mnist': ${folder} lacks train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte (plain or .gz)`,
      ),
    );
    writeSample(folder, sample);
    expect(await fashionMnistFolder(folder, options)).toBe(folder);
    rmSync(path.join(folder, 't10k-labels-idx1-ubyte.gz'));
    await expect(fashionMnistFolder(folder, options)).rejects.toThrow(
      new DatasetError(`data set 'fashion-mnist': ${folder} lacks t10k-labels-idx1-ubyte (plain or .gz)`),
    );
  });

  it('says where it looked and what to do', async () => {
    const cached = path.join(cache, 'rcnas', 'fashion-mnist');
    await expect(loadDataset(config, 1, options)).rejects.toThrow(
      new DatasetError(
        `data set 'fashion-mnist' is not in ${path.join(data, 'fashion-mnist')}, ${system}, ${cached}. ` +
          'Install the Debian package dataset-fashion-mnist, or put train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz, ' +
          `t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte.gz into ${cached} or into a folder named by 'path' in the spec.`,
      ),
    );
  });

  it('reads plain files like packed ones', async () => {
    const [packed, plain] = [temporaryFolder(), temporaryFolder()];
    writeSample(packed, sample);
    writeSample(plain, sample, 'plain');
    const first = await loadDataset({ ...config, path: packed }, 1, options);
    expect(fingerprint(await loadDataset({ ...config, path: plain }, 1, options))).toEqual(fingerprint(first));
    expect(await datasetDigest({ ...config, path: plain }, options)).toBe(
      await datasetDigest({ ...config, path: packed }, options),
    );
  });
});

describe('files of Fashion-MNIST', () => {
  let folder: string;
  const options: DatasetOptions = { files: sample.files };
  const load = (): Promise<unknown> => loadDataset({ ...config, path: folder }, 1, options);
  const imageFile = (): string => path.join(folder, 'train-images-idx3-ubyte.gz');

  beforeEach(() => {
    folder = temporaryFolder();
    writeSample(folder, sample);
  });

  it('are refused when truncated', async () => {
    writeFileSync(imageFile(), (await readFile(imageFile())).subarray(0, 1000));
    await expect(load()).rejects.toThrow(new DatasetError(`${imageFile()}: damaged gzip file: unexpected end of file`));
  });

  it('are refused when a bit of the packed data has flipped', async () => {
    const bytes = await readFile(imageFile());
    bytes[bytes.length >> 1]! ^= 16;
    writeFileSync(imageFile(), bytes);
    await expect(load()).rejects.toThrow(/train-images-idx3-ubyte\.gz: (damaged gzip file: |truncated: |SHA-256 )/);
  });

  it('are refused when a pixel differs, by their hash', async () => {
    const content = Buffer.from(sample.contents.get('train-images-idx3-ubyte')!);
    content[5000]! ^= 1;
    writeFileSync(imageFile(), gzipSync(content));
    const expected = sample.files.trainImages.sha256;
    await expect(load()).rejects.toThrow(
      new DatasetError(
        `${imageFile()}: SHA-256 of the uncompressed content is ${sha256(content)}, expected ${expected}`,
      ),
    );
  });

  it('are refused when they hold something else', async () => {
    writeFileSync(imageFile(), gzipSync(sample.contents.get('train-labels-idx1-ubyte')!));
    await expect(load()).rejects.toThrow(
      new DatasetError(`${imageFile()}: IDX magic number is 0x00000801, expected 0x00000803`),
    );
    writeFileSync(imageFile(), gzipSync(sample.contents.get('t10k-images-idx3-ubyte')!));
    await expect(load()).rejects.toThrow(new DatasetError(`${imageFile()}: holds 60x28x28 values, expected 300x28x28`));
    writeFileSync(imageFile(), gzipSync(Buffer.alloc(1_000_000)));
    await expect(load()).rejects.toThrow(
      new DatasetError(`${imageFile()}: uncompressed content is longer than the expected 235216 bytes`),
    );
  });

  it('are refused with a label that is no class', async () => {
    const labelFile = path.join(folder, 'train-labels-idx1-ubyte.gz');
    const labels = new Uint8Array(300);
    labels[41] = 10;
    writeFileSync(labelFile, gzipSync(idx([300], labels)));
    await expect(load()).rejects.toThrow(new DatasetError(`${labelFile}: label 42 is 10, must be from 0 to 9`));
  });

  it('are refused when they cannot be read', async () => {
    rmSync(imageFile());
    mkdirSync(imageFile());
    await expect(load()).rejects.toThrow(new DatasetError(`${imageFile()}: cannot be read: it is not a regular file`));
  });
});
