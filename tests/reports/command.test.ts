import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { UnknownRunError } from '../../cli/errors';
import { reportCommand } from '../../cli/report';
import { summarizeReport } from '../../reports/terminal';
import { writeReport } from '../../reports/write';
import { sampleReport } from './fixtures/sample-report';

describe('rcnas report', () => {
  const report = sampleReport();
  let runsDir: string;
  let output: string;

  beforeAll(async () => {
    runsDir = await mkdtemp(path.join(tmpdir(), 'rcnas-report-'));
    await writeReport(sampleReport({ seed: 3 }), path.join(runsDir, 'older-1'));
    await writeReport(report, path.join(runsDir, 'newer-2'));
    await mkdir(path.join(runsDir, 'going-on-3'));
    await mkdir(path.join(runsDir, 'broken-4'));
    await writeFile(path.join(runsDir, 'broken-4', 'report.json'), '{"schema": "other/v2"}');
  });
  afterAll(() => rm(runsDir, { recursive: true, force: true }));
  beforeEach(() => {
    output = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
      output += String(chunk);
      return true;
    });
    return () => vi.restoreAllMocks();
  });

  it('summarises the newest run and says where its page is', async () => {
    expect(await reportCommand(undefined, { runsDir })).toBe(0);
    expect(output).toBe(`${summarizeReport(report)}\n\nreport: ${path.join(runsDir, 'newer-2', 'report.html')}\n`);
  });

  it('finds a run by its id, its folder and its report.json', async () => {
    const folder = path.join(runsDir, 'older-1');
    for (const run of ['older-1', folder, path.join(folder, 'report.json')]) {
      output = '';
      await reportCommand(run, { runsDir });
      expect(output).toContain('seed 3');
      expect(output).toContain(`report: ${path.join(folder, 'report.html')}\n`);
    }
  });

  it('prints the document itself as JSON', async () => {
    await reportCommand('newer-2', { runsDir, json: true });
    expect(JSON.parse(output)).toEqual(report);
  });

  it('lists the runs that have a report when the one asked for has none', async () => {
    const message = `no report of a run "going-on-3" in ${runsDir}; known runs: broken-4, newer-2, older-1`;
    await expect(reportCommand('going-on-3', { runsDir })).rejects.toThrow(new UnknownRunError(message));
    expect(output).toBe('');
  });

  it('says how to begin when there is no report at all', async () => {
    const empty = path.join(runsDir, 'going-on-3');
    await expect(reportCommand(undefined, { runsDir: empty })).rejects.toThrow(
      new UnknownRunError(`there is no report in ${empty} yet; start a run with "rcnas run SPEC"`),
    );
  });

  it('refuses a document of another kind, quoting what it found', async () => {
    await expect(reportCommand('broken-4', { runsDir })).rejects.toThrow(
      new UnknownRunError(
        `${path.join(runsDir, 'broken-4', 'report.json')} is not a report: expected "schema": "rcnas/report/v1", found "other/v2"`,
      ),
    );
  });
});
