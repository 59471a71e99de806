/** A run whose store is a bucket of a real S3-compatible server, which is killed in the middle. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Report } from '../../reports/types';
import { buildDist, buildTimeoutMs } from '../support/dist';
import { rcnas, startRcnas } from '../support/process';
import { hasS3Server, startS3Server, type S3Server } from '../support/s3Server';
import { smallSpec } from './specs';

describe.runIf(hasS3Server)('a run with its store in a bucket', () => {
  let folder: string;
  let server: S3Server;

  beforeAll(async () => {
    await buildDist();
    folder = mkdtempSync(join(tmpdir(), 'rcnas-bucket-'));
    writeFileSync(join(folder, 'spec.yaml'), smallSpec('bucket'));
    server = await startS3Server();
  }, buildTimeoutMs);

  afterAll(async () => {
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const globalOptions = (state: string, ...store: string[]) => [
    ...['--state-dir', join(folder, state), '--runs-dir', join(folder, `${state}-runs`)],
    ...store,
  ];

  function report(state: string): Report {
    return JSON.parse(readFileSync(join(folder, `${state}-runs`, 'latest', 'report.json'), 'utf8')) as Report;
  }

  function results(state: string): Omit<Report, 'timings'> {
    const { timings: _, ...rest } = report(state);
    return rest;
  }

  it('gives the result of a run with a local store, also when the service is away for a while', async () => {
    const spec = join(folder, 'spec.yaml');
    const local = await rcnas([...globalOptions('local'), 'run', spec]);
    expect(local.exitCode, local.stderr).toBe(0);

    const store = ['--store', `${server.url}/team/rcnas`];
    const running = startRcnas([...globalOptions('remote', ...store), 'run', spec], server.environment);
    const log = join(folder, 'remote', 'worker.log');
    const deadline = Date.now() + 300_000;
    while (!existsSync(log) || !/finished: .*train/.test(readFileSync(log, 'utf8'))) {
      if (Date.now() > deadline) throw new Error(running.output());
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await server.kill();
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    await server.start();
    const remote = await running.finished;
    expect(remote.exitCode, remote.stderr).toBe(0);
    expect(results('remote')).toEqual(results('local'));
    expect(existsSync(join(folder, 'remote', 'store', 'objects'))).toBe(false);

    const listed = await rcnas([...globalOptions('remote', ...store), 'cache', 'ls', '--json'], server.environment);
    const { location, runs, kinds } = JSON.parse(listed.stdout) as {
      location: string;
      runs: { state: string }[];
      kinds: { kind: string }[];
    };
    expect(location).toBe(`${server.url}/team/rcnas`);
    expect(runs.map(({ state }) => state)).toEqual(['completed']);
    expect(kinds.map(({ kind }) => kind).sort()).toEqual([
      'adversarial',
      'encoder',
      'lips',
      'policy',
      'report',
      'search-log',
      'state',
      'steps',
      'weights',
    ]);
    const verified = await rcnas([...globalOptions('remote', ...store), 'cache', 'verify'], server.environment);
    expect(verified.stdout).toMatch(/all of it is sound\n$/);
  });

  it('is reused by another machine, whose own folder is empty', async () => {
    const other = [...globalOptions('other', '--store', `${server.url}/team/rcnas`), 'run', join(folder, 'spec.yaml')];
    const finished = await rcnas(other, server.environment);
    expect(finished.exitCode, finished.stderr).toBe(0);
    expect(report('other').timings.computedSteps).toBe(0);
    expect(results('other')).toEqual(results('local'));
  });

  it('leaves the credentials in no history, log, report, artifact or result', () => {
    const { AWS_SECRET_ACCESS_KEY: secret, AWS_ACCESS_KEY_ID: id } = server.environment;
    for (const planted of [secret!, id!]) {
      const found = execFileSync('sh', ['-c', `grep -rlaF '${planted}' '${folder}' '${server.bucketFolder}' || true`]);
      expect(found.toString()).toBe('');
    }
    // The search would find it, were it there.
    writeFileSync(join(folder, 'control'), `x${secret}x`);
    expect(execFileSync('grep', ['-rlaF', secret!, folder]).toString()).toBe(`${join(folder, 'control')}\n`);
  });
});
