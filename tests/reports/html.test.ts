import { beforeAll, describe, expect, it } from 'vitest';

import { renderReportHtml } from '../../reports/html';
import type { Report } from '../../reports/types';
import { sampleReport } from './fixtures/sample-report';
import { descendants, parseXml, type Element } from './support/xml';

/** The page as a tree; its void elements are written closed, so that it is XML after the doctype. */
function parsePage(page: string): Element {
  expect(page.startsWith('<!doctype html>\n<html lang="en">')).toBe(true);
  return parseXml(
    page
      .slice('<!doctype html>\n'.length)
      .trim()
      .replace(/<style>[\s\S]*?<\/style>/, ''),
  );
}

function unnamed(report: Report): Report {
  return { ...report, children: [], iterations: [], final: [], teachers: [], encoder: null };
}

describe('report.html', () => {
  let page: string;
  beforeAll(async () => {
    page = await renderReportHtml(sampleReport());
  });

  it('is the same to the byte for the same report', async () => {
    await renderReportHtml(sampleReport({ seed: 3, failures: true }));
    expect(await renderReportHtml(sampleReport())).toBe(page);
  });

  it('marks an evaluation that an audit doubts, with the reason, and stays well-formed', async () => {
    expect(page).not.toContain('unsound');
    const report = sampleReport();
    const doubts = [{ flag: 'randomness', message: 'other <logits> in each pass' } as const];
    const final = report.final.map((entry) => ({
      ...entry,
      attacks: { ...entry.attacks, 'pgd-8': { ...entry.attacks['pgd-8']!, doubts } },
    }));
    const doubted = await renderReportHtml({ ...report, final });
    expect(doubted).toContain('<li>pgd-8, the network: randomness: other &lt;logits&gt; in each pass</li>');
    expect(doubted).toContain('(an unsound evaluation, see below)');
    expect(doubted).toContain('69.4\u00a0% (64.5–74.0)\u00a0unsound'.replace('% (', '%\u00a0('));
    expect(() => parsePage(doubted)).not.toThrow();
  });

  it('differs between two runs of one spec in times only', async () => {
    const report = sampleReport();
    const later = await renderReportHtml({
      ...report,
      timings: { ...report.timings, startedAt: '2026-05-01T00:00:00.000Z', finishedAt: '2026-05-01T00:00:30.000Z' },
    });
    expect(later.replaceAll('2026-05-01 00:00 UTC', '2026-04-01 09:33 UTC')).toBe(page);
  });

  it('has no script, loads nothing, and forbids both to itself', () => {
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\((?!#)|\son\w+=|javascript:/i);
    const links = descendants(parsePage(page)).flatMap(({ attributes }) =>
      ['href', 'xlink:href', 'src'].flatMap((name) => attributes.get(name) ?? []),
    );
    expect(links.length).toBeGreaterThan(10);
    expect(links.filter((link) => !link.startsWith('#'))).toEqual([]);
  });

  it('has unique ids, and every link within it leads somewhere', async () => {
    const several = await renderReportHtml(sampleReport({ targets: ['a b', 'a_b'], failures: true }));
    const elements = descendants(parsePage(several));
    const ids = elements.flatMap(({ attributes }) => attributes.get('id') ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const links = elements.flatMap(({ attributes }) => attributes.get('href') ?? attributes.get('xlink:href') ?? []);
    expect(links.filter((link) => !ids.includes(link.slice(1)))).toEqual([]);
  });

  it('gives every drawing a text for who cannot see it, and every table a caption and headed rows', () => {
    const elements = descendants(parsePage(page));
    const drawings = elements.filter(({ name, attributes }) => name === 'svg' && !attributes.has('aria-hidden'));
    expect(drawings.length).toBeGreaterThan(8);
    for (const { attributes } of drawings) {
      expect(attributes.get('role')).toBe('img');
      expect(attributes.get('aria-label')!.length).toBeGreaterThan(40);
    }
    const tables = elements.filter(({ name }) => name === 'table');
    expect(tables).toHaveLength(6);
    for (const table of tables) {
      expect(table.children.map(({ name }) => name)).toEqual(['caption', 'thead', 'tbody']);
      for (const row of table.children[2]!.children) expect(row.children[0]!.attributes.get('scope')).toBe('row');
    }
  });

  it('lists every child with its reward, its accuracy and why it has none', async () => {
    const report = sampleReport({ failures: true, guard: 0.6, metaIterations: 8 });
    const text = (await renderReportHtml(report)).replaceAll('\u00a0', ' ');
    const rows = text.split('<tr ').slice(1);
    const refused = report.children.filter((child) => child.refused !== undefined);
    const failed = report.children.filter((child) => child.failed !== undefined);
    expect(refused.length).toBeGreaterThan(0);
    expect(failed.length).toBeGreaterThan(0);
    for (const child of report.children) {
      const row = rows.find((candidate) => candidate.startsWith(`id="child-${child.id}"`))!;
      expect(row).toContain(child.reward.toFixed(3));
      if (child.studentAccuracy) expect(row).toContain(`${(100 * child.studentAccuracy.value).toFixed(1)} %`);
      else expect(row).toContain('not measured');
      expect(row.includes('over budget</span>')).toBe(child.overBudget);
      expect(row.includes(`refused: ${child.refused}`)).toBe(child.refused !== undefined);
      expect(row.includes(`failed: ${child.failed}`)).toBe(child.failed !== undefined);
    }
    expect(text).toContain(`${refused.length} refused by the cost guard, ${failed.length} failed.`);
  });

  it('states the result, its teacher, the saving, and a budget that was not kept', async () => {
    const text = page.replaceAll('\u00a0', ' ').replace(/\s+/g, ' ');
    expect(text).toContain(
      'classifies <strong>69.4 %</strong> of the test images correctly under <strong>pgd-8</strong>',
    );
    expect(text).toContain('64.5–74.0 %');
    expect(text).toContain('within budget 5.00 M');
    const report = sampleReport();
    const costly = await renderReportHtml({
      ...report,
      final: report.final.map((final) => ({ ...final, budgetMacs: 1e6 })),
    });
    expect(costly.replaceAll('\u00a0', ' ')).toContain('It costs more than its budget of 1.00 M MACs.');
  });

  it('shows the spec as it was written, with its line breaks', async () => {
    const specText = 'a: 1\n\n\n# two & <three>\nb:\n  - "x"\n';
    const text = await renderReportHtml(sampleReport({ specText }));
    expect(text).toContain('a: 1\n\n\n# two &amp; &lt;three&gt;\nb:\n  - &quot;x&quot;\n');
  });

  it('escapes whatever names and messages come from the spec or a failure', async () => {
    const evil = `"><script>alert(1)</script><img src=x onerror='alert(2)'>&amp; \${x} ]]> javascript:alert(3)`;
    const report = sampleReport({
      name: evil,
      specText: evil,
      targets: [evil, 'b'],
      failures: true,
      metaIterations: 4,
    });
    const rename = (text: string): Report =>
      JSON.parse(text.replaceAll('pgd-8', JSON.stringify(evil).slice(1, -1))) as Report;
    const renamed = rename(JSON.stringify(report));
    const attacked: Report = {
      ...renamed,
      status: 'failed',
      message: evil,
      runId: evil,
      seeds: { [evil]: 1 },
      versions: { [evil]: evil },
      teachers: renamed.teachers.map((teacher) => ({ ...teacher, name: evil, data: evil })),
      children: renamed.children.map((child, index) => ({
        ...child,
        id: `${evil}${index}`,
        name: evil,
        failed: evil,
        task: { ...child.task, data: evil, teacher: { ...child.task.teacher, name: evil } },
      })),
      final: renamed.final.map((final) => ({
        ...final,
        network: evil,
        data: evil,
        teacher: { ...final.teacher, name: evil },
      })),
    };
    const text = await renderReportHtml(attacked);
    expect(text).not.toMatch(/<script|<img|<\/script/i);
    const elements = descendants(parsePage(text));
    for (const { name, attributes } of elements) {
      expect(name).toMatch(/^[a-z0-9]+$|^(linearGradient|clipPath)$/);
      for (const [key, value] of attributes) {
        expect(key).not.toMatch(/^on/);
        if (/href|src/.test(key)) expect(value).toMatch(/^#[A-Za-z0-9_.-]+$/);
      }
    }
    const tags = new Set(elements.map(({ name }) => name));
    expect(tags.has('script') || tags.has('img')).toBe(false);
  });

  it.each<[string, () => Report, string[], string[]]>([
    ['R-NAS', () => sampleReport({ metaIterations: 0 }), ['without meta-training (R-NAS)'], ['meta-training child']],
    [
      'several targets',
      () => sampleReport({ targets: ['first', 'second'] }),
      ['Result: first', 'Result: second', 'fine-tuning · first', 'fine-tuning · second'],
      [],
    ],
    [
      'a search without children',
      () => sampleReport({ metaIterations: 0, fineTuneIterations: 0 }),
      ['No child network was made.', 'The run ended before the search began.'],
      ['All children'],
    ],
    [
      'a run that failed at once',
      () => ({ ...unnamed(sampleReport()), status: 'failed', message: 'digits.csv.gz is truncated.' }),
      [
        'This run failed',
        'digits.csv.gz is truncated.',
        'The run ended before a final network was trained.',
        'No teacher was trained.',
      ],
      [],
    ],
    [
      'a run that was cancelled',
      () => ({ ...sampleReport(), status: 'cancelled', final: [] }),
      ['This run was cancelled', 'No reason was recorded.'],
      [],
    ],
  ])('can be read for %s', async (_, make, present, absent) => {
    const text = await renderReportHtml(make());
    parsePage(text);
    for (const phrase of present) expect(text).toContain(phrase);
    for (const phrase of absent) expect(text).not.toContain(phrase);
    expect(text).not.toMatch(/NaN|undefined|Infinity|\[object/);
  });

  it('stays below 3 MB and a few seconds for the 500 children of the paper', async () => {
    const report = sampleReport({
      large: true,
      metaIterations: 98,
      timeSteps: 5,
      fineTuneIterations: 10,
      failures: true,
    });
    expect(report.children).toHaveLength(500);
    const text = await renderReportHtml(report);
    expect(text.length).toBeLessThan(3e6);
    expect(text).toContain('mean of 9 iterations');
    parsePage(text);
  });
});
