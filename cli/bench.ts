/** `rcnas bench`: how fast this machine trains, attacks and evaluates, and how near that is to what it can do. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

import { parseArchitecture } from '../architectures/parse';
import type { Bench, BenchResult, BenchRow } from '../bench/bench';
import type { BenchSubject } from '../bench/step';
import type { BenchMode } from '../bench/variants';
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
  /** Of an evaluation. */
  readonly images: number;
  readonly rounds: number;
  readonly modes: readonly BenchMode[];
  readonly compiledOnly?: boolean;
  readonly python: string;
  readonly peerCompile?: boolean;
}

/**
 * Times the subject in each mode, in float32 and bfloat16, and in PyTorch where `python` has it.
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
    images: options.images,
    rounds: options.rounds,
    modes: options.compiledOnly === true ? ['compiled', 'pytorch'] : options.modes,
    python: options.python,
    peerCompile: options.peerCompile === true,
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

function table({ subject, rows, image, innerSteps, images, rounds, pytorch, peak }: BenchResult): string {
  const step: Record<BenchSubject, string> = {
    training: `TRADES step with ${innerSteps} inner steps`,
    attack: 'step of PGD',
    evaluation: `PGD-20 evaluation of ${images} images`,
  };
  const { height, width, channels } = image;
  const gigaflops = (value: number): string => `${(value / 1e9).toFixed(0)} GFLOP/s`;
  const header = ['network', 'mode', 'precision', 'batch', 'ms', 'quartiles', 'of peak', 'to tfjs', 'to PyTorch'];
  const cells = (row: BenchRow): string[] => [
    row.network,
    row.mode === 'pytorch' ? `pytorch ${row.peer}` : row.mode,
    row.precision,
    String(row.batch),
    row.msPerStep.toFixed(1),
    row.quartilesMs.map((ms) => ms.toFixed(1)).join('-'),
    `${(100 * row.peakShare).toFixed(0)} %`,
    ...[row.ratioToTfjs, row.ratioToPytorch].map((ratio) => (ratio === null ? '-' : `${ratio.toFixed(2)}x`)),
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
    ...(pytorch === null ? [] : [peerLine(pytorch, rows)]),
    '',
  ].join('\n');
}

function peerLine({ version, threads }: NonNullable<BenchResult['pytorch']>, rows: readonly BenchRow[]): string {
  const variants = rows.flatMap(({ precision, peerVariants = [] }) =>
    peerVariants.map((variant) => {
      const time = 'skipped' in variant ? `not run (${variant.skipped})` : `${variant.msPerStep.toFixed(1)} ms`;
      return `${variant.name} ${precision} ${time}`;
    }),
  );
  return `PyTorch ${version} with ${threads} threads: ${variants.join(', ')}`;
}
