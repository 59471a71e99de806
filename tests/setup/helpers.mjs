import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach } from 'vitest';

/** Folders for one test each, removed after it. */
export function temporaryFolders() {
  const folders = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    folders.push(mkdtempSync(join(tmpdir(), 'rcnas-test-')));
    return folders.at(-1);
  };
}
