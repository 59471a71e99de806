import { describe, expect, it } from 'vitest';

import { AttackParameterError } from '../../attacks/errors';
import { attackNames, describeAttack, resolveAttackParams } from '../../attacks/parameters';
import { attacks } from '../../attacks/registry';
import type { AttackParams } from '../../attacks/types';

const messageOf = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(AttackParameterError);
    return (error as Error).message;
  }
  throw new Error('expected an AttackParameterError');
};

describe('names', () => {
  it('are known, each with the least number of classes', () => {
    const minClasses = {
      fgsm: 2,
      pgd: 2,
      cw: 2,
      'apgd-ce': 2,
      'apgd-dlr': 3,
      'apgd-t': 3,
      'fab-t': 2,
      square: 2,
      autoattack: 2,
      a3: 2,
      'adaptive-search': 2,
      naa: 2,
      hopskipjump: 2,
      boundary: 2,
    };
    expect(attackNames).toEqual(Object.keys(minClasses));
    expect(attacks.names).toEqual(attackNames);
    for (const name of attackNames.filter((name) => name !== 'autoattack'))
      expect(attacks.create(name, { epsilon: 8 / 255 })).toMatchObject({ name, minClasses: minClasses[name as 'pgd'] });
  });

  it('suggests the nearest name', () => {
    expect(messageOf(() => attacks.create('pdg', { epsilon: 0.1 }))).toBe(
      `unknown attack 'pdg'; did you mean 'pgd'? (attacks are ${attackNames.join(', ')})`,
    );
  });

  it('suggests nothing for a name unlike all', () => {
    expect(messageOf(() => describeAttack('toString'))).toBe(
      `unknown attack 'toString' (attacks are ${attackNames.join(', ')})`,
    );
  });
});

