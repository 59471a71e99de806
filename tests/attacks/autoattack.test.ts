import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { attacks, AttackParameterError } from '../../index';
import { autoattackStages } from '../../attacks/autoattack';
import type { AttackParams } from '../../attacks/types';
import { tf } from '../../tensor/tf';
import { behavesAsAnAttack, count, release } from './conformance';
import { randomPoints, smallNetwork, type Points } from './smallNetwork';

behavesAsAnAttack('autoattack', { epsilon: 0.1, version: 'custom', attacks: ['fgsm', 'cw', 'pgd'] });

describe('the versions of autoattack', () => {
  it('standard is APGD-CE, APGD-T, FAB-T and Square, in this order', () => {
    expect(autoattackStages({ version: 'standard', attacks: [] }).map(({ name }) => name)).toEqual([
      'apgd-ce',
      'apgd-t',
      'fab-t',
      'square',
    ]);
  });

  it('plus has five restarts of the untargeted attacks first', () => {
    expect(autoattackStages({ version: 'plus', attacks: [] })).toEqual([
      { name: 'apgd-ce', params: { restarts: 5 } },
      { name: 'apgd-dlr', params: { restarts: 5 } },
      { name: 'fab-t', params: { targeted: false, restarts: 5 } },
      { name: 'square', params: {} },
      { name: 'apgd-t', params: {} },
      { name: 'fab-t', params: {} },
    ]);
  });

  it('rand averages 20 gradients', () => {
    expect(autoattackStages({ version: 'rand', attacks: [] })).toEqual([
      { name: 'apgd-ce', params: { eot: 20 } },
      { name: 'apgd-dlr', params: { eot: 20 } },
    ]);
  });

  const refused: [string, Partial<AttackParams>, RegExp][] = [
    ['custom without attacks', { version: 'custom' }, /^attack 'autoattack': version 'custom' needs attacks, a list of names$/u],
    ['itself', { version: 'custom', attacks: ['autoattack'] }, /^attack 'autoattack': attacks must be of fgsm, pgd, .*got 'autoattack'$/u],
    ['an unknown attack', { version: 'custom', attacks: ['pdg'] }, /got 'pdg'$/u],
    ['attacks for another version', { attacks: ['pgd'] }, /^attack 'autoattack': attacks are for version 'custom', not 'standard'$/u],
  ]; // prettier-ignore
  it.each(refused)('refuse %s', (_, params, message) => {
    const create = (): unknown => attacks.create('autoattack', { epsilon: 0.1, ...params });
    expect(create).toThrow(AttackParameterError);
    expect(create).toThrow(message);
  });
});

describe('an ensemble', () => {
  const network = smallNetwork(3);
  let points: Points;
  beforeAll(() => {
    points = randomPoints(70, 4, network.logits);
  });
  afterAll(() => {
    tf.dispose([points.images, points.labels]);
    network.dispose();
  });

  it('gives each attack what those before it left, and keeps the first image that breaks a point', async () => {
    const params = { epsilon: 0.04 };
    const options = { seed: 5 };
    const result = await attacks
      .create('autoattack', { ...params, version: 'custom', attacks: ['fgsm', 'pgd'] })
      .run(network.logits, points.images, points.labels, options);
    const { stages } = result;
    const ensemble = release(result);
    const members = await Promise.all(
      ['fgsm', 'pgd'].map(async (name) =>
        release(await attacks.create(name, params).run(network.logits, points.images, points.labels, options)),
      ),
    );
    const [fgsm, pgd] = members as [(typeof members)[0], (typeof members)[0]];
    expect(ensemble.success).toEqual(fgsm.success.map((broken, i) => (broken === 1 || pgd.success[i] === 1 ? 1 : 0)));
    expect(count(ensemble.success)).toBeGreaterThan(count(fgsm.success));
    const clean = 14;
    expect(stages).toMatchObject([
      { attack: '1-fgsm', attacked: 70 - clean, broken: count(fgsm.success) - clean },
      {
        attack: '2-pgd',
        attacked: 70 - count(fgsm.success),
        broken: count(ensemble.success) - count(fgsm.success),
      },
    ]);
    const size = ensemble.adversarial.length / 70;
    const brokenBy = ensemble.report['brokenBy']!;
    brokenBy.forEach((stage, i) => {
      const of = ({ adversarial }: typeof ensemble): Float32Array => adversarial.slice(i * size, (i + 1) * size);
      if (stage === 0) expect(of(ensemble)).toEqual(of(fgsm));
      if (stage === 1) expect(of(ensemble)).toEqual(of(pgd));
    });
  });

  it('reports progress that never falls and ends with all points', async () => {
    const fractions: number[] = [];
    const settled: number[] = [];
    const result = await attacks
      .create('autoattack', { epsilon: 0.04, version: 'custom', attacks: ['fgsm', 'pgd'], batchSize: 16 })
      .run(network.logits, points.images, points.labels, {
        seed: 5,
        onProgress: ({ done, fraction, broken }) => {
          fractions.push(fraction);
          settled.push(done);
          expect(broken).toBeLessThanOrEqual(70);
        },
      });
    release(result);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect([fractions.at(-1), settled.at(-1)]).toEqual([1, 70]);
  });

  it('standard breaks at least what each of its members breaks, and the order of members is that of strength', async () => {
    const params = { epsilon: 0.03 };
    const run = async (name: string): Promise<number> =>
      count(
        release(await attacks.create(name, params).run(network.logits, points.images, points.labels, { seed: 5 }))
          .success,
      );
    const standard = await run('autoattack');
    const members = { pgd: await run('pgd'), ce: await run('apgd-ce'), targeted: await run('apgd-t') };
    expect(standard).toBeGreaterThanOrEqual(members.ce);
    expect(standard).toBeGreaterThanOrEqual(members.targeted);
    expect(members.ce).toBeGreaterThanOrEqual(members.pgd);
    // Points are left, so the comparison is not one of full breaks.
    expect(standard).toBeLessThan(70);
  });
});
