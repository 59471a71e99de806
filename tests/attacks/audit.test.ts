import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { attacks, AttackInputError, NonFiniteLogitsError } from '../../index';
import { withAudit } from '../../attacks/audit';
import { ensembleFlags, stageFlags } from '../../attacks/auditFlags';
import type { AuditEntry } from '../../attacks/auditEntry';
import type { Logits } from '../../attacks/types';
import { randomStream } from '../../tensor/random';
import { tf } from '../../tensor/tf';
import { randomPoints, smallNetwork, type Points } from './smallNetwork';

const network = smallNetwork(3);
const ball = { norm: 'linf', epsilon: 0.05 } as const;
let points: Points;
beforeAll(() => {
  points = randomPoints(40, 4, network.logits);
});
afterAll(() => {
  tf.dispose([points.images, points.labels]);
  network.dispose();
});

async function audit(logits: Logits, over: Partial<Points> = {}): Promise<readonly AuditEntry[]> {
  const attack = withAudit(attacks.create('pgd', { ...ball, steps: 3, stepSize: 0.03 }), ball);
  const before = tf.memory().numTensors;
  const result = await attack.run(logits, over.images ?? points.images, over.labels ?? points.labels, { seed: 1 });
  tf.dispose([result.adversarial, result.success]);
  expect(tf.memory().numTensors).toBe(before);
  return result.audit ?? [];
}

const flagsOf = (entries: readonly AuditEntry[]): string[] => entries.map(({ flag }) => flag);

describe('the audit of an evaluation', () => {
  it('finds nothing wrong with an ordinary network', async () => {
    expect(await audit(network.logits)).toEqual([]);
  });

  it('flags a network that returns probabilities', async () => {
    const entries = await audit((x) => tf.softmax(network.logits(x)));
    expect(flagsOf(entries)).toContain('probabilities');
    expect(entries.find(({ flag }) => flag === 'probabilities')!.message).toBe(
      'the network returns probabilities for all of 40 images: attacks need logits, before the softmax',
    );
  });

  it('flags a network with random noise', async () => {
    let call = 0;
    const entries = await audit((x) =>
      tf.tidy(() => {
        const z = network.logits(x);
        const noise = randomStream(1, 'noise', call++).normal(z.size, 0, 0.3);
        return tf.add(z, tf.tensor2d(noise, z.shape)) as tf.Tensor2D;
      }),
    );
    expect(flagsOf(entries)).toContain('randomness');
  });

  it('flags a network that quantises its input: its gradient is zero', async () => {
    const quantised: Logits = (x) => {
      const round = tf.customGrad((value) => ({
        value: tf.round(tf.mul(value as tf.Tensor, 4)).div(4),
        gradFunc: (dy: tf.Tensor) => tf.zerosLike(dy),
      }));
      return network.logits(round(x) as tf.Tensor4D);
    };
    const entries = await audit(quantised);
    expect(flagsOf(entries)).toContain('zero-gradients');
    expect(entries.find(({ flag }) => flag === 'zero-gradients')!.message).toBe(
      'the gradient in the image is zero for 40 of 40 images: attacks with gradients cannot see a way',
    );
    // PGD stays where it is, so points withstand the largest radius too.
    expect(flagsOf(entries)).toContain('large-radius');
  });

  it('flags a constant network', async () => {
    const entries = await audit((x) => tf.tile(tf.tensor2d([[0, 1, 0, 0]]), [x.shape[0], 1]));
    expect(flagsOf(entries)).toEqual(expect.arrayContaining(['constant', 'zero-gradients']));
  });

  it('refuses a network that returns NaN', async () => {
    await expect(audit((x) => tf.mul(network.logits(x), Number.NaN))).rejects.toBeInstanceOf(NonFiniteLogitsError);
  });

  it('accepts networks of two and three classes', async () => {
    for (const classes of [2, 3]) {
      const few: Logits = (x) => tf.slice(network.logits(x), [0, 0], [-1, classes]);
      const labels = tf.tidy(() => tf.argMax(few(points.images), 1).toInt()) as tf.Tensor1D;
      expect(flagsOf(await audit(few, { labels }))).toEqual([]);
      labels.dispose();
    }
  });

  it('refuses a network of fewer classes than the attack needs before it attacks', async () => {
    const one: Logits = (x) => tf.slice(network.logits(x), [0, 0], [-1, 1]);
    await expect(audit(one)).rejects.toBeInstanceOf(AttackInputError);
  });

  it('repeats no flag that the attack has raised itself', async () => {
    const zero: AuditEntry = { flag: 'zero-gradients', message: 'seen by the attack' };
    const inner = attacks.create('pgd', { ...ball, steps: 2 });
    const raising: typeof inner = {
      ...inner,
      runOn: async (...args) => ({ ...(await inner.runOn(...args)), audit: [zero] }),
    };
    const constant: Logits = (x) => tf.tile(tf.tensor2d([[0, 1, 0, 0]]), [x.shape[0], 1]);
    const result = await withAudit(raising, ball).run(constant, points.images, points.labels, { seed: 1 });
    tf.dispose([result.adversarial, result.success]);
    expect(result.audit!.filter(({ flag }) => flag === 'zero-gradients')).toEqual([zero]);
  });
});

describe('the course of an ensemble', () => {
  const stage = (attack: string, broken: number, zeroGradients = 0) => ({ attack, attacked: 900, broken, zeroGradients, audit: [] }); // prettier-ignore

  it('is suspicious when Square breaks more than 0.2 % of the points after the attacks with gradients', () => {
    expect(flagsOf(stageFlags([stage('1-apgd-ce', 300), stage('4-square', 3)], 1000))).toEqual(['black-box-stronger']);
    expect(stageFlags([stage('1-apgd-ce', 300), stage('4-square', 2)], 1000)).toEqual([]);
  });

  it('is suspicious when a first gradient was zero', () => {
    expect(stageFlags([stage('1-apgd-ce', 300, 7)], 1000)[0]!.message).toBe(
      'at the start of 1-apgd-ce the gradient of 7 of 900 points was zero: attacks with gradients cannot see a way',
    );
  });
});

describe('a table of attacks', () => {
  const row = (name: string, type: string, correct: number, epsilon = 0.1) => ({ name, type, correct, total: 1000, norm: 'linf', epsilon }) as const; // prettier-ignore

  it('flags an ensemble that is weaker than another attack in the same ball', () => {
    const entries = ensembleFlags([
      row('aa', 'autoattack', 500),
      row('pgd-8', 'pgd', 490),
      row('pgd-16', 'pgd', 100, 0.2),
    ]);
    expect(entries.map(({ message }) => message)).toEqual(['aa left 500 of 1000 points, pgd-8 only 490']);
  });

  it('accepts what a different random start may do', () => {
    expect(ensembleFlags([row('aa', 'autoattack', 500), row('pgd-8', 'pgd', 498)])).toEqual([]);
  });
});
