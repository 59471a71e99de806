import { randomStream } from '../tensor/random';
import { selectRows } from '../tensor/rows';
import { tf } from '../tensor/tf';
import { requireFinite } from './engine/judge';
import { imagesOf, type AttackedModel, type Kernel } from './engine/kernels';
import type { EnteringPoints, LaneBatch, LaneOutcome, LaneStep, PointAttack } from './engine/pointAttack';
import { replaceRows } from './engine/rows';
import { attackOfPoints } from './engine/run';
import { marginPerImage } from './losses';
import { describeAttack, resolveAttackParams, type ParametersOf } from './parameters';
import { project } from './projection';
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
 * Window and signs are each point's own. A margin of 0 ends a run even where the network is right, as for constant
 * logits. Reports `queries`: forward passes spent on each point, over all restarts, stripes included.
 */
export function createSquare(params: AttackParams): Attack {
  return attackOfPoints(squareOfPoints(resolveAttackParams('square', params)));
}

export type SquareParams = ParametersOf['square'];

interface SquareLane {
  readonly point: number;
  restart: number;
  /** Of the next query; -1 for the stripes. */
  iteration: number;
  /** Of the best image; null before the first query. */
  margin: number | null;
  queries: number;
}

interface ImageSize {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

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
  const { lanes, state, images, labels, seed } = batch;
  const [, height, width, channels] = images.shape;
  const size = { height, width, channels };
  const windows = lanes.map(({ point, restart, iteration }) =>
    // The first query is that of the stripes.
    iteration < 0 ? null : drawWindow({ seed, restart, point, iteration }, size, params.initialShare),
  );
  const change = tf.tensor4d(changeIn(windows, size, 2 * params.epsilon), images.shape);
  const margin = tf.tensor1d(lanes.map((lane) => lane.margin ?? Number.POSITIVE_INFINITY));
  const results = model.call('query', { images, labels, margin, adversarial: state['adversarial']!, change });
  tf.dispose([margin, change]);
  const { adversarial, ...numbers } = results;
  try {
    requireFinite('square', numbers['found']!, `at iteration ${Math.max(...lanes.map((lane) => lane.iteration))}`);
  } catch (error) {
    tf.dispose(results);
    throw error;
  }
  const margins = numbers['margin']!.dataSync();
  const wrong = numbers['wrong']!.dataSync();
  tf.dispose(numbers);
  const outcomes = lanes.map((lane, i) => {
    lane.margin = margins[i]!;
    lane.iteration += 1;
    lane.queries += 1;
    if (wrong[i] === 1) return 'broken';
    return lane.margin > 0 && lane.iteration < params.queries ? 'running' : nextRestart(params, lane);
  });
  const restarted = lanes.flatMap(({ iteration }, i) => (iteration < 0 ? [i] : []));
  if (restarted.length === 0) return { state: { adversarial: adversarial! }, outcomes };
  const begun = tf.tidy(() => {
    const around = tf.gather(images, tf.tensor1d(restarted, 'int32'));
    const stripes = striped(params.epsilon, seed, around, restarted.map((i) => lanes[i]!)); // prettier-ignore
    return replaceRows(adversarial!, restarted, stripes);
  });
  adversarial!.dispose();
  return { state: { adversarial: begun }, outcomes };
}

function nextRestart({ restarts }: SquareParams, lane: SquareLane): LaneOutcome {
  if (lane.restart + 1 === restarts) return 'over';
  Object.assign(lane, { restart: lane.restart + 1, iteration: -1, margin: null });
  return 'running';
}

/**
 * Of each image, `amount` times the sign of the channel in its window and 0 elsewhere, as [n,height,width,channels].
 * TensorFlow takes longer to spread windows over images than JavaScript takes to write these few pixels.
 */
export function changeIn(
  windows: readonly (Window | null)[],
  { height, width, channels }: ImageSize,
  amount: number,
): Float32Array {
  const change = new Float32Array(windows.length * height * width * channels);
  windows.forEach((window, i) => {
    if (window === null) return;
    const line = window.signs.map((sign) => sign * amount);
    for (let y = window.row; y < window.row + window.side; y++) {
      const first = ((i * height + y) * width + window.column) * channels;
      for (let k = 0; k < window.side * channels; k++) change[first + k] = line[k % channels]!;
    }
  });
  return change;
}

/** Share of the pixels in a window at iteration `it` >= 0. */
export function windowShare(initialShare: number, it: number): number {
  const halvings = [10, 50, 200, 500, 1000, 2000, 4000, 6000, 8000].filter((last) => it > last).length;
  return initialShare / 2 ** halvings;
}

/** Side of a window with this share of the pixels, in [1, min(height, width)]. */
export function windowSide(share: number, height: number, width: number): number {
  return Math.min(Math.max(Math.round(Math.sqrt(share * height * width)), 1), height, width);
}

export interface Window {
  readonly row: number;
  readonly column: number;
  readonly side: number;
  /** Per channel, 1 or -1. */
  readonly signs: readonly number[];
}

/** Top and left are below height - side and width - side, so that a window never touches the far edges unless side fills them. */
export function drawWindow(
  { seed, restart, point, iteration }: { seed: number; restart: number; point: number; iteration: number },
  { height, width, channels }: ImageSize,
  initialShare: number,
): Window {
  const stream = randomStream(seed, 'attack', 'square', restart, point, iteration);
  const side = windowSide(windowShare(initialShare, iteration), height, width);
  const row = Math.floor(stream.next() * (height - side));
  const column = Math.floor(stream.next() * (width - side));
  return { row, column, side, signs: signsOf(stream.bernoulli(channels, 0.5)) };
}

/** Signs of the columns, the channels of each together: width x channels. */
export function drawStripes(
  { seed, restart, point }: { seed: number; restart: number; point: number },
  { width, channels }: ImageSize,
): number[] {
  return signsOf(randomStream(seed, 'attack', 'square', restart, point, 'stripes').bernoulli(width * channels, 0.5));
}

function signsOf(bits: Uint8Array): number[] {
  return Array.from(bits, (bit) => 2 * bit - 1);
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
