import { randomStream } from '../tensor/random';
import { tf } from '../tensor/tf';
import type { TensorMap } from '../tensor/types';
import { ask, decisionReport, outcomeOf, perLane, replacedBy, takenOver, type Answer } from './decision/ask';
import { probesAt } from './decision/budget';
import { advanceStart, blended, randomImages, shareOfBlend, startingLane, type StartingLane } from './decision/start';
import type { AttackedModel } from './engine/kernels';
import type { LaneBatch, LaneStep, PointAttack } from './engine/pointAttack';
import { attackOfPoints } from './engine/run';
import { describeAttack, resolveAttackParams, type ParametersOf } from './parameters';
import { steepest } from './step';
import type { Attack, AttackParams, Norm } from './types';

/**
 * HopSkipJump (Chen, Jordan and Wainwright 2020, "HopSkipJumpAttack: a query-efficient decision-based attack"), from the
 * predicted class alone, in d dimensions:
 *
 *   start from the image a nearest to x, of 50 on the way from x to a random image, on which the network errs;
 *   bisect a back to the boundary; then for t = 0 .. steps - 1:
 *     delta = 0.1 at t = 0, else ||a - x|| / d
 *     g = mean over n = min(100 sqrt(t + 1), 10000) directions u of (phi(u) - mean phi) u,
 *         phi(u) = 1 where the network errs on clip(a + delta u, 0, 1), else -1; without the mean where all are equal
 *     a = clip(a + e v, 0, 1), v = sign(g) for L-infinity and g of length 1 for L2, with the first of
 *         e = ||a - x|| / sqrt(t + 1), e/2, e/4, ... for which the network errs
 *     bisect a back to the boundary
 *
 * The directions are uniform in [-1,1]^d for L-infinity and normal for L2, of L2 length 1; u is what is left after
 * clipping. Bisection looks for the smallest r such that the network errs on a clipped to the ball of radius r around x
 * (L-infinity), or on the point at distance r on the way from x to a (L2), to 1/d^2 and 1/d^1.5 of ||a - x||.
 *
 * A point is broken, and done, at the first image within epsilon on which the network errs. It is given up after `steps`
 * steps or `queries` forward passes, or when the network errs on none of 100 random images. Reports `queries` and
 * `distance`, the smallest at which the network was seen to err, NaN if it never was.
 */
export function createHopSkipJump(params: AttackParams): Attack {
  return attackOfPoints(hopSkipJumpOfPoints(resolveAttackParams('hopskipjump', params)));
}

export type HopSkipJumpParams = ParametersOf['hopskipjump'];

/** Besides `adversarial`, the state of a point has its `current` image, and of the probes the sums of phi u and of u. */
interface HopSkipJumpLane extends StartingLane<'bisect' | 'probe' | 'move'> {
  t: number;
  /** The bisection has shown the network to be right at this radius and to err at `radius`. */
  low: number;
  /** The bisection ends when it is as narrow as this. */
  width: number;
  /** Probes of this step on which the network erred. */
  positive: number;
  /** e, the length to try next. */
  length: number;
}

/** The attack on single points, for use in ensembles. */
export function hopSkipJumpOfPoints(params: HopSkipJumpParams): PointAttack<HopSkipJumpLane> {
  const { norm, epsilon, steps, queries, batchSize } = params;
  return {
    name: 'hopskipjump',
    minClasses: describeAttack('hopskipjump').minClasses,
    norm,
    epsilon,
    batchSize,
    kernels: {},
    attacks: 'correct',
    begin: ({ images, pointIds }) => ({
      lanes: pointIds.map((point) => ({ ...startingLane(point), t: 0, low: 0, width: 0, positive: 0, length: 0 })),
      state: {
        adversarial: tf.clone(images),
        current: tf.clone(images),
        weighted: tf.zerosLike(images),
        plain: tf.zerosLike(images),
      },
    }),
    step: (batch, model) => step(params, batch, model),
    progressOf: (lane) => Math.min(1, Math.max(lane.queries / queries, lane.t / steps)),
    reportOf: decisionReport,
  };
}

function step(params: HopSkipJumpParams, batch: LaneBatch<HopSkipJumpLane>, model: AttackedModel): LaneStep {
  const { lanes, state } = batch;
  const { norm } = params;
  return tf.tidy(() => {
    const dimensions = state['current']!.size / lanes.length;
    const query = queryOf(norm, batch, dimensions);
    const answers = ask('hopskipjump', norm, batch, model, query);
    const probed = lanes.some(({ phase }) => phase === 'probe') ? afterProbes(norm, batch, query, answers) : {};
    const kept = lanes.map(({ phase }, i) => phase !== 'probe' && answers[i]!.wrong);
    const outcomes = lanes.map((lane, i) =>
      outcomeOf(params, lane, answers[i]!, advance(params, lane, answers[i]!, dimensions)),
    );
    return { state: { ...probed, ...takenOver(query, state, kept, outcomes) }, outcomes };
  });
}

