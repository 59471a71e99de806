/** How the work of a run divides over its phases, for its time estimate. */
import { networkCost } from '../architectures/cost';
import { parseArchitecture } from '../architectures/parse';
import { datasetInfo } from '../datasets/info';
import type { DatasetConfig } from '../datasets/types';
import type { ResolvedAttack, ResolvedPipeline } from '../schemas/resolved';
import type { TrainingConfig } from '../training/types';
import type { WorkWeights } from '../workflows/types';

/** A backward pass costs about two forward passes. */
const passesOfGradient = 3;

/** Work per unit of each phase: one teacher on one data set, one child, one target's final training and attacks. */
export function workWeights(spec: ResolvedPipeline): WorkWeights {
  const configs = Object.values(spec.data);
  const macsOf = (architecture: string, config: DatasetConfig) => {
    const { image, classes } = datasetInfo(config);
    return networkCost(parseArchitecture(architecture), image, classes).macs;
  };
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const attackSteps = mean(Object.values(spec.attacks).map(gradientSteps));

  const perData = configs.map((config) => {
    const teacherMacs = mean(spec.teachers.map(({ architecture }) => macsOf(architecture, config)));
    // Children are drawn between tiny and twice the teacher; half of it is their usual size.
    const childMacs = teacherMacs / 2;
    const evaluate = (macs: number, images: number) => macs * images * attackSteps * passesOfGradient;
    return {
      teachers: trainingWork(spec.training.teacher, teacherMacs, config) + evaluate(teacherMacs, config.evaluation),
      children: trainingWork(spec.training.child, childMacs, config) + evaluate(childMacs, config.evaluation),
      targets:
        trainingWork(spec.training.final, childMacs, config) +
        evaluate(
          childMacs + teacherMacs,
          (config.limitTest ?? datasetInfo(config).testCount) * (spec.evaluate.length - 1),
        ),
    };
  });
  return {
    teachers: mean(perData.map(({ teachers }) => teachers)),
    children: mean(perData.map(({ children }) => children)),
    targets: mean(perData.map(({ targets }) => targets)),
  };
}

/** About how many steps with a gradient an attack takes for one image that it does not break. */
function gradientSteps({ type, steps = 1, restarts = 1, targets = 1, queries, iterations }: ResolvedAttack): number {
  // 100 + 9 x 100 + 9 x 100 steps and 5,000 queries in the standard version.
  if (type === 'autoattack') return 1_900 + 5_000 / passesOfGradient;
  if (queries !== undefined) return (queries * restarts) / passesOfGradient;
  return iterations ?? steps * restarts * targets;
}

function trainingWork({ epochs, attack, method }: TrainingConfig, macs: number, config: DatasetConfig): number {
  const images = config.limitTrain ?? datasetInfo(config).trainCount;
  const outerPasses = (method === 'trades' ? 2 : 1) * passesOfGradient;
  return macs * images * epochs * (attack.steps * passesOfGradient + outerPasses);
}
