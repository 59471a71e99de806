/**
 * Times a step of training, attack or evaluation, a process of its own: `node bench.js '<Bench as JSON>'`. Prints one
 * JSON document on stdout. In each round every variant runs once, one after the other, so that a busy machine slows all
 * alike.
 */
import { networkCost } from '../architectures/cost';
import { buildNetwork } from '../architectures/network';
import { parseArchitecture } from '../architectures/parse';
import type { ImageShape, Network } from '../architectures/types';
import type { ExecutionMode, Precision } from '../tensor/types';
import { attackStep, evaluationStep } from './networkSteps';
import { matrixProducts, type MatrixProducts } from './peak';
import { startPeer } from './peer';
import { macsOfStep, type BenchStep, type BenchSubject, type StepOptions } from './step';
import { tradesStep } from './tradesStep';

export interface Bench {
  readonly subject: BenchSubject;
  readonly network: string;
  readonly image: ImageShape;
  readonly batch: number;
  /** Attack steps within a training step. */
  readonly innerSteps: number;
  readonly rounds: number;
  readonly modes: readonly ExecutionMode[];
  /** A Python that may have PyTorch. */
  readonly python: string;
}

export interface BenchRow {
  readonly network: string;
  /** `pytorch` is the peer. */
  readonly mode: ExecutionMode | 'pytorch';
  readonly precision: Precision;
  readonly batch: number;
  /** Median over the rounds. */
  readonly msPerStep: number;
  /** Share of the machine's matrix-product peak of that precision, measured in the same rounds. */
  readonly peakShare: number;
  /** Median over the rounds of this time divided by PyTorch's at the same precision, or null without PyTorch. */
  readonly ratioToPytorch: number | null;
}

export interface BenchResult {
  readonly subject: BenchSubject;
  readonly rows: readonly BenchRow[];
  readonly image: ImageShape;
  readonly innerSteps: number;
  readonly rounds: number;
  /** Floating-point operations per second of matrix products, the best round of each precision. */
  readonly peak: Readonly<Record<Precision, number>>;
}

interface Variant {
  readonly mode: BenchRow['mode'];
  readonly precision: Precision;
  readonly measure: () => Promise<number>;
  readonly times: number[];
}

const precisions: readonly Precision[] = ['float32', 'bfloat16'];

const makeStep: Readonly<Record<BenchSubject, (network: Network, options: StepOptions) => BenchStep>> = {
  training: tradesStep,
  attack: attackStep,
  evaluation: evaluationStep,
};

export async function runBench(bench: Bench): Promise<BenchResult> {
  const { subject, image, batch, innerSteps, rounds } = bench;
  const network = buildNetwork(parseArchitecture(bench.network), image, 10);
  const steps: BenchStep[] = [];
  const variants: Variant[] = [];
  for (const mode of bench.modes) {
    for (const precision of precisions) {
      if (mode === 'eager' && precision === 'bfloat16') continue;
      const step = makeStep[subject](network, { mode, precision, batch, innerSteps });
      steps.push(step);
      variants.push({ mode, precision, times: [], measure: () => Promise.resolve(timed(() => step.run())) });
    }
  }
  const peer = await startPeer(bench.python, network, { subject, batch, innerSteps });
  if (peer !== null)
    for (const precision of precisions)
      variants.push({ mode: 'pytorch', precision, times: [], measure: () => peer.step(precision) });
  const products = new Map(
    precisions.map((precision): [Precision, MatrixProducts] => [precision, matrixProducts(precision)]),
  );
  const peak: Record<Precision, number> = { float32: 0, bfloat16: 0 };
  try {
    // The first two calls record, choose kernels and fill caches.
    for (let warmUp = 0; warmUp < 2; warmUp++) {
      for (const product of products.values()) product.measure();
      for (const variant of variants) await variant.measure();
    }
    for (let round = 0; round < rounds; round++) {
      for (const [precision, product] of products) peak[precision] = Math.max(peak[precision], product.measure());
      for (const variant of variants) variant.times.push(await variant.measure());
    }
  } finally {
    peer?.stop();
    steps.forEach((step) => step.dispose());
    products.forEach((product) => product.dispose());
  }
  const macs = macsOfStep(subject, networkCost(network.architecture, image, 10).macs, { batch, innerSteps });
  const rows = variants.map(({ mode, precision, times }): BenchRow => {
    const reference = variants.find((other) => other.mode === 'pytorch' && other.precision === precision);
    const msPerStep = median(times);
    return {
      network: bench.network,
      mode,
      precision,
      batch,
      msPerStep,
      peakShare: (2 * macs) / (msPerStep / 1000) / peak[precision],
      ratioToPytorch: reference === undefined ? null : median(times.map((time, i) => time / reference.times[i]!)),
    };
  });
  return { subject, rows, image, innerSteps, rounds, peak };
}

function timed(run: () => unknown): number {
  const started = performance.now();
  run();
  return performance.now() - started;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

if (require.main === module) {
  runBench(JSON.parse(process.argv[2]!) as Bench).then(
    (result) => process.stdout.write(JSON.stringify(result)),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    },
  );
}
