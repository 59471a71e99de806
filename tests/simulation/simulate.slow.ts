import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Report } from '../../reports/types';
import { killProcess } from '../pipeline/kill';
import { buildDist, buildTimeoutMs } from '../support/dist';
import { waitForLines } from '../support/logFile';
import { rcnas, startRcnas, type Finished } from '../support/process';
import { parallelSpec } from './spec';

const runTimeoutMs = 900_000;

let folder: string;

beforeAll(async () => {
  await buildDist();
  folder = mkdtempSync(join(tmpdir(), 'rcnas-simulation-'));
}, buildTimeoutMs);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function arguments_(state: string, text: string, ...options: string[]): string[] {
  const spec = join(folder, `${state}.yaml`);
  writeFileSync(spec, text);
  return ['--state-dir', join(folder, state), 'simulate', spec, '--json', ...options];
}

async function simulate(state: string, text: string, ...options: string[]): Promise<Finished> {
  return await rcnas(arguments_(state, text, ...options));
}

/** What equal runs have in common: everything but the times. */
function resultsOf({ stdout, stderr, exitCode }: Finished): Omit<Report, 'timings'> {
  if (exitCode !== 0) throw new Error(`exit code ${exitCode}: ${stderr}`);
  const { timings: _, ...results } = JSON.parse(stdout) as Report;
  return results;
}

describe('rcnas simulate, with much at once', () => {
  let onOneSlot: Omit<Report, 'timings'>;

  it(
    'gives the same report on 1, 2 and 8 slots, however long trainings take',
    async () => {
      const text = parallelSpec('slots');
      onOneSlot = resultsOf(await simulate('one', text, '--slots', '1'));
      expect(onOneSlot.children).toHaveLength(3 * 3 * 4 + 2 * 2);
      expect(new Set(onOneSlot.children.map(({ id }) => id)).size).toBe(40);
      expect(onOneSlot.final.map(({ attack }) => attack)).toEqual(['pgd', 'fgsm']);
      for (const [state, slots, seconds] of [
        ['two', '2', '0'],
        ['eight', '8', '0.3'],
      ] as const) {
        const report = resultsOf(await simulate(state, text, '--slots', slots, '--seconds-per-child', seconds));
        expect(report).toEqual(onOneSlot);
      }
    },
    3 * runTimeoutMs,
  );

  it(
    'gives it after server and worker were killed in the middle',
    async () => {
      const text = parallelSpec('slots');
      const options = ['--slots', '4', '--seconds-per-child', '1'];
      const interrupted = startRcnas(arguments_('killed', text, ...options));
      const log = join(folder, 'killed', 'simulation', 'worker.log');
      await waitForLines(log, /finished: meta-000.*train/, { count: 3, limitMs: runTimeoutMs });
      await killProcess({ command: join(folder, 'killed', 'simulation', 'temporal.db') });
      await waitForLines(log, /finished: meta-001.*train/, { count: 2, limitMs: runTimeoutMs });
      interrupted.child.kill('SIGKILL');
      await interrupted.finished;
      const finished = await simulate('killed', text, ...options);
      expect(finished.stderr).toContain('continuing slots-simulated-');
      expect(resultsOf(finished)).toEqual(onOneSlot);
    },
    2 * runTimeoutMs,
  );

  it(
    'plays the episodes of an iteration in a row when the policy learns from each step',
    async () => {
      const { children } = resultsOf(
        await simulate(
          'in-a-row',
          parallelSpec('in-a-row', { update: 'step', iterations: '2', episodes: '2', timeSteps: '2' }),
        ),
      );
      expect(children.slice(0, 4).map(({ id }) => id)).toEqual([
        'meta-000-e00-0',
        'meta-000-e00-1',
        'meta-000-e01-0',
        'meta-000-e01-1',
      ]);
    },
    runTimeoutMs,
  );
});
