import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { TensorMap } from '../types';
import { nativeBackend } from './backend';
import { argumentsName, callName, savedModelTag, type EncodedGraph } from './encode';

/** Graphs that stay loaded in a process: the functions of the networks that a search trains and attacks in turn. */
const keptSessions = 48;

/** By the digest of the graph; the most recently used last. */
const sessions = new Map<string, Session>();

/** The loaded graph: equal graphs, such as those of networks of one architecture, are loaded once. */
export function sessionOf(graph: EncodedGraph): Session {
  const session = sessions.get(graph.digest) ?? new Session(graph);
  sessions.delete(graph.digest);
  sessions.set(graph.digest, session);
  for (const [oldest, unused] of sessions) {
    if (sessions.size <= keptSessions) break;
    sessions.delete(oldest);
    unused.dispose();
  }
  return session;
}

/** A graph that TensorFlow has loaded. */
export class Session {
  private readonly id: number;
  private readonly inputNames: string;
  private readonly outputNames: string;

  constructor(private readonly graph: EncodedGraph) {
    this.inputNames = graph.arguments.map((_, i) => `${argumentsName}:${i}`).join();
    this.outputNames = graph.results.map((_, i) => `${callName}:${i}`).join();
    // The binding loads graphs from folders only.
    const folder = mkdtempSync(join(tmpdir(), 'rcnas-graph-'));
    try {
      writeFileSync(join(folder, 'saved_model.pb'), graph.bytes);
      this.id = nativeBackend().binding.loadSavedModel(folder, savedModelTag);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Results by name; the caller disposes them. Arguments that the graph does not read may be there or not. */
  run(inputs: TensorMap): TensorMap {
    const { arguments: names, results } = this.graph;
    const backend = nativeBackend();
    const ids = backend.getInputTensorIds(names.map((name) => inputs[name]!));
    const outputs = backend.binding.runSavedModel(this.id, ids, this.inputNames, this.outputNames);
    return Object.fromEntries(results.map((name, i) => [name, backend.createOutputTensor(outputs[i]!)]));
  }

  dispose(): void {
    nativeBackend().binding.deleteSavedModel(this.id);
  }
}
