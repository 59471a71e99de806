import { attackOfPoints } from './engine/run';
import { crossEntropySum } from './losses';
import { resolveAttackParams } from './parameters';
import { pgdOfPoints } from './pgd';
import type { Attack, AttackParams } from './types';

/**
 * Fast gradient sign method (Goodfellow et al. 2015, "Explaining and harnessing adversarial examples"):
 *
 *   x' = clip(x + epsilon * sign(grad CE(f(x), y)), 0, 1)
 *
 * PGD with one step of size epsilon from the image itself; in L2 the step goes along the gradient.
 */
export function createFgsm(params: AttackParams): Attack {
  const { epsilon, ...common } = resolveAttackParams('fgsm', params);
  const oneStep = { steps: 1, stepSize: epsilon, schedule: 'constant', randomStart: false, restarts: 1 } as const;
  return attackOfPoints(pgdOfPoints('fgsm', crossEntropySum, { ...common, epsilon, ...oneStep }));
}
