/** Files of data sets: plain or gzip, read whole and checked against the SHA-256 of their uncompressed content. */
import { createHash } from 'node:crypto';
import { access, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { DatasetError } from './errors';

const gunzipAsync = promisify(gunzip);

/** A file that a data set consists of; `name` without `.gz`. */
export interface DatasetFile {
  readonly name: string;
  /** Hex SHA-256 of the uncompressed content. */
  readonly sha256: string;
  /** Size of the uncompressed content. */
  readonly bytes: number;
}

/** Path of the file in the folder, plain or with `.gz`; null when there is neither. */
export async function findFile(folder: string, name: string): Promise<string | null> {
  for (const candidate of [path.join(folder, name), path.join(folder, `${name}.gz`)]) {
    try {
      await access(candidate);
      return candidate;
    } catch {
      continue;
    }
  }
  return null;
}

/** Names of the files that the folder lacks. */
export async function missingFiles(folder: string, files: readonly DatasetFile[]): Promise<string[]> {
  const paths = await Promise.all(files.map((file) => findFile(folder, file.name)));
  return files.filter((_, index) => paths[index] === null).map((file) => file.name);
}

/**
 * Reads a file, turns its content into values and checks its hash; in this order, because `decode` can say what is wrong
 * where the hash only says that something is.
 *
 * @throws DatasetError when the file is missing, unreadable, not gzip, or does not have the expected content
 */
export async function readVerified<T>(
  folder: string,
  file: DatasetFile,
  decode: (content: Buffer, source: string) => T,
): Promise<T> {
  const source = await locate(folder, file);
  const content = await uncompressed(await readBytes(source, file.bytes), source, file.bytes);
  const values = decode(content, source);
  checkHash(content, source, file);
  return values;
}

/** @throws DatasetError when the content's SHA-256 is not the file's. */
export function checkHash(content: Uint8Array, source: string, file: DatasetFile): void {
  const found = sha256(content);
  if (found !== file.sha256) {
    throw new DatasetError(`${source}: SHA-256 of the uncompressed content is ${found}, expected ${file.sha256}`);
  }
}

const verified = new Map<string, string>();

/**
 * Checked SHA-256 of a file's uncompressed content; remembered by path, size and time of change for the life of the
 * process.
 *
 * @throws DatasetError like `readVerified`
 */
export async function verifiedSha256(
  folder: string,
  file: DatasetFile,
  decode: (content: Buffer, source: string) => unknown,
): Promise<string> {
  const source = await locate(folder, file);
  const { size, mtimeMs } = await stat(source).catch((cause: unknown) => fail(source, cause));
  const key = `${path.resolve(source)}|${size}|${mtimeMs}|${file.sha256}`;
  const known = verified.get(key);
  if (known !== undefined) return known;
  await readVerified(folder, file, decode);
  verified.set(key, file.sha256);
  return file.sha256;
}

/**
 * Content of a file, unpacked when its name ends in `.gz`.
 *
 * @param expectedBytes - size that the content should have; a gzip file that grows far beyond is refused early
 */
export async function uncompressed(bytes: Buffer, source: string, expectedBytes: number): Promise<Buffer> {
  if (!source.endsWith('.gz')) return bytes;
  try {
    return await gunzipAsync(bytes, { maxOutputLength: expectedBytes + 1024 });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new DatasetError(`${source}: uncompressed content is longer than the expected ${expectedBytes} bytes`, {
        cause,
      });
    }
    throw new DatasetError(`${source}: damaged gzip file: ${messageOf(cause)}`, { cause });
  }
}

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function locate(folder: string, file: DatasetFile): Promise<string> {
  const source = await findFile(folder, file.name);
  if (source === null) throw new DatasetError(`${path.join(folder, file.name)}[.gz]: no such file`);
  return source;
}

/** gzip adds little to content that it cannot shrink; nothing that is longer by more can be the file. */
const mostExtraBytes = 65_536;

async function readBytes(source: string, expectedBytes: number): Promise<Buffer> {
  const found = await stat(source).catch((cause: unknown) => fail(source, cause));
  // Reading a pipe would wait for a writer.
  if (!found.isFile()) throw new DatasetError(`${source}: cannot be read: it is not a regular file`);
  if (found.size > expectedBytes + mostExtraBytes) {
    throw new DatasetError(`${source}: ${found.size} bytes, far more than the expected ${expectedBytes}`);
  }
  return await readFile(source).catch((cause: unknown) => fail(source, cause));
}

function fail(source: string, cause: unknown): never {
  throw new DatasetError(`${source}: cannot be read: ${messageOf(cause)}`, { cause });
}