describe('parameters', () => {
  it('fills in the defaults of the paper: 20 steps of a tenth of epsilon, random start', () => {
    expect(resolveAttackParams('pgd', { epsilon: 8 / 255 })).toEqual({
      norm: 'linf',
      epsilon: 8 / 255,
      steps: 20,
      stepSize: 8 / 255 / 10,
      schedule: 'constant',
      randomStart: true,
      restarts: 1,
      batchSize: 128,
    });
  });

  it('fills in the defaults of Auto-PGD', () => {
    const apgd = { norm: 'linf', epsilon: 8 / 255, steps: 100, restarts: 1, rho: 0.75, eot: 1, batchSize: 128 };
    expect(resolveAttackParams('apgd-ce', { epsilon: 8 / 255 })).toEqual(apgd);
    expect(resolveAttackParams('apgd-dlr', { epsilon: 8 / 255 })).toEqual(apgd);
    expect(resolveAttackParams('apgd-t', { epsilon: 8 / 255 })).toEqual({ ...apgd, targets: 9 });
  });

  it('takes no parameters for fgsm but norm, radius and batch size', () => {
    expect(resolveAttackParams('fgsm', { epsilon: 0.1, steps: undefined })).toEqual({
      norm: 'linf',
      epsilon: 0.1,
      batchSize: 128,
    });
  });

  it('takes 5000 queries for square, whose windows begin with 0.8 of the pixels', () => {
    expect(resolveAttackParams('square', { epsilon: 0.1 })).toEqual({
      norm: 'linf',
      epsilon: 0.1,
      queries: 5000,
      restarts: 1,
      initialShare: 0.8,
      batchSize: 128,
    });
  });

  it('gives hopskipjump as many queries as its steps need', () => {
    const { steps, queries } = resolveAttackParams('hopskipjump', { epsilon: 0.1 });
    expect(steps).toBe(64);
    // 150 for the start; 100 and 141 probes, and 35 queries beside them, in the first two steps.
    expect(resolveAttackParams('hopskipjump', { epsilon: 0.1, steps: 2 }).queries).toBe(150 + 100 + 141 + 2 * 35);
    const probes = Array.from({ length: 64 }, (_, t) => Math.floor(100 * Math.sqrt(t + 1)));
    expect(queries).toBe(150 + 64 * 35 + probes.reduce((a, b) => a + b, 0));
    // Beyond step 10,000 there are 10,000 probes in each.
    const queriesOf = (count: number): number =>
      resolveAttackParams('hopskipjump', { epsilon: 0.1, steps: count }).queries;
    expect(queriesOf(2_000_000_000) - queriesOf(1_999_999_998)).toBe(2 * 10_035);
  });

  it('measures boundary, which has no other norm, in L2', () => {
    expect(resolveAttackParams('boundary', { epsilon: 2 })).toEqual({
      norm: 'l2',
      epsilon: 2,
      steps: 25000,
      batchSize: 128,
    });
  });

  const wrong: [string, string, object, string][] = [
    ['a parameter of another attack', 'fgsm', { epsilon: 0.1, steps: 3 }, "attack 'fgsm' has no parameter 'steps' (parameters are norm, epsilon, batchSize)"],
    ['a mistyped parameter', 'pgd', { epsilon: 0.1, stepsize: 3 }, "attack 'pgd' has no parameter 'stepsize'; did you mean 'stepSize'? (parameters are norm, epsilon, steps, stepSize, schedule, randomStart, restarts, batchSize)"],
    ['a missing radius', 'pgd', {}, "attack 'pgd': epsilon must be a number in (0, 1], such as 8/255, got undefined"],
    ['a radius in pixel steps', 'pgd', { epsilon: 8 }, "attack 'pgd': epsilon must be a number in (0, 1], such as 8/255, got 8"],
    ['a radius of NaN', 'cw', { epsilon: Number.NaN }, "attack 'cw': epsilon must be a number in (0, 1], such as 8/255, got NaN"],
    ['a radius as text', 'cw', { epsilon: '8/255' }, `attack 'cw': epsilon must be a number in (0, 1], such as 8/255, got "8/255"`],
    ['half a step', 'pgd', { epsilon: 0.1, steps: 2.5 }, "attack 'pgd': steps must be an integer >= 1, got 2.5"],
    ['a negative step size', 'pgd', { epsilon: 0.1, stepSize: -0.1 }, "attack 'pgd': stepSize must be a number in (0, 1], got -0.1"],
    ['an empty batch', 'pgd', { epsilon: 0.1, batchSize: 0 }, "attack 'pgd': batchSize must be an integer >= 1, got 0"],
    ['a word for a switch', 'pgd', { epsilon: 0.1, randomStart: 'yes' }, `attack 'pgd': randomStart must be true or false, got "yes"`],
    ['a share beyond 1', 'apgd-ce', { epsilon: 0.1, rho: 1.5 }, "attack 'apgd-ce': rho must be a number in [0, 1], got 1.5"],
    ['no target', 'apgd-t', { epsilon: 0.1, targets: 0 }, "attack 'apgd-t': targets must be an integer >= 1, got 0"],
    ['targets of an untargeted attack', 'apgd-ce', { epsilon: 0.1, targets: 3 }, "attack 'apgd-ce' has no parameter 'targets' (parameters are norm, epsilon, steps, restarts, rho, eot, batchSize)"],
    ['another norm', 'pgd', { epsilon: 0.1, norm: 'l1' }, `attack 'pgd': norm must be 'linf' or 'l2', got "l1"`],
    ['a norm that square lacks', 'square', { epsilon: 0.1, norm: 'l2' }, `attack 'square': norm must be 'linf', got "l2"`],
    ['a norm that boundary lacks', 'boundary', { epsilon: 0.1, norm: 'linf' }, `attack 'boundary': norm must be 'l2', got "linf"`],
    ['text for steps of hopskipjump', 'hopskipjump', { epsilon: 0.1, steps: '3' }, `attack 'hopskipjump': steps must be an integer >= 1, got "3"`],
    ['equal restarts', 'pgd', { epsilon: 0.1, restarts: 3, randomStart: false }, "attack 'pgd': 3 restarts need randomStart: without it all of them are the same"],
  ]; // prettier-ignore
  it.each(wrong)('rejects %s', (_, name, params, message) => {
    expect(messageOf(() => attacks.create(name, params as AttackParams))).toBe(message);
  });
});
