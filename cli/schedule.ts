/** What `rcnas schedule` does, on the server's schedules: each of them starts the workflow `scheduledRun`. */
import { readFile } from 'node:fs/promises';

import {
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  type Client,
  type ScheduleDescription,
  type ScheduleHandle,
  type ScheduleOptions,
  type ScheduleOptionsStartWorkflowAction,
  type ScheduleOverlapPolicy,
} from '@temporalio/client';
import { InvalidArgumentError } from 'commander';

import { unknownName } from '../schemas/wording';
import { sleep } from '../worker/processes';
import { defaultTaskQueue } from '../workflows/names';
import type { scheduledRun, ScheduledRunInput } from '../workflows/scheduledRun';
import { connect, type ServerConnection } from './connection';
import { ScheduleExistsError, UnknownScheduleError } from './errors';
import { exitCodes } from './exitCodes';
import { loadCheckedSpec } from './loadSpec';
import type { GlobalOptions } from './options';
import type { OverlapName } from './scheduleProgram';
import { describeText, listText, runIdOfScheduled, snapshotOf } from './scheduleText';
import { parseCalendar, parseCron, parseSpan, parseTime, parseTimeZone } from './scheduleTimes';
import { workWeights } from './workWeights';

export interface CreateScheduleOptions {
  readonly cron?: readonly string[];
  readonly calendar?: readonly string[];
  readonly timezone: string;
  readonly jitter: string;
  readonly catchUp: string;
  readonly overlap: OverlapName;
  readonly fixedDraws?: boolean;
  readonly pauseOnFailure?: boolean;
  readonly paused?: boolean;
  readonly note?: string;
  readonly replace?: boolean;
}

type Action = ScheduleOptionsStartWorkflowAction<typeof scheduledRun>;
type Policy = Exclude<ScheduleOverlapPolicy, undefined>;

/** Longer than any outage that someone would want to catch up with. */
const largestSpanMs = 365 * 86_400_000;

export async function createSchedule(
  name: string,
  specPath: string,
  options: GlobalOptions & CreateScheduleOptions,
): Promise<number> {
  const times = timesOf(options);
  const spec = await loadCheckedSpec(specPath);
  const input: ScheduledRunInput = {
    scheduleId: name,
    spec,
    specText: await readFile(specPath, 'utf8'),
    weights: workWeights(spec),
    draws: options.fixedDraws === true ? 'fixed' : 'each-time',
  };
  const wanted: ScheduleOptions<Action> = {
    scheduleId: name,
    ...times,
    action: {
      type: 'startWorkflow',
      workflowType: 'scheduledRun',
      workflowId: `schedule/${name}`,
      taskQueue: defaultTaskQueue,
      args: [input],
      staticSummary: `${spec.metadata.name} by schedule ${name}`,
    },
    state: { paused: options.paused === true, ...(options.note === undefined ? {} : { note: options.note }) },
  };
  return await withServer(options, async ({ client }) => {
    const handle = await createOrReplace(client, wanted, options.replace === true);
    const description = await handle.describe();
    if (description.info.nextActionTimes.length === 0) {
      if (options.replace !== true) await handle.delete();
      throw new InvalidArgumentError(`The schedule would never run: no time matches ${timesText(options)}.`);
    }
    print(options, snapshotOf(description), describeText);
  });
}

async function createOrReplace(
  client: Client,
  wanted: ScheduleOptions<Action>,
  replace: boolean,
): Promise<ScheduleHandle> {
  try {
    return await client.schedule.create(wanted);
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    if (!replace) {
      const message = `there is a schedule "${wanted.scheduleId}" already; change it with --replace, or delete it first`;
      throw new ScheduleExistsError(message, { cause: error });
    }
    const handle = client.schedule.getHandle(wanted.scheduleId);
    const { spec, action, policies, state } = wanted;
    await handle.update<typeof scheduledRun>((previous) => ({
      spec,
      action,
      policies,
      // A pause lasts until it is ended by resume.
      state: { ...previous.state, ...state, paused: previous.state.paused || state?.paused === true },
    }));
    return handle;
  }
}

function timesOf(options: CreateScheduleOptions): Pick<ScheduleOptions, 'spec' | 'policies'> {
  const calendars = [...(options.cron ?? []).map(parseCron), ...(options.calendar ?? []).map(parseCalendar)];
  if (calendars.length === 0) {
    throw new InvalidArgumentError('When it runs is missing: give --cron or --calendar, such as --cron "30 2 * * *".');
  }
  const catchUpMs = span('--catch-up', options.catchUp, 10_000);
  const jitterMs = span('--jitter', options.jitter, 0);
  return {
    spec: { calendars, timezone: parseTimeZone(options.timezone), ...(jitterMs === 0 ? {} : { jitter: jitterMs }) },
    policies: {
      overlap: policyOf(options.overlap),
      catchupWindow: catchUpMs,
      pauseOnFailure: options.pauseOnFailure === true,
    },
  };
}

function span(option: string, text: string, leastMs: number): number {
  const milliseconds = parseSpan(text);
  if (milliseconds >= leastMs && milliseconds <= largestSpanMs) return milliseconds;
  throw new InvalidArgumentError(`${option} must be from ${leastMs / 1000}s to 365d, found ${text}.`);
}

function timesText({ cron = [], calendar = [], timezone }: CreateScheduleOptions): string {
  return `${[...cron, ...calendar].map((text) => `"${text}"`).join(' or ')} in ${timezone}`;
}

