/** A name or description that is no architecture; the message names the rule and the nearest allowed name. */
export class InvalidArchitectureError extends Error {
  override readonly name = 'InvalidArchitectureError';
}
