/** No Temporal server can be reached: exit code 5. */
export class NoServerError extends Error {
  override readonly name = 'NoServerError';
}

/** No run has this id: exit code 2. */
export class UnknownRunError extends Error {
  override readonly name = 'UnknownRunError';
}

/** Nothing that can be attacked has this name: exit code 2. */
export class UnknownNetworkError extends Error {
  override readonly name = 'UnknownNetworkError';
}
