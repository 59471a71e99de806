import type { FunctionDefinition, FunctionResult, Precision, TensorMap } from '../types';
import { toBfloat16 } from './bfloat16';
import { encodeGraph, type EncodedGraph } from './encode';
import { foldScales } from './foldScale';
import { fuse } from './fuse';
import { hasFusedKernels } from './fusedKernels';
import { simplify } from './optimize';
import { elementType, record } from './recorder';
import { sessionOf } from './session';

/** The type of a tensor, and a tensor too. */
export interface Described {
  readonly dtype: string;
  readonly shape: readonly number[];
}

type Types = Readonly<Record<string, Described>>;

/** How the functions of one program are executed. */
export interface Execution {
  /** Runs a function on variables and inputs. */
  run(name: string, definition: FunctionDefinition, state: TensorMap, inputs: TensorMap): FunctionResult;
  /** Does now what the first run on inputs of these shapes would do once. */
  prepare(name: string, definition: FunctionDefinition, state: Types, inputs: Types): void;
}

/**
 * Executes functions as TensorFlow graphs, each recorded before its first run on inputs of these shapes.
 *
 * Recording computes nothing: all results come from the graph, so the first run gives the same bits as any other. The
 * variables are inputs and results of the graph like all others: sessions hold no state, which is why programs can
 * share them.
 */
export function compiledExecution(precision: Precision): Execution {
  const graphs = new Map<string, EncodedGraph>();
  const graphOf = (name: string, definition: FunctionDefinition, state: Types, inputs: Types): EncodedGraph => {
    const shapes = Object.entries(inputs).map(([input, { shape }]) => `${input} [${shape.join()}]`);
    const key = [name, ...shapes.sort()].join(' | ');
    let graph = graphs.get(key);
    if (graph === undefined) {
      graph = compile(name, definition, named(state, inputs), precision);
      graphs.set(key, graph);
    }
    return graph;
  };
  return {
    run: (name, definition, state, inputs) => {
      const results = sessionOf(graphOf(name, definition, state, inputs)).run(named(state, inputs));
      return { outputs: withoutPrefix('output', results), updates: withoutPrefix('update', results) };
    },
    prepare: (name, definition, state, inputs) => {
      sessionOf(graphOf(name, definition, state, inputs));
    },
  };
}

/** Arguments of the graph by name. */
function named<T>(state: Readonly<Record<string, T>>, inputs: Readonly<Record<string, T>>): Record<string, T> {
  return { ...prefixed('state', state), ...prefixed('input', inputs) };
}

function compile(name: string, definition: FunctionDefinition, arguments_: Types, precision: Precision): EncodedGraph {
  const types = Object.fromEntries(
    Object.entries(arguments_).map(([argument, { dtype, shape }]) => [argument, { dtype: elementType(dtype), shape }]),
  );
  const graph = record(name, types, (tensors) => {
    const { outputs, updates = {} } = definition.body(withoutPrefix('state', tensors), withoutPrefix('input', tensors));
    return { ...prefixed('output', outputs), ...prefixed('update', updates) };
  });
  const simple = foldScales(simplify(graph));
  const fusing = hasFusedKernels(precision);
  const fused = fusing ? fuse(simple) : simple;
  return encodeGraph(precision === 'bfloat16' ? toBfloat16(fused, fusing) : fused);
}

function prefixed<T>(prefix: string, tensors: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [`${prefix} ${name}`, tensor]));
}

function withoutPrefix(prefix: string, tensors: TensorMap): TensorMap {
  const own = Object.entries(tensors).filter(([name]) => name.startsWith(`${prefix} `));
  return Object.fromEntries(own.map(([name, tensor]) => [name.slice(prefix.length + 1), tensor]));
}
