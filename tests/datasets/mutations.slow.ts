import { describe, expect, it } from 'vitest';
import { checkDamage } from './damage';

describe('1,000 data set files with random damage', () => {
  it('are refused with a DatasetError that names the file, or hold what they should', async () => {
    const refused = await checkDamage(1_000);
    console.log(`1,000 damaged files: ${refused} refused, ${1_000 - refused} with the right content all the same`);
    expect(refused).toBeGreaterThan(850);
  });
});
