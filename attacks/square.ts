import { selectRows } from '../tensor/rows';
import { tf } from '../tensor/tf';
import type { TensorMap } from '../tensor/types';
import { requireFinite } from './engine/judge';
import { imagesOf, type AttackedModel, type Kernel } from './engine/kernels';
import type { EnteringPoints, LaneBatch, LaneOutcome, LaneStep, PointAttack } from './engine/pointAttack';
import { replaceRows } from './engine/rows';
import { attackOfPoints } from './engine/run';
import { marginPerImage } from './losses';
import { describeAttack, resolveAttackParams, type ParametersOf } from './parameters';
import { project } from './projection';
import { planQueries, type SquareLane, type SquareQuery } from './squareQueries';
import { changeIn, drawStripes } from './squareWindows';
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
    kernels: { query: queryKernel(epsilon) },
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
  const { lanes, inUse, images, seed } = batch;
  const [, height, width, channels] = images.shape;
  const plan = planQueries(params, batch, { height, width, channels });
  const { adversarial, ...numbers } = ask(params, batch, plan, model);
  const [margins, wrong] = [numbers['margin']!.dataSync(), numbers['wrong']!.dataSync()];
  tf.dispose(numbers);

  const outcomes: LaneOutcome[] = lanes.map(() => 'running');
  /** Of each lane, the query whose result holds its best image. */
  const holders = lanes.map(() => 0);
  /** Lanes whose later queries of this batch are void: they assumed that the ones before are rejected. */
  const settled = new Set<number>();
  plan.forEach(({ lane: i, iteration }, k) => {
    const lane = lanes[i]!;
    if (settled.has(i) || iteration < lane.iteration) return;
    const accepted = margins[k]! < (lane.margin ?? Number.POSITIVE_INFINITY);
    holders[i] = k;
    lane.margin = margins[k]!;
    lane.queries += iteration - lane.iteration + 1;
    lane.iteration = iteration + 1;
    const isOver = lane.margin <= 0 || lane.iteration >= params.queries;
    if (accepted || isOver) settled.add(i);
    if (wrong[k] === 1) outcomes[i] = 'broken';
    else if (isOver) outcomes[i] = nextRestart(params, lane);
  });

  const restarted = Array.from({ length: inUse }, (_, i) => i).filter((i) => lanes[i]!.iteration < 0);
  return tf.tidy(() => {
    const best = tf.gather(adversarial as tf.Tensor4D, tf.tensor1d(holders, 'int32'));
    adversarial!.dispose();
    if (restarted.length === 0) return { state: { adversarial: best }, outcomes };
    const around = tf.gather(images, tf.tensor1d(restarted, 'int32'));
    const stripes = striped(params.epsilon, seed, around, restarted.map((i) => lanes[i]!)); // prettier-ignore
    return { state: { adversarial: replaceRows(best, restarted, stripes) }, outcomes };
  });
}

/** @throws NonFiniteLogitsError */
function ask(
  { epsilon }: SquareParams,
  { lanes, state, images, labels }: LaneBatch<SquareLane>,
  plan: readonly SquareQuery[],
  model: AttackedModel,
): TensorMap {
  const [, height, width, channels] = images.shape;
  const windows = plan.map(({ window }) => window);
  const inputs = tf.tidy(() => {
    const of = tf.tensor1d(plan.map(({ lane }) => lane), 'int32'); // prettier-ignore
    return {
      images: tf.gather(images, of),
      labels: tf.gather(labels, of),
      adversarial: tf.gather(state['adversarial']!, of),
      margin: tf.tensor1d(plan.map(({ lane }) => lanes[lane]!.margin ?? Number.POSITIVE_INFINITY)),
      change: tf.tensor4d(changeIn(windows, { height, width, channels }, 2 * epsilon), images.shape),
    };
  });
  const results = model.call('query', inputs);
  tf.dispose(inputs);
  try {
    requireFinite('square', results['found']!, `at iteration ${Math.max(...plan.map(({ iteration }) => iteration))}`);
  } catch (error) {
    tf.dispose(results);
    throw error;
  }
  return results;
}

function nextRestart({ restarts }: SquareParams, lane: SquareLane): LaneOutcome {
  if (lane.restart + 1 === restarts) return 'over';
  Object.assign(lane, { restart: lane.restart + 1, iteration: -1, margin: null });
  return 'running';
}

/**
 * One query: `images`, `adversarial` (the best so far), its `margin` [n], `labels`, and the `change` to ask about, of the
 * images' shape; to the best image after it and its margin, and of the image asked about `found`, its margin, and `wrong`,
 * whether the network errs on it, as 0 or 1.
 */
function queryKernel(epsilon: number): Kernel {
  return {
    inputs: (image) => ({
      images: imagesOf(image),
      adversarial: imagesOf(image),
      change: imagesOf(image),
      margin: { shape: [null], dtype: 'float32' },
      labels: { shape: [null], dtype: 'int32' },
    }),
    body: ({ logits }, inputs) => {
      const [images, best] = [inputs['images'], inputs['adversarial']] as [tf.Tensor4D, tf.Tensor4D];
      const [labels, margin] = [inputs['labels'], inputs['margin']] as [tf.Tensor1D, tf.Tensor1D];
      const candidate = project(tf.add(best, inputs['change']!), images, epsilon);
      const z = logits(candidate);
      const found = marginPerImage(z, labels);
      const accepted = tf.logicalOr(tf.less(found, margin), tf.lessEqual(found, 0));
      return {
        adversarial: selectRows(accepted, candidate, best),
        margin: tf.where(accepted, found, margin),
        found,
        wrong: tf.cast(tf.notEqual(tf.argMax(z, 1).toInt(), labels), 'float32'),
      };
    },
  };
}
