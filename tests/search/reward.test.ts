import { describe, expect, it } from 'vitest';

import { annealingFactor } from '../../search/annealing';
import { advantages, EMPTY_BASELINE } from '../../search/baseline';
import { TaskError } from '../../search/errors';
import { compressionRatio, reward, VIOLATION_REWARD } from '../../search/reward';
import type { RewardInput } from '../../search/types';

const base: RewardInput = {
  studentAccuracy: 0.4,
  teacherAccuracy: 0.5,
  studentSize: 25,
  teacherSize: 100,
  cost: 4,
  budget: 5,
  annealing: 0.5,
};

describe('reward (Eq. 4)', () => {
  // By hand: C = 3/4, C (2 - C) = 15/16, times 0.4 / 0.5 = 3/4.
  it.each<[string, Partial<RewardInput>, number]>([
    ['a child within its budget', {}, 0.75],
    ['a cost equal to the budget', { cost: 5 }, 0.75],
    ['a violation half-way through the annealing', { cost: 5.001 }, 0.375],
    ['a violation at the first iteration, annealing 1', { cost: 9, annealing: 1 }, 0.75],
    ['a violation at the last iteration, annealing 0', { cost: 9, annealing: 0 }, 0],
    ['no violation at the last iteration: 0 to the power 0 is 1', { annealing: 0 }, 0.75],
    ['the hard penalty without a violation', { annealing: 'hard' }, 0.75],
    ['the hard penalty with a violation', { cost: 9, annealing: 'hard' }, -1],
    [
      'the hard penalty with a violation and a child that learned nothing',
      { cost: 9, annealing: 'hard', studentAccuracy: 0 },
      -1,
    ],
    ['a child that is not smaller', { studentSize: 100 }, 0],
    // C = -1/2, C (2 - C) = -5/4, times 4/5.
    ['a child half as large again as its teacher', { studentSize: 150 }, -1],
    ['a child of twice the size: C = -1, -3 * 4/5', { studentSize: 200 }, -2.4],
    // C = 0.99, C (2 - C) = 0.9999.
    ['a tiny child as accurate as its teacher', { studentSize: 1, studentAccuracy: 0.5 }, 0.9999],
    ['a child more accurate than its teacher', { studentAccuracy: 1 }, 1.875],
    ['a child that learned nothing', { studentAccuracy: 0 }, 0],
  ])('%s', (_, change, expected) => {
    expect(reward({ ...base, ...change })).toBeCloseTo(expected, 12);
  });

  it('has no negative zero', () => {
    expect(reward({ ...base, studentSize: 200, studentAccuracy: 0 })).toBe(0);
    expect(reward({ ...base, studentSize: 200, cost: 9, annealing: 0 })).toBe(0);
  });

  it('peaks at C = 1 and rises with compression all the way', () => {
    const rewards = [1, 10, 40, 70, 100, 130].map((studentSize) => reward({ ...base, studentSize }));
    expect([...rewards].sort((a, b) => b - a)).toEqual(rewards);
    expect(Math.max(...rewards)).toBeLessThan(base.studentAccuracy / base.teacherAccuracy);
  });

  it('is an error of the task when the teacher is no better than nothing or than guessing', () => {
    expect(() => reward({ ...base, teacherAccuracy: 0 })).toThrow(TaskError);
    expect(() => reward({ ...base, teacherAccuracy: 0 })).toThrow(
      'robust accuracy of the teacher is 0.0 % and must be above 0: train the teacher longer or weaken the attack',
    );
    expect(() => reward({ ...base, teacherAccuracy: 0.09, chance: 0.1 })).toThrow(
      'robust accuracy of the teacher is 9.0 % and must be at least chance level, 10.0 %: train the teacher longer or weaken the attack',
    );
    expect(reward({ ...base, teacherAccuracy: 0.1, chance: 0.1 })).toBeCloseTo(3.75, 12);
  });

  it('rejects what is no accuracy, factor, size or cost', () => {
    expect(() => reward({ ...base, studentAccuracy: 1.1 })).toThrow(
      'accuracy of the student must be in [0,1], got 1.1',
    );
    expect(() => reward({ ...base, teacherAccuracy: NaN })).toThrow(
      'accuracy of the teacher must be in [0,1], got NaN',
    );
    expect(() => reward({ ...base, annealing: -0.1 })).toThrow('annealing factor must be in [0,1], got -0.1');
    expect(() => reward({ ...base, cost: NaN })).toThrow('cost and budget must be numbers, got NaN and 5');
    expect(() => compressionRatio(10, 0)).toThrow('size of the teacher must be positive, got 0');
    expect(() => compressionRatio(0, 10)).toThrow('size of the student must be positive, got 0');
  });

  it('punishes a child that is too costly to build like a hard violation', () => {
    expect(VIOLATION_REWARD).toBe(reward({ ...base, cost: 9, annealing: 'hard' }));
  });
});

describe('annealing', () => {
  it('falls linearly from 1 in the first iteration to 0 in the last', () => {
    expect([0, 1, 2, 3, 4].map((i) => annealingFactor('linear', i, 5))).toEqual([1, 0.75, 0.5, 0.25, 0]);
  });

  it('falls along half a cosine', () => {
    const factors = [0, 1, 2, 3, 4].map((i) => annealingFactor('cosine', i, 5) as number);
    const expected = [1, (1 + Math.SQRT1_2) / 2, 0.5, (1 - Math.SQRT1_2) / 2, 0];
    factors.forEach((factor, i) => expect(factor).toBeCloseTo(expected[i]!, 12));
    expect(factors[4]).toBe(0);
  });

  it('honours the budget in a search of one iteration', () => {
    expect(annealingFactor('linear', 0, 1)).toBe(0);
    expect(annealingFactor('cosine', 0, 1)).toBe(0);
  });

  it('does not anneal in the ablation', () => {
    expect(annealingFactor('hard', 3, 5)).toBe('hard');
  });

  it('rejects an iteration outside the search', () => {
    expect(() => annealingFactor('linear', 5, 5)).toThrow('iteration must be an integer from 0 to 4, got 5');
    expect(() => annealingFactor('linear', 0, 0)).toThrow('number of iterations must be a positive integer, got 0');
  });
});

describe('reward baseline', () => {
  it('leaves rewards alone when there is none', () => {
    const baseline = { mean: 0.5, updates: 3 };
    expect(advantages('none', [0.2, -1], baseline)).toEqual({ advantages: [0.2, -1], baseline });
  });

  it('subtracts the running mean of earlier updates, the first one its own mean', () => {
    const first = advantages('running-mean', [0.25, 0.75], EMPTY_BASELINE);
    expect(first).toEqual({ advantages: [-0.25, 0.25], baseline: { mean: 0.5, updates: 1 } });
    const second = advantages('running-mean', [1], first.baseline);
    expect(second.advantages).toEqual([0.5]);
    // 0.9 * 0.5 + 0.1 * 1
    expect(second.baseline).toEqual({ mean: Math.fround(0.55), updates: 2 });
  });
});
