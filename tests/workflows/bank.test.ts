import { describe, expect, it } from 'vitest';

import { addToBank, bankKey, type Bank } from '../../workflows/bank';

const set = (name: string) => ({ sha256: name, bytes: 1, kind: 'adversarial' });

describe('the bank', () => {
  it('keeps images by data set, norm and radius, whatever attack found them', () => {
    const key = bankKey('digits', { type: 'pgd', epsilon: 0.1 });
    expect(bankKey('digits', { type: 'autoattack', norm: 'linf', epsilon: 0.1 })).toBe(key);
    expect(bankKey('fashion', { type: 'pgd', epsilon: 0.1 })).not.toBe(key);
    expect(bankKey('digits', { type: 'pgd', epsilon: 0.2 })).not.toBe(key);
    expect(bankKey('digits', { type: 'pgd', norm: 'l2', epsilon: 0.1 })).not.toBe(key);
  });

  it('holds each set once, and of each task the eight newest', () => {
    const add = (bank: Bank, name: string): Bank => addToBank(bank, 'task', set(name));
    const bank = ['a', 'b', 'a'].reduce(add, { other: [set('z')] });
    expect(bank).toEqual({ other: [set('z')], task: [set('b'), set('a')] });
    const full = Array.from({ length: 9 }, (_, i) => String(i)).reduce(add, bank);
    expect(full['task']!.map(({ sha256 }) => sha256)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
  });
});
