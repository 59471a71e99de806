import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { RunSnapshot } from '../../cli/snapshot';
import { finalHash } from '../../reports/finalHash';
import type { Report } from '../../reports/types';
import { sleep, waitUntil } from '../../worker/processes';
import { buildDist } from '../support/dist';
import { rcnas, startRcnas, type Finished, type Running } from '../support/process';
import { smallSpec } from './specs';

/** Time for anything on a machine that is busy with other things. */
const patienceMs = 600_000;
/** Trainings that are seen while they go on, however fast the machine is. */
const teacherEpochs = '40';

let folder: string;
let undisturbed: string;
/** The run that was paused; later tests fork it. */
let origin: string;
const running: Running[] = [];

beforeAll(async () => {
  await buildDist();
  folder = mkdtempSync(join(tmpdir(), 'rcnas-control-'));
  const finished = await call('undisturbed', 'run', spec('small', smallSpec('small', { teacherEpochs })));
  expect(finished.exitCode).toBe(0);
  undisturbed = finalHash(report('undisturbed', 'latest'));
}, patienceMs);

afterAll(async () => {
  await stopAll();
  rmSync(folder, { recursive: true, force: true });
});

function spec(name: string, text: string): string {
  const file = join(folder, `${name}.yaml`);
  writeFileSync(file, text);
  return file;
}

function options(state: string, ...rest: string[]): string[] {
  return ['--state-dir', join(folder, state), '--runs-dir', join(folder, `${state}-runs`), ...rest];
}

async function call(state: string, ...rest: string[]): Promise<Finished> {
  return await rcnas(options(state, ...rest));
}

function report(state: string, run: string): Report {
  return JSON.parse(readFileSync(join(folder, `${state}-runs`, run, 'report.json'), 'utf8')) as Report;
}

async function startAll(state: string): Promise<void> {
  const server = startRcnas(options(state, 'server'));
  running.push(server);
  expect(await waitUntil(() => server.output().includes('address'), patienceMs)).toBe(true);
  running.push(startRcnas(options(state, 'worker', '--slots', '2')));
}

async function stopAll(): Promise<void> {
  for (const { child, finished } of running.splice(0).reverse()) {
    child.kill('SIGTERM');
    await finished;
  }
}

async function submit(state: string, file: string): Promise<string> {
  const submitted = await call(state, 'submit', file);
  expect(submitted.exitCode).toBe(0);
  return submitted.stdout.trim();
}

async function untilStatus(state: string, run: string, is: (snapshot: RunSnapshot) => boolean): Promise<RunSnapshot> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const { stdout, exitCode } = await call(state, 'status', run, '--json');
    const snapshot = exitCode === 0 ? (JSON.parse(stdout) as RunSnapshot) : null;
    if (snapshot !== null && is(snapshot)) return snapshot;
    if (snapshot !== null && snapshot.status !== 'running') throw new Error(`the run has ended: ${stdout}`);
    if (performance.now() > deadline) throw new Error(`the status stays ${stdout}`);
    await sleep(500);
  }
}

const isTraining = ({ activities }: RunSnapshot) => activities.some(({ message }) => /epoch \d/.test(message));
const isCompleted = ({ status }: RunSnapshot) => status === 'completed';

describe('rcnas pause', () => {
  it('stops steps at a checkpoint; all processes may end; resumed, the run gives what an undisturbed one does', async () => {
    const file = spec('small', smallSpec('small', { teacherEpochs }));
    await startAll('paused');
    const run = await submit('paused', file);
    origin = run;
    await untilStatus('paused', run, isTraining);
    const first = await call('paused', 'pause', run, '--json');
    expect(JSON.parse(first.stdout)).toEqual({ runId: run, outcome: 'paused' });
    expect((await call('paused', 'resume', run)).exitCode).toBe(0);

    // And again inside an iteration, where the pause has four workflows to go through.
    await untilStatus('paused', run, ({ progress }) => progress?.phase === 'meta-training');
    expect((await call('paused', 'pause', run)).stderr).toContain(`${run}: paused; nothing of it is running`);
    const before = await untilStatus('paused', run, ({ progress }) => progress !== null);
    expect(before.progress!.paused).toBe(true);
    await stopAll();

    await startAll('paused');
    const after = await untilStatus('paused', run, ({ progress }) => progress !== null);
    expect(after.progress).toEqual(before.progress);
    expect(after.activities).toEqual([]);
    await sleep(3_000);
    expect((await call('paused', 'status', run)).stdout).toContain('paused · meta-training');
    expect((await untilStatus('paused', run, () => true)).progress).toEqual(before.progress);

    expect((await call('paused', 'resume', run)).exitCode).toBe(0);
    await untilStatus('paused', run, isCompleted);
    expect(finalHash(report('paused', run))).toBe(undisturbed);
  });

  it('says that a run which has ended cannot be paused', async () => {
    const { exitCode, stderr } = await call('paused', 'pause');
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/^small-[0-9a-f]{8} is not running: completed\n$/)]);
  });
});

