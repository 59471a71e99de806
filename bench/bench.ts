/**
 * Times training, attack or evaluation, a process of its own: `node bench.js '<Bench as JSON>'`. Prints one JSON document
 * on stdout. In each round every variant runs once, one after the other, so that a busy machine slows all alike.
 */
import { networkCost } from '../architectures/cost';
import { buildNetwork } from '../architectures/network';
import { parseArchitecture } from '../architectures/parse';
import type { ImageShape, Network } from '../architectures/types';
import type { Precision } from '../tensor/types';
import { matrixProducts, type MatrixProducts } from './peak';
import { startPeer, type Peer, type PeerOptions } from './peer';
import { median, timeStatistics, type TimeStatistics } from './statistics';
import { macsOfStep, type BenchSubject, type WorkSize } from './step';
import { hasPrecision, peerVariants, tensorflowVariant, type BenchMode, type Variant } from './variants';

export interface Bench extends WorkSize {
  readonly subject: BenchSubject;
  readonly network: string;
  readonly image: ImageShape;
  readonly rounds: number;
  readonly modes: readonly BenchMode[];
  /** A Python that may have PyTorch. */
  readonly python: string;
  /** Try `torch.compile` too. */
  readonly peerCompile: boolean;
}

export interface BenchRow extends TimeStatistics {
  readonly network: string;
  readonly mode: BenchMode;
  readonly precision: Precision;
  readonly batch: number;
  /** Median over the rounds. */
  readonly msPerStep: number;
  /** Share of the machine's matrix-product peak of that precision, measured in the same rounds. */
  readonly peakShare: number;
  /** Median over the rounds of this time divided by that of PyTorch's fastest variant, or null without PyTorch. */
  readonly ratioToPytorch: number | null;
  /** PyTorch's variant of lowest median at this precision, to which the ratio is taken. */
  readonly peer: string | null;
  /** Median over the rounds of this time divided by that of `tfjs`, which is float32 only, or null without it. */
  readonly ratioToTfjs: number | null;
  /** On PyTorch's row: all of its variants. */
  readonly peerVariants?: readonly PeerTimes[];
}

export type PeerTimes =
  | ({ readonly name: string; readonly msPerStep: number } & TimeStatistics)
  /** Why the variant did not run. */
  | { readonly name: string; readonly skipped: string };

export interface BenchResult extends WorkSize {
  readonly subject: BenchSubject;
  readonly rows: readonly BenchRow[];
  readonly image: ImageShape;
  readonly rounds: number;
  /** Null where it is not asked for or not there. */
  readonly pytorch: { readonly version: string; readonly threads: number } | null;
  /** Floating-point operations per second of matrix products, the best round of each precision. */
  readonly peak: Readonly<Record<Precision, number>>;
}

const precisions: readonly Precision[] = ['float32', 'bfloat16'];
/** The first calls record, choose kernels and fill caches. */
const warmUps = 2;
const compileLimitMs = 180_000;

