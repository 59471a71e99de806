/** `rcnas report`: the result of a run that has ended, from its folder; no server is needed. */
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';

import { summarizeReport } from '../reports/terminal';
import type { Report } from '../reports/types';
import { LATEST } from '../reports/write';
import { UnknownRunError } from './errors';
import { exitCodes } from './exitCodes';

export interface ReportOptions {
  /** Folder that holds one folder per run. */
  readonly runsDir: string;
  /** Print `report.json` itself. */
  readonly json?: boolean;
}

/**
 * Prints the summary of a report and where its page is; with `json` the document as it was written.
 *
 * @param run - id of a run, its folder, or a `report.json`; default: the newest run
 * @throws UnknownRunError when there is none, with the runs that have a report
 */
export async function reportCommand(run: string | undefined, options: ReportOptions): Promise<number> {
  const file = await findReport(run, options.runsDir);
  const text = await readFile(file, 'utf8');
  if (options.json === true) {
    process.stdout.write(text);
    return exitCodes.ok;
  }
  const report = parseReport(text, file);
  const colour = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
  process.stdout.write(
    `${summarizeReport(report, { colour })}\n\nreport: ${path.join(path.dirname(file), 'report.html')}\n`,
  );
  return exitCodes.ok;
}

/** Path of a run's `report.json`. @throws UnknownRunError */
export async function findReport(run: string | undefined, runsDir: string): Promise<string> {
  const wanted = run ?? LATEST;
  const candidates = [path.resolve(runsDir, wanted, 'report.json')];
  if (run !== undefined) candidates.push(path.resolve(run, 'report.json'), path.resolve(run));
  for (const candidate of candidates) {
    const found = await stat(candidate).catch(() => null);
    if (found?.isFile() === true) return await realpath(candidate);
  }
  const known = await reportedRuns(runsDir);
  if (run === undefined && known.length === 0) {
    throw new UnknownRunError(`there is no report in ${runsDir} yet; start a run with "rcnas run SPEC"`);
  }
  const list = known.length === 0 ? 'none' : known.join(', ');
  throw new UnknownRunError(
    run === undefined
      ? `${path.join(runsDir, LATEST)} leads to no report; name one of the runs: ${list}`
      : `no report of a run "${run}" in ${runsDir}; known runs: ${list}`,
  );
}

/** Runs with a report, by name. */
export async function reportedRuns(runsDir: string): Promise<string[]> {
  const entries = await readdir(runsDir, { withFileTypes: true }).catch(() => []);
  const runs: string[] = [];
  for (const entry of entries) {
    if (!entry.isDirectory()) continue;
    const found = await stat(path.join(runsDir, entry.name, 'report.json')).catch(() => null);
    if (found?.isFile() === true) runs.push(entry.name);
  }
  return runs.sort();
}

/** @throws UnknownRunError when the text is no report. */
export function parseReport(text: string, file: string): Report {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw new UnknownRunError(`${file} is not JSON`, { cause });
  }
  const schema =
    document !== null && typeof document === 'object' && 'schema' in document ? document.schema : undefined;
  if (schema !== 'rcnas/report/v1') {
    throw new UnknownRunError(
      `${file} is not a report: expected "schema": "rcnas/report/v1", found ${JSON.stringify(schema)}`,
    );
  }
  return document as Report;
}
