import type { FunctionDefinition, FunctionResult, Precision, TensorMap } from '../types';
import type { Graph } from './graph';
import { simplify } from './optimize';
import { record } from './recorder';
import { Session } from './session';

/** Runs a function of a program on its variables and inputs. */
export type Execute = (
  name: string,
  definition: FunctionDefinition,
  state: TensorMap,
  inputs: TensorMap,
) => FunctionResult;

/** Graphs that stay loaded: the functions of some networks that a search trains in turn. */
const keptSessions = 48;

/** By program key, function and shapes of its inputs; the most recently used last. */
const sessions = new Map<string, Session>();

/**
 * Executes a function as one TensorFlow graph, recorded at its first call with inputs of these shapes.
 *
 * Recording runs the body once and drops what it computes, so the first call gives the same bits as any other.
 */
export function compiledExecution(options: { readonly precision: Precision; readonly key?: string }): Execute {
  const program = options.key === undefined ? nextProgram++ : JSON.stringify(options.key);
  return (name, definition, state, inputs) => {
    const shapes = Object.entries(inputs).map(([input, { shape }]) => `${input} [${shape.join()}]`);
    const key = [program, options.precision, name, ...shapes.sort()].join(' | ');
    const named = { ...prefixed('state', state), ...prefixed('input', inputs) };
    const session = sessionOf(key, () => compile(name, definition, named));
    const results = session.run(named);
    return { outputs: withoutPrefix('output', results), updates: withoutPrefix('update', results) };
  };
}

let nextProgram = 0;

function sessionOf(key: string, make: () => Session): Session {
  const session = sessions.get(key) ?? make();
  sessions.delete(key);
  sessions.set(key, session);
  for (const [oldest, unused] of sessions) {
    if (sessions.size <= keptSessions) break;
    sessions.delete(oldest);
    unused.dispose();
  }
  return session;
}

function compile(name: string, definition: FunctionDefinition, named: TensorMap): Session {
  const graph: Graph = record(name, named, (tensors) => {
    const { outputs, updates = {} } = definition.body(withoutPrefix('state', tensors), withoutPrefix('input', tensors));
    return { ...prefixed('output', outputs), ...prefixed('update', updates) };
  });
  return new Session(simplify(graph));
}

function prefixed(prefix: string, tensors: TensorMap): TensorMap {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [`${prefix} ${name}`, tensor]));
}

function withoutPrefix(prefix: string, tensors: TensorMap): TensorMap {
  const own = Object.entries(tensors).filter(([name]) => name.startsWith(`${prefix} `));
  return Object.fromEntries(own.map(([name, tensor]) => [name.slice(prefix.length + 1), tensor]));
}
