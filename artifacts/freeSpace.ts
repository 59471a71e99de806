import { statfs } from 'node:fs/promises';
import path from 'node:path';

import { errorCode } from './atomicWrite';

/** Bytes that may still be written below a folder, which need not exist yet. */
export async function freeBytes(folder: string): Promise<number> {
  for (let existing = path.resolve(folder); ; existing = path.dirname(existing)) {
    try {
      const { bavail, bsize } = await statfs(existing);
      return bavail * bsize;
    } catch (error) {
      if (errorCode(error) !== 'ENOENT' || existing === path.dirname(existing)) throw error;
    }
  }
}

/** Such as `812 B`, `1.3 MB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** power).toFixed(1)} ${units[power - 1]}`;
}
