import { valueAndGradients } from '../tensor/gradients';
import { randomStream } from '../tensor/random';
import { selectRows } from '../tensor/rows';
import { tf } from '../tensor/tf';
import type { TensorMap } from '../tensor/types';
import { fewNewtonSteps, moveOntoHyperplane, type HyperplaneMoves } from './boxProjection';
import { misclassified, requireFinite } from './engine/judge';
import { imagesOf, type AttackedModel, type Kernel } from './engine/kernels';
import type { EnteringPoints, LaneBatch, LaneOutcome, LaneStep, PointAttack } from './engine/pointAttack';
import { replaceRows } from './engine/rows';
import { attackOfPoints } from './engine/run';
import { noiseOnSphere } from './noise';
import { describeAttack, resolveAttackParams, type ParametersOf } from './parameters';
import { distances } from './projection';
import { targetsOfPoint } from './targets';
import type { Attack, AttackParams, Logits, Norm } from './types';

/**
 * Fast adaptive boundary attack (Croce and Hein 2020, "Minimally distorted adversarial examples with a fast adaptive
 * boundary attack"): looks for the nearest image of another class, and breaks a point when it finds one within epsilon.
 * From c = x, at each step with d = z_t(c) - z_y(c) and w its gradient, on the linearised boundary w.(v - c) + d = 0:
 *
 *   delta1, delta2 = shortest moves of c and of x onto the boundary within [0,1]^n
 *   alpha = min(|delta1| / (|delta1| + |delta2|), alphaMax), norms at least 1e-8
 *   c = clip((1 - alpha)(c + eta delta1) + alpha (x + eta delta2), 0, 1)
 *   where argmax f(c) != y: c may be the nearest image found, and then c = x + beta (c - x)
 *
 * Targeted, the classes t are tried in turn; untargeted, t is at each step the class of least |d_j| / ||w_j||, in the dual
 * norm. Restarts after the first begin at distance epsilon / 2 at most. Reports the smallest `distance` of an image of
 * another class found, NaN where there was none.
 */
export function createFab(params: AttackParams): Attack {
  return attackOfPoints(fabOfPoints(resolveAttackParams('fab-t', params)));
}

export type FabParams = ParametersOf['fab-t'];

/** What FAB keeps of a point. */
interface FabLane {
  readonly point: number;
  /** The class to reach, and which of the point's targets it is; null when untargeted. */
  readonly target: { readonly class: number; readonly index: number } | null;
  restart: number;
  step: number;
  /** Smallest distance at which the network was wrong, or `never`. */
  distance: number;
}

/** Of points without any adversarial image. */
const never = 1e10;
/** Keeps the label out of the search for the nearest class. */
const setAside = 1e30;
const leastMove = 1e-8;
const leastNorm = 1e-12;
const name = 'fab-t';

export function fabOfPoints(params: FabParams): PointAttack<FabLane> {
  const { norm, epsilon, steps, restarts, batchSize } = params;
  return {
    name,
    minClasses: describeAttack(name).minClasses,
    norm,
    epsilon,
    batchSize,
    kernels: { step: stepKernel(params, fewNewtonSteps[norm]), thoroughStep: stepKernel(params) },
    attacks: 'correct',
    partsOf: ({ targetsOf, ...clean }) =>
      params.targeted ? targetsOfPoint(name, clean, params.targets, targetsOf).length : 1,
    begin: (points) => ({
      lanes: begin(params, points),
      state: { adversarial: tf.clone(points.images), current: tf.clone(points.images) },
    }),
    step: (batch, model) => step(params, batch, model),
    progressOf: ({ restart, step }) => (restart * steps + step) / (restarts * steps),
    reportOf: ({ distance }) => ({ distance: distance === never ? Number.NaN : distance }),
    mergeReports: (reports) => {
      const found = reports.map(({ distance }) => distance!).filter((distance) => !Number.isNaN(distance));
      return { distance: found.length === 0 ? Number.NaN : Math.min(...found) };
    },
  };
}

function begin({ targeted, targets: most }: FabParams, points: EnteringPoints): FabLane[] {
  return points.pointIds.map((point, i) => {
    const clean = { label: points.labels[i]!, logits: points.cleanLogits[i]! };
    const index = points.parts[i]!;
    const target = targeted ? { class: targetsOfPoint(name, clean, most, points.targetsOf)[index]!, index } : null;
    return { point, target, restart: 0, step: 0, distance: never };
  });
}

/**
 * `current` c, `images` x, `labels` y and, targeted, `targets` t, to the next `current`; `distance` [n] of the iterate
 * before the step back, or `never` where the network gets it right; `adversarial`, that iterate where it breaks the point
 * and else x; `solved`, whether the projections were; and `finite`, a number that is finite only if all logits are.
 *
 * @param newtonSteps Of the projections; default enough for all points.
 */
