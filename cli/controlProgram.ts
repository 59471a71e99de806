/** Commands that change running runs, as the command line sees them, and the one that kills a run on purpose. */
import type { Command } from 'commander';

import type { ProgramParts } from './programParts';
import type { ChaosOptions } from './chaos';
import type { ForkOptions } from './fork';
import type { WorkerOptions } from './options';

export function addControlCommands(program: Command, { finish, optionsOf, examples }: ProgramParts): void {
  program
    .command('pause')
    .description('let a run finish or checkpoint its steps under way, and free its slots')
    .argument('[run]', 'id of a run (default: the newest)')
    .option('--json', 'print one JSON document on standard output')
    .addHelpText('after', examples('rcnas pause', 'rcnas pause quickstart-1a2b3c4d'))
    .action(async (run: string | undefined, _, command: Command) => {
      const { pauseCommand } = await import('./pause.js');
      finish(await pauseCommand(run, optionsOf(command)));
    });
  program
    .command('resume')
    .description('let a paused run go on, or start a cancelled or failed one again with what it had finished')
    .argument('[run]', 'id of a run (default: the newest)')
    .option('--json', 'print one JSON document on standard output')
    .addHelpText('after', examples('rcnas resume', 'rcnas resume quickstart-1a2b3c4d'))
    .action(async (run: string | undefined, _, command: Command) => {
      const { resumeCommand } = await import('./resume.js');
      finish(await resumeCommand(run, optionsOf(command)));
    });
  program
    .command('set')
    .description('change budgets and priority of a running run; budgets hold from its next iteration on')
    .argument('<run>', 'id of a run')
    .argument('<settings...>', 'budget.<teacher>=<MACs> or priority=<1 to 5>, 1 the most urgent')
    .option('--json', 'print one JSON document on standard output')
    .addHelpText(
      'after',
      examples('rcnas set quickstart-1a2b3c4d budget.WRN-16-2=2M', 'rcnas set quickstart-1a2b3c4d priority=1'),
    )
    .action(async (run: string, settings: string[], _, command: Command) => {
      const { setCommand } = await import('./set.js');
      finish(await setCommand(run, settings, optionsOf(command)));
    });
  program
    .command('fork')
    .description('start a variant of a run after a past iteration of its meta-training')
    .argument('<run@iter-N>', 'a run, of which N iterations are kept')
    .option('--set <path=value...>', 'settings of the spec that are to be others')
    .option('--json', 'print one JSON document on standard output')
    .addHelpText(
      'after',
      examples(
        'rcnas fork quickstart-1a2b3c4d@iter-2',
        'rcnas fork quickstart-1a2b3c4d@iter-2 --set search.meta.iterations=10 search.reward.annealing=cosine',
      ),
    )
    .action(async (source: string, _, command: Command) => {
      const { forkCommand } = await import('./fork.js');
      finish(await forkCommand(source, optionsOf<ForkOptions>(command)));
    });
}

interface ChaosParts extends ProgramParts {
  readonly withWorkerOptions: (command: Command) => Command;
  readonly atLeast: (least: number) => (text: string) => number;
}

export function addChaosCommand(
  program: Command,
  { finish, optionsOf, examples, withWorkerOptions, atLeast }: ChaosParts,
): void {
  withWorkerOptions(program.command('chaos'))
    .description('run a spec undisturbed and under random kills, and compare the results')
    .argument('<spec>', 'YAML file')
    .option('--kills <number>', 'how many times something is killed', atLeast(1), 100)
    .option('--seed <number>', 'decides what is killed and when', atLeast(0), 1)
    .option('--per-phase <number>', 'kills in each phase at least (default: 5, if --kills suffices)', atLeast(0))
    .option('--json', 'print one JSON document on standard output')
    .addHelpText(
      'after',
      examples(
        'rcnas chaos pipelines/quickstart.yaml',
        'rcnas chaos spec.yaml --kills 20 --seed 7 --json',
        'rcnas chaos spec.yaml --address temporal.example:7233   kills trainers and workers only',
      ),
    )
    .action(async (spec: string, _, command: Command) => {
      const { chaosCommand } = await import('./chaos.js');
      finish(await chaosCommand(spec, optionsOf<WorkerOptions & ChaosOptions>(command)));
    });
}
