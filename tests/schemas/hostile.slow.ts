import { describe, expect, it } from 'vitest';
import { checkMutations } from './specMutations';

describe('10,000 mutations of the quickstart', () => {
  it('never throw, hang, pass unsound, or give a problem without a place', () => {
    const valid = checkMutations(0, 10_000);
    console.log(`10,000 mutated specs: ${10_000 - valid} refused, ${valid} valid and found sound`);
    expect(valid).toBeGreaterThan(100);
    expect(valid).toBeLessThan(5_000);
  });
});
