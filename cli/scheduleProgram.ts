/** `rcnas schedule …`: how its commands are written; what they do is in schedule.ts. */
import { InvalidArgumentError, Option, type Command } from 'commander';

import type { CreateScheduleOptions } from './schedule';
import { jsonOption, type ProgramParts } from './programParts';

/** Names of the overlap policies, as people write them. */
export const overlapNames = [
  'skip',
  'buffer-one',
  'buffer-all',
  'cancel-other',
  'terminate-other',
  'allow-all',
] as const;
export type OverlapName = (typeof overlapNames)[number];

export function addScheduleCommands(program: Command, { finish, optionsOf, examples }: ProgramParts): void {
  const schedule = program
    .command('schedule')
    .description('run a spec again and again: nightly fine-tuning; needs "rcnas server" and "rcnas worker" running')
    .addHelpText(
      'after',
      examples(
        'rcnas schedule create nightly pipelines/nightly.yaml --cron "30 2 * * *" --timezone Europe/Berlin',
        'rcnas schedule list',
        'rcnas schedule trigger nightly',
        'rcnas schedule pause nightly --note "moving the machine"',
      ),
    );
  addCreate(schedule, { finish, optionsOf, examples });

  schedule
    .command('list')
    .description('all schedules in a line each')
    .option(...jsonOption)
    .addHelpText('after', examples('rcnas schedule list', 'rcnas schedule list --json'))
    .action(async (_, command: Command) => {
      const { listSchedules } = await import('./schedule.js');
      finish(await listSchedules(optionsOf(command)));
    });
  schedule
    .command('describe')
    .description('when it runs, what it has done and what it does now')
    .argument('<name>', 'name of a schedule')
    .option(...jsonOption)
    .addHelpText('after', examples('rcnas schedule describe nightly'))
    .action(async (name: string, _, command: Command) => {
      const { describeSchedule } = await import('./schedule.js');
      finish(await describeSchedule(name, optionsOf(command)));
    });
  for (const [verb, what] of [
    ['pause', 'start nothing until resumed; what runs goes on'],
    ['resume', 'go on after a pause'],
  ] as const) {
    schedule
      .command(verb)
      .description(what)
      .argument('<name>', 'name of a schedule')
      .option('--note <text>', 'why, shown by list and describe')
      .option(...jsonOption)
      .addHelpText('after', examples(`rcnas schedule ${verb} nightly`))
      .action(async (name: string, _, command: Command) => {
        const { pauseSchedule } = await import('./schedule.js');
        finish(await pauseSchedule(name, verb, optionsOf(command)));
      });
  }
  schedule
    .command('trigger')
    .description("run it now; the schedule's overlap policy holds, unless another one is given")
    .argument('<name>', 'name of a schedule')
    .addOption(overlapOption("(default: the schedule's)"))
    .option(...jsonOption)
    .addHelpText(
      'after',
      examples('rcnas schedule trigger nightly', 'rcnas schedule trigger nightly --overlap allow-all'),
    )
    .action(async (name: string, _, command: Command) => {
      const { triggerSchedule } = await import('./schedule.js');
      finish(await triggerSchedule(name, optionsOf<{ overlap?: OverlapName }>(command)));
    });
  schedule
    .command('backfill')
    .description('run the times that were due in a span, one after the other unless another policy is given')
    .argument('<name>', 'name of a schedule')
    .requiredOption('--from <time>', 'first time, such as 2026-11-20 or 2026-11-20T02:30+01:00 (UTC without an offset)')
    .requiredOption('--to <time>', 'last time')
    .addOption(overlapOption('(default: buffer-all, so that none is left out and none overlaps)'))
    .option(...jsonOption)
    .addHelpText('after', examples('rcnas schedule backfill nightly --from 2026-11-20 --to 2026-11-23'))
    .action(async (name: string, _, command: Command) => {
      const { backfillSchedule } = await import('./schedule.js');
      finish(await backfillSchedule(name, optionsOf<{ from: string; to: string; overlap?: OverlapName }>(command)));
    });
  schedule
    .command('delete')
    .description('remove a schedule; its runs and their reports stay')
    .argument('<name>', 'name of a schedule')
    .option(...jsonOption)
    .addHelpText('after', examples('rcnas schedule delete nightly'))
    .action(async (name: string, _, command: Command) => {
      const { deleteSchedule } = await import('./schedule.js');
      finish(await deleteSchedule(name, optionsOf(command)));
    });
}

function addCreate(schedule: Command, { finish, optionsOf, examples }: ProgramParts): void {
  schedule
    .command('create')
    .description('run a spec at the times of a cron expression or calendar')
    .argument('<name>', 'what the schedule and its runs are called', scheduleName)
    .argument('<spec>', 'YAML file; it is read now, later changes of it need "create --replace"')
    .option('--cron <expression>', 'minute, hour, day of month, month, day of week; days must match both', collect)
    .option('--calendar <fields>', 'such as "hour=2 minute=30 day-of-week=mon-fri"', collect)
    .option('--timezone <zone>', 'of cron and calendar', 'UTC')
    .option('--jitter <span>', 'start up to so much later, at random', '0s')
    .option('--catch-up <span>', 'start late what was due while the server was down, if not longer ago', '1h')
    .addOption(overlapOption('when a run is still going on').default('skip'))
    .option('--fixed-draws', 'the agent draws the same in every run, instead of anew in each')
    .option('--pause-on-failure', 'pause when a run fails')
    .option('--paused', 'create it paused')
    .option('--note <text>', 'shown by list and describe')
    .option('--replace', 'change the schedule of this name, if there is one')
    .option(...jsonOption)
    .addHelpText(
      'after',
      examples(
        'rcnas schedule create nightly pipelines/nightly.yaml --cron "30 2 * * *" --timezone Europe/Berlin --jitter 10m',
        'rcnas schedule create workdays spec.yaml --calendar "hour=22 day-of-week=mon-fri" --overlap buffer-one',
        'rcnas schedule create often spec.yaml --cron "*/30 * * * *" --catch-up 10m',
      ),
    )
    .action(async (name: string, spec: string, _, command: Command) => {
      const { createSchedule } = await import('./schedule.js');
      finish(await createSchedule(name, spec, optionsOf<CreateScheduleOptions>(command)));
    });
}

function overlapOption(when: string): Option {
  return new Option('--overlap <policy>', `what happens ${when}`.replace('what happens (', 'overlap policy (')).choices(
    overlapNames,
  );
}

function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

function scheduleName(text: string): string {
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(text)) {
    throw new InvalidArgumentError(
      'It must be lower-case letters, digits and hyphens, at most 40, the first one no hyphen.',
    );
  }
  return text;
}
