/** Data sets by configuration. */
import { decodeDigits, digitsFile, digitsFolder, readDigits } from './digits';
import { checkIdx, fashionMnistFiles, fashionMnistFolder, readFashionMnist } from './fashionMnist';
import type { FashionMnistOptions, IdxFile } from './fashionMnist';
import { sha256, verifiedSha256, type DatasetFile } from './files';
import { datasetInfo } from './info';
import { confine } from './roots';
import { splitDataset, splitVersion, type StoredDataset } from './split';
import type { Dataset, DatasetConfig } from './types';

/** Where data sets come from; none is needed for normal use. */
export interface DatasetOptions extends FashionMnistOptions {
  /** Folders that `path` of a configuration may lead into; default: anywhere. */
  readonly roots?: readonly string[];
}

/**
 * Loads a data set and splits it by seed: pixels in [0,1], not normalised otherwise. Same configuration (but for the
 * path) and seed, same bits.
 *
 * @param seed - of the evaluation set, of the limits, and of the test set of `digits`
 * @throws DatasetError when files are missing or damaged, or the configuration asks for more images than there are
 */
export async function loadDataset(config: DatasetConfig, seed: number, options: DatasetOptions = {}): Promise<Dataset> {
  datasetInfo(config.source);
  await checkPath(config, options);
  return splitDataset(await readStored(config, options), config, seed);
}

/**
 * Hex SHA-256 of what decides the images besides configuration and seed: the content of the files and the version of the
 * split. The files are read and checked once per process, and again when they change.
 *
 * @throws DatasetError when files are missing or damaged
 */
export async function datasetDigest(config: DatasetConfig, options: DatasetOptions = {}): Promise<string> {
  datasetInfo(config.source);
  await checkPath(config, options);
  const hashes = await fileHashes(config, options);
  return sha256([`split ${splitVersion}`, ...hashes].join('\n'));
}

async function checkPath({ source, path }: DatasetConfig, options: DatasetOptions): Promise<void> {
  if (path === undefined || options.roots === undefined) return;
  const files: readonly DatasetFile[] =
    source === 'digits' ? [digitsFile] : Object.values(options.files ?? fashionMnistFiles);
  await confine(
    path,
    files.flatMap(({ name }) => [name, `${name}.gz`]),
    options.roots,
  );
}

async function readStored(config: DatasetConfig, options: DatasetOptions): Promise<StoredDataset> {
  if (config.source === 'digits') return await readDigits(config.path);
  return await readFashionMnist(await fashionMnistFolder(config.path, options), options.files);
}

async function fileHashes(config: DatasetConfig, options: DatasetOptions): Promise<string[]> {
  if (config.source === 'digits') {
    return [await verifiedSha256(config.path ?? digitsFolder, digitsFile, decodeDigits)];
  }
  const folder = await fashionMnistFolder(config.path, options);
  const files = Object.values(options.files ?? fashionMnistFiles) as IdxFile[];
  return await Promise.all(
    files.map((file) => verifiedSha256(folder, file, (content, source) => checkIdx(content, source, file))),
  );
}
