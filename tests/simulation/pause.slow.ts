import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { RunSnapshot } from '../../cli/snapshot';
import type { Report } from '../../reports/types';
import { sleep } from '../../worker/processes';
import { buildDist, buildTimeoutMs } from '../support/dist';
import { rcnas, startRcnas } from '../support/process';
import { parallelSpec } from './spec';

const patienceMs = 600_000;
let folder: string;
let spec: string;

beforeAll(async () => {
  await buildDist();
  folder = mkdtempSync(join(tmpdir(), 'rcnas-simulated-pause-'));
  spec = join(folder, 'pause.yaml');
  writeFileSync(spec, parallelSpec('pause', { iterations: '2', fineTune: '1' }));
}, buildTimeoutMs);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function simulation(state: string): string {
  return join(folder, state, 'simulation');
}

async function status(state: string): Promise<RunSnapshot | null> {
  const { stdout, exitCode } = await rcnas(['--state-dir', simulation(state), 'status', '--json', await runOf(state)]);
  return exitCode === 0 ? (JSON.parse(stdout) as RunSnapshot) : null;
}

async function runOf(state: string): Promise<string> {
  const { stdout } = await rcnas(['--state-dir', simulation(state), 'status', '--json']);
  return (/pause-simulated-[0-9a-f]{8}/.exec(stdout) ?? ['none'])[0];
}

async function until(state: string, is: (snapshot: RunSnapshot) => boolean): Promise<RunSnapshot> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const snapshot = await status(state);
    if (snapshot !== null && is(snapshot)) return snapshot;
    if (performance.now() > deadline) throw new Error(`the status stays ${JSON.stringify(snapshot)}`);
    await sleep(500);
  }
}

function results(state: string): Omit<Report, 'timings'> {
  const file = join(simulation(state), 'runs', 'latest', 'report.json');
  const { timings: _, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as Report;
  return rest;
}

/** Steps without a trainer are local activities in every run; here those of children are, too. */
describe('rcnas pause, with steps inside workflow tasks', () => {
  it.each(['--local-steps', '--priority=3'])(
    'begins no step, and the run ends as if it had not been paused (%s)',
    async (option) => {
      const undisturbed = `undisturbed${option}`;
      const paused = `paused${option}`;
      const common = ['simulate', spec, '--slots', '4', option];
      expect((await rcnas(['--state-dir', join(folder, undisturbed), ...common])).exitCode).toBe(0);

      const running = startRcnas(['--state-dir', join(folder, paused), ...common, '--seconds-per-child', '1']);
      await until(paused, ({ progress }) => progress?.phase === 'meta-training' && progress.children.done > 0);
      const run = await runOf(paused);
      expect((await rcnas(['--state-dir', simulation(paused), 'pause', run])).exitCode).toBe(0);
      // What is inside a workflow task hears of the pause with the next one.
      await sleep(12_000);
      const before = await until(paused, ({ progress }) => progress !== null);
      const logBefore = startedIn(paused);
      await sleep(8_000);
      expect((await until(paused, ({ progress }) => progress !== null)).progress).toEqual(before.progress);
      expect(before.progress!.paused).toBe(true);
      expect(startedIn(paused)).toBe(logBefore);

      expect((await rcnas(['--state-dir', simulation(paused), 'resume', run])).exitCode).toBe(0);
      expect((await running.finished).exitCode).toBe(0);
      expect(results(paused)).toEqual(results(undisturbed));
    },
    patienceMs,
  );
});

/** Steps that the worker has begun so far. */
function startedIn(state: string): number {
  return readFileSync(join(simulation(state), 'worker.log'), 'utf8').split('started: ').length;
}