export async function runBench(bench: Bench): Promise<BenchResult> {
  const { subject, image, rounds, modes } = bench;
  const size: WorkSize = { batch: bench.batch, innerSteps: bench.innerSteps, images: bench.images };
  const network = buildNetwork(parseArchitecture(bench.network), image, 10);
  const peers = modes.includes('pytorch') ? await startPeers(bench, network) : [];
  // What is compared stands side by side.
  const variants = precisions.flatMap((precision) => [
    ...(['eager', 'tfjs', 'compiled'] as const)
      .filter((mode) => modes.includes(mode) && hasPrecision(mode, precision))
      .map((mode) => tensorflowVariant(subject, network, mode, precision, size)),
    ...peers.flatMap((peer) => peerVariants(peer, precision)),
  ]);
  const products = new Map(
    precisions.map((precision): [Precision, MatrixProducts] => [precision, matrixProducts(precision)]),
  );
  const peak: Record<Precision, number> = { float32: 0, bfloat16: 0 };
  const skipped = new Map<Variant, string>();
  try {
    for (let i = 0; i < warmUps; i++) {
      for (const product of products.values()) product.measure();
      for (const variant of variants) {
        const reason = skipped.has(variant) ? undefined : await variant.warmUp();
        if (reason !== undefined) skipped.set(variant, reason);
      }
    }
    for (let round = 0; round < rounds; round++) {
      for (const [precision, product] of products) peak[precision] = Math.max(peak[precision], product.measure());
      for (const variant of variants) if (!skipped.has(variant)) variant.times.push(await variant.measure());
    }
  } finally {
    peers.forEach((peer) => peer.stop());
    variants.forEach((variant) => variant.dispose());
    products.forEach((product) => product.dispose());
  }
  const macs = macsOfStep(subject, networkCost(network.architecture, image, 10).macs, size);
  const tfjs = variants.find(({ mode }) => mode === 'tfjs');
  const common = { network: bench.network, batch: bench.batch, tfjs, flops: 2 * macs, peak };
  const rows = precisions.flatMap((precision) => {
    const same = variants.filter((variant) => variant.precision === precision);
    return rowsOf(same, skipped, { ...common, precision });
  });
  return { subject, rows, image, ...size, rounds, pytorch: describePeer(peers), peak };
}

interface RowContext extends Pick<BenchRow, 'network' | 'batch' | 'precision'> {
  readonly tfjs: Variant | undefined;
  readonly flops: number;
  readonly peak: Readonly<Record<Precision, number>>;
}

/** Of variants of one precision. */
function rowsOf(
  variants: readonly Variant[],
  skipped: ReadonlyMap<Variant, string>,
  { network, batch, precision, tfjs, flops, peak }: RowContext,
): BenchRow[] {
  const ofPeer = variants.filter(({ mode }) => mode === 'pytorch');
  const reference = ofPeer
    .filter((variant) => !skipped.has(variant))
    .sort((a, b) => median(a.times) - median(b.times))
    .at(0);
  if (ofPeer.length > 0 && reference === undefined)
    throw new Error(`none of PyTorch's variants runs: ${[...skipped.values()].join('; ')}`);
  return variants
    .filter((variant) => variant.mode !== 'pytorch' || variant === reference)
    .map((variant): BenchRow => {
      const msPerStep = median(variant.times);
      return {
        network,
        mode: variant.mode,
        precision,
        batch,
        msPerStep,
        ...timeStatistics(variant.times),
        peakShare: flops / (msPerStep / 1000) / peak[precision],
        ratioToPytorch: ratio(variant, reference),
        peer: reference?.peer ?? null,
        ratioToTfjs: ratio(variant, tfjs),
        ...(variant === reference ? { peerVariants: ofPeer.map((one) => peerTimes(one, skipped)) } : {}),
      };
    });
}

function ratio({ times }: Variant, reference: Variant | undefined): number | null {
  return reference === undefined ? null : median(times.map((time, i) => time / reference.times[i]!));
}

function peerTimes(variant: Variant, skipped: ReadonlyMap<Variant, string>): PeerTimes {
  const name = variant.peer!;
  const reason = skipped.get(variant);
  if (reason !== undefined) return { name, skipped: reason };
  return { name, msPerStep: median(variant.times), ...timeStatistics(variant.times) };
}

/** `torch.compile` in a process of its own, to be ended when it takes too long. */
async function startPeers(bench: Bench, network: Network): Promise<Peer[]> {
  const jobs: Pick<PeerOptions, 'variants' | 'warmUpLimitMs'>[] = [{ variants: ['channels_last', 'contiguous'] }];
  if (bench.peerCompile) jobs.push({ variants: ['compiled'], warmUpLimitMs: compileLimitMs });
  const peers = await Promise.all(jobs.map((job) => startPeer(bench.python, network, { ...bench, ...job })));
  return peers.filter((peer) => peer !== null);
}

function describePeer(peers: readonly Peer[]): BenchResult['pytorch'] {
  const [peer] = peers;
  return peer === undefined ? null : { version: peer.version, threads: peer.threads };
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
