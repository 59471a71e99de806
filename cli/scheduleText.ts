/** A schedule as it is told to people and to programs. */
import type { ScheduleDescription } from '@temporalio/client';

import { alignColumns } from '../reports/terminal';
import { dueTime, scheduledRunId } from '../workflows/scheduledRunId';
import { formatSpan } from './scheduleTimes';

export interface ScheduleSnapshot {
  readonly name: string;
  readonly paused: boolean;
  readonly note: string | null;
  /** Cron expressions and calendars as they were written. */
  readonly times: readonly string[];
  readonly timezone: string;
  readonly jitterMs: number;
  readonly catchUpMs: number;
  readonly overlap: string;
  readonly pauseOnFailure: boolean;
  /** ISO 8601, UTC. */
  readonly next: readonly string[];
  /** Ids of runs that go on now. */
  readonly running: readonly string[];
  /** Newest first. */
  readonly recent: readonly { readonly runId: string; readonly dueAt: string; readonly startedAt: string }[];
  readonly counts: { readonly started: number; readonly skipped: number; readonly missed: number };
}

export function snapshotOf({ scheduleId, spec, policies, state, info }: ScheduleDescription): ScheduleSnapshot {
  return {
    name: scheduleId,
    paused: state.paused,
    note: state.note === undefined || state.note === '' ? null : state.note,
    times: (spec.calendars ?? []).map(({ comment }) => comment ?? 'calendar'),
    timezone: spec.timezone === undefined || spec.timezone === '' ? 'UTC' : spec.timezone,
    jitterMs: spec.jitter ?? 0,
    catchUpMs: policies.catchupWindow,
    overlap: (policies.overlap ?? 'SKIP').toLowerCase().replaceAll('_', '-'),
    pauseOnFailure: policies.pauseOnFailure,
    next: info.nextActionTimes.slice(0, 5).map((time) => time.toISOString()),
    running: info.runningActions.map(({ workflow }) => runIdOfScheduled(scheduleId, workflow.workflowId)),
    recent: info.recentActions
      .map(({ takenAt, action: { workflow } }) => ({
        runId: runIdOfScheduled(scheduleId, workflow.workflowId),
        dueAt: (dueTime(workflow.workflowId) ?? takenAt).toISOString(),
        startedAt: takenAt.toISOString(),
      }))
      .reverse(),
    counts: {
      started: info.numActionsTaken,
      skipped: info.numActionsSkippedOverlap,
      missed: info.numActionsMissedCatchupWindow,
    },
  };
}

/** Id of the run that a workflow of a schedule makes. */
export function runIdOfScheduled(scheduleId: string, workflowId: string): string {
  const dueAt = dueTime(workflowId);
  return dueAt === null ? workflowId : scheduledRunId(scheduleId, dueAt);
}

export function listText(schedules: readonly ScheduleSnapshot[]): string {
  const rows = schedules.map(({ name, paused, times, timezone, next, running }) => [
    name,
    paused ? 'paused' : running.length > 0 ? 'running' : 'active',
    `${times.join(' or ')} (${timezone})`,
    paused || next[0] === undefined ? '' : `next ${next[0]}`,
  ]);
  return `${alignColumns(rows).join('\n')}\n`;
}

export function describeText(schedule: ScheduleSnapshot): string {
  const { counts, jitterMs } = schedule;
  const rows: string[][] = [
    ['state', schedule.paused ? 'paused' : 'active'],
    ...(schedule.note === null ? [] : [['note', schedule.note]]),
    ['times', `${schedule.times.join(' or ')} in ${schedule.timezone}`],
    ...(jitterMs === 0 ? [] : [['jitter', `up to ${formatSpan(jitterMs)}`]]),
    ['overlap', schedule.overlap],
    ['catch-up', `what was due at most ${formatSpan(schedule.catchUpMs)} ago`],
    ...(schedule.pauseOnFailure ? [['on failure', 'pauses']] : []),
    ['next', schedule.paused ? 'none while paused' : (schedule.next[0] ?? 'none')],
    ['running', schedule.running.length === 0 ? 'none' : schedule.running.join(', ')],
    ['so far', `${counts.started} started, ${counts.skipped} skipped (overlap), ${counts.missed} missed (catch-up)`],
    ...schedule.recent.map(({ runId, startedAt }, i) => [i === 0 ? 'recent' : '', `${runId}, started ${startedAt}`]),
  ];
  return `${schedule.name}\n${alignColumns(rows)
    .map((line) => `  ${line}\n`)
    .join('')}`;
}
