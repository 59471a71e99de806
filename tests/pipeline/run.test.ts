import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Ajv2020 } from 'ajv/dist/2020';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Report } from '../../reports/types';
import { buildDist } from '../support/dist';
import { waitForLines } from '../support/logFile';
import { rcnas, repository, startRcnas, type Finished } from '../support/process';
import { killProcess } from './kill';
import { smallSpec } from './specs';

let folder: string;
/** Of the small spec as it is. */
let smallReport: Report;

beforeAll(async () => {
  await buildDist();
  folder = mkdtempSync(join(tmpdir(), 'rcnas-pipeline-'));
}, 240_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a spec with a store of its own, or a shared one. */
async function run(state: string, text: string, ...options: string[]): Promise<Finished> {
  const spec = join(folder, `${state}.yaml`);
  writeFileSync(spec, text);
  return await rcnas(arguments_(state, spec, ...options));
}

function arguments_(state: string, spec: string, ...options: string[]): string[] {
  return ['--state-dir', join(folder, state), '--runs-dir', join(folder, `${state}-runs`), 'run', spec, ...options];
}

function report(state: string): Report {
  return JSON.parse(readFileSync(join(folder, `${state}-runs`, 'latest', 'report.json'), 'utf8')) as Report;
}

/** What must be equal in equal runs: everything but the times. */
function results({ timings, ...rest }: Report): Omit<Report, 'timings'> {
  expect(Date.parse(timings.finishedAt)).toBeGreaterThan(Date.parse(timings.startedAt));
  return rest;
}

describe('rcnas run', () => {
  let first: Report;

  it('searches, trains, attacks and reports, from one spec to one report', async () => {
    const finished = await run('first', smallSpec('small'));
    expect(finished.stderr).toContain('finished · teachers 2/2 · children 5/5');
    expect(finished.exitCode).toBe(0);
    first = report('first');
    smallReport = first;

    const schema = JSON.parse(readFileSync(join(repository, 'schemas', 'report.schema.json'), 'utf8')) as object;
    const validate = new Ajv2020({ strict: false }).compile(schema);
    validate(first);
    expect(validate.errors).toBeNull();

    expect(first.status).toBe('completed');
    expect(first.teachers.map(({ name }) => name)).toEqual(['WRN-10-1', 'WRN-10-2']);
    expect(first.children.map(({ id }) => id)).toEqual([
      'meta-000-0',
      'meta-000-1',
      'meta-001-0',
      'meta-001-1',
      expect.stringMatching(/^fine-tune-.*-000-0$/),
    ]);
    for (const child of first.children) {
      const { annealing, studentAccuracy, teacherAccuracy, overBudget, task, macs } = child;
      expect(overBudget).toBe(macs > task.budgetMacs);
      if (studentAccuracy === null) continue;
      // Eq. 4, worked out anew from what the report says.
      const c = 1 - macs / task.teacher.macs;
      const penalty = overBudget ? Number(annealing) : 1;
      expect(child.reward).toBeCloseTo((penalty * c * (2 - c) * studentAccuracy.value) / teacherAccuracy.value, 10);
    }
    const [final] = first.final;
    expect(final!.macs).toBeLessThanOrEqual(final!.budgetMacs);
    expect(final!.clean.n).toBe(100);
    expect(final!.attacks['pgd']!.value).toBeLessThanOrEqual(final!.clean.value);
    expect(first.timings.computedSteps).toBeGreaterThan(10);
  }, 400_000);

  it('reuses every step when it runs again, and writes the same report except for times', async () => {
    const finished = await run('first', smallSpec('small'));
    expect(finished.exitCode).toBe(0);
    const second = report('first');
    expect(second.timings.computedSteps).toBe(0);
    expect(results(second)).toEqual(results(first));
    expect(readFileSync(join(folder, 'first', 'worker.log'), 'utf8')).toContain('reused: train teacher WRN-10-1');
  }, 400_000);

  it('gives the same results in another empty store, after the trainer, the server and the worker were killed', async () => {
    const spec = join(folder, 'killed.yaml');
    writeFileSync(spec, smallSpec('small'));
    const interrupted = startRcnas(arguments_('killed', spec));
    const log = join(folder, 'killed', 'worker.log');
    await waitForLines(log, /started: .*train WRN/);
    await killProcess({ command: 'worker/trainer.js', environment: join(folder, 'killed', 'store') });
    await waitForLines(log, /will be retried: .*train WRN|attempt/);
    await killProcess({ command: join(folder, 'killed', 'temporal.db') });
    await waitForLines(log, /answers again/);
    interrupted.child.kill('SIGKILL');
    await interrupted.finished;
    const finished = await rcnas(arguments_('killed', spec));
    expect(finished.stderr).toContain('continuing small-');
    expect(finished.exitCode).toBe(0);
    expect(results(report('killed'))).toEqual(results(first));
  }, 600_000);
});

describe('rcnas run, variants of the search', () => {
  it('trains the children of an iteration side by side with update: iteration', async () => {
    const finished = await run('first', smallSpec('side-by-side', { update: 'iteration' }));
    expect(finished.exitCode).toBe(0);
    expect(report('first').children).toHaveLength(5);
  }, 400_000);

  it('shows children what was found before, and searches the same with the bank as without', async () => {
    const finished = await run('first', smallSpec('with-bank', { search: '  bank: true' }));
    expect(finished.exitCode).toBe(0);
    const { children } = report('first');
    const without = smallReport.children;
    expect(children.map(({ id, name, reward }) => [id, name, reward])).toEqual(
      without.map(({ id, name, reward }) => [id, name, reward]),
    );
    for (const { bankBound, studentAccuracy } of children) {
      expect(bankBound === undefined).toBe(studentAccuracy === null);
      if (bankBound !== undefined) expect(bankBound.n).toBe(64);
    }
    expect(children.some(({ bankBound }) => bankBound !== undefined)).toBe(true);
  }, 400_000);

  it('is R-NAS without meta-training, and honours the ablations', async () => {
    const search = '  lips: { enabled: false }\n  ct: { enabled: false }\n  reward: { annealing: hard }';
    const finished = await run('first', smallSpec('r-nas', { meta: '0', search }));
    expect(finished.exitCode).toBe(0);
    const { children, spec } = report('first');
    expect(spec.search.lips.enabled).toBe(false);
    expect(children.map(({ phase, annealing }) => [phase, annealing])).toEqual([['fine-tune', 'hard']]);
  }, 400_000);

  it('fails with the reason when a teacher cannot withstand its attack, and still reports what it found', async () => {
    const text = smallSpec('hopeless').replaceAll('epsilon: 0.1', 'epsilon: 0.9');
    const finished = await run('first', text);
    expect(finished.exitCode).toBe(1);
    expect(finished.stderr).toMatch(
      /did not complete: .*robust accuracy of the teacher is .* must be at least chance level/,
    );
    expect(report('first').status).toBe('failed');
  }, 400_000);

  it('ends a run that is cancelled, with a report of what it found and nothing left running', async () => {
    const spec = join(folder, 'cancelled.yaml');
    writeFileSync(spec, smallSpec('cancelled', { seed: '5' }));
    const running = startRcnas(arguments_('cancelled', spec));
    await waitForLines(join(folder, 'cancelled', 'worker.log'), /started: .*train/);
    const cancelled = await rcnas(['--state-dir', join(folder, 'cancelled'), 'cancel']);
    // Which of the two processes sees the end first is chance: the run's own takes its server along.
    expect(cancelled.stderr).toMatch(/cancelled-[0-9a-f]{8}(: cancelled; its finished steps are kept| has stopped)/);
    expect(cancelled.exitCode).toBe(0);
    const finished = await running.finished;
    expect(finished.exitCode).toBe(1);
    const { status, message } = report('cancelled');
    expect([status, message]).toEqual(['cancelled', 'cancelled on request']);
  }, 200_000);

  it('stops at Ctrl+C with exit code 130 and says how to go on', async () => {
    const spec = join(folder, 'interrupted.yaml');
    writeFileSync(spec, smallSpec('interrupted', { seed: '4' }));
    const running = startRcnas(arguments_('interrupted', spec));
    await waitForLines(join(folder, 'interrupted', 'worker.log'), /started: .*train/);
    running.child.kill('SIGINT');
    const finished = await running.finished;
    expect(finished.exitCode).toBe(130);
    expect(finished.stderr).toContain(`nothing is lost; continue with: rcnas run ${spec}`);
  }, 200_000);
});
