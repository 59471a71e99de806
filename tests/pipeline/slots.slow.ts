import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Report } from '../../reports/types';
import { buildDist, buildTimeoutMs } from '../support/dist';
import { rcnas } from '../support/process';
import { smallSpec } from './specs';

let folder: string;

beforeAll(async () => {
  await buildDist();
  folder = mkdtempSync(join(tmpdir(), 'rcnas-slots-'));
}, buildTimeoutMs);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('rcnas run with episodes side by side', () => {
  const text = smallSpec('slots', { update: 'iteration, episodes: 2', meta: '1', limitTrain: '128' });

  async function run(slots: number): Promise<Omit<Report, 'timings'>> {
    const spec = join(folder, 'slots.yaml');
    writeFileSync(spec, text);
    const [state, runs] = [join(folder, `state-${slots}`), join(folder, `runs-${slots}`)];
    const { exitCode, stderr } = await rcnas([
      ...['--state-dir', state, '--runs-dir', runs, 'run', spec],
      ...['--slots', String(slots), '--threads', '1'],
    ]);
    if (exitCode !== 0) throw new Error(`exit code ${exitCode}: ${stderr}`);
    const { timings: _, ...results } = JSON.parse(readFileSync(join(runs, 'latest', 'report.json'), 'utf8')) as Report;
    return results;
  }

  it('trains and attacks real networks to the same report on 1 and on 2 slots', async () => {
    const one = await run(1);
    expect(one.children.map(({ id }) => id)).toEqual([
      'meta-000-e00-0',
      'meta-000-e00-1',
      'meta-000-e01-0',
      'meta-000-e01-1',
      expect.stringMatching(/^fine-tune-.*-000-0$/),
    ]);
    expect(one.children.filter(({ studentAccuracy }) => studentAccuracy !== null).length).toBeGreaterThan(1);
    expect(await run(2)).toEqual(one);
  }, 1_200_000);
});
