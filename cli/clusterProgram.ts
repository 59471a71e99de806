/** `rcnas cluster`, as the command line sees it. */
import { Argument, InvalidArgumentError, type Command } from 'commander';

import type { ProgramParts } from './programParts';
import type { ClusterAction, ClusterOptions } from './cluster';

export function addClusterCommand(program: Command, { finish, optionsOf, examples }: ProgramParts): void {
  program
    .command('cluster')
    .description('set up a Temporal server: namespace, retention, search attributes')
    .addArgument(
      new Argument('<action>', 'init: make what is missing; check: say what is missing').choices(['init', 'check']),
    )
    .option('--retention <days>', 'days that finished runs stay (default: unchanged, 30 for a new namespace)', days)
    .option('--json', 'print one JSON document on standard output')
    .addHelpText(
      'after',
      examples(
        'rcnas cluster init --address temporal.example:7233 --namespace rcnas',
        'rcnas cluster check --address rcnas.a1b2c.tmprl.cloud:7233 --namespace rcnas.a1b2c --api-key-file key',
      ),
    )
    .action(async (action: ClusterAction, _, command: Command) => {
      const { clusterCommand } = await import('./cluster.js');
      finish(await clusterCommand(action, optionsOf<ClusterOptions>(command)));
    });
}

function days(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1 && value <= 36_500) return value;
  throw new InvalidArgumentError('It must be a whole number of days, at least 1.');
}
