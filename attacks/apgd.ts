import { randomStream } from '../tensor/random';
import { tf } from '../tensor/tf';
import type { TensorMap } from '../tensor/types';
import { apgdKernel } from './apgdKernel';
import { crossEntropy, differenceOfLogitsRatio, targetedDifferenceOfLogitsRatio, type ImageLoss } from './apgdLosses';
import { beginSchedule, nextUpdate, observeLoss, type ApgdSchedule, type ApgdUpdate } from './apgdSchedule';
import type { AttackedModel } from './engine/kernels';
import { requireFinite } from './engine/judge';
import type { EnteringPoints, LaneBatch, LaneOutcome, LaneStep, PointAttack } from './engine/pointAttack';
import { replaceRows } from './engine/rows';
import { attackOfPoints } from './engine/run';
import { noiseOnSphere } from './noise';
import { describeAttack, resolveAttackParams, type ParametersOf } from './parameters';
import { targetsOfPoint } from './targets';
import type { Attack, AttackParams } from './types';

/**
 * Auto-PGD (Croce and Hein 2020, "Reliable evaluation of adversarial robustness with an ensemble of diverse
 * parameter-free attacks") on the cross-entropy. From a random start at distance epsilon, with step size s = 2 epsilon:
 *
 *   u       = P_x(a_i + s * direction(grad L(a_i)))
 *   a_{i+1} = P_x(a_i + alpha * (u - a_i) + (1 - alpha) * (a_i - a_{i-1})),   alpha = 0.75, at first 1
 *
 * At checkpoints a point whose loss rose too rarely, or did not improve, goes back to its best image and halves s. A point
 * is left as soon as the network gets an iterate wrong, and that iterate is returned. Each restart takes `steps` + 1
 * gradients; the run reports `gradients`, and `zeroGradient`, 1 where the gradient at the first start was zero. It is 0 for
 * a point misclassified there: the difference of logits ratio is constant where the label comes third.
 *
 * With `eot` > 1, for networks that draw random numbers, gradients are averaged over that many passes, while loss and
 * verdict are those of the last one.
 */
export function createApgdCe(params: AttackParams): Attack {
  return attackOfPoints(apgdCe(resolveAttackParams('apgd-ce', params)));
}

/** Auto-PGD on the difference of logits ratio, which no rescaling of the logits changes; needs three classes. */
export function createApgdDlr(params: AttackParams): Attack {
  return attackOfPoints(apgdDlr(resolveAttackParams('apgd-dlr', params)));
}

/**
 * Auto-PGD on the targeted ratio, for one target after the other, `targets` at most: the classes of the highest clean
 * logits but the label. Any wrong class counts as success. With three classes the loss is the cross-entropy of the
 * target; with two there is nothing to choose and the attack is not defined.
 */
export function createApgdT(params: AttackParams): Attack {
  return attackOfPoints(apgdT(resolveAttackParams('apgd-t', params)));
}

export function apgdCe(params: ParametersOf['apgd-ce']): PointAttack<ApgdLane> {
  return apgdOfPoints({ name: 'apgd-ce', loss: crossEntropy, targets: 0 }, params);
}

export function apgdDlr(params: ParametersOf['apgd-dlr']): PointAttack<ApgdLane> {
  return apgdOfPoints({ name: 'apgd-dlr', loss: differenceOfLogitsRatio, targets: 0 }, params);
}

export function apgdT(params: ParametersOf['apgd-t']): PointAttack<ApgdLane> {
  return apgdOfPoints({ name: 'apgd-t', loss: targetedDifferenceOfLogitsRatio, targets: params.targets }, params);
}

/** What Auto-PGD keeps of a point. */
export interface ApgdLane {
  readonly point: number;
  /** The class to reach, and which of the point's targets it is; of an attack without targets null. */
  readonly target: { readonly class: number; readonly index: number } | null;
  /** Restarts that are over. */
  runs: number;
  schedule: ApgdSchedule;
  gradients: number;
  zeroGradient: 0 | 1;
}

interface Variant {
  readonly name: 'apgd-ce' | 'apgd-dlr' | 'apgd-t';
  readonly loss: ImageLoss;
  /** Most classes to try; 0 for a loss without target. */
  readonly targets: number;
}

type ApgdParams = ParametersOf['apgd-ce'];

function apgdOfPoints(variant: Variant, params: ApgdParams): PointAttack<ApgdLane> {
  const { norm, epsilon, steps, restarts, batchSize } = params;
  return {
    name: variant.name,
    minClasses: describeAttack(variant.name).minClasses,
    norm,
    epsilon,
    batchSize,
    kernels: { step: apgdKernel(variant.loss, variant.targets > 0, params) },
    attacks: 'correct',
    partsOf: ({ targetsOf, ...clean }) =>
      variant.targets === 0 ? 1 : targetsOfPoint(variant.name, clean, variant.targets, targetsOf).length,
    begin: (points) => begin(variant, params, points),
    step: (batch, model) => step(variant, params, batch, model),
    progressOf: ({ runs, schedule }) => (runs + schedule.evaluations / (steps + 1)) / restarts,
    reportOf: ({ gradients, zeroGradient }) => ({ gradients, zeroGradient }),
    mergeReports: (reports) => ({
      gradients: reports.reduce((sum, { gradients }) => sum + gradients!, 0),
      zeroGradient: reports[0]!['zeroGradient']!,
    }),
  };
}

