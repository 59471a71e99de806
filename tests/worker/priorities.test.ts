import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { JobName, JobParams } from '../../activities/jobs/types';
import { LocalArtifactStore } from '../../artifacts/localStore';
import { loadCheckedSpec } from '../../cli/loadSpec';
import { startRun } from '../../cli/runs';
import { nextJob, type QueuedJob } from '../../worker/jobOrder';
import { runWorker } from '../../worker/runWorker';
import { createSimulatedTrainers } from '../../worker/simulatedTrainers';
import { taskQueuesOf } from '../../worker/taskQueues';
import { startTemporalServer, type TemporalServer } from '../../worker/temporalServer';
import { deviceQueue, simulationTaskQueue, trainerQueue } from '../../workflows/names';
import { searchAttributes } from '../../workflows/searchAttributes';
import { parallelSpec } from '../simulation/spec';
import { buildDist, buildTimeoutMs } from '../support/dist';

describe('the queue for trainers', () => {
  const job = (name: JobName, priority?: number): QueuedJob => ({ name, priority });

  it('gives the next trainer to the lowest priority number, 3 where none is given', () => {
    expect(nextJob([job('trainNetwork', 5), job('trainNetwork'), job('trainNetwork', 1)])).toBe(2);
    expect(nextJob([job('trainNetwork', 4), job('trainNetwork')])).toBe(1);
  });

  it('lets the agent go before trainings of the same priority, but not before more urgent ones', () => {
    expect(nextJob([job('trainNetwork'), job('proposeAction')])).toBe(1);
    expect(nextJob([job('proposeAction'), job('trainNetwork', 2)])).toBe(1);
  });

  it('is first come first served among equals, and passes over what may not run', () => {
    expect(nextJob([job('trainNetwork'), job('evaluateNetwork')])).toBe(0);
    expect(nextJob([job('trainNetwork'), job('evaluateNetwork')], ({ name }) => name !== 'trainNetwork')).toBe(1);
    expect(nextJob([])).toBe(-1);
  });
});

describe('task queues of a worker', () => {
  it('are the one for any device and that of its own, or the one that is asked for', () => {
    expect(taskQueuesOf('rcnas', 'auto', false)).toEqual(['rcnas', 'rcnas-cpu']);
    expect(taskQueuesOf('rcnas', 'auto', true)).toEqual(['rcnas', 'rcnas-gpu']);
    expect(taskQueuesOf('rcnas', 'any', true)).toEqual(['rcnas']);
    expect(taskQueuesOf('rcnas', 'gpu', true)).toEqual(['rcnas-gpu']);
  });

  it('refuse the GPU queue to a worker without a GPU', () => {
    expect(() => taskQueuesOf('rcnas', 'gpu', false)).toThrow(
      'queue gpu: this worker sees no GPU; "rcnas doctor" tells more',
    );
  });
});

