import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { ChaosSummary } from '../../cli/chaosSummary';
import { chaosPhases } from '../../worker/chaosEvents';
import { buildDist, buildTimeoutMs } from '../support/dist';
import { rcnas } from '../support/process';
import { smallSpec } from './specs';

let folder: string;

beforeAll(async () => {
  await buildDist();
  folder = mkdtempSync(join(tmpdir(), 'rcnas-chaos-'));
}, buildTimeoutMs);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('rcnas chaos', () => {
  it('kills every kind of process in every phase, and the result stays the same', async () => {
    const file = join(folder, 'small.yaml');
    writeFileSync(file, smallSpec('small'));
    const chaos = ['--state-dir', join(folder, 'state'), 'chaos', file, '--slots', '2'];
    const { exitCode, stdout, stderr } = await rcnas([...chaos, '--kills', '27', '--per-phase', '3', '--json']);
    expect(exitCode, stderr).toBe(0);
    const summary = JSON.parse(stdout) as ChaosSummary;
    expect(summary).toMatchObject({ kills: 27, finished: true, identical: true, differences: [] });
    expect(Object.keys(summary.phases)).toEqual(chaosPhases);
    for (const { kills } of Object.values(summary.phases)) expect(kills).toBe(3);
    expect(Math.min(...Object.values(summary.victims))).toBeGreaterThan(0);
    expect(summary.disturbed.hash).toBe(summary.undisturbed.hash);
  });
});
