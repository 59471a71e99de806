/** JSON documents as artifacts: what is too long to travel through workflows. */
import type { ArtifactRef, ArtifactStore } from '../artifacts/types';
import type { StateInput, Transition } from '../search/types';
import type { StateValue, StepTransition } from './types';

/** A document and what it is. */
export interface NamedDocument {
  readonly kind: string;
  readonly document: unknown;
}

export async function storeDocument(store: ArtifactStore, document: unknown, kind: string): Promise<ArtifactRef> {
  return await store.put(Buffer.from(JSON.stringify(document)), kind);
}

export async function readDocument<T>(store: ArtifactStore, ref: ArtifactRef): Promise<T> {
  return JSON.parse((await store.get(ref)).toString('utf8')) as T;
}

/** The items of all lists, one after the other. */
export async function readLists<T>(store: ArtifactStore, refs: readonly ArtifactRef[] = []): Promise<T[]> {
  const lists = await Promise.all(refs.map((ref) => readDocument<T[]>(store, ref)));
  return lists.flat();
}

/** Transitions with their states. Equal states are read once. */
export async function readTransitions(
  store: ArtifactStore,
  transitions: readonly StepTransition[],
): Promise<Transition[]> {
  const known = new Map<string, Promise<StateInput>>();
  const stateOf = async (state: StateValue): Promise<StateInput> => {
    if (!('sha256' in state)) return state;
    const reading = known.get(state.sha256) ?? readDocument<StateInput>(store, state);
    known.set(state.sha256, reading);
    return await reading;
  };
  return await Promise.all(transitions.map(async ({ state, ...rest }) => ({ ...rest, state: await stateOf(state) })));
}
