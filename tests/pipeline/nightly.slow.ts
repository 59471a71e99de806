import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { ScheduleSnapshot } from '../../cli/scheduleText';
import type { Report } from '../../reports/types';
import { buildDist, buildTimeoutMs } from '../support/dist';
import { rcnas, startRcnas, type Running } from '../support/process';

/** A search of seconds; what the schedule does is the subject. */
const spec = `apiVersion: rcnas/v1
kind: Pipeline
metadata: { name: tiny }
seed: 3
data:
  digits: { source: digits, evaluation: 64, limitTrain: 256, limitTest: 100 }
attacks:
  fgsm: { type: fgsm, epsilon: 0.02 }
teachers:
  - { architecture: WRN-10-1, budget: 0.5M }
training:
  teacher: { method: standard, epochs: 4, batchSize: 64, attack: &inner { epsilon: 0.02, steps: 1, stepSize: 0.02 } }
  child: { method: standard, epochs: 1, batchSize: 64, attack: *inner }
  final: { method: standard, epochs: 1, batchSize: 64, attack: *inner }
search:
  encoder: { tasks: 8, epochs: 2, hidden: 8, stateSize: 8 }
  policy: { hidden: 8 }
  meta: { iterations: 0 }
  fineTune: { iterations: 1 }
targets:
  - { data: digits, attack: fgsm, teacher: WRN-10-1 }
`;

const minuteMs = 60_000;
const begun: Running[] = [];
let folder: string;
let address: string;

const cli = (...args: string[]) =>
  rcnas(['--state-dir', join(folder, 'state'), '--runs-dir', join(folder, 'runs'), ...args]);

beforeAll(async () => {
  await buildDist();
  folder = mkdtempSync(join(tmpdir(), 'rcnas-nightly-'));
  writeFileSync(join(folder, 'tiny.yaml'), spec);
}, buildTimeoutMs);

afterAll(async () => {
  for (const { child, finished } of begun.reverse()) {
    child.kill('SIGINT');
    await finished;
  }
  rmSync(folder, { recursive: true, force: true });
}, 120_000);

function begin(...args: string[]): Running {
  const running = startRcnas(['--state-dir', join(folder, 'state'), '--runs-dir', join(folder, 'runs'), ...args]);
  begun.push(running);
  return running;
}

async function until<T>(what: string, look: () => Promise<T | null>): Promise<T> {
  const deadline = Date.now() + 10 * minuteMs;
  for (;;) {
    const seen = await look();
    if (seen !== null) return seen;
    if (Date.now() > deadline) throw new Error(`${what} has not happened`);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  }
}

/** Null while the server is away. */
async function snapshot(): Promise<ScheduleSnapshot | null> {
  const { stdout, exitCode } = await cli('schedule', 'describe', 'minutely', '--json');
  return exitCode === 0 ? (JSON.parse(stdout) as ScheduleSnapshot) : null;
}

const seen = async (what: string, holds: (schedule: ScheduleSnapshot) => boolean) =>
  await until(what, async () => {
    const schedule = await snapshot();
    return schedule !== null && holds(schedule) ? schedule : null;
  });

interface Execution {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly status: string;
}

async function executions(): Promise<Execution[]> {
  const connection = await Connection.connect({ address });
  try {
    const found: Execution[] = [];
    for await (const run of new Client({ connection }).workflow.list({ query: "WorkflowType = 'scheduledRun'" })) {
      found.push({
        id: run.workflowId,
        from: run.startTime.getTime(),
        to: run.closeTime?.getTime() ?? Infinity,
        status: run.status.name,
      });
    }
    return found.sort((a, b) => a.from - b.from);
  } finally {
    await connection.close();
  }
}

