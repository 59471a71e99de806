import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { TensorMap } from '../types';
import { nativeBackend } from './backend';
import { callName, encodeGraph, savedModelTag } from './encode';
import type { Graph } from './graph';

/** A graph that TensorFlow has loaded. */
export class Session {
  private readonly id: number;
  private readonly arguments: readonly string[];
  private readonly inputNames: string;
  private readonly results: readonly string[];
  private readonly outputNames: string;

  constructor(graph: Graph) {
    const { bytes, inputs, results } = encodeGraph(graph);
    this.arguments = inputs.map(([argument]) => argument);
    this.inputNames = inputs.map(([, operation]) => `${operation}:0`).join();
    this.results = results;
    this.outputNames = results.map((_, i) => `${callName}:${i}`).join();
    const folder = mkdtempSync(join(tmpdir(), 'rcnas-graph-'));
    try {
      writeFileSync(join(folder, 'saved_model.pb'), bytes);
      this.id = nativeBackend().binding.loadSavedModel(folder, savedModelTag);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Results by name; the caller disposes them. Arguments that the graph does not read may be there or not. */
  run(inputs: TensorMap): TensorMap {
    const backend = nativeBackend();
    const ids = backend.getInputTensorIds(this.arguments.map((name) => inputs[name]!));
    const outputs = backend.binding.runSavedModel(this.id, ids, this.inputNames, this.outputNames);
    return Object.fromEntries(this.results.map((name, i) => [name, backend.createOutputTensor(outputs[i]!)]));
  }

  dispose(): void {
    nativeBackend().binding.deleteSavedModel(this.id);
  }
}
