/** Stored artifacts are damaged, before a run and while it goes on: each is found, made again, and never used. */
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  openSync,
  closeSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import type { Report } from '../../reports/types';
import { randomStream } from '../../tensor/random';
import { buildDist, buildTimeoutMs } from '../support/dist';
import { startRcnas, type Finished, type Running } from '../support/process';
import { smallSpec } from './specs';

const flips = 50;
/** 20 children, so that a run leaves more than 50 artifacts of every kind. */
const text = smallSpec('damage', { meta: '10', childEpochs: '1', limitTrain: '256' });

let folder: string;

beforeAll(async () => {
  await buildDist();
  folder = mkdtempSync(join(tmpdir(), 'rcnas-damage-'));
  writeFileSync(join(folder, 'spec.yaml'), text);
}, buildTimeoutMs);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function start(state: string): Running {
  return startRcnas([
    ...['--state-dir', join(folder, state), '--runs-dir', join(folder, `${state}-runs`)],
    ...['run', join(folder, 'spec.yaml')],
  ]);
}

async function run(state: string): Promise<Finished> {
  const finished = await start(state).finished;
  expect(finished.exitCode, finished.stderr).toBe(0);
  return finished;
}

function results(state: string): Omit<Report, 'timings'> {
  const file = join(folder, `${state}-runs`, 'latest', 'report.json');
  const { timings: _, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as Report;
  return rest;
}

/** Paths of the stored artifacts of kinds that a run reads again; the report is written at the end and not read. */
function objects(state: string): string[] {
  const root = join(folder, state, 'store', 'objects');
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /^[0-9a-f]{64}$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function isSound(file: string): boolean {
  return createHash('sha256').update(readFileSync(file)).digest('hex') === basename(file);
}

function isReport(file: string): boolean {
  return readFileSync(file, 'latin1').startsWith('{"schema":"rcnas/report');
}

/** Inverts one byte in place. */
function flip(file: string, draw: number): void {
  const position = Math.floor(draw * statSync(file).size);
  const handle = openSync(file, 'r+');
  const byte = Buffer.alloc(1);
  readSync(handle, byte, 0, 1, position);
  byte[0]! ^= 0xff;
  writeSync(handle, byte, 0, 1, position);
  closeSync(handle);
}

function setAside(state: string): Set<string> {
  const root = join(folder, state, 'store', 'quarantine');
  return new Set(existsSync(root) ? readdirSync(root).map((name) => name.split('.')[0]!) : []);
}

it('finds 50 artifacts that were damaged between two runs, makes all of them again, and reports the same', async () => {
  await run('whole');
  expect(objects('whole').every(isSound)).toBe(true);
  cpSync(join(folder, 'whole'), join(folder, 'flipped'), { recursive: true });
  const candidates = objects('flipped').filter((file) => !isReport(file));
  expect(candidates.length).toBeGreaterThanOrEqual(flips);
  const draws = randomStream(7, 'flips').uniform(2 * candidates.length);
  const chosen = candidates
    .map((file, i) => ({ file, order: draws[2 * i]!, place: draws[2 * i + 1]! }))
    .sort((a, b) => a.order - b.order)
    .slice(0, flips);
  for (const { file, place } of chosen) flip(file, place);
  expect(chosen.filter(({ file }) => isSound(file))).toEqual([]);

  await run('flipped');
  expect([...setAside('flipped')].sort()).toEqual(chosen.map(({ file }) => basename(file)).sort());
  expect(chosen.every(({ file }) => isSound(file))).toBe(true);
  expect(results('flipped')).toEqual(results('whole'));
});

it('makes 50 artifacts again that are damaged while the run goes on, within that run or the next', async () => {
  const running = start('disturbed');
  const damaged = new Map<string, string>();
  const seen = new Set<string>();
  const draw = randomStream(8, 'flips');
  let ended = false;
  void running.finished.then(() => (ended = true));
  while (!ended) {
    for (const file of objects('disturbed')) {
      if (seen.has(file)) continue;
      seen.add(file);
      if (damaged.size < flips && existsSync(file) && !isReport(file)) {
        flip(file, draw.uniform(1)[0]!);
        damaged.set(basename(file), file);
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const finished = await running.finished;
  expect(finished.exitCode, finished.stderr).toBe(0);
  expect(damaged.size).toBe(flips);
  expect(results('disturbed')).toEqual(results('whole'));
  const foundInRun = [...damaged.keys()].filter((name) => setAside('disturbed').has(name));
  expect(foundInRun.length).toBeGreaterThan(flips / 4);
  process.stderr.write(`${foundInRun.length} of ${flips} damaged artifacts were read and made again in the same run\n`);

  // Those that nobody read after they had been damaged are found when their step is next looked up.
  await run('disturbed');
  expect([...damaged.keys()].filter((name) => !setAside('disturbed').has(name))).toEqual([]);
  expect([...damaged.values()].every((file) => isSound(file))).toBe(true);
  expect(results('disturbed')).toEqual(results('whole'));
  const log = readFileSync(join(folder, 'disturbed', 'worker.log'), 'utf8');
  expect(log).toContain('made again: artifact');
});
