/** Lists that are too long to travel through workflows, and what is read back from them. */
import type { ArtifactRef, ArtifactStore } from '../artifacts/types';
import type { StateInput, Transition } from '../search/types';
import type { ActivityDependencies } from './dependencies';
import type { Activities, StateValue, StepTransition } from './types';

export function listActivities({ store }: ActivityDependencies): Pick<Activities, 'storeList'> {
  return {
    async storeList({ kind, items }) {
      return await storeDocument(store, items, kind);
    },
  };
}

export async function storeDocument(store: ArtifactStore, document: unknown, kind: string): Promise<ArtifactRef> {
  return await store.put(Buffer.from(JSON.stringify(document)), kind);
}

export async function readDocument<T>(store: ArtifactStore, ref: ArtifactRef): Promise<T> {
  return JSON.parse((await store.get(ref)).toString('utf8')) as T;
}

/** The items of all lists, one after the other. */
export async function readLists<T>(store: ArtifactStore, refs: readonly ArtifactRef[] = []): Promise<T[]> {
  const items: T[] = [];
  for (const ref of refs) items.push(...(await readDocument<T[]>(store, ref)));
  return items;
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
