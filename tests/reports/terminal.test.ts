import { describe, expect, it } from 'vitest';

import { alignColumns, summarizeReport } from '../../reports/terminal';
import { sampleReport } from './fixtures/sample-report';

const ESCAPE = '\u001b';

describe('summary on a terminal', () => {
  it('sets the final network beside its teacher in aligned columns', () => {
    expect(summarizeReport(sampleReport())).toBe(
      `sample  completed in 3 min 38 s, seed 7

WRN[1x1r,1x1/2,1x2/2r], within the budget of 5.00 M MACs
                  final network       teacher WRN-16-4
  clean           93.6 % (90.6–95.7)  95.6 % (92.9–97.2)
  fgsm-8          75.6 % (70.9–79.7)  77.8 % (73.2–81.8)
  pgd-8 (target)  69.4 % (64.5–74.0)  71.7 % (66.8–76.1)
  cw-8            67.5 % (62.5–72.1)  69.7 % (64.8–74.2)
  parameters      222 k (12× fewer)   2.75 M
  MACs            1.53 M (16× fewer)  24.5 M
  test set of 360 images, 95 % intervals

search  12 children: 5 over budget, best reward 0.953
time    teachers 41 s, state encoder 6.1 s, meta-training 1 min 29 s,
        fine-tuning 32 s, final training 39 s, attacks on the test set 9.8 s
steps   61 computed, 4 reused`,
    );
  });

  it('uses colour only when asked', () => {
    const plain = summarizeReport(sampleReport());
    const coloured = summarizeReport(sampleReport(), { colour: true });
    expect(plain).not.toContain(ESCAPE);
    expect(coloured).toContain(`${ESCAPE}[32mcompleted${ESCAPE}[39m`);
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(plain);
  });

  it('marks an evaluation that an audit doubts wherever its number stands, with the reason', () => {
    const report = sampleReport();
    const doubts = [{ flag: 'randomness', message: 'other logits in each pass' } as const];
    const final = report.final.map((entry) => ({
      ...entry,
      attacks: { ...entry.attacks, 'pgd-8': { ...entry.attacks['pgd-8']!, doubts } },
    }));
    const text = summarizeReport({ ...report, final });
    expect(text).toContain('  pgd-8 (target)  69.4 % (64.5–74.0) unsound  71.7 % (66.8–76.1)\n');
    expect(text).toContain('\n  unsound: pgd-8, the network: randomness: other logits in each pass\n');
  });

  it('says that the budget was not kept', () => {
    const report = sampleReport();
    const costly = { ...report, final: report.final.map((final) => ({ ...final, budgetMacs: 1e6 })) };
    expect(summarizeReport(costly)).toContain('over the budget of 1.00 M MACs');
  });

  it('names each target when there are several', () => {
    const text = summarizeReport(sampleReport({ targets: ['first', 'second'] }));
    expect(text).toContain('\nfirst: WRN');
    expect(text).toContain('\nsecond: WRN');
  });

  it('gives the reason of a run that failed, and what there was until then', () => {
    const text = summarizeReport({
      ...sampleReport({ metaIterations: 0, fineTuneIterations: 0 }),
      status: 'failed',
      message: 'the loss is not finite',
      final: [],
    });
    expect(text).toContain(
      'sample  failed in 3 min 38 s, seed 7\nthe loss is not finite\n\nno final network was trained\n',
    );
    expect(text).toContain('search  0 children: 0 over budget\n');
  });

  it('counts the width of columns in characters as people see them', () => {
    expect(
      alignColumns([
        ['é', '1'],
        ['e\u0301e\u0301', '2'],
        ['–', '3'],
      ]),
    ).toEqual(['é   1', 'e\u0301e\u0301  2', '–   3']);
    expect(alignColumns([])).toEqual([]);
  });
});
