import { mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import type { Report } from '../../reports/types';
import { writeReport } from '../../reports/write';
import { sampleReport } from './fixtures/sample-report';

let runs: string;
beforeEach(async () => {
  runs = await mkdtemp(path.join(tmpdir(), 'rcnas-reports-'));
});
afterEach(() => rm(runs, { recursive: true, force: true }));

async function contents(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(
      files.sort().map(async (file) => [path.relative(folder, file), await readFile(file, 'utf8')] as const),
    ),
  );
}

describe("a run's folder", () => {
  it('holds the report as data, page and plots, and the spec as written and as resolved', async () => {
    const report = sampleReport();
    await writeReport(report, path.join(runs, 'a'));
    const files = await contents(path.join(runs, 'a'));
    expect([...files.keys()]).toEqual([
      'plots/accuracy-1.svg',
      'plots/actions-stage-1.svg',
      'plots/actions-stage-2.svg',
      'plots/actions-stage-3.svg',
      'plots/network-1.svg',
      'plots/reward.svg',
      'plots/tradeoff-1.svg',
      'plots/tradeoff-2.svg',
      'plots/tradeoff-3.svg',
      'report.html',
      'report.json',
      'spec.resolved.yaml',
      'spec.yaml',
    ]);
    expect(JSON.parse(files.get('report.json')!)).toEqual(report);
    expect(files.get('spec.yaml')).toBe(report.specText);
    expect(parse(files.get('spec.resolved.yaml')!)).toEqual(report.spec);
    expect(files.get('spec.resolved.yaml')).not.toMatch(/[&*]a1/);
  });

  it('is the same to the byte for two runs of one spec, times aside', async () => {
    const report = sampleReport();
    const later: Report = {
      ...report,
      timings: {
        ...report.timings,
        startedAt: '2027-01-01T00:00:00.000Z',
        finishedAt: '2027-01-01T00:00:09.000Z',
        totalSeconds: 9,
        phases: { teachers: 0, encoder: 0, meta: 0, fineTune: 0, final: 0, evaluate: 0 },
        reusedSteps: 65,
        computedSteps: 0,
      },
    };
    await writeReport(report, path.join(runs, 'a'));
    await writeReport(later, path.join(runs, 'b'));
    const [first, second] = [await contents(path.join(runs, 'a')), await contents(path.join(runs, 'b'))];
    expect([...second.keys()]).toEqual([...first.keys()]);
    for (const [name, text] of first) {
      if (name === 'report.html') continue;
      if (name !== 'report.json') expect(second.get(name), name).toBe(text);
    }
    const timings = /"timings": \{[\s\S]*\}\n\}\n$/;
    expect(second.get('report.json')!.replace(timings, '')).toBe(first.get('report.json')!.replace(timings, ''));
  });

  it('is led to by `latest`, which moves to the newest report', async () => {
    await writeReport(sampleReport(), path.join(runs, 'a'));
    expect(await readlink(path.join(runs, 'latest'))).toBe('a');
    await writeReport(sampleReport(), path.join(runs, 'b'));
    expect(await readlink(path.join(runs, 'latest'))).toBe('b');
    expect((await readdir(runs)).sort()).toEqual(['a', 'b', 'latest']);
  });

  it('is written even when something else is named `latest`', async () => {
    await mkdir(path.join(runs, 'latest'));
    await writeFile(path.join(runs, 'latest', 'kept.txt'), 'mine');
    await writeReport(sampleReport(), path.join(runs, 'a'));
    expect(await readFile(path.join(runs, 'latest', 'kept.txt'), 'utf8')).toBe('mine');
    expect((await readdir(runs)).sort()).toEqual(['a', 'latest']);
  });

  it('loses plots of an earlier report that are no longer drawn, and nothing else', async () => {
    const folder = path.join(runs, 'a');
    await writeReport(sampleReport({ targets: ['first', 'second'] }), folder);
    await writeFile(path.join(folder, 'plots', 'notes.txt'), 'mine');
    await writeReport(sampleReport(), folder);
    const plots = await readdir(path.join(folder, 'plots'));
    expect(plots).not.toContain('accuracy-2.svg');
    expect(plots).toContain('accuracy-1.svg');
    expect(plots).toContain('notes.txt');
    expect(plots.filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
