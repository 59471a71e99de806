/** The task setting cannot give a meaningful reward; the spec must change, a retry cannot help. */
export class TaskError extends Error {
  override readonly name = 'TaskError';
}