describe('a schedule every minute, over six minutes and a killed server', () => {
  it('never overlaps, and pauses, resumes, triggers and backfills as asked', async () => {
    begin('server');
    const state = join(folder, 'state', 'server.json');
    const server = () => JSON.parse(readFileSync(state, 'utf8')) as { pid: number; address: string };
    await until('the server', async () => {
      const { exitCode } = await cli('schedule', 'list');
      return exitCode === 0 ? true : null;
    });
    ({ address } = server());
    const createdAt = Date.now();
    const created = await cli('schedule', 'create', 'minutely', join(folder, 'tiny.yaml'), '--cron', '* * * * *');
    expect(created.stderr).toBe('');
    expect(created.exitCode).toBe(0);

    // Without a worker the first run lasts longer than a minute; what is due meanwhile is skipped.
    await seen('a first run and a skipped one', ({ counts }) => counts.started === 1 && counts.skipped >= 1);
    const refused = await cli('schedule', 'trigger', 'minutely');
    expect(refused.stdout).toBe('skipped: minutely is running (overlap policy skip)\n');
    begin('worker', '--slots', '1');
    const afterFirst = await seen('a second run', ({ counts }) => counts.started >= 2);

    process.kill(server().pid, 'SIGKILL');
    await seen('a run after the server was killed', ({ counts }) => counts.started > afterFirst.counts.started);

    await cli('schedule', 'pause', 'minutely', '--note', 'for the test');
    const paused = await seen('the end of what ran', ({ running }) => running.length === 0);
    expect([paused.paused, paused.note]).toEqual([true, 'for the test']);
    await new Promise((resolve) => setTimeout(resolve, 1.2 * minuteMs));
    const stillPaused = await seen('the schedule', () => true);
    expect(stillPaused.counts.started).toBe(paused.counts.started);

    const triggered = await cli('schedule', 'trigger', 'minutely', '--json');
    expect(JSON.parse(triggered.stdout)).toMatchObject({ result: 'started', overlap: 'skip' });
    await seen('the end of the triggered run', ({ counts, running }) => {
      return counts.started === paused.counts.started + 1 && running.length === 0;
    });

    const day = new Date(Date.now() - 24 * 60 * minuteMs).toISOString().slice(0, 10);
    await cli('schedule', 'backfill', 'minutely', '--from', `${day}T02:30`, '--to', `${day}T02:31`);
    await seen('the end of the backfilled runs', ({ counts, running }) => {
      return counts.started === paused.counts.started + 3 && running.length === 0;
    });

    const resumed = await cli('schedule', 'resume', 'minutely');
    expect(resumed.stdout).toBe('minutely is active\n');
    await seen('six minutes and a run after resuming', ({ counts }) => {
      return counts.started > paused.counts.started + 3 && Date.now() > createdAt + 6 * minuteMs;
    });
    await cli('schedule', 'pause', 'minutely');
    const last = await seen('the end of the last run', ({ running }) => running.length === 0);

    const all = await executions();
    console.log(JSON.stringify({ counts: last.counts, runs: all.map((run) => [run.id, (run.to - run.from) / 1000]) }));
    expect(all.map(({ status }) => status)).toEqual(all.map(() => 'COMPLETED'));
    expect(all).toHaveLength(last.counts.started);
    all.slice(1).forEach((run, i) => expect(run.from).toBeGreaterThanOrEqual(all[i]!.to));
    expect(all[0]!.to - all[0]!.from).toBeGreaterThan(minuteMs);
    const backfilled = all.filter(({ id }) => id.includes(`${day}T02:`)).map(({ id }) => id.slice(-20));
    expect(backfilled).toEqual([`${day}T02:30:00Z`, `${day}T02:31:00Z`]);

    const report = (run: string) =>
      JSON.parse(readFileSync(join(folder, 'runs', run, 'report.json'), 'utf8')) as Report;
    const night = report(`minutely-${day}T023100Z`);
    expect(night.previous?.runId).toBe(`minutely-${day}T023000Z`);
    const [target] = night.previous!.targets;
    expect(target!.clean!.difference).toBeCloseTo(target!.clean!.now.value - target!.clean!.before.value, 12);
    expect(report(last.recent[0]!.runId).previous).toBeDefined();

    expect((await cli('schedule', 'delete', 'minutely')).exitCode).toBe(0);
    const gone = await cli('schedule', 'describe', 'minutly');
    expect([gone.exitCode, gone.stderr]).toEqual([2, 'rcnas: unknown schedule "minutly" (schedules: none)\n']);
  }, 2_400_000);
});
