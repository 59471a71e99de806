/** The subcommands of `rcnas cache`, as the command line sees them. */
import { InvalidArgumentError, type Command } from 'commander';

import type { CacheGcOptions } from './cache';
import { byteCount } from './options';
import type { ProgramParts } from './programParts';

export function addCacheCommands(program: Command, { finish, optionsOf, examples }: ProgramParts): void {
  const cache = program.command('cache').description('look after the store of artifacts and results');
  cache
    .command('ls')
    .description('what is stored: kinds, sizes, and the runs that use it')
    .option('--json', 'print one JSON document on standard output')
    .addHelpText('after', examples('rcnas cache ls', 'rcnas cache ls --store s3://bucket/rcnas --json'))
    .action(async (_, command: Command) => {
      const { cacheListCommand } = await import('./cache.js');
      finish(await cacheListCommand(optionsOf(command)));
    });
  cache
    .command('explain')
    .description('what a result depends on, and why a step reuses it or not')
    .argument('<digits>', 'the first digits of its key (see the log of the worker) or of one of its artifacts')
    .option('--json', 'print one JSON document on standard output')
    .addHelpText('after', examples('rcnas cache explain 3f9c1a7e'))
    .action(async (digits: string, _, command: Command) => {
      const { cacheExplainCommand } = await import('./cache.js');
      finish(await cacheExplainCommand(digits, optionsOf(command)));
    });
  cache
    .command('verify')
    .description('read and hash everything; what is damaged is set aside and computed again by the next run')
    .option('--json', 'print one JSON document on standard output')
    .addHelpText('after', examples('rcnas cache verify'))
    .action(async (_, command: Command) => {
      const { cacheVerifyCommand } = await import('./cache.js');
      finish(await cacheVerifyCommand(optionsOf(command)));
    });
  cache
    .command('gc')
    .description('remove what neither pinned runs, nor runs that have not ended, nor the last ones need')
    .option('--keep-runs <number>', 'runs that have ended and are kept, the last ones', number, 3)
    .option('--forget <run>', 'let go of a run, such as one that was terminated', append, [])
    .option('--grace-minutes <number>', 'what is younger stays', number, 60)
    .option('--quarantine', 'remove damaged files that were set aside, too')
    .option('--dry-run', 'only say what would be removed')
    .option('--json', 'print one JSON document on standard output')
    .addHelpText('after', examples('rcnas cache gc --dry-run', 'rcnas cache gc --keep-runs 1 --quarantine'))
    .action(async (_, command: Command) => {
      const { cacheGcCommand } = await import('./cache.js');
      finish(await cacheGcCommand(optionsOf<CacheGcOptions>(command)));
    });
  cache
    .command('budget')
    .description('change what a run may store, also while it runs')
    .argument('<run>', 'id of a run')
    .argument('<size>', 'such as 2GB, or none', (text) => (text === 'none' ? null : byteCount(text)))
    .option('--json', 'print one JSON document on standard output')
    .addHelpText('after', examples('rcnas cache budget quickstart-1a2b3c4d 2GB'))
    .action(async (run: string, limitBytes: number | null, _, command: Command) => {
      const { cacheBudgetCommand } = await import('./cache.js');
      finish(await cacheBudgetCommand(run, limitBytes, optionsOf(command)));
    });
  for (const [name, pinned] of [['pin', true] as const, ['unpin', false] as const]) {
    cache
      .command(name)
      .description(pinned ? 'keep all that a run used until it is unpinned' : 'let garbage collection decide again')
      .argument('<run>', 'id of a run')
      .option('--json', 'print one JSON document on standard output')
      .addHelpText('after', examples(`rcnas cache ${name} quickstart-1a2b3c4d`))
      .action(async (run: string, _, command: Command) => {
        const { cachePinCommand } = await import('./cache.js');
        finish(await cachePinCommand(run, pinned, optionsOf(command)));
      });
  }
}

function number(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('It must be a whole number from 0.');
  return value;
}

function append(run: string, runs: readonly string[]): readonly string[] {
  return [...runs, run];
}
