import { randomStream } from '../tensor/random';
import { tf } from '../tensor/tf';
import type { StateValues, TensorMap, VariableValue } from '../tensor/types';
import { EMPTY_BASELINE } from './baseline';
import type { RewardBaseline } from './baseline';
import { bernoulliLogProbability, gaussianLogProbability } from './distributions';
import { initializeOptimizer } from './optimizer';
import {
  constant,
  dense,
  denseSpecs,
  initializeParameters,
  parameter,
  parameterValue,
  scoped,
  toTensors,
} from './parameters';
import type { SampledStageAction } from './types';

/** What the policy needs of the spec's `search` section. */
export interface PolicySettings {
  readonly encoder: { readonly stateSize: number };
  readonly policy: {
    /** Width of the shared feature extractor. */
    readonly hidden: number;
    readonly optimizer: 'adam' | 'sgd';
    /** Initial standard deviation of both ratios, in [MIN_STD, MAX_STD]. */
    readonly initialStd: number;
    /** Lower bound of the ratios after clipping, in (0,1]. */
    readonly minRatio: number;
  };
}

/** A learned standard deviation is kept in this range: below, exploration has ended; above, most samples are clipped. */
export const MIN_STD = 0.02;
export const MAX_STD = 1;

/** The heads start with small weights: means and probabilities near 1/2 whatever the state, so that the first actions cover the space. */
const HEAD_GAIN = 0.1;

/** Parameters of the policy network in forward order; those that VPG updates. */
export const POLICY_PARAMETERS = [
  'features/kernel',
  'features/bias',
  'gaussian/kernel',
  'gaussian/bias',
  'gaussian/logStd',
  'bernoulli/kernel',
  'bernoulli/bias',
] as const;

const BASELINE = 'baseline';

/** Parameters, optimizer state and reward baseline: all that decides how training goes on, ready to be stored. */
export function initializePolicy(settings: PolicySettings, seed: number): StateValues {
  const { hidden, initialStd, optimizer } = settings.policy;
  if (!(initialStd >= MIN_STD && initialStd <= MAX_STD))
    throw new RangeError(`initialStd must be in [${MIN_STD}, ${MAX_STD}], got ${initialStd}`);
  const parameters = initializeParameters(
    [
      ...denseSpecs('features', settings.encoder.stateSize, hidden),
      ...denseSpecs('gaussian', hidden, 2, HEAD_GAIN),
      { name: 'gaussian/logStd', shape: [2], initial: constant(Math.log(initialStd), 2) },
      ...denseSpecs('bernoulli', hidden, 2, HEAD_GAIN),
    ],
    seed,
  );
  return new Map([...parameters, ...initializeOptimizer(optimizer, parameters), baselineEntry(EMPTY_BASELINE)]);
}

/** Parameters of the action distributions of N stages. */
export interface ActionDistribution {
  /** Float32 [N, 2] in (0,1): mean remaining width and depth. */
  readonly mean: tf.Tensor2D;
  /** Float32 [2]: logarithm of the diagonal of the covariance's square root, shared by all states. */
  readonly logStd: tf.Tensor1D;
  /** Float32 [N, 2]: logits of downsampling and of the robust block. */
  readonly bitLogits: tf.Tensor2D;
}

/**
 * The multi-head policy network (RC-NAS, Eq. 3): a shared feature extractor, a Gaussian head with two
 * sigmoid means and diagonal covariance, and a Bernoulli head with two sigmoid probabilities.
 * Stages are rows: their actions are independent given their states.
 *
 * @param states Float32 [N, stateSize]
 */
export function policyNetwork(parameters: TensorMap, states: tf.Tensor2D): ActionDistribution {
  const features = tf.tanh(dense(parameters, 'features', states));
  return {
    mean: tf.sigmoid(dense(parameters, 'gaussian', features)),
    logStd: parameter(parameters, 'gaussian/logStd') as tf.Tensor1D,
    bitLogits: dense(parameters, 'bernoulli', features),
  };
}

