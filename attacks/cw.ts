import { attackOfPoints } from './engine/run';
import { marginLossSum } from './losses';
import { resolveAttackParams } from './parameters';
import { pgdOfPoints } from './pgd';
import type { Attack, AttackParams } from './types';

/**
 * The L-infinity form of the attack of Carlini and Wagner (2017, "Towards evaluating the robustness of neural
 * networks") that robustness tables report: the loop of PGD on the margin
 *
 *   L(z, y) = -sum_i max(z_y - max_{j != y} z_j, 0)
 *
 * whose gradient vanishes for an image once it is misclassified, so that it stays at its first success.
 */
export function createCw(params: AttackParams): Attack {
  return attackOfPoints(pgdOfPoints('cw', marginLossSum, resolveAttackParams('cw', params)));
}