function stepKernel(params: FabParams, newtonSteps?: number): Kernel {
  const { norm, epsilon, targeted, beta } = params;
  const classOfEach = { shape: [null], dtype: 'int32' } as const;
  return {
    inputs: (image) => ({
      current: imagesOf(image),
      images: imagesOf(image),
      labels: classOfEach,
      ...(targeted ? { targets: classOfEach } : {}),
    }),
    body: ({ logits }, inputs) => {
      const { current, images: x } = inputs as Record<'current' | 'images', tf.Tensor4D>;
      const labels = inputs['labels'] as tf.Tensor1D;
      const boundary = targeted
        ? boundaryTo(logits, current, labels, inputs['targets'] as tf.Tensor1D)
        : nearestBoundary(logits, current, labels, norm);
      const { moved, solved } = towards(boundary, current, x, { ...params, newtonSteps });
      const reached = logits(moved);
      const wrong = misclassified(reached, labels);
      const distance = tf.where(wrong, distances(moved, x, norm), never);
      const back = tf.add(x, tf.mul(tf.sub(moved, x), beta)) as tf.Tensor4D;
      return {
        current: selectRows(wrong, back, moved),
        adversarial: selectRows(tf.lessEqual(distance, epsilon), moved, x),
        distance,
        solved,
        finite: tf.add(boundary.finite, tf.sum(tf.mul(reached, 0))),
      };
    },
  };
}

/** The boundary between two classes as the network looks from c: w.(v - c) + d = 0. */
interface Boundary {
  /** d, Float32 [n,1]. */
  readonly difference: tf.Tensor2D;
  /** w, Float32 [n,pixels]. */
  readonly normal: tf.Tensor2D;
  readonly finite: tf.Tensor;
}

function boundaryTo(logits: Logits, current: tf.Tensor4D, labels: tf.Tensor1D, targets: tf.Tensor1D): Boundary {
  const { gradients, aux } = valueAndGradients(() => {
    const z = logits(current);
    const one = (classes: tf.Tensor1D): tf.Tensor => tf.oneHot(classes, z.shape[1], 1, 0, 'float32');
    const difference = tf.sum(tf.mul(z, tf.sub(one(targets), one(labels))), 1, true);
    return { loss: tf.sum(difference), aux: { difference, finite: tf.sum(tf.mul(z, 0)) } };
  }, [current]);
  return {
    difference: aux['difference'] as tf.Tensor2D,
    normal: gradients[0]!.reshape([current.shape[0], -1]),
    finite: aux['finite']!,
  };
}

/** Over all classes but the label, of equally near ones the lowest. */
function nearestBoundary(logits: Logits, current: tf.Tensor4D, labels: tf.Tensor1D, norm: Norm): Boundary {
  const boundaries = Array.from({ length: logits(current).shape[1] }, (_, k) => {
    const target = tf.fill(labels.shape, k, 'int32') as tf.Tensor1D;
    const boundary = boundaryTo(logits, current, labels, target);
    const { difference, normal } = boundary;
    const length = norm === 'linf' ? tf.sum(tf.abs(normal), 1, true) : tf.sqrt(tf.sum(tf.square(normal), 1, true));
    const isLabel = tf.equal(labels, target).reshape([-1, 1]);
    const distance = tf.where(isLabel, setAside, tf.div(tf.abs(difference), tf.add(length, leastNorm)));
    return { ...boundary, distance: distance as tf.Tensor2D };
  });
  return boundaries.reduce((nearest, other) => {
    const nearer = tf.less(other.distance, nearest.distance);
    return {
      distance: tf.where(nearer, other.distance, nearest.distance),
      difference: tf.where(nearer, other.difference, nearest.difference),
      normal: selectRows(nearer.reshape([-1]), other.normal, nearest.normal),
      finite: nearest.finite,
    };
  });
}

/** c after the projections onto the boundary, beyond it by eta, and drawn towards x by alpha. */
function towards(
  { difference, normal }: Boundary,
  current: tf.Tensor4D,
  images: tf.Tensor4D,
  { norm, alphaMax, eta, newtonSteps }: FabParams & { readonly newtonSteps: number | undefined },
): { readonly moved: tf.Tensor4D; readonly solved: tf.Tensor1D } {
  const [c, x] = [current, images].map((each) => each.reshape([each.shape[0], -1])) as [tf.Tensor2D, tf.Tensor2D];
  const atImage = tf.add(tf.sum(tf.mul(normal, tf.sub(x, c)), 1, true), difference) as tf.Tensor2D;
  const move = (points: tf.Tensor2D, residuals: tf.Tensor2D): HyperplaneMoves =>
    moveOntoHyperplane(points, normal, residuals, norm, newtonSteps);
  const { moves: delta1, solved: solved1 } = move(c, difference);
  const { moves: delta2, solved: solved2 } = move(x, atImage);
  const length = (delta: tf.Tensor2D): tf.Tensor => {
    const size = norm === 'linf' ? tf.max(tf.abs(delta), 1, true) : tf.sqrt(tf.sum(tf.square(delta), 1, true));
    return tf.maximum(size, leastMove);
  };
  const [a1, a2] = [length(delta1), length(delta2)];
  const alpha = tf.minimum(tf.div(a1, tf.add(a1, a2)), alphaMax);
  const fromCurrent = tf.mul(tf.sub(1, alpha), tf.add(c, tf.mul(delta1, eta)));
  const fromImage = tf.mul(alpha, tf.add(x, tf.mul(delta2, eta)));
  return {
    moved: tf.clipByValue(tf.add(fromCurrent, fromImage), 0, 1).reshape(current.shape),
    solved: tf.logicalAnd(solved1, solved2) as tf.Tensor1D,
  };
}

