import { valueAndGradients } from '../tensor/gradients';
import { tf } from '../tensor/tf';
import type { StateValues } from '../tensor/types';
import { advantages } from './baseline';
import { descend } from './optimizer';
import { parameterValue, scoped, toTensors } from './parameters';
import {
  baselineEntry,
  MAX_STD,
  MIN_STD,
  POLICY_PARAMETERS,
  policyNetwork,
  readBaseline,
  stageLogProbabilities,
  toStateTensor,
} from './policy';
import { VIOLATION_REWARD } from './reward';
import type { SampledStageAction } from './types';

/** What an update needs of the spec's `search` section. */
export interface VpgSettings {
  readonly policy: {
    readonly optimizer: 'adam' | 'sgd';
    readonly learningRate: number;
    /** Whether the standard deviations are learned or stay at their initial value. */
    readonly learnStd: boolean;
  };
  readonly reward: { readonly baseline: 'none' | 'running-mean' };
}

/** A collected step with its encoded state: Float32 [stages, stateSize], row-major. */
export interface EncodedTransition {
  readonly states: Float32Array;
  readonly action: readonly SampledStageAction[];
  readonly reward: number;
}

export interface PolicyUpdate {
  readonly policy: StateValues;
  /** The objective of Eq. 5 before the update. */
  readonly objective: number;
  /** Euclidean norm of its gradient over all updated parameters. */
  readonly gradientNorm: number;
}

/**
 * One step of vanilla policy gradient (RC-NAS, Eq. 5): ascends
 * J = mean over transitions of log pi(a | s) * (R - baseline),
 * with the sampled actions held fixed. Only the policy's parameters change; the state encoder is frozen.
 * The same arguments give the same bits.
 *
 * A reward below that of a violation, -1, counts as -1: Eq. 4 has no lower bound, and a child that undoes the
 * downsampling of a small teacher can cost 20 times as much, C (2 - C) = -399; one such reward
 * would outweigh hundreds of others in the baseline and in Adam's second moments.
 */
export function updatePolicy(
  settings: VpgSettings,
  policy: StateValues,
  transitions: readonly EncodedTransition[],
): PolicyUpdate {
  const { optimizer, learningRate, learnStd } = settings.policy;
  for (const { reward } of transitions) {
    if (!Number.isFinite(reward)) throw new RangeError(`rewards must be finite, got ${reward}`);
  }
  const learned = advantages(
    settings.reward.baseline,
    transitions.map((t) => Math.max(VIOLATION_REWARD, t.reward)),
    readBaseline(policy),
  );
  const names = POLICY_PARAMETERS.filter((name) => learnStd || name !== 'gaussian/logStd');
  const { objective, gradients } = policyGradient(policy, transitions, learned.advantages, names);

  const descentDirection = new Map(Array.from(gradients, ([name, g]) => [name, g.map((x) => -x)]));
  const next = descend(optimizer, learningRate, policy, descentDirection);
  if (learnStd) {
    const { shape, data } = parameterValue(next, 'gaussian/logStd');
    const [low, high] = [Math.log(MIN_STD), Math.log(MAX_STD)];
    next.set('gaussian/logStd', { shape, data: data.map((x) => Math.min(high, Math.max(low, x))) });
  }
  next.set(...baselineEntry(learned.baseline));

  let squares = 0;
  for (const gradient of gradients.values()) for (const x of gradient) squares += x * x;
  return { policy: next, objective, gradientNorm: Math.sqrt(squares) };
}

/**
 * J and its gradient with respect to the named parameters. Stages of all transitions are rows of one batch,
 * each weighted by its transition's share, so transitions may differ in their number of stages.
 */
export function policyGradient(
  policy: StateValues,
  transitions: readonly EncodedTransition[],
  advantagesOfTransitions: readonly number[],
  names: readonly string[] = POLICY_PARAMETERS,
): { readonly objective: number; readonly gradients: ReadonlyMap<string, Float32Array> } {
  return scoped(() => {
    const states = tf.concat2d(
      transitions.map((t) => toStateTensor(policy, t.states)),
      0,
    );
    const actions = transitions.flatMap((t) => t.action);
    if (actions.length !== states.shape[0])
      throw new RangeError(`actions for ${actions.length} stages, states of ${states.shape[0]}`);
    const weights = tf.tensor1d(
      transitions.flatMap((t, k) => t.action.map(() => advantagesOfTransitions[k]! / transitions.length)),
    );
    const parameters = toTensors(policy, POLICY_PARAMETERS);
    const { loss: objective, gradients } = valueAndGradients(
      () => ({ loss: tf.sum(tf.mul(stageLogProbabilities(policyNetwork(parameters, states), actions), weights)) }),
      names.map((name) => parameters[name]!),
    );
    return {
      objective: objective.dataSync()[0]!,
      gradients: new Map(names.map((name, i) => [name, gradients[i]!.dataSync<'float32'>()])),
    };
  });
}
