/** A call that does not fit what a program or function declares: a mistake in the calling code, not in data. */
export class ProgramError extends Error {
  override readonly name = 'ProgramError';
}

/** An execution mode or precision that this build cannot run; choose another one. */
export class UnsupportedExecutionError extends Error {
  override readonly name = 'UnsupportedExecutionError';
}

/** A function that cannot be compiled; the message names the operation and the shapes. It runs in mode `eager`. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
}
