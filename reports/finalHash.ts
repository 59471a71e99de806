import { createHash } from 'node:crypto';

import { canonicalJson } from '../artifacts/keys';
import type { Report } from './types';

/** What is equal in equal runs: the report without the run's name, its origin and its times. */
export function reportResults(report: Report): Omit<Report, 'runId' | 'timings' | 'forkedFrom'> {
  const { runId: _runId, timings: _timings, forkedFrom: _origin, ...results } = report;
  return results;
}

/** SHA-256 of what a run found; equal runs have equal ones, whatever happened to them on their way. */
export function finalHash(report: Report): string {
  return createHash('sha256')
    .update(canonicalJson(reportResults(report)), 'utf8')
    .digest('hex');
}
