import { valueAndGradients } from '../tensor/gradients';
import { randomStream } from '../tensor/random';
import { selectRows } from '../tensor/rows';
import { tf } from '../tensor/tf';
import { imagesOf, type AttackedModel, type Kernel } from './engine/kernels';
import { requireFinite } from './engine/judge';
import type { EnteringPoints, LaneBatch, LaneOutcome, LaneStep, PointAttack } from './engine/pointAttack';
import { replaceRows } from './engine/rows';
import { noiseInBall } from './noise';
import { project } from './projection';
import { searchLoss, type SearchLossName } from './searchLosses';

/** Projected gradient descent as the search configures it. */
export interface SearchPgd {
  readonly epsilon: number;
  readonly batchSize: number;
  readonly loss: SearchLossName;
  readonly softmax: boolean;
  /** Wrong classes that are aimed at in turn; 0: away from the label instead. */
  readonly targets: number;
  readonly steps: number;
  readonly stepSize: number;
  readonly restarts: number;
}

interface SearchPgdLane {
  readonly point: number;
  readonly label: number;
  /** Classes whose loss is raised (the label) or lowered (others), in turn. */
  readonly aims: readonly number[];
  aim: number;
  restart: number;
  step: number;
}

/** A step of length `stepSize` [n,1,1,1] along the sign of the gradient of `sign` [n,1] times L(z, `aim`). */
export function searchPgdKernel(loss: SearchLossName, softmax: boolean, epsilon: number): Kernel {
  const lossOf = searchLoss(loss, softmax);
  return {
    inputs: (image) => ({
      images: imagesOf(image),
      adversarial: imagesOf(image),
      aim: { shape: [null], dtype: 'int32' },
      sign: { shape: [null, 1], dtype: 'float32' },
      stepSize: { shape: [null, 1, 1, 1], dtype: 'float32' },
    }),
    body: ({ logits }, inputs) => {
      const [images, from] = [inputs['images'], inputs['adversarial']] as [tf.Tensor4D, tf.Tensor4D];
      const { gradients, aux } = valueAndGradients(() => {
        const z = logits(from);
        return { loss: lossOf(z, inputs['aim'] as tf.Tensor1D, inputs['sign']!), aux: { z } };
      }, [from]);
      const z = aux['z'] as tf.Tensor2D;
      const moved = project(tf.add(from, tf.mul(tf.sign(gradients[0]!), inputs['stepSize']!)), images, epsilon);
      return { moved, predicted: tf.argMax(z, 1).toInt(), finite: tf.sum(tf.mul(z, 0)) };
    },
  };
}

/**
 * For each aim, `restarts` times: from x + U(-epsilon, epsilon), `steps` steps. A point stops at the first image that the
 * network gets wrong.
 */
export function searchPgdOfPoints(params: SearchPgd): PointAttack<SearchPgdLane> {
  const { epsilon, batchSize, loss, softmax, steps, restarts } = params;
  return {
    name: 'adaptive-search',
    minClasses: 2,
    norm: 'linf',
    epsilon,
    batchSize,
    kernels: { step: searchPgdKernel(loss, softmax, epsilon) },
    attacks: 'correct',
    begin: (points) => begin(params, points),
    step: (batch, model) => step(params, batch, model),
    progressOf: (lane) =>
      ((lane.aim * restarts + lane.restart) * (steps + 1) + lane.step) / (lane.aims.length * restarts * (steps + 1)),
  };
}

function begin(params: SearchPgd, points: EnteringPoints): ReturnType<PointAttack<SearchPgdLane>['begin']> {
  const lanes = points.pointIds.map((point, i): SearchPgdLane => {
    const label = points.labels[i]!;
    const aims = params.targets === 0 ? [label] : nearestClasses(points.cleanLogits[i]!, label, params.targets);
    return { point, label, aims, aim: 0, restart: 0, step: 0 };
  });
  return { lanes, state: { adversarial: starts(params, points.seed, points.images, lanes) } };
}

/** The classes of the highest logits but the label's, from the highest; of equal ones the first comes first. */
export function nearestClasses(logits: Float32Array, label: number, count: number): number[] {
  const others = Array.from(logits, (_, k) => k).filter((k) => k !== label);
  return others.sort((a, b) => logits[b]! - logits[a]! || a - b).slice(0, count);
}

function starts(
  { epsilon }: SearchPgd,
  seed: number,
  images: tf.Tensor4D,
  lanes: readonly SearchPgdLane[],
): tf.Tensor4D {
  const [, height, width, channels] = images.shape;
  const streams = lanes.map(({ point, aim, restart }) =>
    randomStream(seed, 'attack', 'adaptive-search', restart, point, aim),
  );
  return tf.tidy(() => {
    const noise = noiseInBall(streams, [height, width, channels], { norm: 'linf', epsilon });
    return tf.clipByValue(tf.add(images, noise), 0, 1) as tf.Tensor4D;
  });
}

function step(params: SearchPgd, batch: LaneBatch<SearchPgdLane>, model: AttackedModel): LaneStep {
  const { lanes, state, images, seed } = batch;
  return tf.tidy(() => {
    const adversarial = state['adversarial'] as tf.Tensor4D;
    const { moved, predicted, finite } = model.call('step', {
      images,
      adversarial,
      aim: tf.tensor1d(lanes.map((lane) => lane.aims[lane.aim]!), 'int32'),
      sign: tf.fill([lanes.length, 1], params.targets === 0 ? 1 : -1),
      stepSize: tf.fill([lanes.length, 1, 1, 1], params.stepSize),
    }) as Record<'moved' | 'predicted' | 'finite', tf.Tensor>; // prettier-ignore
    requireFinite('adaptive-search', finite, 'during the search');
    const classes = predicted.dataSync();
    // An image that was judged last stays: it is what was found, or makes room for another start.
    const stays = lanes.map((lane, i) => classes[i] !== lane.label || lane.step === params.steps);
    const next = selectRows(stays, adversarial, moved as tf.Tensor4D);
    const outcomes = lanes.map((lane, i) => advance(params, lane, classes[i]!));
    const restarting = lanes.flatMap((lane, i) => (outcomes[i] === 'running' && lane.step === 0 ? [i] : []));
    if (restarting.length === 0) return { state: { adversarial: next }, outcomes };
    const around = tf.gather(images, tf.tensor1d(restarting, 'int32'));
    const fresh = starts(params, seed, around, restarting.map((i) => lanes[i]!)); // prettier-ignore
    return { state: { adversarial: replaceRows(next, restarting, fresh) }, outcomes };
  });
}

function advance({ steps, restarts }: SearchPgd, lane: SearchPgdLane, predicted: number): LaneOutcome {
  if (predicted !== lane.label) return 'broken';
  if (lane.step < steps) {
    lane.step += 1;
    return 'running';
  }
  const lastRestart = lane.restart + 1 === restarts;
  if (lastRestart && lane.aim + 1 === lane.aims.length) return 'over';
  Object.assign(lane, {
    step: 0,
    restart: lastRestart ? 0 : lane.restart + 1,
    aim: lastRestart ? lane.aim + 1 : lane.aim,
  });
  return 'running';
}
