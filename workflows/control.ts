/**
 * Control of a running run: paused or not, budgets, priority. The run's workflow is told; it tells its children, they
 * theirs. Each workflow has a state of its own here, since each has its own copy of this module.
 */
import {
  ActivityFailure,
  CancellationScope,
  condition,
  defineSignal,
  isCancellation,
  setHandler,
  startChild,
  workflowInfo,
  type ChildWorkflowHandle,
  type ChildWorkflowOptions,
  type Workflow,
  type WorkflowResultType,
} from '@temporalio/workflow';
import type { WithWorkflowArgs } from '@temporalio/common';

import type { ResolvedPipeline } from '../schemas/resolved';
import type { ControlState } from './types';

const controlSignal = defineSignal<[ControlState]>('control');

let state: ControlState = { paused: false, budgetsMacs: {}, priority: null };
/** Steps under way that a pause stops. */
const interruptible = new Set<CancellationScope>();
const children = new Set<ChildWorkflowHandle<Workflow>>();

/** For child workflows: what the parent says holds here, too. */
export function followParent(): void {
  setHandler(controlSignal, changeControl);
}

export function controlState(): ControlState {
  return state;
}

/** Takes effect here at once, in the children with their next workflow task. */
export function changeControl(change: Partial<ControlState>): void {
  state = { ...state, ...change };
  if (state.paused) for (const scope of interruptible) scope.cancel();
  for (const child of children) tell(child);
}

/** Resolves at once unless the run is paused. */
export async function untilResumed(): Promise<void> {
  if (state.paused) await condition(() => !state.paused);
}

/** The spec with the budgets as they are now. */
export function currentSpec(spec: ResolvedPipeline): ResolvedPipeline {
  const { budgetsMacs } = state;
  if (Object.keys(budgetsMacs).length === 0) return spec;
  const teachers = spec.teachers.map((teacher) => ({
    ...teacher,
    budgetMacs: budgetsMacs[teacher.name] ?? teacher.budgetMacs,
  }));
  return { ...spec, teachers };
}

/** Runs a step when the run is not paused. A step that a pause stopped has saved a checkpoint, and goes on from it. */
export async function runStep<T>(step: () => Promise<T>, isInterruptible: boolean): Promise<T> {
  for (;;) {
    if (state.paused) await untilResumed();
    const scope = new CancellationScope({ cancellable: true });
    if (isInterruptible) interruptible.add(scope);
    try {
      return await scope.run(step);
    } catch (error) {
      if (!wasStoppedByPause(error, scope)) throw error;
    } finally {
      interruptible.delete(scope);
    }
  }
}

/** Runs a child workflow that follows this one's control and has as long for its tasks. */
export async function runChild<T extends Workflow>(
  workflow: T,
  options: Omit<ChildWorkflowOptions, 'args'> & { readonly args: Parameters<T> },
): Promise<WorkflowResultType<T>> {
  if (state.paused) await untilResumed();
  const before = state;
  const completed = {
    workflowTaskTimeout: workflowInfo().taskTimeoutMs,
    ...options,
    ...priorityOption(),
  } as unknown as WithWorkflowArgs<T, ChildWorkflowOptions>;
  const handle = (await startChild<T>(workflow.name, completed)) as ChildWorkflowHandle<Workflow>;
  children.add(handle);
  if (state !== before) tell(handle);
  try {
    return (await handle.result()) as WorkflowResultType<T>;
  } finally {
    children.delete(handle);
  }
}

/** Option of activities and child workflows; nothing when the priority is as the run began. */
export function priorityOption(): { priority?: { priorityKey: number } } {
  return state.priority === null ? {} : { priority: { priorityKey: state.priority } };
}

/** A child that has just ended needs to be told nothing. */
function tell(child: ChildWorkflowHandle<Workflow>): void {
  child.signal(controlSignal, state).catch(() => undefined);
}

function wasStoppedByPause(error: unknown, scope: CancellationScope): boolean {
  if (!scope.consideredCancelled || CancellationScope.current().consideredCancelled) return false;
  // A step whose worker died while it was being stopped ends with a failure that is no longer retried.
  return isCancellation(error) || (error instanceof ActivityFailure && error.retryState !== 'NON_RETRYABLE_FAILURE');
}
