import type { ArtifactRef } from '../artifacts/types';
import type { SerializedFailure } from './trainerProtocol';

/** The trainer process died while it ran a job: out of memory, killed, or a fault in native code. A retry resumes from the newest checkpoint. */
export class TrainerCrashedError extends Error {
  override readonly name = 'TrainerCrashedError';
  readonly nonRetryable = false;
}

/** The trainer gave no sign of life for too long and was killed. A retry resumes from the newest checkpoint. */
export class TrainerHungError extends Error {
  override readonly name = 'TrainerHungError';
  readonly nonRetryable = false;
}

/** The trainer could not load its code, mostly because TensorFlow is not set up. */
export class TrainerStartError extends Error {
  override readonly name = 'TrainerStartError';
  readonly nonRetryable = true;
}

/** The pool is closed; another worker takes the job. */
export class TrainerPoolClosedError extends Error {
  override readonly name = 'TrainerPoolClosedError';
  readonly nonRetryable = false;
}

/** A job threw: carries the name, message, stack and artifact of the error in the trainer. */
export class JobFailedError extends Error {
  readonly nonRetryable: boolean;
  readonly artifact: ArtifactRef | undefined;

  constructor(failure: SerializedFailure) {
    super(failure.message);
    this.name = failure.name;
    this.nonRetryable = failure.nonRetryable;
    this.artifact = failure.artifact;
    if (failure.stack !== '') this.stack = failure.stack;
  }
}
