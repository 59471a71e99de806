/** Which changes a running run takes. */
import type { ResolvedPipeline } from '../schemas/resolved';
import type { RunChange } from './types';

export const mostUrgent = 1;
export const leastUrgent = 5;

/** @throws Error with the value and the rule that it breaks. */
export function checkChange({ budgetsMacs, priority }: RunChange, spec: ResolvedPipeline): void {
  const names = spec.teachers.map(({ name }) => name);
  for (const [name, macs] of Object.entries(budgetsMacs)) {
    if (!names.includes(name))
      throw new Error(`budget.${name}: no teacher has this name; teachers: ${names.join(', ')}`);
    if (!Number.isFinite(macs) || macs <= 0)
      throw new Error(`budget.${name}: ${macs} is not a positive number of MACs`);
  }
  if (priority !== null && !(Number.isInteger(priority) && priority >= mostUrgent && priority <= leastUrgent)) {
    throw new Error(`priority: ${priority} is not a whole number from ${mostUrgent} (most urgent) to ${leastUrgent}`);
  }
}
