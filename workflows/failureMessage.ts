import { ActivityFailure, ChildWorkflowFailure } from '@temporalio/common';

/** The sentence at the bottom of a chain of workflow and activity failures: the one that says what happened. */
export function failureMessage(error: unknown): string {
  let current: unknown = error;
  while (
    (current instanceof ActivityFailure || current instanceof ChildWorkflowFailure) &&
    current.cause !== undefined
  ) {
    current = current.cause;
  }
  return current instanceof Error ? current.message : String(current);
}
