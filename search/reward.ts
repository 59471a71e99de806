import { TaskError } from './errors';
import type { RewardInput } from './types';

/**
 * Reward of a child that violates its budget under the hard penalty, and of one whose cost exceeds the
 * guard and that is therefore never built (RC-NAS, ablation of the annealing).
 */
export const VIOLATION_REWARD = -1;

/** C = 1 - size(student) / size(teacher): 0 for an uncompressed child, towards 1 for a tiny one, negative for one larger than its teacher. */
export function compressionRatio(studentSize: number, teacherSize: number): number {
  if (!(teacherSize > 0) || !Number.isFinite(teacherSize))
    throw new RangeError(`size of the teacher must be positive, got ${teacherSize}`);
  if (!(studentSize > 0) || !Number.isFinite(studentSize))
    throw new RangeError(`size of the student must be positive, got ${studentSize}`);
  return 1 - studentSize / teacherSize;
}

/**
 * R = annealing^(cost > budget) * C (2 - C) * A_student / A_teacher  (RC-NAS, Eq. 4).
 * A cost equal to the budget is within it, and an annealing factor of 0 costs a violation its whole reward.
 * With `annealing: 'hard'` a violation gives -1 whatever the accuracy.
 *
 * @throws TaskError when the teacher's robust accuracy is 0 or below `chance`: the ratio would reward noise.
 * @throws RangeError when an accuracy or factor is outside [0,1] or a size is not positive.
 */
export function reward(input: RewardInput): number {
  const { studentAccuracy, teacherAccuracy, annealing, chance = 0 } = input;
  requireUnitInterval('accuracy of the student', studentAccuracy);
  requireUnitInterval('accuracy of the teacher', teacherAccuracy);
  if (annealing !== 'hard') requireUnitInterval('annealing factor', annealing);
  if (Number.isNaN(input.cost) || Number.isNaN(input.budget))
    throw new RangeError(`cost and budget must be numbers, got ${input.cost} and ${input.budget}`);
  if (teacherAccuracy === 0 || teacherAccuracy < chance) {
    const rule = chance > 0 ? `must be at least chance level, ${percent(chance)}` : 'must be above 0';
    throw new TaskError(
      `robust accuracy of the teacher is ${percent(teacherAccuracy)} and ${rule}: ` +
        'train the teacher longer or weaken the attack',
    );
  }

  const violated = input.cost > input.budget;
  if (violated && annealing === 'hard') return VIOLATION_REWARD;
  const penalty = violated && annealing !== 'hard' ? annealing : 1;
  const ratio = compressionRatio(input.studentSize, input.teacherSize);
  const value = (penalty * ratio * (2 - ratio) * studentAccuracy) / teacherAccuracy;
  return value === 0 ? 0 : value; // no negative zero in reports
}

function requireUnitInterval(what: string, value: number): void {
  if (!(value >= 0 && value <= 1)) throw new RangeError(`${what} must be in [0,1], got ${value}`);
}

function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(1)} %`;
}
