import { describe, expect, it } from 'vitest';
import { checkDamage } from './damage';

describe('data set files with random damage', () => {
  it('are refused with a DatasetError that names the file, or hold what they should, 200 times', async () => {
    expect(await checkDamage(200)).toBeGreaterThan(170);
  });
});
