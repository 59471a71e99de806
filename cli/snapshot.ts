/** What a run is doing right now: its own account, and the signs of life of its activities. */
import { defaultDataConverter } from '@temporalio/common';
import type { Client } from '@temporalio/client';

import type { RunProgress } from '../workflows/types';
import { queryProgress, type RunHandle } from './runs';

/** An activity that is being worked on, by the line its trainer last gave. */
export interface ActivityLine {
  readonly message: string;
  /** In [0,1]; null before the first sign of life. */
  readonly fraction: number | null;
  readonly attempt: number;
  /** Why the attempt before failed. */
  readonly lastFailure: string | null;
}

interface Heartbeat {
  readonly fraction: number;
  readonly message: string;
}

export interface RunSnapshot {
  readonly runId: string;
  /** `running`, `completed`, `failed`, `cancelled`, `terminated`, … */
  readonly status: string;
  /** Null when no worker is there to answer. */
  readonly progress: RunProgress | null;
  readonly activities: readonly ActivityLine[];
}

export async function takeSnapshot(client: Client, handle: RunHandle): Promise<RunSnapshot> {
  const description = await handle.describe();
  const status = description.status.name.toLowerCase();
  const progress = await queryProgress(handle);
  const activities = status === 'running' ? await runningActivities(client, handle.workflowId) : [];
  return { runId: handle.workflowId, status, progress, activities };
}

async function runningActivities(client: Client, runId: string): Promise<ActivityLine[]> {
  const lines: ActivityLine[] = [];
  const query = `RcnasRun = '${runId}' AND ExecutionStatus = 'Running'`;
  for await (const { workflowId } of client.workflow.list({ query })) {
    const description = await client.workflow
      .getHandle(workflowId)
      .describe()
      .catch(() => null);
    for (const pending of description?.raw.pendingActivities ?? []) {
      const payloads = pending.heartbeatDetails?.payloads ?? [];
      const beat = payloads[0] && defaultDataConverter.payloadConverter.fromPayload<Heartbeat>(payloads[0]);
      lines.push({
        message: beat?.message ?? pending.activityType?.name ?? 'activity',
        fraction: beat?.fraction ?? null,
        attempt: pending.attempt ?? 1,
        lastFailure: pending.lastFailure?.message ?? null,
      });
    }
  }
  return lines.sort((a, b) => a.message.localeCompare(b.message));
}