function step(params: FabParams, batch: LaneBatch<FabLane>, model: AttackedModel): LaneStep {
  const { lanes, state, images, labels } = batch;
  const targets = params.targeted ? tf.tensor1d(lanes.map(({ target }) => target!.class), 'int32') : null; // prettier-ignore
  const inputs = { current: state['current']!, images, labels };
  const next = solvedStep(model, targets === null ? inputs : { ...inputs, targets });
  targets?.dispose();
  const { current, adversarial, distance, finite } = next as Record<string, tf.Tensor4D>;
  try {
    requireFinite(name, finite!, `at step ${lanes[0]!.step + 1}`);
    const found = distance!.dataSync();
    const outcomes = lanes.map((lane, i) => advance(params, lane, found[i]!));
    return { state: { adversarial: adversarial!, current: restarted(params, batch, current!, outcomes) }, outcomes };
  } catch (error) {
    tf.dispose([current!, adversarial!]);
    throw error;
  } finally {
    tf.dispose([distance!, finite!]);
  }
}

/** Points whose projections a few Newton steps do not solve get as many as it takes; each point's result is its own. */
function solvedStep(model: AttackedModel, inputs: TensorMap): TensorMap {
  const { solved, ...next } = model.call('step', inputs);
  const flags = solved!.dataSync();
  if (flags.every(Boolean)) {
    solved!.dispose();
    return next;
  }
  const { solved: all, ...thorough } = model.call('thoroughStep', inputs);
  const results = tf.tidy(() => {
    const chosen = Object.entries(next).map(([result, few]) => {
      return [result, few.rank === 0 ? tf.add(few, thorough[result]!) : selectRows(solved!, few, thorough[result]!)];
    });
    return Object.fromEntries(chosen) as TensorMap;
  });
  tf.dispose([solved!, all!, next, thorough]);
  return results;
}

/** Takes the lane over a step that found an image of another class at `distance`, or `never`. */
function advance({ epsilon, steps, restarts }: FabParams, lane: FabLane, distance: number): LaneOutcome {
  lane.distance = Math.min(lane.distance, distance);
  // As the kernel compares it: in float32.
  if (distance <= Math.fround(epsilon)) return 'broken';
  lane.step += 1;
  if (lane.step < steps) return 'running';
  Object.assign(lane, { restart: lane.restart + 1, step: 0 });
  return lane.restart < restarts ? 'running' : 'over';
}

/** `current` with the starts of lanes that are at the beginning of a restart; disposes `current` if it is another one. */
function restarted(
  params: FabParams,
  { lanes, images, seed }: LaneBatch<FabLane>,
  current: tf.Tensor4D,
  outcomes: readonly LaneOutcome[],
): tf.Tensor4D {
  const rows = lanes.flatMap((lane, i) => (outcomes[i] === 'running' && lane.step === 0 ? [i] : []));
  if (rows.length === 0) return current;
  const next = tf.tidy(() => {
    const around = tf.gather(images, tf.tensor1d(rows, 'int32'));
    return replaceRows(current, rows, starts(params, seed, around, rows.map((i) => lanes[i]!))); // prettier-ignore
  });
  current.dispose();
  return next;
}

/** The images themselves, and from the second restart on images at distance epsilon / 2, clipped to [0,1]. */
function starts(
  { norm, epsilon }: FabParams,
  seed: number,
  images: tf.Tensor4D,
  lanes: readonly FabLane[],
): tf.Tensor4D {
  if (lanes.every(({ restart }) => restart === 0)) return tf.clone(images);
  const [, height, width, channels] = images.shape;
  const streams = lanes.map(({ point, target, restart }) =>
    randomStream(seed, 'attack', name, restart, point, ...(target === null ? [] : [target.index])),
  );
  return tf.tidy(() => {
    const noise = noiseOnSphere(streams, [height, width, channels], { norm, epsilon: epsilon / 2 });
    const again = tf.tensor4d(lanes.map(({ restart }) => Math.sign(restart)), [lanes.length, 1, 1, 1]); // prettier-ignore
    return tf.clipByValue(tf.add(images, tf.mul(noise, again)), 0, 1) as tf.Tensor4D;
  });
}
