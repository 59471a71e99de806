import { randomStream } from '../tensor/random';
import type { BufferedArchitecture, Task } from './types';

/**
 * The three buffers that make up the state transition of RC-NAS's Markov decision process (section
 * 3.1). A value, never mutated, so that it can be kept in a workflow's state; `A` may carry
 * what the caller knows about an architecture, such as its weights.
 */
export interface Buffers<A extends BufferedArchitecture = BufferedArchitecture> {
  readonly data: readonly string[];
  readonly attacks: readonly string[];
  readonly architectures: readonly A[];
}

/** Buffers at the beginning of an iteration: every data set, every attack, and the base teachers. */
export function initializeBuffers<A extends BufferedArchitecture>(
  data: readonly string[],
  attacks: readonly string[],
  teachers: readonly A[],
): Buffers<A> {
  for (const [name, entries] of Object.entries({ data, attack: attacks, architecture: teachers })) {
    if (entries.length === 0) throw new RangeError(`the ${name} buffer must not be empty`);
  }
  return { data: [...data], attacks: [...attacks], architectures: [...teachers] };
}

/** The buffers with the new sub-network as a further candidate teacher. */
export function addChild<A extends BufferedArchitecture>(buffers: Buffers<A>, child: A): Buffers<A> {
  return { ...buffers, architectures: [...buffers.architectures, child] };
}

/**
 * One task setting, each part drawn uniformly and independently from its buffer. A function of the
 * seed and the two indices alone: the same for any order or number of draws.
 */
export function sampleTask<A extends BufferedArchitecture>(
  buffers: Buffers<A>,
  seed: number,
  iteration: number,
  timeStep: number,
): Task & { readonly teacher: A } {
  const stream = randomStream(seed, 'task', iteration, timeStep);
  const draw = <T>(buffer: readonly T[]): T => buffer[Math.floor(stream.next() * buffer.length)]!;
  return { data: draw(buffers.data), attack: draw(buffers.attacks), teacher: draw(buffers.architectures) };
}
