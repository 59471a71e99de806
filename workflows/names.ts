/** Names that cross a process edge: the task queue, workflow ids, queries and signals. */
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';

import type { DiskWait, diskWaitSignalName } from '../activities/diskSpace';
import type { RunChange, RunProgress, StepNotice, StepsNotice } from './types';

export const defaultTaskQueue = 'rcnas';
/** The queue of runs that ask for a device. */
export function deviceQueue(base: string, device: 'cpu' | 'gpu'): string {
  return `${base}-${device}`;
}

/**
 * Where the trainings and attacks of a queue's runs wait: a worker takes no more of them than it has trainers, so that
 * one that is busy leaves them to others, and the most urgent one goes first on whichever machine is free.
 */
export function trainerQueue(base: string): string {
  return `${base}-trainers`;
}

/** Workers that simulate must never take real work, even on one server. */
export const simulationTaskQueue = 'rcnas-simulation';

export const progressQuery = defineQuery<RunProgress>('progress');
export const stepFinishedSignal = defineSignal<[StepNotice]>('stepFinished');
export const stepsFinishedSignal = defineSignal<[StepsNotice]>('stepsFinished');
/** Finish or checkpoint the steps under way, begin no others. */
export const pauseSignal = defineSignal('pause');
export const resumeSignal = defineSignal('resume');
/** Rejected before anything is changed when the run cannot have it. */
export const changeUpdate = defineUpdate<void, [RunChange]>('change');

/** A step waits for disk space, or goes on. */
export const diskWaitSignal = defineSignal<[DiskWait]>('diskWait' satisfies typeof diskWaitSignalName);

/** Workflow ids read like a path: the run, then what part of it. */
export const workflowIds = {
  metaTraining: (runId: string) => `${runId}/meta-training`,
  metaIteration: (runId: string, iteration: number) => `${runId}/meta-training/iteration-${pad(iteration)}`,
  fineTune: (runId: string, target: string) => `${runId}/fine-tune/${target}`,
  episode: (parentId: string, iteration: number) => `${parentId}/episode-${pad(iteration)}`,
  evaluation: (runId: string, target: string) => `${runId}/evaluation/${target}`,
};

function pad(index: number): string {
  return String(index).padStart(3, '0');
}
