/** `rcnas attack`, as the command line sees it. */
import { Option, type Command } from 'commander';

import { attackNames } from '../attacks/parameters';
import type { AttackOptions } from './attack';
import type { ProgramParts } from './programParts';
import { atLeast } from './options';

export function addAttackCommand(program: Command, { finish, optionsOf, examples }: ProgramParts): void {
  program
    .command('attack')
    .description('attack a trained network on the test set; no server is needed')
    .requiredOption('--network <network>', 'a run that has ended, or weights: their SHA-256 in the store, or a file')
    .requiredOption('--attack <name>', `one of ${attackNames.join(', ')}`)
    .option('--target <name>', 'of a run with several targets: the one whose network it is')
    .option('--architecture <name>', 'of weights that no run in the runs folder ended with')
    .option('--data <name>', "data set (default: the run's)")
    .option('--epsilon <radius>', 'radius of the ball, such as 8/255 (default: 8/255; has to be given with --norm l2)')
    .addOption(
      new Option('--norm <norm>', 'norm of the ball (default: linf where the attack has it)').choices(['linf', 'l2']),
    )
    .option('--param <key=value>', 'a parameter of the attack, as in a spec; may be given several times', collect, [])
    .option('--images <number>', 'attack only the first images of the test set', atLeast(1))
    .option('--batch-size <images>', 'images attacked at a time; no influence on the result', atLeast(1))
    .option('--seed <number>', "seed of the attack (default: the run's, else 0)", atLeast(0))
    .option(
      '--slots <number>',
      'trainer processes that share the images of a long attack (default: one per processor)',
      atLeast(1),
    )
    .option('--threads <number>', 'threads of TensorFlow in each (default: 1 where several share, else 2)', atLeast(1))
    .option('--json', 'print one JSON document on standard output')
    .addHelpText(
      'after',
      examples(
        'rcnas attack --network quickstart-1a2b3c4d --attack autoattack',
        'rcnas attack --network latest --attack pgd --epsilon 16/255 --param steps=100 --param restarts=5',
        'rcnas attack --network weights.safetensors --architecture WRN-16-2 --data fashion-mnist --attack pgd --json',
      ),
    )
    .action(async (_, command: Command) => {
      const { attackCommand } = await import('./attack.js');
      finish(await attackCommand(optionsOf<AttackOptions>(command)));
    });
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