describe('runs with a priority', () => {
  let folder: string;
  let server: TemporalServer;
  let connection: Connection;

  beforeAll(async () => {
    await buildDist();
    folder = mkdtempSync(join(tmpdir(), 'rcnas-priorities-'));
    server = await startTemporalServer({ dbFile: join(folder, 'temporal.db'), searchAttributes });
    connection = await Connection.connect({ address: server.address });
  }, buildTimeoutMs);

  afterAll(async () => {
    await connection?.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('take the only slot in their order', async () => {
    const trainers = createSimulatedTrainers(1, new LocalArtifactStore(join(folder, 'slots')), {
      secondsPerTraining: 0.2,
    });
    const order: string[] = [];
    const { training } = await loadCheckedSpec(specFile('order'));
    const train = async (name: string, priority: number): Promise<void> => {
      const data = { name: 'digits', config: { source: 'digits', evaluation: 64 }, digest: name, seed: 1 };
      const params = { architecture: tiny, data, config: training.child, seed: 1 } as JobParams<'trainNetwork'>;
      const signal = new AbortController().signal;
      await trainers.run('trainNetwork', params, { workDir: folder, onProgress: () => undefined, signal, priority });
      order.push(name);
    };
    await Promise.all([train('first', 3), train('nightly', 5), train('usual', 3), train('interactive', 1)]);
    expect(order).toEqual(['first', 'interactive', 'usual', 'nightly']);
    await trainers.close();
  });

  it('hand it down to every step, and wait in the queue of their device for a worker that serves it', async () => {
    const started: { message: string; priority: unknown }[] = [];
    await run('urgent', { slots: 4, priority: 1 }, (message, fields) => {
      if (message.startsWith('started: ')) started.push({ message, priority: fields['priority'] });
    });
    expect(started.filter(({ message }) => /meta-000-e0\d-0: train/.test(message)).length).toBeGreaterThan(0);
    expect(started.filter(({ priority }) => priority !== 1)).toEqual([]);
  }, 600_000);

  it('leave on the server what no trainer is free for', async () => {
    const runId = await run('left', { slots: 1 });
    const intervals: { from: number; to: number }[] = [];
    const client = new Client({ connection });
    for await (const { workflowId } of client.workflow.list({ query: `RcnasRun = '${runId}'` })) {
      const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
      const byId = new Map((events ?? []).map((event) => [String(event.eventId), event]));
      const timeOf = (id: unknown): number => {
        const { seconds, nanos } = byId.get(String(id))!.eventTime!;
        return Number(seconds) * 1e9 + Number(nanos);
      };
      for (const { eventId, activityTaskCompletedEventAttributes: completed } of byId.values()) {
        const scheduled = byId.get(String(completed?.scheduledEventId))?.activityTaskScheduledEventAttributes;
        if (scheduled?.taskQueue?.name !== trainerQueue(simulationTaskQueue)) continue;
        intervals.push({ from: timeOf(completed!.startedEventId), to: timeOf(eventId) });
      }
    }
    expect(intervals.length).toBeGreaterThan(10);
    intervals.sort((a, b) => a.from - b.from);
    const overlapping = intervals.filter(({ from }, i) => i > 0 && from < intervals[i - 1]!.to);
    expect(overlapping).toEqual([]);
  }, 600_000);

  /** Runs the spec to its end on a worker of its own; returns the run's id. */
  async function run(
    name: string,
    { slots, priority }: { slots: number; priority?: number },
    onMessage: (message: string, fields: Readonly<Record<string, unknown>>) => void = () => undefined,
  ): Promise<string> {
    const ignore = (): void => undefined;
    const stop = new AbortController();
    const device = priority !== undefined;
    const worker = runWorker({
      address: server.address,
      namespace: 'default',
      taskQueue: simulationTaskQueue,
      queue: device ? 'auto' : 'any',
      slots,
      stateDir: join(folder, name),
      runsDir: join(folder, name, 'runs'),
      shutdownSignal: stop.signal,
      logger: {
        debug: ignore,
        info: (message, fields = {}) => onMessage(message, fields),
        warn: ignore,
        error: ignore,
      },
      simulation: { secondsPerTraining: 0.05 },
    });
    try {
      const { handle, runId } = await startRun(
        new Client({ connection }),
        await loadCheckedSpec(specFile(name)),
        'as written',
        device ? { taskQueue: deviceQueue(simulationTaskQueue, 'cpu'), priority } : { taskQueue: simulationTaskQueue },
      );
      await handle.result();
      return runId;
    } finally {
      stop.abort();
      await worker;
    }
  }

  const tiny = { name: 'tiny', stemStride: 1, stages: [{ depth: 1, width: 1, stride: 1, robust: false }] } as const;

  function specFile(name: string): string {
    const file = join(folder, `${name}.yaml`);
    writeFileSync(file, parallelSpec(name, { iterations: '1', episodes: '2', timeSteps: '1', fineTune: '1' }));
    return file;
  }
});