/** The image that each lane asks about next. Lanes in other phases have factors that change nothing. */
function queryOf(
  norm: Norm,
  { lanes, state, images, seed }: LaneBatch<HopSkipJumpLane>,
  dimensions: number,
): tf.Tensor4D {
  const halfway = ({ phase, low, radius }: HopSkipJumpLane): number | null =>
    phase === 'bisect' ? (low + radius) / 2 : null;
  const shares = lanes.map((lane) =>
    norm === 'l2' && lane.phase === 'bisect' ? halfway(lane)! / lane.radius : shareOfBlend(lane),
  );
  const noise = randomImages('hopskipjump', seed, lanes, dimensions);
  lanes.forEach((lane, i) => {
    if (lane.phase === 'probe') noise.set(direction(norm, seed, lane, dimensions), i * dimensions);
  });
  const drawn = tf.tensor(noise, images.shape);
  let query = blended(images, state['current']!, shares);
  if (norm === 'linf') {
    const radius = perLane(lanes.map((lane) => halfway(lane) ?? 2));
    query = tf.maximum(tf.minimum(query, tf.add(images, radius)), tf.sub(images, radius));
  }
  const probe = perLane(lanes.map((lane) => (lane.phase === 'probe' ? probeLength(lane, dimensions) : 0)));
  const move = perLane(lanes.map(({ phase, length }) => (phase === 'move' ? length : 0)));
  query = tf.add(tf.add(query, tf.mul(drawn, probe)), tf.mul(state['weighted']!, move));
  query = tf.clipByValue(query, 0, 1) as tf.Tensor4D;
  return replacedBy(drawn as tf.Tensor4D, lanes.map(({ phase }) => phase === 'noise'), query) as tf.Tensor4D; // prettier-ignore
}

/** delta */
function probeLength({ t, radius }: HopSkipJumpLane, dimensions: number): number {
  return t === 0 ? 0.1 : radius / dimensions;
}

/** The direction that a lane probes next, of L2 length 1. */
function direction(norm: Norm, seed: number, { point, t, index }: HopSkipJumpLane, dimensions: number): Float32Array {
  const stream = randomStream(seed, 'attack', 'hopskipjump', 0, point, 'probe', t, index);
  const values = norm === 'linf' ? stream.uniform(dimensions, -1, 1) : stream.normal(dimensions);
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return values.map((value) => value / length);
}

/**
 * The sums over probes with these answers taken in. Where they were the last ones of the step, `weighted` is v, the
 * direction to move in.
 */
function afterProbes(
  norm: Norm,
  { lanes, state }: LaneBatch<HopSkipJumpLane>,
  query: tf.Tensor4D,
  answers: readonly Answer[],
): TensorMap {
  const probing = lanes.map(({ phase }) => phase === 'probe');
  const signs = answers.map(({ wrong }) => (wrong ? 1 : -1));
  const kept = perLane(lanes.map(({ index }, i) => (probing[i] && index === 0 ? 0 : 1)));
  const dimensions = query.size / lanes.length;
  const shares = lanes.map((lane, i) => (probing[i] ? 1 / probeLength(lane, dimensions) : 0));
  const moved = tf.sub(query, state['current']!);
  const plain = tf.add(tf.mul(state['plain']!, kept), tf.mul(moved, perLane(shares)));
  const phi = perLane(shares.map((share, i) => share * signs[i]!));
  const weighted = tf.add(tf.mul(state['weighted']!, kept), tf.mul(moved, phi));
  const last = lanes.map(({ t, index }, i) => probing[i]! && index + 1 === probesAt(t));
  if (!last.includes(true)) return { plain, weighted };
  const means = lanes.map(({ positive, index }, i) => {
    const mean = (2 * (positive + (answers[i]!.wrong ? 1 : 0))) / (index + 1) - 1;
    return Math.abs(mean) === 1 ? 0 : mean;
  });
  const gradient = tf.sub(weighted, tf.mul(plain, perLane(means))) as tf.Tensor4D;
  return { plain, weighted: replacedBy(steepest(gradient, norm), last, weighted) };
}

/** Moves a lane on to its next query; whether its search is over. */
function advance(
  { norm, steps }: HopSkipJumpParams,
  lane: HopSkipJumpLane,
  answer: Answer,
  dimensions: number,
): boolean {
  const { wrong, distance } = answer;
  const bisectFrom = (radius: number): void => {
    const width = radius / dimensions ** (norm === 'linf' ? 2 : 1.5);
    Object.assign(lane, { phase: 'bisect', low: 0, radius, width });
  };
  switch (lane.phase) {
    case 'noise':
    case 'blend': {
      const search = advanceStart(lane, answer);
      if (search === 'found') bisectFrom(lane.radius);
      return search === 'failed';
    }
    case 'bisect': {
      const middle = (lane.low + lane.radius) / 2;
      lane[wrong ? 'radius' : 'low'] = middle;
      if (lane.radius - lane.low > lane.width) return false;
      Object.assign(lane, { phase: 'probe', index: 0, positive: 0 });
      return lane.t === steps;
    }
    case 'probe':
      lane.positive += wrong ? 1 : 0;
      lane.index += 1;
      if (lane.index === probesAt(lane.t))
        Object.assign(lane, { phase: 'move', length: lane.radius / Math.sqrt(lane.t + 1) });
      return false;
    case 'move':
      if (!wrong) {
        lane.length /= 2;
        return false;
      }
      lane.t += 1;
      bisectFrom(distance);
      return false;
  }
}
