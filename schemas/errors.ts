/** A mistake in a spec, at a place. */
export interface Problem {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  readonly message: string;
  /** JSON Pointer (RFC 6901) of what the problem is about; empty for the whole document. */
  readonly pointer: string;
}

/** A problem before its line and column are known. */
export interface Finding {
  /** JSON Pointer. */
  readonly pointer: string;
  readonly message: string;
  /** Whether the key is wrong, or its value (default). */
  readonly at?: 'key' | 'value';
  /** Where it stands in the text, when no pointer leads there. */
  readonly offset?: number;
}

/** `file:line:column: message`. */
export function formatProblem(fileName: string, { line, column, message }: Problem): string {
  return `${fileName}:${line}:${column}: ${message}`;
}

/** A spec that cannot be run. The message has one line per problem and is meant for people: no stack trace is needed. */
export class SpecError extends Error {
  override readonly name = 'SpecError';
  /** What a command that fails with this error exits with. */
  readonly exitCode = 3;

  constructor(
    readonly fileName: string,
    readonly problems: readonly Problem[],
  ) {
    super(problems.map((problem) => formatProblem(fileName, problem)).join('\n'));
  }
}