export async function listSchedules(options: GlobalOptions): Promise<number> {
  return await withServer(options, async ({ client }) => {
    const names = await scheduleNames(client);
    const all = await Promise.all(names.map(async (name) => await client.schedule.getHandle(name).describe()));
    const schedules = all.map(snapshotOf);
    if (options.json === true) process.stdout.write(`${JSON.stringify({ schedules })}\n`);
    else if (schedules.length === 0) {
      process.stderr.write('there is no schedule yet; make one with "rcnas schedule create"\n');
    } else process.stdout.write(listText(schedules));
  });
}

export async function describeSchedule(name: string, options: GlobalOptions): Promise<number> {
  return await withSchedule(name, options, async (_, description) => {
    await Promise.resolve();
    print(options, snapshotOf(description), describeText);
  });
}

export async function pauseSchedule(
  name: string,
  verb: 'pause' | 'resume',
  options: GlobalOptions & { readonly note?: string },
): Promise<number> {
  return await withSchedule(name, options, async (handle) => {
    if (verb === 'pause') await handle.pause(options.note ?? 'paused by rcnas schedule pause');
    else await handle.unpause(options.note ?? 'resumed by rcnas schedule resume');
    print(options, snapshotOf(await handle.describe()), ({ paused }) => `${name} is ${paused ? 'paused' : 'active'}\n`);
  });
}

const decisionTimeoutMs = 10_000;

export async function triggerSchedule(
  name: string,
  options: GlobalOptions & { readonly overlap?: OverlapName },
): Promise<number> {
  return await withSchedule(name, options, async (handle, before) => {
    // Without a policy of its own a trigger would ignore the schedule's.
    const overlap = options.overlap === undefined ? before.policies.overlap : policyOf(options.overlap);
    await handle.trigger(overlap);
    const outcome = await decided(handle, before);
    print(options, { name, overlap: nameOf(overlap), ...outcome }, ({ result, runId }) =>
      result === 'started'
        ? `started ${runId}\n`
        : result === 'skipped'
          ? `skipped: ${name} is running (overlap policy ${nameOf(overlap)})\n`
          : `waiting: ${name} is running; it starts when that has ended (overlap policy ${nameOf(overlap)})\n`,
    );
  });
}

interface Decision {
  readonly result: 'started' | 'skipped' | 'waiting';
  readonly runId: string | null;
}

/** What the server made of a trigger: it decides within moments, after the call. */
async function decided(handle: ScheduleHandle, before: ScheduleDescription): Promise<Decision> {
  const deadline = Date.now() + decisionTimeoutMs;
  for (;;) {
    const { info } = await handle.describe();
    if (info.numActionsTaken > before.info.numActionsTaken) {
      const latest = info.recentActions.at(-1)!;
      return { result: 'started', runId: runIdOfScheduled(handle.scheduleId, latest.action.workflow.workflowId) };
    }
    if (info.numActionsSkippedOverlap > before.info.numActionsSkippedOverlap) return { result: 'skipped', runId: null };
    if (Date.now() > deadline) return { result: 'waiting', runId: null };
    await sleep(200);
  }
}

export async function backfillSchedule(
  name: string,
  options: GlobalOptions & { readonly from: string; readonly to: string; readonly overlap?: OverlapName },
): Promise<number> {
  const start = parseTime(options.from);
  const end = parseTime(options.to);
  if (start > end) throw new InvalidArgumentError(`--from ${options.from} is after --to ${options.to}.`);
  if (end.getTime() > Date.now()) throw new InvalidArgumentError(`--to ${options.to} is in the future.`);
  return await withSchedule(name, options, async (handle) => {
    const overlap = options.overlap ?? 'buffer-all';
    await handle.backfill({ start, end, overlap: policyOf(overlap) });
    const asked = { name, from: start.toISOString(), to: end.toISOString(), overlap };
    print(
      options,
      asked,
      ({ from, to }) => `asked ${name} for its times from ${from} to ${to} (overlap policy ${overlap})\n`,
    );
  });
}

export async function deleteSchedule(name: string, options: GlobalOptions): Promise<number> {
  return await withSchedule(name, options, async (handle) => {
    await handle.delete();
    print(options, { name, deleted: true }, () => `deleted ${name}; its runs and their reports stay\n`);
  });
}

async function withServer(options: GlobalOptions, work: (server: ServerConnection) => Promise<void>): Promise<number> {
  const server = await connect(options);
  try {
    await work(server);
    return exitCodes.ok;
  } finally {
    await server.close();
  }
}

/** @throws UnknownScheduleError with the nearest name */
async function withSchedule(
  name: string,
  options: GlobalOptions,
  work: (handle: ScheduleHandle, description: ScheduleDescription) => Promise<void>,
): Promise<number> {
  return await withServer(options, async ({ client }) => {
    const handle = client.schedule.getHandle(name);
    let description: ScheduleDescription;
    try {
      description = await handle.describe();
    } catch (error) {
      if (!(error instanceof ScheduleNotFoundError)) throw error;
      const message = unknownName('schedule', name, await scheduleNames(client), 'schedules');
      throw new UnknownScheduleError(message, { cause: error });
    }
    await work(handle, description);
  });
}

async function scheduleNames(client: Client): Promise<string[]> {
  const names: string[] = [];
  for await (const { scheduleId, action } of client.schedule.list()) {
    if (action === undefined || action.workflowType === 'scheduledRun') names.push(scheduleId);
  }
  return names.sort();
}

function policyOf(name: OverlapName): Policy {
  return name.toUpperCase().replaceAll('-', '_') as Policy;
}

function nameOf(policy: ScheduleOverlapPolicy): OverlapName {
  return (policy ?? 'SKIP').toLowerCase().replaceAll('_', '-') as OverlapName;
}

function print<T extends object>({ json }: GlobalOptions, document: T, text: (document: T) => string): void {
  process.stdout.write(json === true ? `${JSON.stringify(document)}\n` : text(document));
}
