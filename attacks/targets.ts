import { AttackInputError } from './errors';
import type { AttackRunOptions } from './types';

/**
 * The classes that a targeted attack tries for a point, in order: those that the run's `targetsOf` names, else those of
 * the highest clean logits but the label (of equal logits the lower class first); at most `most`, and never more than
 * there are.
 *
 * @throws AttackInputError when `targetsOf` gives none, or something other than classes that are not the label.
 */
export function targetsOfPoint(
  attack: string,
  point: { readonly label: number; readonly logits: Float32Array },
  most: number,
  targetsOf: AttackRunOptions['targetsOf'],
): number[] {
  const { label, logits } = point;
  if (targetsOf === undefined) return classesByLogit(logits).filter((target) => target !== label).slice(0, most); // prettier-ignore
  const targets = targetsOf(point);
  const fits = (target: number): boolean =>
    Number.isInteger(target) && target >= 0 && target < logits.length && target !== label;
  if (targets.length === 0 || !targets.every(fits))
    throw new AttackInputError(
      `attack '${attack}': targetsOf must give classes in 0..${logits.length - 1} other than the label ${label}, got [${targets.join(', ')}]`,
    );
  return targets.slice(0, most);
}

function classesByLogit(logits: Float32Array): number[] {
  return Array.from(logits, (_, index) => index).sort((a, b) => logits[b]! - logits[a]! || a - b);
}
