/** Tests that start real processes run compiled code; this brings `dist/` up to date first. */
import { execFile } from 'node:child_process';
import { mkdirSync, rmdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(__dirname, '..', '..');
const lock = join(root, 'node_modules', '.rcnas', 'test-build.lock');
const staleLockMs = 180_000;

/** Builds what is out of date; does nothing else. Test files run in parallel, so one builds and the others wait. RCNAS_TEST_DIST=as-is leaves dist/ alone. */
export async function buildDist(): Promise<void> {
  if (process.env['RCNAS_TEST_DIST'] === 'as-is') return;
  mkdirSync(join(lock, '..'), { recursive: true });
  while (!takeLock()) await new Promise((resolve) => setTimeout(resolve, 200));
  try {
    await promisify(execFile)(process.execPath, [join(root, 'scripts', 'build.mjs')], { cwd: root });
  } finally {
    rmdirSync(lock);
  }
}

function takeLock(): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    const heldSince = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - heldSince > staleLockMs) rmdirSync(lock);
    return false;
  }
}
