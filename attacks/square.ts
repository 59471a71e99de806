import { tf } from '../tensor/tf';
import type { TensorMap } from '../tensor/types';
import { logitsOfBatch, type LogitTable } from './engine/judge';
import type { AttackedModel } from './engine/kernels';
import type { EnteringPoints, LaneBatch, LaneOutcome, LaneStep, PointAttack } from './engine/pointAttack';
import { replaceRows } from './engine/rows';
import { attackOfPoints } from './engine/run';
import { valuesOf } from './engine/values';
import { describeAttack, resolveAttackParams, type ParametersOf } from './parameters';
import { askNearby, keepNearby, nearbyKernels, type NearbyAnswer } from './squareNearby';
import { planQueries, type SquareLane, type SquarePlan } from './squareQueries';
import { drawStripes } from './squareWindows';
import type { Attack, AttackParams } from './types';

/**
 * Square attack (Andriushchenko et al. 2020, "Square Attack: a query-efficient black-box adversarial attack via random
 * search"), L-infinity, on the margin m = z_y - max_{j != y} z_j:
 *
 *   a = clip(x + epsilon * stripes, 0, 1), stripes of one column each, a random sign per column and channel
 *   for it = 0 .. queries - 1, while m(a) > 0:
 *     a' = P_x(a + 2 epsilon * sign per channel in a random square window of side s(it))
 *     a = a' where m(a') < m(a) or m(a') <= 0
 *
 * The share of the pixels that a window covers falls with `it` as in AutoAttack: from `initialShare` by halves at fixed
 * iterations, whatever the number of queries. (The attack's stand-alone form stretches that schedule over the queries;
 * so fewer than 10,000 queries search with larger windows here than there.)
 *
 * Window and signs are each point's own. A window in which a' = a, as where a is at its bounds already, is passed over:
 * the network's answer is known. A margin of 0 ends a run even where the network is right, as for constant logits.
 * Reports `queries`: images asked about for each point, over all restarts, the stripes and what was passed over included.
 */
export function createSquare(params: AttackParams): Attack {
  return attackOfPoints(squareOfPoints(resolveAttackParams('square', params)));
}

export type SquareParams = ParametersOf['square'];

/** The attack on single points, for use in ensembles. */
export function squareOfPoints(params: SquareParams): PointAttack<SquareLane> {
  const { norm, epsilon, queries, restarts, batchSize } = params;
  return {
    name: 'square',
    minClasses: describeAttack('square').minClasses,
    norm,
    epsilon,
    batchSize,
    kernels: nearbyKernels,
    attacks: 'correct',
    begin: (points) => begin(params, points),
    step: (batch, model) => step(params, batch, model),
    progressOf: ({ restart, iteration }) => (restart * (queries + 1) + iteration + 1) / (restarts * (queries + 1)),
    reportOf: (lane) => ({ queries: lane.queries }),
  };
}

function begin({ epsilon }: SquareParams, points: EnteringPoints): ReturnType<PointAttack<SquareLane>['begin']> {
  const lanes = points.pointIds.map((point) => ({ point, restart: 0, iteration: -1, margin: null, queries: 0 }));
  return { lanes, state: { adversarial: striped(epsilon, points.seed, points.images, lanes) } };
}

/** The stripes of these lanes on their images, clipped to [0,1]. */
function striped(epsilon: number, seed: number, images: tf.Tensor4D, lanes: readonly SquareLane[]): tf.Tensor4D {
  const [, height, width, channels] = images.shape;
  const signs = lanes.flatMap(({ restart, point }) =>
    drawStripes({ seed, restart, point }, { height, width, channels }),
  );
  return tf.tidy(() => {
    const stripes = tf.tensor4d(signs, [lanes.length, 1, width, channels]);
    return tf.clipByValue(tf.add(images, tf.mul(stripes, epsilon)), 0, 1) as tf.Tensor4D;
  });
}