/** log pi(a_i | s_i) of each stage, of the Gaussian samples before clipping: Float32 [N]. */
export function stageLogProbabilities(
  { mean, logStd, bitLogits }: ActionDistribution,
  actions: readonly SampledStageAction[],
): tf.Tensor1D {
  const ratios = tf.tensor2d(
    actions.map((a) => [a.rawWidth, a.rawDepth]),
    [actions.length, 2],
  );
  const bits = tf.tensor2d(
    actions.map((a) => [a.downsample ? 1 : 0, a.robust ? 1 : 0]),
    [actions.length, 2],
  );
  return tf.add(gaussianLogProbability(ratios, mean, logStd), bernoulliLogProbability(bits, bitLogits));
}

export interface Proposal {
  readonly action: readonly SampledStageAction[];
  /** log pi(a | s): the sum over the stages. */
  readonly logProbability: number;
}

/**
 * An action for every stage of a state. The Gaussian entries are sampled as mu + sigma * eps with eps ~ N(0,1)
 * (reparametrisation, Kingma and Welling 2014), then clipped to [minRatio, 1].
 *
 * @param states Float32 [stages, stateSize], row-major, from `encodeState`
 * @param choose a seed to sample with, or `mode`: the means and the more likely bits
 */
export function proposeAction(
  settings: PolicySettings,
  policy: StateValues,
  states: Float32Array,
  choose: { readonly seed: number } | 'mode',
): Proposal {
  return scoped(() => {
    const distribution = policyNetwork(toTensors(policy, POLICY_PARAMETERS), toStateTensor(policy, states));
    const mean = distribution.mean.arraySync();
    const std = distribution.logStd.exp().dataSync<'float32'>();
    const probabilities = tf.sigmoid(distribution.bitLogits).arraySync();
    const { minRatio } = settings.policy;
    const clip = (ratio: number): number => Math.min(1, Math.max(minRatio, ratio));

    const action = mean.map(([meanWidth, meanDepth], stage): SampledStageAction => {
      const [downsample, robust] = probabilities[stage]!;
      const eps = choose === 'mode' ? [0, 0] : randomStream(choose.seed, 'policy', 'ratios', stage).normal(2);
      const bits = choose === 'mode' ? [0.5, 0.5] : uniformPair(choose.seed, stage);
      const rawWidth = Math.fround(meanWidth! + std[0]! * eps[0]!);
      const rawDepth = Math.fround(meanDepth! + std[1]! * eps[1]!);
      return {
        width: clip(rawWidth),
        depth: clip(rawDepth),
        downsample: bits[0]! < downsample!,
        robust: bits[1]! < robust!,
        rawWidth,
        rawDepth,
      };
    });
    const logProbability = stageLogProbabilities(distribution, action).sum().dataSync()[0]!;
    return { action, logProbability };
  });
}

function uniformPair(seed: number, stage: number): readonly number[] {
  const stream = randomStream(seed, 'policy', 'bits', stage);
  return [stream.next(), stream.next()];
}

/** States as rows for this policy; the caller, or its tidy, disposes them. */
export function toStateTensor(policy: StateValues, states: Float32Array): tf.Tensor2D {
  const stateSize = parameterValue(policy, 'features/kernel').shape[0]!;
  if (states.length === 0 || states.length % stateSize !== 0)
    throw new RangeError(`${states.length} state values are not whole stages: the policy reads ${stateSize} per stage`);
  return tf.tensor2d(states, [states.length / stateSize, stateSize]);
}

/** Mean reward of the past, as the policy's state keeps it. */
export function readBaseline(policy: StateValues): RewardBaseline {
  const [mean, updates] = parameterValue(policy, BASELINE).data;
  return { mean: mean!, updates: updates! };
}

export function baselineEntry({ mean, updates }: RewardBaseline): [string, VariableValue] {
  return [BASELINE, { shape: [2], data: Float32Array.of(mean, updates) }];
}
