/** `rcnas bench training`: how fast this machine trains, and how near that is to what it can do. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

import { InvalidArgumentError } from 'commander';

import { parseArchitecture } from '../architectures/parse';
import type { BenchRow, TrainingBench, TrainingBenchResult } from '../bench/training';
import { compiledFile } from '../worker/packagePaths';
import { parseImageShape } from './describe';
import { exitCodes } from './exitCodes';

export interface BenchOptions {
  readonly json?: boolean;
  readonly network: string;
  /** `<height>x<width>x<channels>`. */
  readonly image: string;
  readonly batch: number;
  readonly innerSteps: number;
  readonly rounds: number;
  /** Leave eager mode out, which takes longest. */
  readonly compiledOnly?: boolean;
  readonly python: string;
}

/**
 * Times a TRADES step, eager and compiled, in float32 and bfloat16, and in PyTorch where `python` has it.
 *
 * @throws InvalidArchitectureError for an unknown network, InvalidArgumentError for a bad image.
 */
export async function benchCommand(what: string, options: BenchOptions): Promise<number> {
  if (what !== 'training') throw new InvalidArgumentError(`what to measure must be 'training', got '${what}'`);
  parseArchitecture(options.network);
  const bench: TrainingBench = {
    network: options.network,
    image: parseImageShape(options.image),
    batch: options.batch,
    innerSteps: options.innerSteps,
    rounds: options.rounds,
    modes: options.compiledOnly === true ? ['compiled'] : ['eager', 'compiled'],
    python: options.python,
  };
  // TensorFlow is loaded in a process of its own.
  const child = spawn(process.execPath, [compiledFile('bench/training.js'), JSON.stringify(bench)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: process.env['TF_CPP_MIN_LOG_LEVEL'] ?? '2' },
  });
  const ended = once(child, 'close') as Promise<[code: number | null]>;
  const output = await text(child.stdout);
  const [code] = await ended;
  if (code !== 0) return exitCodes.runFailed;
  const result = JSON.parse(output) as TrainingBenchResult;
  process.stdout.write(options.json === true ? `${JSON.stringify(result, null, 2)}\n` : table(result));
  return exitCodes.ok;
}

function table({ rows, image, innerSteps, rounds, peak }: TrainingBenchResult): string {
  const { height, width, channels } = image;
  const gigaflops = (value: number): string => `${(value / 1e9).toFixed(0)} GFLOP/s`;
  const header = ['network', 'mode', 'precision', 'batch', 'ms a step', 'of peak', 'to PyTorch'];
  const cells = (row: BenchRow): string[] => [
    row.network,
    row.mode,
    row.precision,
    String(row.batch),
    row.msPerStep.toFixed(1),
    `${(100 * row.peakShare).toFixed(0)} %`,
    row.ratioToPytorch === null ? '-' : `${row.ratioToPytorch.toFixed(2)}x`,
  ];
  const lines = [header, ...rows.map(cells)];
  const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  const aligned = lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
  return [
    `TRADES step with ${innerSteps} inner steps on ${height}x${width}x${channels}, medians of ${rounds} rounds`,
    ...aligned,
    `peak of matrix products: ${gigaflops(peak.float32)} in float32, ${gigaflops(peak.bfloat16)} in bfloat16`,
    '',
  ].join('\n');
}
