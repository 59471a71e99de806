import type { FunctionDefinition, FunctionResult, Precision, TensorMap } from '../types';
import { toBfloat16 } from './bfloat16';
import { encodeGraph, type EncodedGraph } from './encode';
import { foldScales } from './foldScale';
import { fuse } from './fuse';
import { hasFusedKernels } from './fusedKernels';
import { simplify } from './optimize';
import { record } from './recorder';
import { sessionOf } from './session';

/** Runs a function of a program on its variables and inputs. */
export type Execute = (
  name: string,
  definition: FunctionDefinition,
  state: TensorMap,
  inputs: TensorMap,
) => FunctionResult;

/**
 * Executes functions of one program as TensorFlow graphs, each recorded at its first call with inputs of these shapes.
 *
 * Recording runs the body once and drops what it computes, so the first call gives the same bits as any other. The
 * variables are inputs and results of the graph like all others: sessions hold no state, which is why programs can
 * share them.
 */
export function compiledExecution(precision: Precision): Execute {
  const graphs = new Map<string, EncodedGraph>();
  return (name, definition, state, inputs) => {
    const shapes = Object.entries(inputs).map(([input, { shape }]) => `${input} [${shape.join()}]`);
    const key = [name, ...shapes.sort()].join(' | ');
    const named = { ...prefixed('state', state), ...prefixed('input', inputs) };
    let graph = graphs.get(key);
    if (graph === undefined) {
      graph = compile(name, definition, named, precision);
      graphs.set(key, graph);
    }
    const results = sessionOf(graph).run(named);
    return { outputs: withoutPrefix('output', results), updates: withoutPrefix('update', results) };
  };
}

function compile(name: string, definition: FunctionDefinition, named: TensorMap, precision: Precision): EncodedGraph {
  const graph = record(name, named, (tensors) => {
    const { outputs, updates = {} } = definition.body(withoutPrefix('state', tensors), withoutPrefix('input', tensors));
    return { ...prefixed('output', outputs), ...prefixed('update', updates) };
  });
  const simple = foldScales(simplify(graph));
  const fused = hasFusedKernels(precision) ? fuse(simple) : simple;
  return encodeGraph(precision === 'bfloat16' ? toBfloat16(fused) : fused);
}

function prefixed(prefix: string, tensors: TensorMap): TensorMap {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [`${prefix} ${name}`, tensor]));
}

function withoutPrefix(prefix: string, tensors: TensorMap): TensorMap {
  const own = Object.entries(tensors).filter(([name]) => name.startsWith(`${prefix} `));
  return Object.fromEntries(own.map(([name, tensor]) => [name.slice(prefix.length + 1), tensor]));
}
