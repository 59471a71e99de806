/** No Temporal server can be reached: exit code 5. */
export class NoServerError extends Error {
  override readonly name = 'NoServerError';
}

/** No run has this id: exit code 2. */
export class UnknownRunError extends Error {
  override readonly name = 'UnknownRunError';
}

/** A spec that does not fit into what a workflow is started with. */
export class SpecTooLargeError extends Error {
  override readonly name = 'SpecTooLargeError';

  constructor(bytes: number, limitBytes: number) {
    super(`the spec takes ${bytes} bytes with its defaults filled in, but a run is started with at most ${limitBytes}`);
  }
}

/** No schedule has this name: exit code 2. */
export class UnknownScheduleError extends Error {
  override readonly name = 'UnknownScheduleError';
}

/** A schedule of this name exists: exit code 2. */
export class ScheduleExistsError extends Error {
  override readonly name = 'ScheduleExistsError';
}

/** Nothing that can be attacked has this name: exit code 2. */
export class UnknownNetworkError extends Error {
  override readonly name = 'UnknownNetworkError';
}

/** No recorded result is meant: exit code 2. */
export class UnknownStepError extends Error {
  override readonly name = 'UnknownStepError';
}

/** A run is expected to store more than it may: exit code 2. */
export class DiskBudgetError extends Error {
  override readonly name = 'DiskBudgetError';
}
