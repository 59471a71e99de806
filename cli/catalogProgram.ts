/** `rcnas agents`, `networks`, `pin` and `unpin`: how they are written; what they do is in catalog.ts. */
import type { Command } from 'commander';

import { jsonOption, type ProgramParts } from './programParts';

export function addCatalogCommands(program: Command, { finish, optionsOf, examples }: ProgramParts): void {
  program
    .command('agents')
    .description('agents in the store, with the runs that trained them; "kind: FineTune" starts from one')
    .option(...jsonOption)
    .addHelpText('after', examples('rcnas agents', 'rcnas agents --json'))
    .action(async (_, command: Command) => {
      const { agentsCommand } = await import('./catalog.js');
      finish(await agentsCommand(optionsOf(command)));
    });
  program
    .command('networks')
    .description('searched networks in the store, with their runs, targets and accuracies')
    .option(...jsonOption)
    .addHelpText('after', examples('rcnas networks', 'rcnas networks --json'))
    .action(async (_, command: Command) => {
      const { networksCommand } = await import('./catalog.js');
      finish(await networksCommand(optionsOf(command)));
    });
  program
    .command('pin')
    .description('keep what a run has left, or one artifact, for ever; without a name list what is kept')
    .argument('[run or sha256]', 'id of a run with its agents and networks, or SHA-256 of a policy or of weights')
    .option(...jsonOption)
    .addHelpText('after', examples('rcnas pin quickstart-1a2b3c4d', 'rcnas pin'))
    .action(async (name: string | undefined, _, command: Command) => {
      const { pinCommand } = await import('./catalog.js');
      finish(await pinCommand(name, optionsOf(command)));
    });
  program
    .command('unpin')
    .description('end a pin')
    .argument('<run or sha256>', 'as it was pinned')
    .option(...jsonOption)
    .addHelpText('after', examples('rcnas unpin quickstart-1a2b3c4d'))
    .action(async (name: string, _, command: Command) => {
      const { unpinCommand } = await import('./catalog.js');
      finish(await unpinCommand(name, optionsOf(command)));
    });
}
