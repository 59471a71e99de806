import { readFileSync } from 'node:fs';
import path from 'node:path';

import Ajv2020 from 'ajv/dist/2020';
import { describe, expect, it } from 'vitest';

import type { Report } from '../../reports/types';
import { sampleReport } from './fixtures/sample-report';

const schema = JSON.parse(readFileSync(path.join(__dirname, '../../schemas/report.schema.json'), 'utf8')) as Record<
  string,
  unknown
>;

/** The schema without room for further fields, so that none goes unstated. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed);
  if (node === null || typeof node !== 'object') return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closed(value)]));
  return 'properties' in copy && !('additionalProperties' in copy) ? { ...copy, additionalProperties: false } : copy;
}

function validator(document: object) {
  const ajv = new Ajv2020({ strict: true, allErrors: true });
  ajv.addFormat('date-time', (text: string) => new Date(text).toISOString() === text);
  return ajv.compile<Report>(document);
}

function errorsOf(report: unknown, document: object = schema): string[] {
  const validate = validator(document);
  validate(JSON.parse(JSON.stringify(report)));
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

describe('report.schema.json', () => {
  const exact = closed(schema) as object;

  it.each([
    ['a quickstart', {}],
    ['one without meta-training', { metaIterations: 0 }],
    ['several targets and failed children', { targets: ['a', 'b'], failures: true, guard: 0.5 }],
    ['no children', { metaIterations: 0, fineTuneIterations: 0 }],
  ])('accepts the report of %s, every field of it stated', (_, options) => {
    expect(errorsOf(sampleReport(options), exact)).toEqual([]);
  });

  it('accepts a run that broke off before anything was trained', () => {
    const report: Report = {
      ...sampleReport(),
      status: 'failed',
      message: 'the training loss of teacher WRN-16-2 is not finite',
      teachers: [],
      encoder: null,
      children: [],
      iterations: [],
      final: [],
    };
    expect(errorsOf(report, exact)).toEqual([]);
  });

  it('names what is wrong with a document', () => {
    const report = sampleReport();
    const { seed: _seed, ...rest } = report;
    const [child, ...others] = report.children;
    expect(
      errorsOf({
        ...rest,
        status: 'done',
        children: [
          { ...child, annealing: 'soft', studentAccuracy: { ...child!.teacherAccuracy, value: 71.2 } },
          ...others,
        ],
      }),
    ).toEqual(
      expect.arrayContaining([
        " must have required property 'seed'",
        '/status must be equal to one of the allowed values',
        '/children/0/studentAccuracy/value must be <= 1',
        '/children/0/annealing must be equal to constant',
      ]),
    );
  });

  it('leaves room for fields that later versions add', () => {
    expect(errorsOf({ ...sampleReport(), energy: { kilowattHours: 0.02 } })).toEqual([]);
  });
});
