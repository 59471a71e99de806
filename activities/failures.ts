/** Which errors a retry can heal, decided in one place by the error's name. */
import { ApplicationFailure } from '@temporalio/activity';

/** Errors that the same input will always give again: their activity fails at once and names its cause. */
export const nonRetryableErrorNames = [
  'ArchitectureError',
  'AttackParameterError',
  'DatasetError',
  'FeasibilityError',
  'MissingArtifactError',
  'NoChildWithinBudgetError',
  'NonFiniteLogitsError',
  'NonFiniteLossError',
  'SafetensorsError',
  'SpecError',
  'TaskError',
  'UnsoundAttackError',
] as const;

/** A Temporal failure with the error's name as its type; `label` says which step failed. */
export function toApplicationFailure(error: unknown, label: string): ApplicationFailure {
  const cause = error instanceof Error ? error : new Error(String(error));
  return ApplicationFailure.create({
    type: cause.name,
    message: `${label}: ${cause.message}`,
    nonRetryable: isNonRetryable(cause),
    cause,
  });
}

function isNonRetryable(error: Error): boolean {
  const flagged = 'nonRetryable' in error && error.nonRetryable === true;
  return flagged || (nonRetryableErrorNames as readonly string[]).includes(error.name);
}
