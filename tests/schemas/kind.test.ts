import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { checkSpec } from '../../cli/loadSpec';
import { runIdOf } from '../../cli/runs';
import { parseSpec } from '../../schemas/load';

const text = (agent: string) => `apiVersion: rcnas/v1
kind: FineTune
metadata: { name: night }
agent: ${agent}
data: { digits: { source: digits } }
attacks: { fgsm: { type: fgsm, epsilon: 0.1 } }
teachers: [{ architecture: WRN-10-1, budget: 0.5M }]
search: { fineTune: { iterations: 2 }, seed: 5 }
targets: [{ data: digits, attack: fgsm, teacher: WRN-10-1 }]
`;

describe('a spec of kind FineTune', () => {
  it.each([`{ run: quickstart-1a2b3c4d }`, `{ policy: ${'ab'.repeat(32)} }`])('names its agent as %s', (agent) => {
    const loaded = parseSpec(text(agent), 'night.yaml');
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    const { spec } = loaded;
    expect(spec.agent).toEqual(agent.includes('run') ? { run: 'quickstart-1a2b3c4d' } : { policy: 'ab'.repeat(32) });
    expect([spec.search.meta.iterations, spec.search.fineTune.iterations, spec.search.seed]).toEqual([0, 2, 5]);
  });

  it('is another run with another agent', () => {
    const ids = ['{ run: a }', '{ run: b }'].map((agent) => {
      const loaded = parseSpec(text(agent), 'night.yaml');
      return loaded.ok ? runIdOf(loaded.spec) : null;
    });
    expect(ids[0]).toMatch(/^night-[0-9a-f]{8}$/);
    expect(ids[0]).not.toBe(ids[1]);
  });

  it('ships as nightly.yaml, whose teacher, data and seed are the quickstart’s', async () => {
    const pipelines = join(__dirname, '..', '..', 'pipelines');
    const [nightly, quickstart] = await Promise.all(
      ['nightly', 'quickstart'].map((name) => checkSpec(join(pipelines, `${name}.yaml`))),
    );
    if (!nightly!.ok || !quickstart!.ok) throw new Error('a spec that ships is invalid');
    expect(nightly!.spec.agent).toEqual({ run: quickstart!.spec.metadata.name });
    expect(quickstart!.spec.teachers).toEqual(expect.arrayContaining([...nightly!.spec.teachers]));
    expect(nightly!.spec.training).toEqual(quickstart!.spec.training);
    expect([nightly!.spec.data, nightly!.spec.seed]).toEqual([quickstart!.spec.data, quickstart!.spec.seed]);
  });
});
