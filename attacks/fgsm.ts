import { crossEntropySum } from './losses';
import { resolveAttackParams } from './parameters';
import { createSignGradientAttack } from './pgd';
import type { Attack, AttackParams } from './types';

/**
 * Fast gradient sign method (Goodfellow et al. 2015, "Explaining and harnessing adversarial examples"):
 *
 *   x' = clip(x + epsilon * sign(grad CE(f(x), y)), 0, 1)
 *
 * PGD with one step of size epsilon from the image itself.
 */
export function createFgsm(params: AttackParams): Attack {
  return createSignGradientAttack('fgsm', crossEntropySum, resolveAttackParams('fgsm', params));
}
