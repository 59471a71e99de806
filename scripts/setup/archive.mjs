/** Official .tar.gz downloads, the last resort where no wheel can be had. */
import { createWriteStream, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { SetupFailure } from './failure.mjs';
import { runProgram } from './run-program.mjs';

const CONNECT_TIMEOUT_MS = 30_000;

/** Downloads an archive and unpacks it in the folder, which must exist. */
export async function downloadArchive(url, folder) {
  const file = join(folder, 'download.tar.gz');
  const slow = new AbortController();
  const timer = setTimeout(
    () => slow.abort(new Error(`no answer in ${CONNECT_TIMEOUT_MS / 1000} s`)),
    CONNECT_TIMEOUT_MS,
  );
  try {
    const response = await fetch(url, { signal: slow.signal });
    clearTimeout(timer);
    if (!response.ok) throw new Error(`HTTP status ${response.status}`);
    await pipeline(Readable.fromWeb(response.body), createWriteStream(file));
  } catch (error) {
    throw new SetupFailure(`${url} could not be downloaded: ${error.cause?.message ?? error.message}.`, [], {
      cause: error,
    });
  } finally {
    clearTimeout(timer);
  }
  const { ok, output } = await runProgram('tar', ['-xzf', file, '-C', folder]);
  rmSync(file);
  if (!ok) throw new SetupFailure(`The archive from ${url} could not be unpacked.`, [], { output });
}
