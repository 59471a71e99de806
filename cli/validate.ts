/** `rcnas validate`: checks specs without running anything. Offline. */
import { formatProblem } from '../schemas/errors';
import { exitCodes } from './exitCodes';
import { checkSpec } from './loadSpec';

/**
 * Checks specs: `file: ok` on standard output, every problem as `file:line:column: message` on standard error. With
 * `json` one document on standard output instead: `{problems: [{file, line, column, message, pointer}]}`.
 *
 * @returns the exit code: 0 when all are valid, else 3
 */
export async function validateCommand(paths: readonly string[], options: { json?: boolean } = {}): Promise<number> {
  const all: object[] = [];
  for (const path of paths) {
    const loaded = await checkSpec(path);
    const problems = loaded.ok ? [] : loaded.problems;
    all.push(...problems.map((problem) => ({ file: path, ...problem })));
    if (options.json === true) continue;
    if (loaded.ok) process.stdout.write(`${path}: ok\n`);
    for (const problem of problems) process.stderr.write(`${formatProblem(path, problem)}\n`);
  }
  if (options.json === true) process.stdout.write(`${JSON.stringify({ problems: all }, null, 2)}\n`);
  return all.length === 0 ? exitCodes.ok : exitCodes.invalidSpec;
}
