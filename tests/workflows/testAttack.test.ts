import { describe, expect, it } from 'vitest';

import type { Evaluation } from '../../activities/types';
import { boundsDetails } from '../../workflows/details';
import { mergeEvaluations, rangesOf } from '../../workflows/testAttack';

type Part = Omit<Evaluation, 'timing'>;

describe('an attack on the test set', () => {
  it('is cut into parts of 512 when it takes long, in the order of the set', () => {
    expect(rangesOf({ type: 'autoattack', epsilon: 0.1 }, 1100)).toEqual([
      { first: 0, count: 512 },
      { first: 512, count: 512 },
      { first: 1024, count: 76 },
    ]);
    expect(rangesOf({ type: 'square', epsilon: 0.1 }, 512)).toEqual([{ first: 0, count: 512 }]);
  });

  it.each([
    ['quick', { type: 'pgd', epsilon: 0.1 }],
    ['one that decides by the whole set', { type: 'a3', epsilon: 0.1 }],
    ['an ensemble with one that does', { type: 'autoattack', epsilon: 0.1, version: 'custom', attacks: ['apgd-ce', 'a3'] }],
  ] as const)('stays in one piece: %s', (_, attack) => {
    expect(rangesOf(attack, 10_000)).toEqual([{ first: 0, count: 10_000 }]);
  }); // prettier-ignore

  it('is summed up from its parts, and doubted by the sums', () => {
    const stage = (attack: string, attacked: number, broken: number) => ({ attack, attacked, broken, audit: [] });
    // Two of 512 points are more than a fifth of a percent; two of 1,024 are not.
    const falseAlarm = { flag: 'black-box-stronger', message: 'of the part' } as const;
    const randomness = { flag: 'randomness', message: 'seen' } as const;
    const parts: Part[] = [
      {
        clean: { correct: 500, total: 512 },
        robust: { correct: 300, total: 512 },
        stages: [stage('1-apgd-ce', 500, 198), stage('2-square', 302, 2)],
        audit: [falseAlarm, randomness],
      },
      {
        clean: { correct: 490, total: 512 },
        robust: { correct: 310, total: 512 },
        stages: [stage('1-apgd-ce', 490, 180), stage('2-square', 310, 0)],
        audit: [randomness],
      },
    ];
    const merged = mergeEvaluations(parts);
    expect(merged).toMatchObject({
      clean: { correct: 990, total: 1024 },
      robust: { correct: 610, total: 1024 },
      stages: [
        { attack: '1-apgd-ce', attacked: 990, broken: 378 },
        { attack: '2-square', attacked: 612, broken: 2 },
      ],
    });
    expect(merged.audit).toEqual([randomness]);
    const worse = parts.map((part, i) =>
      i === 0 ? { ...part, stages: [stage('1-apgd-ce', 500, 197), stage('2-square', 303, 3)] } : part,
    );
    expect(mergeEvaluations(worse).audit!.map(({ flag }) => flag)).toEqual(['black-box-stronger', 'randomness']);
  });

  it('tells what its finished parts say of the robust accuracy', () => {
    const bounds = { label: 'aa against WRN-10-1', settled: 512, broken: 128, total: 1024 };
    expect(boundsDetails('doing', [bounds])).toBe(
      'doing\n\n- aa against WRN-10-1: 512 of 1024 images settled, robust accuracy 37.5 % to 87.5 %',
    );
    expect(boundsDetails('doing', [])).toBe('doing');
  });
});
