import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Ajv2020 } from 'ajv/dist/2020';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { catalogEntryOf, findAgent, readCatalog, recordInCatalog, type CatalogEntry } from '../../activities/catalog';
import { comparePrevious } from '../../activities/comparison';
import { renderReportHtml } from '../../reports/html';
import { newcombe } from '../../reports/newcombe';
import { summarizeReport } from '../../reports/terminal';
import type { Report } from '../../reports/types';
import { wilson } from '../../reports/wilson';
import { sampleReport } from '../reports/fixtures/sample-report';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'rcnas-catalog-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const sha = (digit: string) => digit.repeat(64);
const artifact = (digit: string, kind: string) => ({ sha256: sha(digit), bytes: 10, kind });

/** A completed run with an agent; `day` names the night of a scheduled one. */
function run(runId: string, day?: string, changes: Partial<Report> = {}): Report {
  const sample = sampleReport();
  return {
    ...sample,
    runId,
    agent: { policy: artifact('a', 'policy'), encoder: artifact('e', 'encoder') },
    ...(day === undefined ? {} : { schedule: { id: 'nightly', dueAt: `2026-11-${day}T02:30:00.000Z` } }),
    final: sample.final.map((final) => ({ ...final, policy: artifact('f', 'policy') })),
    ...changes,
  };
}

const record = async (...reports: Report[]): Promise<CatalogEntry[]> => {
  for (const report of reports) await recordInCatalog(folder, catalogEntryOf(report)!);
  return await readCatalog(folder);
};

describe('the catalog', () => {
  it('is empty in a new store, and leaves out what cannot be read', async () => {
    expect(await readCatalog(folder)).toEqual([]);
    await record(run('one'));
    writeFileSync(join(folder, 'catalog', 'two.json'), '{"runId": ');
    writeFileSync(join(folder, 'catalog', 'three.json'), 'null');
    expect((await readCatalog(folder)).map(({ runId }) => runId)).toEqual(['one']);
  });

  it('has no entry for a run that ended early', () => {
    expect(catalogEntryOf(run('one', undefined, { status: 'cancelled' }))).toBeNull();
  });

  it('finds an agent by run, by the name of a pipeline, by its policy, and by the policy of a target', async () => {
    const catalog = await record(run('sample-1'));
    const base = { run: 'sample-1', policy: sha('a') };
    expect(findAgent(catalog, { run: 'sample-1' }).from).toEqual(base);
    expect(findAgent(catalog, { run: catalog[0]!.name }).from).toEqual(base);
    expect(findAgent(catalog, { policy: sha('a') }).from).toEqual(base);
    const tuned = findAgent(catalog, { policy: sha('f') });
    expect(tuned.from).toEqual({ run: 'sample-1', policy: sha('f'), target: catalog[0]!.networks[0]!.target });
    expect(tuned.encoder).toEqual(artifact('e', 'encoder'));
    expect(Object.keys(tuned.settings)).toEqual(['lips', 'ct', 'encoder', 'policy']);
  });

  it('names the nearest run, and where to look for policies', async () => {
    const catalog = await record(run('sample-1'));
    expect(() => findAgent(catalog, { run: 'sampel-1' })).toThrow(
      /^unknown run "sampel-1"; did you mean "sample-1"\? \(runs with an agent in the store: .*sample-1\)$/,
    );
    expect(() => findAgent(catalog, { policy: sha('0') })).toThrow(
      `no run in the store has the policy ${sha('0')}; "rcnas agents" lists those that are there`,
    );
  });
});

describe('a night beside the one before', () => {
  it('is compared with the newest run that was due before it, of the same schedule', async () => {
    const other = run('other', '21', { schedule: { id: 'other', dueAt: '2026-11-21T23:00:00.000Z' } });
    const catalog = await record(run('n-20', '20'), run('n-19', '19'), run('n-22', '22'), other);
    expect(comparePrevious(run('n-21', '21'), catalog)?.runId).toBe('n-20');
    expect(comparePrevious(run('n-19', '19'), catalog)).toBeUndefined();
    expect(comparePrevious(run('by-hand'), catalog)).toBeUndefined();
  });

  it('differs by exactly 0 when the network is the same, and by an interval when it is not', async () => {
    const catalog = await record(run('n-20', '20'));
    const again = comparePrevious(run('n-21', '21'), catalog)!.targets[0]!;
    expect([again.sameNetwork, again.clean!.difference, again.clean!.low, again.clean!.high]).toEqual([true, 0, 0, 0]);

    const now = run('n-21', '21');
    const [final] = now.final;
    const clean = wilson(final!.clean.n - 7, final!.clean.n);
    const changed = { ...now, final: [{ ...final!, weights: sha('1'), clean }] };
    const { targets } = comparePrevious(changed, catalog)!;
    expect(targets[0]!.clean).toEqual({
      now: clean,
      before: final!.clean,
      ...newcombe(clean, final!.clean),
      sameNetwork: false,
    });
  });

  it('is not compared on other images', async () => {
    const catalog = await record(run('n-20', '20'));
    const reseeded = comparePrevious(run('n-21', '21', { seed: 12345 }), catalog)!;
    expect(reseeded.targets.map(({ clean, attacks }) => [clean, attacks])).toEqual(
      reseeded.targets.map(() => [null, {}]),
    );
  });

  it('stands in the page, in the terminal and in a document of the schema', async () => {
    const catalog = await record(run('n-20', '20'));
    const now = run('n-21', '21');
    const final = now.final.map((one) => ({ ...one, weights: sha('1') }));
    const night = { ...now, final, previous: comparePrevious({ ...now, final }, catalog)! };
    const page = await renderReportHtml(night);
    expect(page).toContain('Beside the run before');
    expect(page).toContain('<code>n-20</code>');
    expect(summarizeReport(night)).toContain('beside n-20, differences in points');
    const schema = JSON.parse(
      readFileSync(join(__dirname, '..', '..', 'schemas', 'report.schema.json'), 'utf8'),
    ) as object;
    const validate = new Ajv2020({ strict: false }).compile(schema);
    validate(night);
    expect(validate.errors).toBeNull();
    expect(await renderReportHtml(run('n-19', '19'))).toContain('the first run of the schedule');
  });
});

describe('the interval of a difference', () => {
  it('is that of Newcombe’s example: 56 of 70 and 48 of 80', () => {
    // Newcombe (1998), table II, example (a), method 10.
    const { difference, low, high } = newcombe(wilson(56, 70), wilson(48, 80));
    expect([difference, low, high].map((share) => share.toFixed(4))).toEqual(['0.2000', '0.0524', '0.3339']);
  });
});
