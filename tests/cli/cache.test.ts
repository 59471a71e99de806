import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { stepKey } from '../../artifacts/keys';
import { openStore, type OpenStore } from '../../artifacts/openStore';
import { objectName } from '../../artifacts/store';
import type { ArtifactRef } from '../../artifacts/types';
import { buildDist, buildTimeoutMs } from '../support/dist';
import { rcnas } from '../support/process';

let folder: string;
let opened: OpenStore;
let weights: ArtifactRef;
const key = stepKey('trainNetwork', 4, { seed: 1 });

beforeAll(buildDist, buildTimeoutMs);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rcnas-cache-'));
  opened = await openStore({ folder: join(folder, 'store') });
  weights = await opened.store.put(Buffer.alloc(2000, 1), 'weights');
  await opened.cache.noteUse('small-1a2b3c4d', key, 'train teacher');
  const recipe = {
    step: 'trainNetwork',
    version: 4,
    inputs: { seed: 1, config: { epochs: 3 } },
    engine: { threads: 2 },
  };
  await opened.cache.record(key, { weights }, [weights], recipe);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const cache = (...args: string[]) => rcnas(['--state-dir', folder, 'cache', ...args]);

describe('rcnas cache', () => {
  it('lists kinds, sizes and the runs that use what is stored', async () => {
    const { stdout, stderr, exitCode } = await cache('ls');
    expect(stderr).toBe('');
    expect(stdout).toBe(
      [
        `${join(folder, 'store')}: 1 artifacts, 2.0 kB; 1 results`,
        '',
        'kind     artifacts  size',
        'weights  1          2.0 kB',
        '',
        'run             state      results  size    of it alone',
        'small-1a2b3c4d  not ended  1        2.0 kB  2.0 kB',
        '',
      ].join('\n'),
    );
    expect(exitCode).toBe(0);
  });

  it('explains a result by the beginning of its key or of its artifact', async () => {
    const { stdout } = await cache('explain', key.slice(0, 12));
    expect(stdout).toContain(`key: ${key}\n  a step with this key reuses the result\n`);
    expect(stdout).toContain('used by small-1a2b3c4d: train teacher');
    expect(stdout).toContain('inputs.config.epochs = 3\n');
    const json = await cache('explain', weights.sha256.slice(0, 6), '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ results: [{ key, reusable: true, nearest: null }] });
    const unknown = await cache('explain', 'ffff');
    expect([unknown.exitCode, unknown.stderr]).toEqual([
      2,
      "rcnas: no recorded result has a key or an artifact that begins with 'ffff'; keys are in the worker's log\n",
    ]);
  });

  it('verifies, and fails when something is damaged', async () => {
    expect(await cache('verify')).toMatchObject({ exitCode: 0, stderr: '' });
    await opened.blobs.write(objectName(weights), Buffer.alloc(2000, 2), 'replace');
    const { stdout, exitCode } = await cache('verify');
    expect(exitCode).toBe(1);
    expect(stdout).toContain(`damaged, set aside: weights ${weights.sha256}\n`);
  });

  it('collects garbage by the runs that are kept', async () => {
    await opened.cache.noteEnd('small-1a2b3c4d', 'completed');
    expect((await cache('pin', 'small-1a2b3c4d')).stdout).toBe('small-1a2b3c4d is pinned\n');
    const gc = ['gc', '--keep-runs', '0', '--grace-minutes', '0'];
    expect((await cache(...gc)).stdout).toContain('removed 0 artifacts, 0 results');
    await cache('unpin', 'small-1a2b3c4d');
    expect((await cache(...gc, '--dry-run')).stdout).toContain('would remove 1 artifacts, 1 results');
    expect(JSON.parse((await cache(...gc, '--json')).stdout)).toMatchObject({
      artifacts: 1,
      results: 1,
      dryRun: false,
    });
    expect(await opened.store.has(weights)).toBe(false);
    const unknown = await cache('pin', 'other');
    expect([unknown.exitCode, unknown.stderr]).toEqual([
      2,
      `rcnas: no run named "other" has used ${join(folder, 'store')}; known runs: none\n`,
    ]);
  });

  it('takes no size that is none, and no store that is none', async () => {
    const size = await cache('budget', 'small-1a2b3c4d', 'much');
    expect([size.exitCode, size.stderr]).toEqual([
      2,
      expect.stringContaining("a size such as 500MB or 2.5GB, got 'much'"),
    ]);
    const store = await rcnas(['--state-dir', folder, '--store', '/some/folder', 'cache', 'ls']);
    expect([store.exitCode, store.stderr]).toEqual([
      2,
      "rcnas: the store must be s3://bucket or s3://bucket/prefix, got '/some/folder'\n",
    ]);
  });
});
