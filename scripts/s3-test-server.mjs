/**
 * Builds the S3-compatible server that the tests of the store talk to: versitygw, from the Go module proxy, into
 * `node_modules/.rcnas/bin/`. Needs Go 1.25 or later; takes minutes the first time.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const version = 'v1.8.0';
const folder = join(import.meta.dirname, '..', 'node_modules', '.rcnas', 'bin');

if (existsSync(join(folder, 'versitygw'))) {
  console.log(`versitygw is there: ${folder}`);
} else {
  mkdirSync(folder, { recursive: true });
  const { status, error } = spawnSync('go', ['install', `github.com/versity/versitygw/cmd/versitygw@${version}`], {
    env: { ...process.env, GOBIN: folder },
    stdio: 'inherit',
  });
  if (error) console.error(`go could not be run: ${error.message}`);
  process.exitCode = status ?? 1;
}
