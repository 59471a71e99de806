/** `rcnas bench`: how fast this machine trains, attacks and evaluates, and how near that is to what it can do. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

import { parseArchitecture } from '../architectures/parse';
import type { Bench, BenchResult, BenchRow } from '../bench/bench';
import type { BenchSubject } from '../bench/step';
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
 * Times a step of the subject, eager and compiled, in float32 and bfloat16, and in PyTorch where `python` has it.
 *
 * @throws InvalidArchitectureError for an unknown network, InvalidArgumentError for a bad image.
 */
export async function benchCommand(subject: BenchSubject, options: BenchOptions): Promise<number> {
  parseArchitecture(options.network);
  const bench: Bench = {
    subject,
    network: options.network,
    image: parseImageShape(options.image),
    batch: options.batch,
    innerSteps: options.innerSteps,
    rounds: options.rounds,
    modes: options.compiledOnly === true ? ['compiled'] : ['eager', 'compiled'],
    python: options.python,
  };
  // TensorFlow is loaded in a process of its own.
  const child = spawn(process.execPath, [compiledFile('bench/bench.js'), JSON.stringify(bench)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: process.env['TF_CPP_MIN_LOG_LEVEL'] ?? '2' },
  });
  const ended = once(child, 'close') as Promise<[code: number | null]>;
  const output = await text(child.stdout);
  const [code] = await ended;
  if (code !== 0) return exitCodes.runFailed;
  const result = JSON.parse(output) as BenchResult;
  process.stdout.write(options.json === true ? `${JSON.stringify(result, null, 2)}\n` : table(result));
  return exitCodes.ok;
}

function table({ subject, rows, image, innerSteps, rounds, peak }: BenchResult): string {
  const step: Record<BenchSubject, string> = {
    training: `TRADES step with ${innerSteps} inner steps`,
    attack: 'step of PGD',
    evaluation: 'forward pass',
  };
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
    `${step[subject]} on ${height}x${width}x${channels}, medians of ${rounds} rounds`,
    ...aligned,
    `peak of matrix products: ${gigaflops(peak.float32)} in float32, ${gigaflops(peak.bfloat16)} in bfloat16`,
    '',
  ].join('\n');
}
