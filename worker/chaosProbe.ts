/**
 * The part of `rcnas chaos` inside the worker: it tells what activities do, and holds one that has finished while it
 * is still to be killed, so that short steps can be hit too, at the worst moment: done, but not reported.
 */
import { createHash } from 'node:crypto';

import { Context } from '@temporalio/activity';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';

import type { TrainerRunner } from '../activities/dependencies';
import { appendEvent, readOwed, type ChaosEvent, type ChaosPhase } from './chaosEvents';

export interface ChaosProbe {
  readonly interceptors: ActivityInterceptorsFactory;
  /** The same trainers, whose progress is told. */
  watch(trainers: TrainerRunner): TrainerRunner;
}

/** Environment variable that names the folder of events; without it a worker has no probe. */
export const chaosFolderVariable = 'RCNAS_CHAOS_FOLDER';

const progressIntervalMs = 250;
const holdPollMs = 50;
/** A kill that has not come by then does not come. */
const longestHoldMs = 120_000;

type Activity = Pick<ChaosEvent, 'id' | 'phase' | 'activity' | 'attempt'>;

export function chaosProbe(folder: string): ChaosProbe {
  const current = new Map<string, Activity>();
  const tell = (event: ChaosEvent['event'], activity: Activity): void =>
    appendEvent(folder, { event, ...activity, pid: process.pid, timeMs: Date.now() });

  return {
    interceptors: (context) => ({
      inbound: {
        async execute(input, next) {
          // A step inside a workflow task ends with it; the plan of kills names only what the server knows of.
          if (context.info.isLocal) return await next(input);
          const activity = describeActivity(context, input.args);
          const key = Buffer.from(context.info.taskToken).toString('base64');
          current.set(key, activity);
          tell('start', activity);
          try {
            const result: unknown = await next(input);
            tell('done', activity);
            await hold(folder, activity.id, context);
            return result;
          } catch (error) {
            tell('failed', activity);
            throw error;
          } finally {
            current.delete(key);
          }
        },
      },
    }),
    watch: (trainers) => ({
      run(name, params, options) {
        const activity = current.get(Buffer.from(Context.current().info.taskToken).toString('base64'));
        let lastMs = -Infinity;
        const onProgress = (fraction: number, message: string): void => {
          options.onProgress(fraction, message);
          const nowMs = performance.now();
          // Zero is what a job that waits reports.
          if (activity === undefined || fraction === 0 || nowMs - lastMs < progressIntervalMs) return;
          lastMs = nowMs;
          tell('progress', activity);
        };
        return trainers.run(name, params, { ...options, onProgress });
      },
    }),
  };
}

async function hold(folder: string, id: string, context: Context): Promise<void> {
  const deadline = performance.now() + longestHoldMs;
  while ((readOwed(folder)[id] ?? 0) > 0 && performance.now() < deadline) {
    context.heartbeat();
    await context.sleep(holdPollMs);
  }
}

function describeActivity({ info }: Context, args: readonly unknown[]): Activity {
  const { activityType: activity, attempt } = info;
  const workflowId = info.workflowExecution?.workflowId ?? '';
  // The report's input has the times of the run.
  const input = activity === 'writeReport' ? '' : JSON.stringify(args);
  const digest = createHash('sha256').update(input).digest('hex').slice(0, 12);
  return { id: `${workflowId} ${activity} ${digest}`, phase: phaseOf(workflowId, activity), activity, attempt };
}

/** Which phase an activity belongs to, by the workflow that asked for it. */
export function phaseOf(workflowId: string, activity: string): ChaosPhase {
  if (workflowId.includes('/meta-training')) return 'meta';
  if (workflowId.includes('/fine-tune/')) return 'fineTune';
  if (workflowId.includes('/evaluation/')) return finalSteps.includes(activity) ? 'final' : 'attacks';
  return phasesOfRun[activity] ?? 'teachers';
}

const finalSteps: readonly string[] = ['characterizeTask', 'chooseChild', 'trainNetwork'];

const phasesOfRun: Readonly<Record<string, ChaosPhase>> = {
  prepareData: 'data',
  characterizeTask: 'lips',
  pretrainStateEncoder: 'encoder',
  initializePolicy: 'encoder',
  writeReport: 'report',
};
