/** Tests that start real processes run compiled code; this brings `dist/` up to date first. */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { isAlive, sleep } from '../../worker/processes';

const root = join(__dirname, '..', '..');
const lock = join(root, 'node_modules', '.rcnas', 'test-build.lock');

/**
 * Builds what is out of date; for `beforeAll`. Test files run in parallel, so one builds and the others wait. With
 * RCNAS_TEST_DIST=as-is it leaves `dist/` alone.
 */
export async function buildDist(): Promise<void> {
  if (process.env['RCNAS_TEST_DIST'] === 'as-is') return;
  mkdirSync(dirname(lock), { recursive: true });
  while (!takeLock()) await sleep(200);
  try {
    await promisify(execFile)(process.execPath, [join(root, 'scripts', 'build.mjs')], { cwd: root });
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Time for a build on a busy machine, and for waiting until another test file's build is done. */
export const buildTimeoutMs = 300_000;

function takeLock(): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (!isHeld()) rmSync(lock, { force: true, recursive: true });
    return false;
  }
}

function isHeld(): boolean {
  try {
    const holder = readFileSync(lock, 'utf8');
    // Empty for the moment between its creation and the number in it.
    return holder === '' || isAlive(Number(holder));
  } catch {
    return false;
  }
}
