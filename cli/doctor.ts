import { checks, type CheckResult } from './doctorChecks';
import { exitCodes } from './exitCodes';
import type { GlobalOptions } from './options';

/** Checks the machine; fails when something has to be done before a run. */
export async function doctorCommand(options: GlobalOptions): Promise<number> {
  const results: CheckResult[] = [];
  for (const check of checks) {
    const result = await check(options);
    results.push(result);
    if (options.json !== true) print(result);
  }
  const healthy = results.every(({ status }) => status !== 'problem');
  if (options.json === true) process.stdout.write(`${JSON.stringify({ healthy, checks: results }, undefined, 2)}\n`);
  return healthy ? exitCodes.ok : exitCodes.runFailed;
}

function print({ name, status, found, remedy }: CheckResult): void {
  process.stdout.write(`${status.padEnd(7)}  ${name.padEnd(22)}  ${found}\n`);
  if (remedy !== undefined) process.stdout.write(`${' '.repeat(33)}-> ${remedy}\n`);
}
