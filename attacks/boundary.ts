import { randomStream } from '../tensor/random';
import { tf } from '../tensor/tf';
import { ask, decisionReport, outcomeOf, perLane, replacedBy, takenOver, type Answer } from './decision/ask';
import { advanceStart, blended, randomImages, shareOfBlend, startingLane, type StartingLane } from './decision/start';
import type { AttackedModel } from './engine/kernels';
import type { LaneBatch, LaneStep, PointAttack } from './engine/pointAttack';
import { attackOfPoints } from './engine/run';
import { describeAttack, resolveAttackParams, type ParametersOf } from './parameters';
import { perImageL2Norm } from './projection';
import type { Attack, AttackParams } from './types';

/**
 * Boundary attack (Brendel, Rauber and Bethge 2018, "Decision-based adversarial attacks: reliable attacks against
 * black-box machine learning models"), from the predicted class alone; minimises the L2 distance. It starts as
 * HopSkipJump does, at an image a, at distance r from x, on which the network errs. Each step draws
 *
 *   s = a random point on the sphere of radius r around x, off a by `orthogonal` * r at a right angle to a - x
 *   a' = s moved towards x, to distance (1 - `source`) * r
 *
 * both clipped to [0,1], and takes a' for a where the network errs on a' and a' is nearer to x.
 *
 * Both step sizes are 0.01 at first. Every 10th step asks about s too: of the last 100 such s the network should err on
 * about half (above 1/2 both sizes grow by 1.5, below 1/5 both shrink by as much), of the last 30 a' whose s it erred on,
 * about a quarter (above 1/4 `source` grows, below 1/10 it shrinks). Answers counted are forgotten at each change.
 *
 * A point is broken, and done, at the first image within epsilon on which the network errs; it is given up after `steps`
 * steps, when `source` falls below 1e-7, or when the network errs on none of 100 random images. Reports `queries` and
 * `distance`, the smallest at which the network was seen to err, NaN if it never was.
 */
export function createBoundary(params: AttackParams): Attack {
  return attackOfPoints(boundaryOfPoints(resolveAttackParams('boundary', params)));
}

export type BoundaryParams = ParametersOf['boundary'];

interface BoundaryLane extends StartingLane<'orthogonal' | 'step'> {
  step: number;
  sizes: StepSizes;
}

/** Sizes of both steps, as shares of the distance, and the answers that they follow: 1 for those on which the network errs. */
export interface StepSizes {
  readonly orthogonal: number;
  readonly source: number;
  readonly orthogonalAnswers: readonly number[];
  readonly sourceAnswers: readonly number[];
}

export const firstStepSizes: StepSizes = { orthogonal: 0.01, source: 0.01, orthogonalAnswers: [], sourceAnswers: [] };

const leastSourceStep = 1e-7;
const checkEvery = 10;
const factor = 1.5;

/** Keeps a direction of no length finite. */
const leastNorm = 1e-12;

/** The attack on single points, for use in ensembles. */
export function boundaryOfPoints(params: BoundaryParams): PointAttack<BoundaryLane> {
  const { norm, epsilon, steps, batchSize } = params;
  return {
    name: 'boundary',
    minClasses: describeAttack('boundary').minClasses,
    norm,
    epsilon,
    batchSize,
    kernels: {},
    attacks: 'correct',
    begin: ({ images, pointIds }) => ({
      lanes: pointIds.map((point) => ({ ...startingLane(point), step: 0, sizes: firstStepSizes })),
      state: { adversarial: tf.clone(images), current: tf.clone(images) },
    }),
    step: (batch, model) => step(params, batch, model),
    progressOf: (lane) => lane.step / steps,
    reportOf: decisionReport,
  };
}

function step(params: BoundaryParams, batch: LaneBatch<BoundaryLane>, model: AttackedModel): LaneStep {
  const { lanes, state } = batch;
  return tf.tidy(() => {
    const query = queryOf(batch);
    const answers = ask('boundary', 'l2', batch, model, query);
    const kept = lanes.map(
      ({ phase, radius }, i) =>
        answers[i]!.wrong && phase !== 'orthogonal' && (phase !== 'step' || answers[i]!.distance < radius),
    );
    const limits = { ...params, queries: Number.POSITIVE_INFINITY };
    const outcomes = lanes.map((lane, i) => outcomeOf(limits, lane, answers[i]!, advance(params, lane, answers[i]!)));
    return { state: takenOver(query, state, kept, outcomes), outcomes };
  });
}

