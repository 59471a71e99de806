/** `rcnas bench`, as the command line sees it. */
import { Argument, InvalidArgumentError, Option, type Command } from 'commander';

import type { BenchSubject } from '../bench/step';
import type { BenchMode } from '../bench/variants';
import type { BenchOptions } from './bench';
import type { ProgramParts } from './programParts';
import { atLeast } from './options';

export function addBenchCommand(program: Command, { finish, examples }: ProgramParts): void {
  program
    .command('bench')
    .description('how fast this machine trains, attacks or evaluates, and what share of its peak that is')
    .addArgument(
      new Argument('<what>', 'a TRADES step, a step of PGD, or PGD-20 on many images').choices([
        'training',
        'attack',
        'evaluation',
      ]),
    )
    .option('--network <architecture>', 'network', 'WRN-16-2')
    .option('--image <HxWxC>', 'shape of an image', '32x32x3')
    .option('--batch <images>', 'images in a batch', atLeast(2), 64)
    .option('--inner-steps <number>', 'steps of the inner attack of training', atLeast(1), 5)
    .option('--images <number>', 'images of an evaluation', atLeast(1), 1000)
    .option('--rounds <number>', 'rounds that the medians are over', atLeast(1), 5)
    .option('--modes <names>', `what to time, of ${benchModes.join(', ')}`, modesOf, benchModes)
    .addOption(new Option('--compiled-only', 'the same as --modes compiled,pytorch').conflicts('modes'))
    .option('--python <file>', 'a Python with PyTorch, to be timed beside', 'python3')
    .option('--peer-compile', 'time torch.compile too, which compiles for minutes')
    .option('--json', 'print one JSON document on standard output')
    .addHelpText(
      'after',
      examples(
        'rcnas bench training',
        'rcnas bench attack --network WRN-10-1 --image 8x8x1 --json',
        'rcnas bench evaluation --images 256 --batch 128 --modes compiled,pytorch',
      ),
    )
    .action(async (what: BenchSubject, options: BenchOptions) => {
      const { benchCommand } = await import('./bench.js');
      finish(await benchCommand(what, options));
    });
}

/** `tfjs` is plain TensorFlow.js, `pytorch` is timed where there is one. */
const benchModes: readonly BenchMode[] = ['eager', 'tfjs', 'compiled', 'pytorch'];

function modesOf(text: string): readonly BenchMode[] {
  const unknown = text.split(',').find((name) => !(benchModes as readonly string[]).includes(name));
  if (unknown !== undefined)
    throw new InvalidArgumentError(`It must be names of ${benchModes.join(', ')}, separated by commas.`);
  return benchModes.filter((mode) => text.split(',').includes(mode));
}
