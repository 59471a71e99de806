import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Report } from '../../reports/types';
import { buildDist, buildTimeoutMs } from '../support/dist';
import { rcnas } from '../support/process';
import { parallelSpec } from './spec';

let folder: string;

beforeAll(async () => {
  await buildDist();
  folder = mkdtempSync(join(tmpdir(), 'rcnas-simulate-'));
}, buildTimeoutMs);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** simulate.slow.ts does the same at a larger size, with crashes. */
describe('rcnas simulate', () => {
  const text = parallelSpec('small', { iterations: '1', episodes: '2', timeSteps: '2', fineTune: '1' });

  async function simulate(state: string, ...options: string[]): Promise<Omit<Report, 'timings'>> {
    const spec = join(folder, 'small.yaml');
    writeFileSync(spec, text);
    const { stdout, stderr, exitCode } = await rcnas([
      ...['--state-dir', join(folder, state), 'simulate', spec, '--json', ...options],
    ]);
    if (exitCode !== 0) throw new Error(`exit code ${exitCode}: ${stderr}`);
    const { timings: _, ...results } = JSON.parse(stdout) as Report;
    return results;
  }

  it('runs a whole spec without TensorFlow: the same report on 1 slot, and on 8 with local steps', async () => {
    const one = await simulate('one', '--slots', '1');
    expect(one.children.map(({ id }) => id)).toEqual([
      'meta-000-e00-0',
      'meta-000-e00-1',
      'meta-000-e01-0',
      'meta-000-e01-1',
      expect.stringMatching(/^fine-tune-.*-000-0$/),
      expect.stringMatching(/^fine-tune-.*-000-0$/),
    ]);
    expect(one.versions['tensorflow']).toBe('simulated');
    const eight = await simulate('eight', '--slots', '8', '--local-steps', '--seconds-per-child', '0.1');
    expect(eight).toEqual(one);
  }, 900_000);

  it('refuses a time per child that is none', async () => {
    const finished = await rcnas(['simulate', 'spec.yaml', '--seconds-per-child', '-1']);
    expect(finished.stderr).toContain('It must be a number of seconds from 0 to 86400.');
    expect(finished.exitCode).toBe(2);
  });
});
