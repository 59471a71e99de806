import { compressArchitecture } from '../../architectures/compress';
import { networkCost } from '../../architectures/cost';
import { parseArchitecture } from '../../architectures/parse';
import type { Architecture } from '../../architectures/types';
import { annealingFactor } from '../../search/annealing';
import { addChild, initializeBuffers, sampleTask } from '../../search/buffers';
import { ctEmbedding, lipsEmbedding } from '../../search/embeddings';
import { initializePolicy, proposeAction } from '../../search/policy';
import type { PolicySettings } from '../../search/policy';
import { reward, VIOLATION_REWARD } from '../../search/reward';
import { encodeStages } from '../../search/stageEncoding';
import { encodeState } from '../../search/stateEncoder';
import type { BufferedArchitecture, SampledStageAction, StateInput, Task } from '../../search/types';
import { updatePolicy } from '../../search/vpg';
import type { EncodedTransition, VpgSettings } from '../../search/vpg';
import { deriveSeed, randomStream } from '../../tensor/random';
import type { StateValues } from '../../tensor/types';

/*
 * A search whose children are not trained: robust accuracy is a formula of the network and the attack, with the noise
 * of a 256-sample evaluation set. All else is the real search: buffers that children join, states, actions,
 * compression, MACs, reward. The formula has what matters for learning: accuracy rises with log cost, robust blocks help
 * in the last stages and hurt in the first, budgets bind, and a child may come out larger than its teacher.
 */

const CIFAR = { height: 32, width: 32, channels: 3 };
const CLASSES = 10;
const GUARD = 2;
const EVALUATION_SAMPLES = 256;

/** Robust accuracy that base teachers keep, and the median Lipschitz coefficient. */
const ATTACKS: Readonly<Record<string, { accuracy: number; lipschitz: number }>> = {
  weak: { accuracy: 0.6, lipschitz: 20 },
  strong: { accuracy: 0.4, lipschitz: 80 },
};

const TEACHERS = ['WRN-16-4', 'WRN-28-10'].map((name): BufferedArchitecture => {
  const architecture = parseArchitecture(name);
  return { architecture, budgetMacs: 0.35 * macsOf(architecture), baseTeacher: name, origin: 'teacher' };
});

/** Every base teacher under every attack. */
export const SYNTHETIC_TASKS: readonly Task[] = TEACHERS.flatMap((teacher) =>
  Object.keys(ATTACKS).map((attack) => ({ data: 'synthetic', attack, teacher })),
);

export type SyntheticSettings = PolicySettings & VpgSettings;

export interface SyntheticSchedule {
  readonly iterations: number;
  readonly timeSteps: number;
  readonly update: 'step' | 'iteration';
}

function macsOf(architecture: Architecture): number {
  return networkCost(architecture, CIFAR, CLASSES).macs;
}

export function syntheticState({ teacher, attack }: Task, dimension: number): StateInput {
  const { lipschitz } = ATTACKS[attack]!;
  const coefficients = randomStream(1, 'lips', attack).normal(EVALUATION_SAMPLES, Math.log(lipschitz), 0.5);
  return {
    stages: encodeStages(teacher.architecture),
    lips: lipsEmbedding(coefficients.map(Math.exp), dimension),
    ct: ctEmbedding(macsOf(teacher.architecture), dimension),
  };
}

/** Expected robust accuracy of a network of the family of `baseTeacher`. */
function robustAccuracy(architecture: Architecture, { attack, teacher }: Task): number {
  const size = Math.log2(macsOf(architecture) / macsOf(parseArchitecture(teacher.baseTeacher)));
  const blocks = architecture.stages.reduce((sum, { robust }, i) => sum + (robust ? [-0.06, 0.02, 0.1][i]! : 0), 0);
  return Math.min(0.95, Math.max(0.15, ATTACKS[attack]!.accuracy * (1 + 0.06 * size + blocks)));
}

/** Compresses the task's teacher and scores the child; a child beyond the guard is not built. */
function step(
  task: Task,
  action: readonly SampledStageAction[],
  annealing: number | 'hard',
  seed: number,
): { readonly child: Architecture | null; readonly reward: number } {
  const { teacher } = task;
  const child = compressArchitecture(teacher.architecture, action, { relativeTo: 'teacher' });
  const cost = macsOf(child);
  if (cost > GUARD * macsOf(parseArchitecture(teacher.baseTeacher))) return { child: null, reward: VIOLATION_REWARD };
  const hits = randomStream(seed, 'hits').bernoulli(EVALUATION_SAMPLES, robustAccuracy(child, task));
  const value = reward({
    studentAccuracy: hits.reduce((sum, hit) => sum + hit, 0) / EVALUATION_SAMPLES,
    teacherAccuracy: robustAccuracy(teacher.architecture, task),
    studentSize: cost,
    teacherSize: macsOf(teacher.architecture),
    cost,
    budget: teacher.budgetMacs,
    annealing,
  });
  return { child, reward: value };
}

/** Meta-training: iterations of time steps, buffers that start anew in each iteration. */
export function syntheticSearch(
  settings: SyntheticSettings,
  encoder: StateValues,
  dimension: number,
  schedule: SyntheticSchedule,
  seed: number,
): { readonly initial: StateValues; readonly trained: StateValues; readonly rewards: readonly number[] } {
  const initial = initializePolicy(settings, deriveSeed(seed, 'policy'));
  let policy = initial;
  const rewards: number[] = [];
  for (let iteration = 0; iteration < schedule.iterations; iteration++) {
    let buffers = initializeBuffers(['synthetic'], Object.keys(ATTACKS), TEACHERS);
    const annealing = annealingFactor('linear', iteration, schedule.iterations);
    const collected: EncodedTransition[] = [];
    for (let timeStep = 0; timeStep < schedule.timeSteps; timeStep++) {
      const task = sampleTask(buffers, seed, iteration, timeStep);
      const states = encodeState(encoder, syntheticState(task, dimension));
      const choose = { seed: deriveSeed(seed, 'action', iteration, timeStep) };
      const { action } = proposeAction(settings, policy, states, choose);
      const result = step(task, action, annealing, deriveSeed(seed, 'evaluation', iteration, timeStep));
      const transition = { states, action, reward: result.reward };
      rewards.push(result.reward);
      collected.push(transition);
      if (result.child !== null)
        buffers = addChild(buffers, { ...task.teacher, architecture: result.child, origin: 'child' });
      if (schedule.update === 'step') policy = updatePolicy(settings, policy, [transition]).policy;
    }
    if (schedule.update === 'iteration') policy = updatePolicy(settings, policy, collected).policy;
  }
  return { initial, trained: policy, rewards };
}

/** Rewards of `draws` actions for each base teacher and attack under the full penalty: a policy's worth when the budget counts. */
export function evaluatePolicy(
  settings: SyntheticSettings,
  policy: StateValues,
  encoder: StateValues,
  dimension: number,
  draws: number,
  seed: number,
): number[] {
  return SYNTHETIC_TASKS.flatMap((task, index) => {
    const states = encodeState(encoder, syntheticState(task, dimension));
    return Array.from({ length: draws }, (_, draw) => {
      const { action } = proposeAction(settings, policy, states, { seed: deriveSeed(seed, 'test', index, draw) });
      return step(task, action, 0, deriveSeed(seed, 'test-evaluation', index, draw)).reward;
    });
  });
}
