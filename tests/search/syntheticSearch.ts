import type { Stage } from '../../architectures/types';
import { annealingFactor } from '../../search/annealing';
import { ctEmbedding, lipsEmbedding } from '../../search/embeddings';
import { initializePolicy, proposeAction } from '../../search/policy';
import type { PolicySettings } from '../../search/policy';
import { reward, VIOLATION_REWARD } from '../../search/reward';
import { encodeState } from '../../search/stateEncoder';
import type { SampledStageAction, StateInput } from '../../search/types';
import { updatePolicy } from '../../search/vpg';
import type { EncodedTransition, VpgSettings } from '../../search/vpg';
import { deriveSeed, randomStream } from '../../tensor/random';
import type { StateValues } from '../../tensor/types';

/**
 * A search whose children are not trained: accuracy is a formula of the child and the task, with the noise of a
 * 256-sample evaluation set. It has the shape of the real one: cost as width^2 * depth * map^2, robust
 * accuracy that rises with log cost, a robust block that helps late and hurts early, a budget that binds, and
 * children that may come out larger than their teacher.
 */
export interface SyntheticTask {
  readonly name: string;
  readonly stages: readonly Stage[];
  readonly budgetMacs: number;
  /** Harder attacks lower the teacher's accuracy and raise LIPS. */
  readonly teacherAccuracy: number;
  readonly lipschitz: number;
}

const GUARD = 2;
const EVALUATION_SAMPLES = 256;

const wideResNet = (depth: number, width: number): Stage[] =>
  [0, 1, 2].map((i) => ({ depth, width, stride: i === 0 ? 1 : 2, robust: false }));

export const SYNTHETIC_TASKS: readonly SyntheticTask[] = [
  [wideResNet(2, 4), 0.6, 20],
  [wideResNet(2, 4), 0.4, 80],
  [wideResNet(4, 10), 0.55, 30],
  [wideResNet(4, 10), 0.35, 120],
].map(([stages, teacherAccuracy, lipschitz], i) => ({
  name: `task-${i}`,
  stages: stages as Stage[],
  budgetMacs: 0.35 * syntheticMacs(stages as Stage[]),
  teacherAccuracy: teacherAccuracy as number,
  lipschitz: lipschitz as number,
}));

export function syntheticMacs(stages: readonly Stage[]): number {
  let map = 32;
  let macs = 0;
  stages.forEach(({ depth, width, stride }, i) => {
    map /= stride;
    macs += 18 * depth * (16 * 2 ** i * width) ** 2 * map ** 2;
  });
  return macs;
}

export function syntheticState(task: SyntheticTask, dimension: number): StateInput {
  const spread = randomStream(1, 'synthetic-lips', task.name).normal(EVALUATION_SAMPLES, Math.log(task.lipschitz), 0.5);
  return {
    stages: task.stages.map((s) => [s.width, s.depth, s.stride === 2 ? 1 : 0, s.robust ? 1 : 0]),
    lips: lipsEmbedding(spread.map(Math.exp), dimension),
    ct: ctEmbedding(syntheticMacs(task.stages), dimension),
  };
}

export function syntheticReward(
  task: SyntheticTask,
  action: readonly SampledStageAction[],
  annealing: number | 'hard',
  seed: number,
): number {
  const child = task.stages.map((stage, i): Stage => {
    const a = action[i]!;
    return {
      width: Math.max(1, Math.round(stage.width * a.width)),
      depth: Math.max(1, Math.round(stage.depth * a.depth)),
      stride: a.downsample ? 2 : 1,
      robust: a.robust,
    };
  });
  const cost = syntheticMacs(child);
  const teacherMacs = syntheticMacs(task.stages);
  if (cost > GUARD * teacherMacs) return VIOLATION_REWARD;
  const fromSize = 1 + 0.06 * Math.log2(cost / teacherMacs);
  const fromBlocks = child.reduce((sum, stage, i) => sum + (stage.robust ? [-0.06, 0.02, 0.1][i]! : 0), 0);
  const expected = Math.min(0.95, Math.max(0.02, task.teacherAccuracy * (fromSize + fromBlocks)));
  const hits = randomStream(seed, 'hits').bernoulli(EVALUATION_SAMPLES, expected);
  return reward({
    studentAccuracy: hits.reduce((sum, hit) => sum + hit, 0) / EVALUATION_SAMPLES,
    teacherAccuracy: task.teacherAccuracy,
    studentSize: cost,
    teacherSize: teacherMacs,
    cost,
    budget: task.budgetMacs,
    annealing,
  });
}

export type SyntheticSettings = PolicySettings & VpgSettings;

/** The search: `iterations` of `timeSteps` with an update after each step or each iteration. */
export function syntheticSearch(
  settings: SyntheticSettings,
  encodedTasks: readonly Float32Array[],
  schedule: { readonly iterations: number; readonly timeSteps: number; readonly update: 'step' | 'iteration' },
  seed: number,
): { readonly initial: StateValues; readonly trained: StateValues; readonly rewards: readonly number[] } {
  const initial = initializePolicy(settings, deriveSeed(seed, 'policy'));
  let policy = initial;
  const rewards: number[] = [];
  for (let iteration = 0; iteration < schedule.iterations; iteration++) {
    const annealing = annealingFactor('linear', iteration, schedule.iterations);
    const collected: EncodedTransition[] = [];
    for (let step = 0; step < schedule.timeSteps; step++) {
      const index = randomStream(seed, 'task', iteration, step).integers(1, SYNTHETIC_TASKS.length)[0]!;
      const states = encodedTasks[index]!;
      const { action } = proposeAction(settings, policy, states, { seed: deriveSeed(seed, 'action', iteration, step) });
      const value = syntheticReward(
        SYNTHETIC_TASKS[index]!,
        action,
        annealing,
        deriveSeed(seed, 'evaluation', iteration, step),
      );
      rewards.push(value);
      collected.push({ states, action, reward: value });
      if (schedule.update === 'step') policy = updatePolicy(settings, policy, [collected[step]!]).policy;
    }
    if (schedule.update === 'iteration') policy = updatePolicy(settings, policy, collected).policy;
  }
  return { initial, trained: policy, rewards };
}

/** Rewards of `draws` actions per task under the full penalty: what a policy is worth when the budget counts. */
export function evaluatePolicy(
  settings: SyntheticSettings,
  policy: StateValues,
  encodedTasks: readonly Float32Array[],
  draws: number,
  seed: number,
): number[] {
  return encodedTasks.flatMap((states, index) =>
    Array.from({ length: draws }, (_, draw) => {
      const { action } = proposeAction(settings, policy, states, { seed: deriveSeed(seed, 'test', index, draw) });
      return syntheticReward(SYNTHETIC_TASKS[index]!, action, 0, deriveSeed(seed, 'test-evaluation', index, draw));
    }),
  );
}

export function encodeTasks(encoder: StateValues, dimension: number): Float32Array[] {
  return SYNTHETIC_TASKS.map((task) => encodeState(encoder, syntheticState(task, dimension)));
}
