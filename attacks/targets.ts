import type { EnteringPoints } from './engine/pointAttack';
import { AttackInputError } from './errors';

/**
 * The classes that a targeted attack tries on entering point `i`, in order: those that the caller names, else the classes
 * of the highest clean logits but the label, at most `count`.
 * @throws AttackInputError when the caller names none, the label, or what is no class.
 */
export function targetsOf(attack: string, points: EnteringPoints, i: number, count: number): readonly number[] {
  const [label, logits] = [points.labels[i]!, points.cleanLogits[i]!];
  if (points.targetsOf === undefined) return runnersUp(logits, label, count);
  const targets = [...points.targetsOf({ label, logits })];
  const allowed = (k: number): boolean => Number.isInteger(k) && k >= 0 && k < logits.length && k !== label;
  if (targets.length > 0 && targets.every(allowed)) return targets;
  throw new AttackInputError(
    `attack '${attack}': targetsOf must give classes from 0 to ${logits.length - 1} other than the label ${label}, ` +
      `got [${targets.join(', ')}]`,
  );
}

/** Of equal logits the lower class first. */
function runnersUp(logits: Float32Array, label: number, count: number): readonly number[] {
  return [...logits.keys()]
    .filter((k) => k !== label)
    .sort((a, b) => logits[b]! - logits[a]! || a - b)
    .slice(0, count);
}
