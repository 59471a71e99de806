import type { Command } from 'commander';

import type { GlobalOptions } from './options';

/** What the program lends the files that add commands to it. */
export interface ProgramParts {
  readonly finish: (exitCode: number) => void;
  readonly optionsOf: <T extends object = object>(command: Command) => GlobalOptions & T;
  readonly examples: (...lines: readonly string[]) => string;
}

export const jsonOption = ['--json', 'print one JSON document on standard output'] as const;
