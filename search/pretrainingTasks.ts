import { networkCost } from '../architectures/cost';
import type { Architecture } from '../architectures/types';
import { randomStream } from '../tensor/random';
import type { RandomStream } from '../tensor/random';
import { ablatedEmbedding, ctEmbedding, lipsEmbedding } from './embeddings';
import { decodeStages } from './stageEncoding';
import type { StageEncoding, StateInput } from './types';

/** What sampling needs of the spec's `search` section. */
export interface TaskSamplingSettings {
  readonly lips: { readonly enabled: boolean; readonly dimension: number };
  readonly ct: { readonly enabled: boolean; readonly dimension: number };
  readonly policy: {
    readonly relativeTo: 'teacher' | { readonly maxDepth: readonly number[]; readonly maxWidth: readonly number[] };
  };
}

/** Ranges without known tasks: those of the published wide residual networks (WRN-70-16 to RobustResNet-A4, WRN-34-R). */
const DEFAULT_STAGES = 3;
const DEFAULT_MAX_DEPTH = 28;
const DEFAULT_MAX_WIDTH = 20;

/** Images whose MACs are counted; other sizes enter as a factor that is common to all networks of a data set. */
const REFERENCE_IMAGE = { height: 32, width: 32, channels: 3 };
const REFERENCE_CLASSES = 10;

/** Samples behind a synthetic LIPS vector. */
const SYNTHETIC_SAMPLES = 256;

/**
 * Randomly sampled tasks for the pre-training of the state encoder (RC-NAS, appendix C): networks with
 * log-uniform widths and depths up to the largest known ones and random bits, their cost, and a LIPS vector.
 *
 * With known tasks, cost and LIPS stay in their neighbourhood: the cost is that of the sampled network on a known task's
 * images, and LIPS is a known vector with its coefficients scaled by a common and an own
 * log-normal factor. Without, image sizes from 8x8 to 64x64 and log-normal coefficients are drawn.
 */
export function sampleStateInputs(
  settings: TaskSamplingSettings,
  known: readonly StateInput[],
  count: number,
  seed: number,
): StateInput[] {
  const ranges = stageRanges(settings, known);
  return Array.from({ length: count }, (_, index) => {
    const stream = randomStream(seed, 'pretraining-task', index);
    const template = known.length === 0 ? undefined : known[Math.floor(stream.next() * known.length)]!;
    const stages = sampleStages(ranges, template?.stages.length ?? DEFAULT_STAGES, stream);
    return {
      stages,
      lips: settings.lips.enabled
        ? sampleLips(template, settings.lips.dimension, stream)
        : ablatedEmbedding(settings.lips.dimension),
      ct: settings.ct.enabled
        ? ctEmbedding(Math.max(1, referenceMacs(stages) * imageFactor(template, stream)), settings.ct.dimension)
        : ablatedEmbedding(settings.ct.dimension),
    };
  });
}

interface StageRanges {
  readonly maxWidth: number;
  readonly maxDepth: number;
}

function stageRanges(settings: TaskSamplingSettings, known: readonly StateInput[]): StageRanges {
  const { relativeTo } = settings.policy;
  const widths = known.flatMap((input) => input.stages.map(([width]) => width));
  const depths = known.flatMap((input) => input.stages.map(([, depth]) => depth));
  if (relativeTo !== 'teacher') {
    widths.push(...relativeTo.maxWidth);
    depths.push(...relativeTo.maxDepth);
  }
  return {
    maxWidth: known.length === 0 ? Math.max(DEFAULT_MAX_WIDTH, ...widths) : Math.max(...widths),
    maxDepth: known.length === 0 ? Math.max(DEFAULT_MAX_DEPTH, ...depths) : Math.max(...depths),
  };
}

function sampleStages({ maxWidth, maxDepth }: StageRanges, stages: number, stream: RandomStream): StageEncoding[] {
  const logUniform = (max: number): number => Math.min(max, Math.floor((max + 1) ** stream.next()));
  const bit = (): 0 | 1 => (stream.next() < 0.5 ? 1 : 0);
  return Array.from({ length: stages }, () => [logUniform(maxWidth), logUniform(maxDepth), bit(), bit()]);
}

function referenceMacs(stages: readonly StageEncoding[]): number {
  const architecture: Architecture = { name: 'pretraining', stemStride: 1, stages: decodeStages(stages) };
  return networkCost(architecture, REFERENCE_IMAGE, REFERENCE_CLASSES).macs;
}

/** MACs on a task's images over MACs on the reference images. */
function imageFactor(template: StateInput | undefined, stream: RandomStream): number {
  const knownCt = template?.ct[0] ?? 0;
  if (template !== undefined && knownCt > 0) return Math.expm1(knownCt) / referenceMacs(template.stages);
  const side = 8 * 8 ** stream.next();
  return (side / REFERENCE_IMAGE.height) ** 2;
}

function sampleLips(template: StateInput | undefined, dimension: number, stream: RandomStream): number[] {
  const scale = Math.exp(stream.normal(1, 0, 0.5)[0]!);
  if (template !== undefined && template.lips.length === dimension && template.lips.some((x) => x > 0)) {
    const jitter = stream.normal(dimension, 0, 0.1);
    return lipsEmbedding(
      template.lips.map((x, i) => Math.expm1(x) * scale * Math.exp(jitter[i]!)),
      dimension,
    );
  }
  const [location, spread] = [stream.uniform(1, 0, 7)[0]!, stream.uniform(1, 0.2, 1)[0]!];
  const coefficients = stream.normal(SYNTHETIC_SAMPLES, location, spread).map(Math.exp);
  return lipsEmbedding(coefficients, dimension);
}
