/** Downloads of data set files: checked before they appear under their name, so that a reader never sees half a file. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { DatasetDownloadError } from './errors';
import { checkHash, findFile, messageOf, uncompressed, type DatasetFile } from './files';

export interface DownloadProgress {
  readonly file: string;
  readonly receivedBytes: number;
  /** Null when the server does not say. */
  readonly totalBytes: number | null;
}

export interface DownloadOptions {
  readonly onProgress?: (progress: DownloadProgress) => void;
  readonly signal?: AbortSignal;
  /** A download that receives nothing for so long fails; default 30,000. */
  readonly stallTimeoutMs?: number;
}

/**
 * Downloads `<url><name>.gz` of every file that the folder lacks.
 *
 * @param check - throws DatasetError when uncompressed content cannot be what it should be
 * @throws DatasetDownloadError with the address, when it cannot be reached or sends something else than expected
 */
export async function downloadFiles<F extends DatasetFile>(
  url: string,
  files: readonly F[],
  folder: string,
  check: (content: Uint8Array, source: string, file: F) => void,
  options: DownloadOptions = {},
): Promise<void> {
  for (const file of files) {
    if ((await findFile(folder, file.name)) !== null) continue;
    const address = `${url}${file.name}.gz`;
    const bytes = await download(address, file, options);
    const content = await uncompressed(bytes, address, file.bytes);
    check(content, address, file);
    checkHash(content, address, file);
    await writeWhole(path.join(folder, `${file.name}.gz`), bytes);
  }
}

async function download(address: string, file: DatasetFile, options: DownloadOptions): Promise<Buffer> {
  const stallTimeoutMs = options.stallTimeoutMs ?? 30_000;
  // gzip adds little to content that it cannot shrink; anything longer is not the file.
  const mostBytes = file.bytes + 65_536;
  const stalled = new AbortController();
  const timer = setTimeout(() => stalled.abort(new Error(`nothing received for ${stallTimeoutMs} ms`)), stallTimeoutMs);
  try {
    const signal = options.signal ? AbortSignal.any([stalled.signal, options.signal]) : stalled.signal;
    const response = await fetch(address, { signal });
    if (!response.ok) throw new Error(`the server answers ${response.status} ${response.statusText}`.trimEnd());
    if (response.body === null) throw new Error('the server sends nothing');
    const length = Number(response.headers.get('content-length') ?? Number.NaN);
    const totalBytes = Number.isSafeInteger(length) ? length : null;
    const chunks: Uint8Array[] = [];
    let receivedBytes = 0;
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      timer.refresh();
      chunks.push(chunk);
      receivedBytes += chunk.length;
      if (receivedBytes > mostBytes) throw new Error(`the server sends more than ${mostBytes} bytes`);
      options.onProgress?.({ file: `${file.name}.gz`, receivedBytes, totalBytes });
    }
    return Buffer.concat(chunks);
  } catch (cause) {
    options.signal?.throwIfAborted();
    throw new DatasetDownloadError(`${address}: ${reason(cause)}`, { cause });
  } finally {
    clearTimeout(timer);
  }
}

async function writeWhole(target: string, bytes: Buffer): Promise<void> {
  const temporary = `${target}.${randomUUID()}.tmp`;
  try {
    await mkdir(path.dirname(target), { recursive: true });
    const handle = await open(temporary, 'wx');
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, target);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new DatasetDownloadError(`${target}: cannot be written: ${messageOf(cause)}`, { cause });
  }
}

/** fetch hides the reason, such as a name that cannot be resolved, in the cause. */
function reason(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && cause.message ? cause.message : messageOf(error);
}
