/**
 * The command line. Each command's code is loaded when it is called, so that `validate` and `--help` start fast.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';

import { packageRoot } from '../worker/packagePaths';
import { addAttackCommand } from './attackProgram';
import { addBenchCommand } from './benchProgram';
import { addCacheCommands } from './cacheProgram';
import { addChaosCommand, addControlCommands } from './controlProgram';
import { addClusterCommand } from './clusterProgram';
import { exitCodes } from './exitCodes';
import { describeFailure } from './failures';
import { addCatalogCommands } from './catalogProgram';
import { atLeast, byteCount, type GlobalOptions, type StartOptions, type WorkerOptions } from './options';
import { addScheduleCommands } from './scheduleProgram';
import type { SimulateOptions } from './simulate';

/** Runs the command that `argv` names (as process.argv) and resolves with the exit code; prints errors itself. */
export async function main(argv: readonly string[]): Promise<number> {
  // A reader such as `head` may have seen enough.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exitCodes.ok);
    throw error;
  });
  let exitCode: number = exitCodes.ok;
  const program = buildProgram((code) => (exitCode = code));
  try {
    await program.parseAsync(argv);
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return reportUsage(error);
    const failure = describeFailure(error);
    process.stderr.write(failure.text);
    return failure.exitCode;
  }
}

/** Commander has printed its message; one of a command's own checks has not been. */
function reportUsage(error: CommanderError): number {
  if (error.exitCode === 0) return exitCodes.ok;
  if (error instanceof InvalidArgumentError) process.stderr.write(`rcnas: ${error.message}\n`);
  return exitCodes.usage;
}

type Finish = (exitCode: number) => void;

function buildProgram(finish: Finish): Command {
  const program = new Command('rcnas')
    .description(
      'Searches small networks that stay accurate under attack: a YAML spec in, a trained network and its report out.',
    )
    .version(version(), '-V, --version')
    .addOption(
      new Option('--state-dir <folder>', 'store, checkpoints and embedded server')
        .env('RCNAS_STATE_DIR')
        .default('.rcnas'),
    )
    .addOption(
      new Option('--runs-dir <folder>', 'where each run gets its folder').env('RCNAS_RUNS_DIR').default('runs'),
    )
    .addOption(
      new Option('--store <url>', 's3://bucket/prefix of artifacts and results (default: the state folder)').env(
        'RCNAS_STORE',
      ),
    )
    .addOption(
      new Option('--address <host:port>', 'Temporal server (default: the embedded one)').env('RCNAS_TEMPORAL_ADDRESS'),
    )
    .addOption(
      new Option('--namespace <name>', 'Temporal namespace').env('RCNAS_TEMPORAL_NAMESPACE').default('default'),
    )
    .addOption(new Option('--tls', 'encrypt the connection to --address (env: RCNAS_TEMPORAL_TLS=1)'))
    .addOption(new Option('--tls-ca <file>', 'certificate authority of the server').env('RCNAS_TEMPORAL_TLS_CA'))
    .addOption(new Option('--tls-cert <file>', 'certificate of this client').env('RCNAS_TEMPORAL_TLS_CERT'))
    .addOption(new Option('--tls-key <file>', 'its key').env('RCNAS_TEMPORAL_TLS_KEY'))
    .addOption(
      new Option('--tls-server-name <name>', "name in the server's certificate").env('RCNAS_TEMPORAL_TLS_SERVER_NAME'),
    )
    .addOption(
      new Option('--api-key-file <file>', 'API key, for Temporal Cloud (or in RCNAS_TEMPORAL_API_KEY)').env(
        'RCNAS_TEMPORAL_API_KEY_FILE',
      ),
    )
    .addOption(
      new Option('--codec-key-file <file>', 'encrypt what the server stores (or a key in RCNAS_CODEC_KEY)').env(
        'RCNAS_CODEC_KEY_FILE',
      ),
    )
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .showSuggestionAfterError()
    .helpCommand('help [command]', 'show how a command is used')
    .addHelpText(
      'after',
      `
Examples:
  rcnas run pipelines/quickstart.yaml   search, train, attack and report, with a server of its own
  rcnas validate pipelines/*.yaml       check specs without running anything
  rcnas describe WRN-28-10              parameters, MACs and stages of a network
  rcnas attack --network latest --attack autoattack   attack the network that the newest run ended with
  rcnas doctor                          check this machine

Exit codes: 0 ok, 1 failed, 2 wrong usage, 3 invalid spec, 4 a gate of the spec not met, 5 no Temporal server, 130 interrupted`,
    );
  addRunCommands(program, finish);
  addControlCommands(program, { finish, optionsOf, examples });
  addServiceCommands(program, finish);
  addChaosCommand(program, { finish, optionsOf, examples, withWorkerOptions, atLeast });
  addClusterCommand(program, { finish, optionsOf, examples });
  addOfflineCommands(program, finish);
  addCacheCommands(program, { finish, optionsOf, examples });
  addScheduleCommands(program, { finish, optionsOf, examples });
  addCatalogCommands(program, { finish, optionsOf, examples });
  return program;
}

