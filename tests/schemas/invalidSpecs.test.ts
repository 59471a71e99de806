import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkSpec } from '../../cli/loadSpec';
import { formatProblem } from '../../schemas/errors';

const folder = join(__dirname, 'fixtures', 'invalid');
const fixtures = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

async function printed(fixture: string): Promise<string> {
  const loaded = await checkSpec(join(folder, fixture));
  if (loaded.ok) return 'ok\n';
  return loaded.problems.map((problem) => `${formatProblem(fixture, problem)}\n`).join('');
}

// After a change of wording: UPDATE_EXPECTED=1 npx vitest run tests/schemas/invalidSpecs.test.ts, then read the diff.
describe('an invalid spec gets exactly the problems that stand beside it', () => {
  it.each(fixtures)('%s', async (fixture) => {
    const file = join(folder, fixture.replace(/\.yaml$/, '.expected'));
    const found = await printed(fixture);
    if (process.env['UPDATE_EXPECTED'] === '1') writeFileSync(file, found);
    expect(found).toBe(readFileSync(file, 'utf8'));
    expect(found).not.toBe('ok\n');
  });

  it('covers at least 30 mistakes', () => {
    expect(fixtures.length).toBeGreaterThanOrEqual(30);
  });
});
