import { describe, expect, it } from 'vitest';

import { drawFigures, figureFiles } from '../../reports/figures';
import { themeable } from '../../reports/plots/palette';
import { sampleReport } from './fixtures/sample-report';
import { parseXml } from './support/xml';

function marks(svg: string): string[] {
  return [...svg.matchAll(/<title>([^<]*)<\/title>/g)].map((match) => match[1]!);
}

describe('plots', () => {
  it('are the same to the byte when drawn again, whatever was drawn in between', async () => {
    const first = figureFiles(await drawFigures(sampleReport()));
    await drawFigures(sampleReport({ seed: 9, targets: ['a', 'b'], failures: true }));
    expect(figureFiles(await drawFigures(sampleReport()))).toEqual(first);
  });

  it('are well-formed SVG files that load nothing and carry a title and a description', async () => {
    const files = figureFiles(await drawFigures(sampleReport({ targets: ['a', 'b'], failures: true })));
    expect([...files.keys()]).toEqual([
      'reward.svg',
      'tradeoff-1.svg',
      'tradeoff-2.svg',
      'tradeoff-3.svg',
      'actions-stage-1.svg',
      'actions-stage-2.svg',
      'actions-stage-3.svg',
      'accuracy-1.svg',
      'network-1.svg',
      'accuracy-2.svg',
      'network-2.svg',
    ]);
    for (const [name, svg] of files) {
      const root = parseXml(svg);
      expect(root.name, name).toBe('svg');
      expect(root.children.slice(0, 2).map((child) => child.name)).toEqual(['title', 'desc']);
      expect(svg.replaceAll(/xmlns(:xlink)?="[^"]*"/g, ''), name).not.toMatch(/https?:|href|NaN|undefined|Infinity/);
    }
  });

  it('mark each child in the reward curve, with its reward as the tooltip', async () => {
    const report = sampleReport({ failures: true, guard: 0.5, metaIterations: 8 });
    const { reward } = await drawFigures(report);
    expect(new Set(marks(reward!.svg))).toEqual(
      new Set(
        report.children.map((child) => {
          const outcome =
            child.studentAccuracy === null ? 'not measured' : child.overBudget ? 'over budget' : 'within budget';
          return `${child.id}: ${child.name}, reward ${child.reward.toFixed(3)}, ${outcome}`;
        }),
      ),
    );
  });

  it('draw every child in the figure of its attack, and the target large and first', async () => {
    const report = sampleReport({ metaIterations: 8 });
    const { tradeoffs } = await drawFigures(report);
    expect(tradeoffs[0]).toMatchObject({ attack: 'pgd-8', isTarget: true });
    expect(tradeoffs[0]!.narrow).toBeDefined();
    for (const figure of tradeoffs) {
      const expected = report.children.filter((child) => child.task.attack === figure.attack);
      const shown = marks(figure.svg);
      const starts = expected.map((child) =>
        child.studentAccuracy === null
          ? `${child.id}: `
          : `${child.id} (${child.phase === 'meta' ? 'meta-training' : 'fine-tuning'} child`,
      );
      for (const start of starts)
        expect(
          shown.filter((tip) => tip.startsWith(start)),
          start,
        ).toHaveLength(1);
      expect(shown.filter((tip) => tip.includes('(teacher)'))).toHaveLength(2);
      expect(shown.filter((tip) => tip.includes('(final network'))).toHaveLength(figure.isTarget ? 1 : 0);
    }
  });

  it('put a child right of the budget line exactly when it costs more', async () => {
    const report = sampleReport({ metaIterations: 12 });
    const { tradeoffs } = await drawFigures(report);
    const svg = tradeoffs[0]!.svg;
    const places = new Map(
      [...svg.matchAll(/<path transform="translate\(([\d.]+),[\d.]+\)"[^>]*><title>(\S+) \((?:meta|fine)/g)].map(
        (match) => [match[2]!, Number(match[1])],
      ),
    );
    // Each label of a budget line sits on it, turned by 90 degrees.
    const lines = [...svg.matchAll(/<text[^>]*translate\(([\d.]+),4\) rotate\(270\)[^>]*>budget ([^<]*)</g)];
    expect(lines.map((line) => line[2]!.replace('\u00a0', ' '))).toEqual(['1.50 M', '5.00 M']);
    const large = Number(lines[1]![1]);
    const measured = report.children.filter(
      ({ task, studentAccuracy }) => task.attack === 'pgd-8' && task.budgetMacs === 5e6 && studentAccuracy !== null,
    );
    expect(new Set(measured.map((child) => child.overBudget)).size).toBe(2);
    for (const child of measured) expect(places.get(child.id)! > large, child.id).toBe(child.overBudget);
  });

  it('describe in words what they show', async () => {
    const { reward, results } = await drawFigures(sampleReport());
    expect(reward!.description).toMatch(
      /^meta-training: mean reward 0\.\d{3} in the first and 0\.\d{3} in the last of 3 iterations, best mean 0\.\d{3}; fine-tuning: .*over budget\.$/,
    );
    expect(results[0]!.network.description).toContain('stage 1: 1 block (teacher: 2), 16 channels (teacher: 64)');
    expect(results[0]!.accuracy.description.replaceAll('\u00a0', ' ')).toContain(
      'clean: the network 93.6 % (90.6–95.7), its teacher 95.6 % (92.9–97.2)',
    );
  });

  it('draw the final network with as many blocks as it has, inside its teacher', async () => {
    const report = sampleReport({ large: true });
    const svg = (await drawFigures(report)).results[0]!.network.svg;
    const final = report.final[0]!;
    // A line between each two blocks of a stage.
    const lines = final.stages.reduce((sum, stage) => sum + stage.depth - 1, 0);
    expect(svg.match(/<path d="M[\d.]+,[\d.]+h[\d.]+" stroke="#ffffff"/g) ?? []).toHaveLength(lines);
    expect(svg.match(/stroke-dasharray="4 3"/g)).toHaveLength(final.teacher.stages.length + 1);
  });

  it('turn the light colours into those of the page and leave others alone', () => {
    expect(themeable('<g fill="#1c2330" stroke="#123456"><text fill="none">#1c2330</text></g>')).toBe(
      '<g fill="var(--ink)" stroke="#123456"><text fill="none">#1c2330</text></g>',
    );
  });
});
