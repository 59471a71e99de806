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

/** Nothing that can be attacked has this name: exit code 2. */
export class UnknownNetworkError extends Error {
  override readonly name = 'UnknownNetworkError';
}