/** The image that each lane asks about next. */
function queryOf({ lanes, state, images, seed }: LaneBatch<BoundaryLane>): tf.Tensor4D {
  const size = images.size / lanes.length;
  const walking = ({ phase }: BoundaryLane): boolean => phase === 'orthogonal' || phase === 'step';
  const noise = randomImages('boundary', seed, lanes, size);
  lanes.forEach((lane, i) => {
    if (!walking(lane)) return;
    const stream = randomStream(seed, 'attack', 'boundary', 0, lane.point, 'step', lane.step);
    noise.set(stream.normal(size), i * size);
  });
  const drawn = tf.tensor(noise, images.shape) as tf.Tensor4D;
  const onTheWay = blended(images, state['current']!, lanes.map(shareOfBlend)); // prettier-ignore
  const starting = replacedBy(drawn, lanes.map(({ phase }) => phase === 'noise'), onTheWay) as tf.Tensor4D; // prettier-ignore
  const query = lanes.some(walking)
    ? replacedBy(candidates(lanes, images, state['current'] as tf.Tensor4D, drawn), lanes.map(walking), starting)
    : starting;
  return tf.clipByValue(query, 0, 1) as tf.Tensor4D;
}

/** s for lanes that ask about it, else a'. */
function candidates(
  lanes: readonly BoundaryLane[],
  images: tf.Tensor4D,
  current: tf.Tensor4D,
  noise: tf.Tensor4D,
): tf.Tensor4D {
  const orthogonal = perLane(lanes.map(({ sizes }) => sizes.orthogonal));
  const source = perLane(lanes.map(({ sizes }) => sizes.source));
  const inward = tf.sub(images, current) as tf.Tensor4D;
  const radius = perImageL2Norm(inward);
  const unit = tf.div(inward, tf.maximum(radius, leastNorm));
  const atRightAngle = tf.sub(noise, tf.mul(unit, tf.sum(tf.mul(noise, unit), [1, 2, 3], true))) as tf.Tensor4D;
  const length = tf.div(tf.mul(orthogonal, radius), tf.maximum(perImageL2Norm(atRightAngle), leastNorm));
  const off = tf.div(tf.sub(tf.mul(atRightAngle, length), inward), tf.sqrt(tf.add(tf.square(orthogonal), 1)));
  const onSphere = tf.clipByValue(tf.add(images, off), 0, 1);
  const back = tf.sub(images, onSphere) as tf.Tensor4D;
  const far = perImageL2Norm(back);
  const towards = tf.maximum(tf.add(tf.mul(source, radius), tf.sub(far, radius)), 0);
  const nearer = tf.add(onSphere, tf.mul(back, tf.div(towards, tf.maximum(far, leastNorm)))) as tf.Tensor4D;
  return replacedBy(nearer, lanes.map(({ phase }) => phase === 'step'), onSphere) as tf.Tensor4D; // prettier-ignore
}

/** Moves a lane on to its next query; whether its search is over. */
function advance({ steps }: BoundaryParams, lane: BoundaryLane, answer: Answer): boolean {
  const { wrong, distance } = answer;
  switch (lane.phase) {
    case 'noise':
    case 'blend': {
      const search = advanceStart(lane, answer);
      if (search === 'found') lane.phase = phaseOf(lane.step);
      return search === 'failed';
    }
    case 'orthogonal':
      lane.sizes = counted(lane.sizes, 'orthogonalAnswers', wrong);
      lane.phase = 'step';
      return false;
    case 'step': {
      if (lane.step % checkEvery === 0) {
        // The source step is judged only where the orthogonal one alone does not spoil it.
        const spoiled = lane.sizes.orthogonalAnswers.at(-1) === 0;
        lane.sizes = adapted(spoiled ? lane.sizes : counted(lane.sizes, 'sourceAnswers', wrong));
      }
      if (wrong && distance < lane.radius) lane.radius = distance;
      lane.step += 1;
      lane.phase = phaseOf(lane.step);
      return lane.step === steps || lane.sizes.source < leastSourceStep;
    }
  }
}

function phaseOf(step: number): 'orthogonal' | 'step' {
  return step % checkEvery === 0 ? 'orthogonal' : 'step';
}

const remembered = { orthogonalAnswers: 100, sourceAnswers: 30 };

function counted(sizes: StepSizes, answers: keyof typeof remembered, wrong: boolean): StepSizes {
  return { ...sizes, [answers]: [...sizes[answers], wrong ? 1 : 0].slice(-remembered[answers]) };
}

/** The step sizes after a check. */
export function adapted(sizes: StepSizes): StepSizes {
  let next = sizes;
  const successOf = (answers: keyof typeof remembered): number | null =>
    sizes[answers].length < remembered[answers]
      ? null
      : sizes[answers].reduce((a, b) => a + b, 0) / sizes[answers].length;
  const success = successOf('orthogonalAnswers');
  if (success !== null && (success > 0.5 || success < 0.2)) {
    const by = success > 0.5 ? factor : 1 / factor;
    next = { ...next, orthogonal: next.orthogonal * by, source: next.source * by, orthogonalAnswers: [] };
  }
  const sourceSuccess = successOf('sourceAnswers');
  if (sourceSuccess !== null && (sourceSuccess > 0.25 || sourceSuccess < 0.1))
    next = { ...next, source: next.source * (sourceSuccess > 0.25 ? factor : 1 / factor), sourceAnswers: [] };
  return next;
}