function addRunCommands(program: Command, finish: Finish): void {
  withWorkerOptions(program.command('run'))
    .description('run a spec to its report: server, worker and watching in one')
    .argument('<spec>', 'YAML file')
    .addOption(priorityOption())
    .option('--disk-budget <size>', 'what the run may store, such as 2GB; at the limit it waits', byteCount)
    .option('--json', 'print the report as one JSON document on standard output')
    .addHelpText(
      'after',
      examples(
        'rcnas run pipelines/quickstart.yaml',
        'rcnas run spec.yaml --slots 4 --threads 2',
        'rcnas run spec.yaml --json > report.json',
      ),
    )
    .action(async (spec: string, _, command: Command) => {
      const { runCommand } = await import('./run.js');
      finish(await runCommand(spec, optionsOf<WorkerOptions & StartOptions>(command)));
    });
  program
    .command('simulate')
    .description('run a spec with formulas in place of networks: the same workflows and store, without TensorFlow')
    .argument('<spec>', 'YAML file')
    .option('--seconds-per-child <seconds>', 'time that each training holds its slot', seconds, 0)
    .option('--slots <number>', 'trainings at a time', atLeast(1), 8)
    .option('--local-steps', 'do the steps of children inside workflow tasks: for children that take seconds')
    .addOption(priorityOption())
    .option('--json', 'print the report as one JSON document on standard output')
    .addHelpText(
      'after',
      examples('rcnas simulate spec.yaml', 'rcnas simulate spec.yaml --seconds-per-child 1 --slots 64 --json'),
    )
    .action(async (spec: string, _, command: Command) => {
      const { simulateCommand } = await import('./simulate.js');
      finish(await simulateCommand(spec, optionsOf<SimulateOptions>(command)));
    });
  program
    .command('submit')
    .description('hand a spec to the server and return')
    .argument('<spec>', 'YAML file')
    .addOption(priorityOption())
    .addOption(new Option('--queue <name>', 'workers of one device only').choices(['any', 'cpu', 'gpu']).default('any'))
    .option('--disk-budget <size>', 'what the run may store, such as 2GB; at the limit it waits', byteCount)
    .option('--json', 'print one JSON document on standard output')
    .addHelpText('after', examples('rcnas submit spec.yaml', 'rcnas submit spec.yaml --address temporal.example:7233'))
    .action(async (spec: string, _, command: Command) => {
      const { submitCommand } = await import('./submit.js');
      finish(await submitCommand(spec, optionsOf<StartOptions>(command)));
    });
  program
    .command('status')
    .description('all runs in a line each, or one run in detail')
    .argument('[run]', 'id of a run')
    .option('--json', 'print one JSON document on standard output')
    .addHelpText('after', examples('rcnas status', 'rcnas status quickstart-1a2b3c4d --json'))
    .action(async (run: string | undefined, _, command: Command) => {
      const { statusCommand } = await import('./status.js');
      finish(await statusCommand(run, optionsOf(command)));
    });
  program
    .command('watch')
    .description('follow a run to its end; interrupting leaves the run alone')
    .argument('[run]', 'id of a run (default: the newest)')
    .option('--json', 'print the report as one JSON document on standard output')
    .addHelpText('after', examples('rcnas watch', 'rcnas watch quickstart-1a2b3c4d'))
    .action(async (run: string | undefined, _, command: Command) => {
      const { watchCommand } = await import('./watch.js');
      finish(await watchCommand(run, optionsOf(command)));
    });
  program
    .command('cancel')
    .description('stop a run; what it has finished is kept and reused')
    .argument('[run]', 'id of a run (default: the newest)')
    .addHelpText('after', examples('rcnas cancel quickstart-1a2b3c4d'))
    .action(async (run: string | undefined, _, command: Command) => {
      const { cancelCommand } = await import('./cancel.js');
      finish(await cancelCommand(run, optionsOf(command)));
    });
}

