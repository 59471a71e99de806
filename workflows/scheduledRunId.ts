/** Names of scheduled runs, which tell the night. */

/** `nightly-2026-11-22T023000Z`: the schedule and the time when it was due; a name for a folder on any system. */
export function scheduledRunId(scheduleId: string, dueAt: Date): string {
  return `${scheduleId}-${dueAt.toISOString().slice(0, 19).replaceAll(':', '')}Z`;
}

/** The server appends the due time to the id of each workflow that a schedule starts; null without one. */
export function dueTime(workflowId: string): Date | null {
  const text = /-(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z)$/.exec(workflowId)?.[1];
  return text === undefined ? null : new Date(text);
}
