/** Which errors a retry can heal, decided in one place by the error's name. */
import { ApplicationFailure } from '@temporalio/activity';

/** Errors that the same input will always give again: their activity fails at once and names its cause. */
const inputErrorNames: readonly string[] = [
  'AttackInputError',
  'AttackParameterError',
  'DatasetError',
  'ForeignCheckpointError',
  'InvalidArchitectureError',
  'LostArtifactError',
  'MissingArtifactError',
  'NoChildWithinBudgetError',
  'NonFiniteLogitsError',
  'NonFiniteLossError',
  'SafetensorsError',
  'SpecError',
  'TaskError',
  'TrainingInputError',
  'UnknownAgentError',
  'UnsoundAttackError',
  'UnsupportedExecutionError',
];

/** Errors of machines and processes: retried for as long as the run is wanted. */
const machineErrorNames: readonly string[] = [
  'CorruptArtifactError',
  'DatasetDownloadError',
  'JobAbortedError',
  'StoreAccessError',
  'StoreFullError',
  'StoreUnreachableError',
  'TrainerCrashedError',
  'TrainerHungError',
  'TrainerPoolClosedError',
];

/** Jobs are pure functions of their input, so an error of an unknown kind that comes back is the input's. */
const attemptsAtUnknownErrors = 3;

/** A Temporal failure with the error's name as its type; `label` says which step failed, `attempt` counts from 1. */
export function toApplicationFailure(
  error: unknown,
  label: string,
  attempt = attemptsAtUnknownErrors,
): ApplicationFailure {
  const cause = error instanceof Error ? error : new Error(String(error));
  const isDiskFull = 'code' in cause && (cause.code === 'ENOSPC' || cause.code === 'EDQUOT');
  return ApplicationFailure.create({
    type: isDiskFull ? 'StoreFullError' : cause.name,
    message: `${label}: ${cause.message}`,
    nonRetryable: !isDiskFull && isNonRetryable(cause, attempt),
    cause,
  });
}

function isNonRetryable(error: Error, attempt: number): boolean {
  if (machineErrorNames.includes(error.name)) return false;
  if (inputErrorNames.includes(error.name)) return true;
  const isFlagged = 'nonRetryable' in error && error.nonRetryable === true;
  return isFlagged || attempt >= attemptsAtUnknownErrors;
}
