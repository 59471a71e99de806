import { mkdir, readdir, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';

import { stringify } from 'yaml';

import { writeFileAtomically } from '../artifacts/atomicWrite';
import { drawFigures, figureFiles } from './figures';
import { renderReportHtml } from './html';
import type { Report } from './types';

/** Name beside the folders of the runs that leads to the newest. */
export const LATEST = 'latest';

/**
 * Writes `spec.yaml` (as it was written), `spec.resolved.yaml`, `plots/*.svg`, `report.html` and last `report.json`
 * into the run's folder, and lets `latest` beside it lead there. Every file is there whole or not at all; plots of
 * an earlier report that are no longer drawn are removed.
 *
 * @throws StoreFullError when the disk is full
 */
export async function writeReport(report: Report, directory: string): Promise<void> {
  const figures = await drawFigures(report);
  const files = figureFiles(figures);
  const plots = path.join(directory, 'plots');
  await mkdir(plots, { recursive: true });
  for (const name of await readdir(plots)) {
    if (name.endsWith('.svg') && !files.has(name)) await rm(path.join(plots, name));
  }
  // Together, because each waits for the disk.
  await Promise.all([
    ...[...files].map(([name, svg]) => writeText(path.join(plots, name), svg)),
    writeText(path.join(directory, 'spec.yaml'), report.specText),
    writeText(path.join(directory, 'spec.resolved.yaml'), resolvedSpec(report)),
    writeText(path.join(directory, 'report.html'), await renderReportHtml(report, figures)),
  ]);
  await writeText(path.join(directory, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
  await pointLatest(directory);
}

function resolvedSpec(report: Report): string {
  const body = stringify(report.spec, { aliasDuplicateObjects: false, lineWidth: 120 });
  return `# What run ${report.runId} read: the spec with every default filled in and every quantity as a number.\n${body}`;
}

async function writeText(file: string, text: string): Promise<void> {
  await writeFileAtomically(file, Buffer.from(text, 'utf8'));
}

async function pointLatest(directory: string): Promise<void> {
  const link = path.join(path.dirname(directory), LATEST);
  const temporary = `${link}.${process.pid}.tmp`;
  try {
    await rm(temporary, { force: true });
    await symlink(path.basename(directory), temporary, 'dir');
    await rename(temporary, link);
  } catch {
    // A convenience must not fail a run of days: something else has the name, or the file system has no links.
    await rm(temporary, { force: true });
  }
}
