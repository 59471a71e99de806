/** Fashion-MNIST (Xiao, Rasul and Vollgraf, 2017): 70,000 images of clothes, 28x28 pixels, with its official test set. */
import { homedir } from 'node:os';
import path from 'node:path';
import { downloadFiles, type DownloadOptions } from './download';
import { DatasetError, DatasetDownloadError } from './errors';
import { messageOf, missingFiles, readVerified, type DatasetFile } from './files';
import { decodeIdx, idxByteLength } from './idx';
import { datasetInfo } from './info';
import type { StoredDataset, StoredImages } from './split';

const { image, classes, trainCount, testCount } = datasetInfo('fashion-mnist');

/** An IDX file and the sizes it must have. */
export interface IdxFile extends DatasetFile {
  readonly shape: readonly number[];
}

export interface FashionMnistFiles {
  readonly trainImages: IdxFile;
  readonly trainLabels: IdxFile;
  readonly testImages: IdxFile;
  readonly testLabels: IdxFile;
}

export const fashionMnistFiles: FashionMnistFiles = {
  trainImages: idxFile(
    'train-images-idx3-ubyte',
    [trainCount, image.height, image.width],
    'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888',
  ),
  trainLabels: idxFile(
    'train-labels-idx1-ubyte',
    [trainCount],
    'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9',
  ),
  testImages: idxFile(
    't10k-images-idx3-ubyte',
    [testCount, image.height, image.width],
    '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b',
  ),
  testLabels: idxFile(
    't10k-labels-idx1-ubyte',
    [testCount],
    '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34',
  ),
};

/** Where the publisher offers the files. */
const officialUrl = 'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/';
/** Where Debian's package dataset-fashion-mnist puts them. */
const debianFolder = '/usr/share/datasets/fashion-mnist';

/** Where Fashion-MNIST is looked for; the defaults are meant for every use but tests. */
export interface FashionMnistOptions extends DownloadOptions {
  /** Environment, read for RCNAS_DATA_DIR and XDG_CACHE_HOME; default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Folder of the system's package. */
  readonly systemFolder?: string;
  /** Folder of the download; null: never download. */
  readonly downloadUrl?: string | null;
  readonly files?: FashionMnistFiles;
}

/**
 * A folder that holds all four files, plain or gzip. With `configured` only there. Otherwise
 * `$RCNAS_DATA_DIR/fashion-mnist`, the folder of Debian's package, and the user's cache folder, into which the files are
 * downloaded when they are nowhere.
 *
 * @throws DatasetError when files are missing, DatasetDownloadError when they could not be downloaded
 */
export async function fashionMnistFolder(
  configured: string | undefined,
  options: FashionMnistOptions = {},
): Promise<string> {
  const { env = process.env, systemFolder = debianFolder, downloadUrl = officialUrl } = options;
  const files = Object.values(options.files ?? fashionMnistFiles) as IdxFile[];
  const names = files.map((file) => `${file.name}.gz`).join(', ');
  if (configured !== undefined) {
    const missing = await missingFiles(configured, files);
    if (missing.length === 0) return configured;
    throw new DatasetError(`data set 'fashion-mnist': ${configured} lacks ${missing.join(', ')} (plain or .gz)`);
  }
  const cacheFolder = path.join(env['XDG_CACHE_HOME'] || path.join(homedir(), '.cache'), 'rcnas', 'fashion-mnist');
  const dataDir = env['RCNAS_DATA_DIR'];
  const places = [...(dataDir ? [path.join(dataDir, 'fashion-mnist')] : []), systemFolder, cacheFolder];
  for (const folder of places) {
    if ((await missingFiles(folder, files)).length === 0) return folder;
  }

  const advice = `Install the Debian package dataset-fashion-mnist, or put ${names} into ${cacheFolder} or into a folder named by 'path' in the spec.`;
  const searched = `data set 'fashion-mnist' is not in ${places.join(', ')}`;
  if (downloadUrl === null) throw new DatasetError(`${searched}. ${advice}`);
  try {
    await downloadFiles(downloadUrl, files, cacheFolder, checkIdx, options);
  } catch (cause) {
    if (!(cause instanceof DatasetError)) throw cause;
    throw new DatasetDownloadError(`${searched} and cannot be downloaded: ${messageOf(cause)}. ${advice}`, { cause });
  }
  return cacheFolder;
}

/**
 * Reads and checks the four files.
 *
 * @throws DatasetError when one is missing or damaged
 */
export async function readFashionMnist(
  folder: string,
  files: FashionMnistFiles = fashionMnistFiles,
): Promise<StoredDataset> {
  const [train, test] = await Promise.all([
    readPart(folder, files.trainImages, files.trainLabels),
    readPart(folder, files.testImages, files.testLabels),
  ]);
  return { image, classes, maxPixel: 255, train, test };
}

/** @throws DatasetError when the content is not the IDX file it should be. */
export function checkIdx(content: Uint8Array, source: string, file: IdxFile): void {
  decodeIdx(content, file.shape, source);
}

async function readPart(folder: string, imageFile: IdxFile, labelFile: IdxFile): Promise<StoredImages> {
  const [pixels, labels] = await Promise.all([
    readVerified(folder, imageFile, (content, source) => decodeIdx(content, imageFile.shape, source)),
    readVerified(folder, labelFile, (content, source) => decodeLabels(content, labelFile, source)),
  ]);
  return { count: labels.length, pixels, labels };
}

function decodeLabels(content: Uint8Array, file: IdxFile, source: string): Uint8Array {
  const labels = decodeIdx(content, file.shape, source);
  const wrong = labels.findIndex((label) => label >= classes);
  if (wrong >= 0) {
    throw new DatasetError(`${source}: label ${wrong + 1} is ${labels[wrong]}, must be from 0 to ${classes - 1}`);
  }
  return labels;
}

function idxFile(name: string, shape: readonly number[], sha256: string): IdxFile {
  return { name, shape, sha256, bytes: idxByteLength(shape) };
}