function step(params: SquareParams, batch: LaneBatch<SquareLane>, model: AttackedModel): LaneStep {
  const { lanes, images } = batch;
  const [, height, width, channels] = images.shape;
  const plan = planQueries(params, batch, { height, width, channels });
  const { logits, nearby } = ask(plan, batch, model);
  const labels = batch.labels.dataSync();

  const outcomes: LaneOutcome[] = lanes.map(() => 'running');
  /** By lane, the query that was accepted. */
  const accepted = new Map<number, number>();
  /** Lanes whose later queries of this batch are void: they assumed that the ones before are rejected. */
  const settled = new Set<number>();
  plan.queries.forEach(({ lane: i, iteration }, k) => {
    const lane = lanes[i]!;
    if (settled.has(i) || iteration < lane.iteration) return;
    const margin = marginOf(logits.row(k), labels[i]!);
    lane.queries += iteration - lane.iteration + 1;
    lane.iteration = iteration + 1;
    if (lane.margin === null || margin < lane.margin) {
      lane.margin = margin;
      accepted.set(i, k);
    }
    const isOver = lane.margin <= 0 || lane.iteration >= params.queries;
    if (accepted.has(i) || isOver) settled.add(i);
    if (logits.predicted(k) !== labels[i]) outcomes[i] = 'broken';
    else if (isOver) outcomes[i] = nextRestart(params, lane);
  });
  const state = nextImages(params, batch, plan, accepted);
  const changed = state['adversarial'];
  const restarts = lanes.some(({ iteration }) => iteration < 0);
  if (nearby !== null && changed !== undefined && !restarts)
    keepNearby(batch.state['adversarial']!, changed, nearby, accepted);
  return { state, outcomes };
}

/** @throws NonFiniteLogitsError */
function ask(
  plan: SquarePlan,
  { state, images }: LaneBatch<SquareLane>,
  model: AttackedModel,
): { readonly logits: LogitTable; readonly nearby: NearbyAnswer | null } {
  const [, height, width, channels] = images.shape;
  const when = `at iteration ${Math.max(...plan.queries.map(({ iteration }) => iteration))}`;
  const nearby = askNearby(model, plan, state, { height, width, channels }, when);
  if (nearby !== null) return { logits: nearby.logits, nearby };
  const candidates = tf.tensor4d(plan.candidates, images.shape);
  try {
    return { logits: logitsOfBatch('square', model, candidates, when), nearby };
  } finally {
    candidates.dispose();
  }
}

/** z_y - max_{j != y} z_j, in float32; at most 0 where the network errs. */
export function marginOf(logits: Float32Array, label: number): number {
  const highest = logits.reduce((most, z, j) => (j === label ? most : Math.max(most, z)), Number.NEGATIVE_INFINITY);
  return Math.fround(logits[label]! - highest);
}

/** The best images, with what was accepted and with new stripes where a run starts again; nothing if none changes. */
function nextImages(
  { epsilon }: SquareParams,
  { lanes, inUse, state, images, seed }: LaneBatch<SquareLane>,
  { candidates }: SquarePlan,
  accepted: ReadonlyMap<number, number>,
): TensorMap {
  const restarted = Array.from({ length: inUse }, (_, i) => i).filter((i) => lanes[i]!.iteration < 0);
  if (accepted.size === 0 && restarted.length === 0) return {};
  const best = Float32Array.from(valuesOf(state['adversarial']!));
  const pixels = best.length / lanes.length;
  for (const [i, k] of accepted) best.set(candidates.subarray(k * pixels, (k + 1) * pixels), i * pixels);
  return tf.tidy(() => {
    const adversarial = tf.tensor4d(best, images.shape);
    if (restarted.length === 0) return { adversarial };
    const around = tf.gather(images, tf.tensor1d(restarted, 'int32'));
    const stripes = striped(epsilon, seed, around, restarted.map((i) => lanes[i]!)); // prettier-ignore
    return { adversarial: replaceRows(adversarial, restarted, stripes) };
  });
}

function nextRestart({ restarts }: SquareParams, lane: SquareLane): LaneOutcome {
  if (lane.restart + 1 === restarts) return 'over';
  Object.assign(lane, { restart: lane.restart + 1, iteration: -1, margin: null });
  return 'running';
}
