/** Finished time steps and states as artifacts: too big to travel through workflows in numbers. */
import type { ArtifactRef, ArtifactStore } from '../artifacts/types';
import type { StateInput, Transition } from '../search/types';
import type { FinishedStep, StateValue, StepTransition } from './types';

export async function storeState(store: ArtifactStore, state: StateInput): Promise<ArtifactRef> {
  return await store.put(Buffer.from(JSON.stringify(state)), 'state');
}

export async function storeSteps(store: ArtifactStore, steps: readonly FinishedStep[]): Promise<ArtifactRef> {
  return await store.put(Buffer.from(JSON.stringify(steps)), 'steps');
}

/** The steps of all references, one after the other. */
export async function readSteps(store: ArtifactStore, refs: readonly ArtifactRef[]): Promise<FinishedStep[]> {
  const steps: FinishedStep[] = [];
  for (const ref of refs) steps.push(...(await readDocument<FinishedStep[]>(store, ref)));
  return steps;
}

/** Transitions with their states. Equal states are read once. */
export async function readTransitions(
  store: ArtifactStore,
  transitions: readonly StepTransition[],
): Promise<Transition[]> {
  const known = new Map<string, StateInput>();
  const stateOf = async (state: StateValue): Promise<StateInput> => {
    if (!('sha256' in state)) return state;
    const found = known.get(state.sha256) ?? (await readDocument<StateInput>(store, state));
    known.set(state.sha256, found);
    return found;
  };
  const read: Transition[] = [];
  for (const { state, ...rest } of transitions) read.push({ ...rest, state: await stateOf(state) });
  return read;
}

async function readDocument<T>(store: ArtifactStore, ref: ArtifactRef): Promise<T> {
  return JSON.parse((await store.get(ref)).toString('utf8')) as T;
}
