/**
 * The agent without TensorFlow: a policy that looks at no state and learns four numbers by the same rule (Eq. 5), with
 * gradients in closed form. It makes proposals depend on every reward before them, in the right order, which is
 * what load tests and tests of the search's order need; a search for good networks needs the real agent.
 */
import { deriveSeed, randomStream } from '../../tensor/random';
import { advantages, EMPTY_BASELINE, type RewardBaseline } from '../../search/baseline';
import type { SampledStageAction } from '../../search/types';
import type { JobImplementation } from '../jobs/types';
import { readDocument, storeDocument } from '../documents';

interface SurrogatePolicy {
  /** Before the sigmoid: means of remaining width and depth, probabilities of downsampling and of the robust block. */
  readonly logits: readonly [width: number, depth: number, downsample: number, robust: number];
  readonly baseline: RewardBaseline;
}

export const pretrainSurrogateEncoder: JobImplementation<'pretrainStateEncoder'> = async (
  { known, seed },
  { store },
) => ({
  encoder: await storeDocument(store, { seed, tasks: known.length }, 'encoder'),
  initialLoss: 1,
  finalLoss: 0,
});

export const initializeSurrogatePolicy: JobImplementation<'initializePolicy'> = async ({ seed }, { store }) => {
  const [width, depth, downsample, robust] = randomStream(seed, 'surrogate-policy').normal(4, 0, 0.1);
  const policy: SurrogatePolicy = { logits: [width!, depth!, downsample!, robust!], baseline: EMPTY_BASELINE };
  return { policy: await storeDocument(store, policy, 'policy') };
};

export const proposeSurrogateAction: JobImplementation<'proposeAction'> = async (params, { store }) => {
  const { config, state, seed, choose } = params;
  const policy = await readDocument<SurrogatePolicy>(store, params.policy);
  const [width, depth, downsample, robust] = policy.logits.map(sigmoid) as [number, number, number, number];
  const { initialStd, minRatio } = config.policy;
  const clip = (ratio: number): number => Math.min(1, Math.max(minRatio, ratio));
  let logProbability = 0;
  const action = state.stages.map((_, stage): SampledStageAction => {
    const stream = randomStream(deriveSeed(seed, 'surrogate-action'), stage);
    const [a, b] = choose === 'mode' ? [0, 0] : stream.normal(2);
    const [c, d] = choose === 'mode' ? [0.5, 0.5] : [stream.next(), stream.next()];
    const sampled = {
      rawWidth: width + initialStd * a!,
      rawDepth: depth + initialStd * b!,
      downsample: c < downsample,
      robust: d < robust,
    };
    logProbability -= (a! ** 2 + b! ** 2) / 2 + 2 * Math.log(initialStd) + Math.log(2 * Math.PI);
    logProbability += Math.log(sampled.downsample ? downsample : 1 - downsample);
    logProbability += Math.log(sampled.robust ? robust : 1 - robust);
    return { ...sampled, width: clip(sampled.rawWidth), depth: clip(sampled.rawDepth) };
  });
  return { action, logProbability };
};

export const updateSurrogatePolicy: JobImplementation<'updatePolicy'> = async (
  { config, transitions, ...refs },
  { store },
) => {
  const policy = await readDocument<SurrogatePolicy>(store, refs.policy);
  const rewards = transitions.map(({ reward }) => Math.max(-1, reward));
  const learned = advantages(config.reward.baseline, rewards, policy.baseline);
  const values = policy.logits.map(sigmoid);
  const variance = config.policy.initialStd ** 2;
  const gradient = [0, 0, 0, 0];
  transitions.forEach(({ action }, k) => {
    const weight = learned.advantages[k]! / transitions.length;
    for (const { rawWidth, rawDepth, downsample, robust } of action) {
      const slope = (i: number): number => values[i]! * (1 - values[i]!);
      gradient[0]! += (weight * (rawWidth - values[0]!) * slope(0)) / variance;
      gradient[1]! += (weight * (rawDepth - values[1]!) * slope(1)) / variance;
      gradient[2]! += weight * (Number(downsample) - values[2]!);
      gradient[3]! += weight * (Number(robust) - values[3]!);
    }
  });
  const logits = policy.logits.map((logit, i) => logit + config.policy.learningRate * gradient[i]!);
  const next = { logits, baseline: learned.baseline };
  return {
    policy: await storeDocument(store, next, 'policy'),
    objective: rewards.reduce((sum, reward) => sum + reward, 0) / rewards.length,
    gradientNorm: Math.hypot(...gradient),
  };
};

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
