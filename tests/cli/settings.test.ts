import { describe, expect, it } from 'vitest';

import { changeSpec, parseSettings } from '../../cli/settings';
import { checkChange } from '../../workflows/changes';
import { smallSpec } from '../pipeline/specs';

const text = smallSpec('small');
const change = (...settings: string[]) => changeSpec(text, parseSettings(settings), 'spec.yaml');

describe('changeSpec', () => {
  it('leaves the text alone without settings', () => {
    expect(change().text).toBe(text);
  });

  it('sets values, also inside of lists and where nothing was', () => {
    const { spec } = change(
      'search.meta.iterations=60',
      'teachers.1.budget=1.5M',
      'search.reward.annealing=cosine',
      'evaluate=[clean]',
    );
    expect(spec.search.meta.iterations).toBe(60);
    expect(spec.teachers[1]!.budgetMacs).toBe(1_500_000);
    expect(spec.search.reward.annealing).toBe('cosine');
    expect(spec.evaluate).toEqual(['clean']);
  });

  it('keeps the comments of the spec', () => {
    expect(change('seed=4').text).toContain('# yaml-language-server');
  });

  it.each([
    ['search.meta.iterations', "'search.meta.iterations' is not of the form name=value"],
    ['seed=', "'seed=' is not of the form name=value"],
    ['seed.of=1', 'seed.of: seed holds a value, not settings'],
    ['seed=[1', "seed: '[1' is not YAML"],
    ['search.meta.iteration=3', 'search.meta.iteration'],
    ['search.meta.iterations=many', 'search.meta.iterations'],
    ['targets.0.teacher=WRN-10-3', 'targets.0.teacher'],
    ['teachers.1.budget=1T', 'teachers.1.budget'],
  ])('refuses %s and names the setting', (setting, message) => {
    expect(() => change(setting)).toThrow(message);
  });

  it('refuses to set one thing twice', () => {
    expect(() => change('seed=1', 'seed=2')).toThrow('seed is set twice');
  });
});

describe('checkChange', () => {
  const { spec } = change();
  it('takes budgets of the teachers and priorities from 1 to 5', () => {
    expect(() => checkChange({ budgetsMacs: { 'WRN-10-1': 4e5 }, priority: 5 }, spec)).not.toThrow();
  });

  it.each([
    [
      { budgetsMacs: { 'WRN-9-1': 1 }, priority: null },
      'budget.WRN-9-1: no teacher has this name; teachers: WRN-10-1, WRN-10-2',
    ],
    [{ budgetsMacs: { 'WRN-10-1': 0 }, priority: null }, 'budget.WRN-10-1: 0 is not a positive number of MACs'],
    [{ budgetsMacs: {}, priority: 1.5 }, 'priority: 1.5 is not a whole number from 1 (most urgent) to 5'],
  ])('refuses %j', (bad, message) => {
    expect(() => checkChange(bad, spec)).toThrow(message);
  });
});