function addServiceCommands(program: Command, finish: Finish): void {
  withWorkerOptions(program.command('worker'))
    .description('work on the runs of a server until interrupted')
    .addOption(
      new Option('--queue <name>', 'runs to work on: those for any device and for its own, or those of one queue')
        .choices(['auto', 'any', 'cpu', 'gpu'])
        .default('auto'),
    )
    .addHelpText('after', examples('rcnas worker', 'rcnas worker --slots 4 --address temporal.example:7233'))
    .action(async (_, command: Command) => {
      const { workerCommand } = await import('./worker.js');
      finish(await workerCommand(optionsOf<WorkerOptions>(command)));
    });
  program
    .command('server')
    .description('run the embedded Temporal server until interrupted (for development, not for production)')
    .option('--port <number>', 'port of the service (default: 7233, or a free one)', port)
    .option('--ui-port <number>', 'port of the web pages (default: 8233, or a free one)', port)
    .option('--ip <address>', 'address to listen on', '127.0.0.1')
    .option('--json', 'print address, pages and process as one JSON document')
    .addHelpText('after', examples('rcnas server', 'rcnas server --port 7300 --ui-port 8300'))
    .action(async (_, command: Command) => {
      const { serverCommand } = await import('./server.js');
      finish(await serverCommand(optionsOf<{ port?: number; uiPort?: number; ip?: string }>(command)));
    });
}

function addOfflineCommands(program: Command, finish: Finish): void {
  program
    .command('validate')
    .description('check specs and print every mistake as file:line:column')
    .argument('<specs...>', 'YAML files')
    .option('--json', 'print one JSON document on standard output')
    .addHelpText(
      'after',
      examples('rcnas validate pipelines/quickstart.yaml', 'rcnas validate pipelines/*.yaml --json'),
    )
    .action(async (specs: string[], { json }: { json?: boolean }) => {
      const { validateCommand } = await import('./validate.js');
      finish(await validateCommand(specs, { json }));
    });
  program
    .command('describe')
    .description('parameters, MACs and stages of a network')
    .argument('<architecture>', 'such as WRN-28-10 or RobustResNet-A1')
    .option('--image <HxWxC>', 'shape of an image', '32x32x3')
    .option('--classes <number>', 'number of classes', atLeast(2), 10)
    .option('--json', 'print one JSON document on standard output')
    .addHelpText('after', examples('rcnas describe WRN-34-10', 'rcnas describe WRN-16-4 --image 8x8x1 --json'))
    .action(async (name: string, options: { image: string; classes: number; json?: boolean }) => {
      const { describeCommand } = await import('./describe.js');
      describeCommand(name, options);
    });
  addAttackCommand(program, { finish, optionsOf, examples });
  addBenchCommand(program, { finish, optionsOf, examples });
  program
    .command('report')
    .description('show the report of a run that has ended')
    .argument('[run]', 'id of a run or its folder (default: the newest)')
    .option('--json', 'print the report as one JSON document on standard output')
    .addHelpText('after', examples('rcnas report', 'rcnas report quickstart-1a2b3c4d --json'))
    .action(async (run: string | undefined, _, command: Command) => {
      const { reportCommand } = await import('./report.js');
      finish(await reportCommand(run, optionsOf(command)));
    });
  program
    .command('doctor')
    .description('check that this machine has what rcnas needs')
    .option('--json', 'print one JSON document on standard output')
    .addHelpText('after', examples('rcnas doctor', 'rcnas doctor --address temporal.example:7233'))
    .action(async (_, command: Command) => {
      const { doctorCommand } = await import('./doctor.js');
      finish(await doctorCommand(optionsOf(command)));
    });
}

function withWorkerOptions(command: Command): Command {
  return command
    .option('--slots <number>', 'trainer processes at a time (default: by processors and memory)', atLeast(1))
    .option('--threads <number>', 'threads of each trainer (default: 2); part of what names a result', atLeast(1))
    .option('--data-root <folder...>', 'folders that the data of specs may come from (or RCNAS_DATA_ROOTS)')
    .option('--xla', "let XLA compile parts of TensorFlow's graphs; part of what names a result");
}

function optionsOf<T extends object = object>(command: Command): GlobalOptions & T {
  const options = command.optsWithGlobals<GlobalOptions & T>();
  return { ...options, stateDir: resolve(options.stateDir), runsDir: resolve(options.runsDir) };
}

function priorityOption(): Option {
  return new Option('--priority <1-5>', 'which run gets free trainers first: 1 before 5 (default: 3)').argParser(
    (text) => {
      if (!/^[1-5]$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1 to 5.');
      return Number(text);
    },
  );
}

function seconds(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 86_400))
    throw new InvalidArgumentError('It must be a number of seconds from 0 to 86400.');
  return value;
}

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 65_535)
    throw new InvalidArgumentError('It must be a port from 1 to 65535.');
  return value;
}

function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

function version(): string {
  const text = readFileSync(join(packageRoot(), 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
