/** The disk of the store is filled in the middle of a run; later the run's budget is used up. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import type { Report } from '../../reports/types';
import { buildDist, buildTimeoutMs } from '../support/dist';
import { rcnas, startRcnas } from '../support/process';
import { smallSpec } from './specs';

let folder: string;
let mounted: string | undefined;

beforeAll(async () => {
  await buildDist();
  folder = mkdtempSync(join(tmpdir(), 'rcnas-disk-'));
  writeFileSync(join(folder, 'spec.yaml'), smallSpec('disk'));
}, buildTimeoutMs);

afterAll(() => {
  if (mounted !== undefined) spawnSync('umount', ['-l', mounted]);
  rmSync(folder, { recursive: true, force: true });
});

const globalOptions = (state: string) => [
  ...['--state-dir', join(folder, state)],
  ...['--runs-dir', join(folder, `${state}-runs`)],
];
const start = (state: string) => startRcnas([...globalOptions(state), 'run', join(folder, 'spec.yaml')]);

function results(state: string): Omit<Report, 'timings'> {
  const file = join(folder, `${state}-runs`, 'latest', 'report.json');
  const { timings: _, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as Report;
  return rest;
}

async function logLine(state: string, pattern: RegExp): Promise<string> {
  const file = join(folder, state, 'worker.log');
  const deadline = Date.now() + 300_000;
  for (;;) {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const found = text.split('\n').find((line) => pattern.test(line));
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`no line matches ${pattern} in:\n${text}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

interface Snapshot {
  readonly status: string;
  readonly progress: { readonly waitingForSpace?: Readonly<Record<string, string>> } | null;
}

async function status(state: string, runId: string): Promise<Snapshot> {
  const { stdout, stderr } = await rcnas([...globalOptions(state), 'status', runId, '--json']);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Snapshot;
}

/** What the run says of itself, once `wanted` holds. */
async function waits(state: string, runId: string, wanted: (waiting: readonly string[]) => boolean): Promise<string[]> {
  const deadline = Date.now() + 300_000;
  for (;;) {
    const { progress } = await status(state, runId);
    const waiting = Object.values(progress?.waitingForSpace ?? {});
    if (wanted(waiting)) return waiting;
    if (Date.now() > deadline) throw new Error(`the run says ${JSON.stringify(progress)}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function runIdOf(state: string): Promise<string> {
  const { stdout } = await rcnas([...globalOptions(state), 'status', '--json']);
  return (JSON.parse(stdout) as { runs: { runId: string }[] }).runs[0]!.runId;
}

it('a run without trouble is what the others are compared with', async () => {
  const finished = await start('calm').finished;
  expect(finished.exitCode, finished.stderr).toBe(0);
});

it('waits while the disk is full, says so, and ends with the same result after space was made', async (context) => {
  const store = join(folder, 'full', 'store');
  mkdirSync(store, { recursive: true });
  const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'tmpfs', store], { encoding: 'utf8' });
  context.skip(mount.status !== 0, `mounting is not permitted here: ${mount.stderr}`);
  mounted = store;

  const running = start('full');
  await logLine('full', /started: .*train/);
  fill(join(store, 'filler'));
  await logLine('full', /waiting for disk space: .* needed, .* free/);
  const runId = await runIdOf('full');
  const [waiting] = await waits('full', runId, (all) => all.length > 0);
  expect(waiting).toMatch(/^[\d.]+ [kM]B needed, [\d.]+ [kM]?B free/);
  expect((await status('full', runId)).status).toBe('running');

  rmSync(join(store, 'filler'));
  const finished = await running.finished;
  expect(finished.exitCode, finished.stderr).toBe(0);
  expect(finished.stderr).toContain('waiting for disk space');
  expect(results('full')).toEqual(results('calm'));
  const verified = await rcnas([...globalOptions('full'), 'cache', 'verify', '--json']);
  expect(JSON.parse(verified.stdout)).toMatchObject({ damagedArtifacts: [], damagedResults: 0, missing: [] });
  expect(existsSync(join(store, 'quarantine'))).toBe(false);
});

it('waits while its budget is used up, and goes on when it is raised', async () => {
  const running = start('budget');
  await logLine('budget', /finished: .*train/);
  const runId = await runIdOf('budget');
  expect((await rcnas([...globalOptions('budget'), 'cache', 'budget', runId, '100kB'])).exitCode).toBe(0);
  const [waiting] = await waits('budget', runId, (all) => all.length > 0);
  expect(waiting).toMatch(/^[\d.]+ [kM]B needed, [\d.]+ k?B free of the run's budget of 100\.0 kB$/);
  expect((await rcnas([...globalOptions('budget'), 'cache', 'budget', runId, 'none'])).exitCode).toBe(0);
  const finished = await running.finished;
  expect(finished.exitCode, finished.stderr).toBe(0);
  expect(results('budget')).toEqual(results('calm'));
});

it('refuses a run that is expected to store more than its budget, before it starts', async () => {
  const finished = await rcnas([
    ...globalOptions('refused'),
    ...['run', join(folder, 'spec.yaml'), '--disk-budget', '1MB'],
  ]);
  expect(finished.exitCode).toBe(2);
  expect(finished.stderr).toMatch(
    /^rcnas: the run is expected to store up to [\d.]+ MB, more than its budget of 1\.0 MB\n$/,
  );
  expect(existsSync(join(folder, 'refused', 'temporal.db'))).toBe(false);
});

/** Writes until the disk is full. */
function fill(file: string): void {
  for (let chunk = 1 << 20; chunk >= 1;) {
    try {
      appendFileSync(file, Buffer.alloc(chunk));
    } catch {
      chunk >>= 1;
    }
  }
}