describe('rcnas fork', () => {
  it('without a change ends as its origin did', async () => {
    const forked = await call('paused', 'fork', `${origin}@iter-1`);
    expect(forked.stderr).toContain(`begins after 1 iterations of ${origin}`);
    const id = forked.stdout.trim();
    await untilStatus('paused', id, isCompleted);
    const ended = report('paused', id);
    expect(ended.forkedFrom).toEqual({ run: origin, iteration: 1, changes: {} });
    expect(ended.timings.computedSteps).toBe(0);
    expect(finalHash(ended)).toBe(undisturbed);
  });

  it('goes on from the iteration with other settings, and says so in its report', async () => {
    const forked = await call('paused', 'fork', `${origin}@iter-2`, '--set', 'search.meta.iterations=3');
    const id = forked.stdout.trim();
    await untilStatus('paused', id, isCompleted);
    const { children, forkedFrom, spec: changed } = report('paused', id);
    expect(forkedFrom!.changes).toEqual({ 'search.meta.iterations': '3' });
    expect(changed.search.meta.iterations).toBe(3);
    const undisturbedChildren = report('undisturbed', 'latest').children;
    expect(children.slice(0, 4)).toEqual(undisturbedChildren.slice(0, 4));
    expect(children.map(({ id: child }) => child).slice(4, 6)).toEqual(['meta-002-0', 'meta-002-1']);
  });

  it('names the setting that it cannot have', async () => {
    const messageOf = async (at: string, ...set: string[]) => {
      const { exitCode, stderr } = await call('paused', 'fork', `${origin}@${at}`, ...set.flatMap((s) => ['--set', s]));
      return [exitCode, stderr];
    };
    expect(await messageOf('iter-9')).toEqual([
      2,
      `rcnas: ${origin} has not finished iteration 9 of its 2 iterations of meta-training\n`,
    ]);
    expect(await messageOf('iter-2', 'search.meta.iterations=1')).toEqual([
      2,
      'rcnas: search.meta.iterations: 1 is less than the 2 iterations that are kept\n',
    ]);
    expect(await messageOf('iter-1', 'search.encoder.hidden=16')).toEqual([
      2,
      expect.stringContaining('search.encoder: a fork cannot change it, because the policy was trained with {'),
    ]);
    expect(await messageOf('iter-1', 'search.meta.iteration=3')).toEqual([
      2,
      expect.stringContaining('search.meta.iteration'),
    ]);
  });
});

describe('rcnas set and cancel', () => {
  it('changes a budget from the next iteration on; a cancelled run leaves nothing running and can be resumed', async () => {
    const run = await submit('paused', spec('other', smallSpec('other', { teacherEpochs, seed: '8' })));
    await untilStatus('paused', run, isTraining);
    expect((await call('paused', 'set', run, 'budget.WRN-10-3=1M')).stderr).toBe(
      'rcnas: budget.WRN-10-3: no teacher has this name; teachers: WRN-10-1, WRN-10-2\n',
    );
    expect((await call('paused', 'set', run, 'priority=7')).stderr).toBe(
      'rcnas: priority: 7 is not a whole number from 1 (most urgent) to 5\n',
    );
    const changed = await call('paused', 'set', run, 'budget.WRN-10-2=1.5M', 'priority=1');
    expect([changed.exitCode, changed.stderr]).toEqual([0, `${run}: budget.WRN-10-2 = 1.5M, priority = 1\n`]);

    const cancelled = await call('paused', 'cancel', run);
    expect(cancelled.stderr).toContain('cancelled; its finished steps are kept');
    const { status, activities } = await untilStatus('paused', run, () => true);
    expect([status, activities]).toEqual(['cancelled', []]);
    expect(report('paused', run).changes).toEqual([
      { childrenDone: expect.any(Number) as number, budgetsMacs: { 'WRN-10-2': 1_500_000 }, priority: 1 },
    ]);

    const resumed = await call('paused', 'resume', run);
    expect(resumed.stderr).toContain(`${run} is started again; its finished steps are reused`);
    expect((await call('paused', 'set', run, 'budget.WRN-10-2=1.5M')).exitCode).toBe(0);
    await untilStatus('paused', run, isCompleted);
    const { final, spec: ended } = report('paused', run);
    expect(ended.teachers[1]!.budgetMacs).toBe(1_500_000);
    expect(final[0]!.budgetMacs).toBe(1_500_000);
  });
});