function begin(
  variant: Variant,
  params: ApgdParams,
  points: EnteringPoints,
): ReturnType<PointAttack<ApgdLane>['begin']> {
  const { images, labels, pointIds, parts, cleanLogits, seed, targetsOf } = points;
  const lanes = pointIds.map((point, i): ApgdLane => {
    const clean = { label: labels[i]!, logits: cleanLogits[i]! };
    const [index, most] = [parts[i]!, variant.targets];
    const target = most === 0 ? null : { class: targetsOfPoint(variant.name, clean, most, targetsOf)[index]!, index };
    return { point, target, runs: 0, schedule: beginSchedule(params), gradients: 0, zeroGradient: 0 };
  });
  const starts = startsOf(variant, params, seed, images, lanes);
  const zeros = tf.zerosLike(images);
  // Of these only `adversarial` matters: the evaluation at the start replaces the others.
  return {
    lanes,
    state: { adversarial: starts, previous: starts.clone(), best: starts.clone(), gradient: zeros, bestGradient: zeros.clone() }, // prettier-ignore
  };
}

function step(variant: Variant, params: ApgdParams, batch: LaneBatch<ApgdLane>, model: AttackedModel): LaneStep {
  const { lanes, images, labels, seed } = batch;
  const perLane = laneInputs(lanes);
  const { verdict, ...state } = model.call('step', { ...batch.state, images, labels, ...perLane });
  tf.dispose(perLane);
  try {
    requireFinite(variant.name, verdict!, 'during the attack');
  } catch (error) {
    tf.dispose([verdict!, state]);
    throw error;
  }
  const values = verdict!.dataSync<'float32'>();
  verdict!.dispose();
  const outcomes = lanes.map((lane, i) => {
    const [loss, wrong, zero] = values.subarray(3 * i, 3 * i + 3) as unknown as [number, number, number];
    return take(lane, params, { loss, wrong: wrong === 1, zeroGradient: zero === 1 });
  });
  const starting = lanes.flatMap((lane, i) =>
    outcomes[i] === 'running' && lane.schedule.evaluations === 0 ? [i] : [],
  );
  if (starting.length === 0) return { state, outcomes };
  const adversarial = tf.tidy(() => {
    const around = tf.gather(images, tf.tensor1d(starting, 'int32'));
    const starts = startsOf(variant, params, seed, around, starting.map((i) => lanes[i]!)); // prettier-ignore
    return replaceRows(state['adversarial']!, starting, starts);
  });
  state['adversarial']!.dispose();
  return { state: { ...state, adversarial }, outcomes };
}

/** Numbers of the next update, Float32 [n,1,1,1] each, and the target of each lane where there are any. */
function laneInputs(lanes: readonly ApgdLane[]): TensorMap {
  const updates = lanes.map(({ schedule }) => nextUpdate(schedule));
  const column = (name: keyof ApgdUpdate): tf.Tensor4D =>
    tf.tensor4d(updates.map((update) => update[name]), [lanes.length, 1, 1, 1]); // prettier-ignore
  const targets = lanes.flatMap(({ target }) => target?.class ?? []);
  return {
    ...{ stepSize: column('stepSize'), alpha: column('alpha') },
    ...{ fromBest: column('fromBest'), bestLoss: column('bestLoss') },
    ...(targets.length === 0 ? {} : { targets: tf.tensor1d(targets, 'int32') }),
  };
}

/** What the network said of the lane's new iterate. */
function take(
  lane: ApgdLane,
  params: ApgdParams,
  seen: { readonly loss: number; readonly wrong: boolean; readonly zeroGradient: boolean },
): LaneOutcome {
  lane.gradients += params.eot;
  if (lane.runs === 0 && lane.schedule.evaluations === 0) lane.zeroGradient = seen.zeroGradient && !seen.wrong ? 1 : 0;
  observeLoss(lane.schedule, seen.loss, params);
  if (seen.wrong) return 'broken';
  if (lane.schedule.evaluations <= params.steps) return 'running';
  lane.runs += 1;
  if (lane.runs === params.restarts) return 'over';
  lane.schedule = beginSchedule(params);
  return 'running';
}

/** x + epsilon * t / ||t||, into [0,1]: for each run of a point its own t. */
function startsOf(
  { name }: Variant,
  { norm, epsilon }: ApgdParams,
  seed: number,
  images: tf.Tensor4D,
  lanes: readonly ApgdLane[],
): tf.Tensor4D {
  const [, height, width, channels] = images.shape;
  const streams = lanes.map(({ point, runs, target }) =>
    randomStream(seed, 'attack', name, runs, point, ...(target === null ? [] : [target.index])),
  );
  return tf.tidy(() => {
    const noise = noiseOnSphere(streams, [height, width, channels], { norm, epsilon });
    return tf.clipByValue(tf.add(images, noise), 0, 1) as tf.Tensor4D;
  });
}
