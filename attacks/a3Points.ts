import { valueAndGradients } from '../tensor/gradients';
import { randomStream } from '../tensor/random';
import { selectRows } from '../tensor/rows';
import { tf } from '../tensor/tf';
import { stepLength } from './a3Schedule';
import { imagesOf, type AttackedModel, type Kernel } from './engine/kernels';
import { requireFinite } from './engine/judge';
import type { EnteringPoints, LaneBatch, LaneOutcome, LaneStep, PointAttack } from './engine/pointAttack';
import { noiseInBall } from './noise';
import { project } from './projection';

/** One run of the attack on a part of the set. */
export interface A3Run {
  readonly epsilon: number;
  readonly batchSize: number;
  readonly minClasses: number;
  /** Which run it is; decides the noise. */
  readonly counter: number;
  readonly initialSteps: number;
  readonly attackSteps: number;
  /** Weights of the logits in the initial steps, by point. */
  readonly directions: ReadonlyMap<number, Float32Array>;
}

interface A3Lane {
  readonly point: number;
  readonly label: number;
  /** Moves made. */
  step: number;
  /** Largest margin max_{j != y} z_j - z_y seen. */
  best: number;
  /** The class that the network took the image for last. */
  predicted: number;
}

/** Below every margin. */
export const noMargin = -1e5;

/** Sets the true class aside when the best other class is looked for. */
const maskedOut = 1e4;

/**
 * Moves images that the network gets right: along the gradient of sum_k v_k z_k where `initial` [n,1] is 1, of the margin
 * max_{j != y} z_j - z_y where it is 0. Gives the `margin` [n] and the class `predicted` [n] of the images before.
 */
export function a3Kernel(epsilon: number): Kernel {
  return {
    inputs: (image) => ({
      images: imagesOf(image),
      adversarial: imagesOf(image),
      target: { shape: [null], dtype: 'int32' },
      direction: { shape: [null, null], dtype: 'float32' },
      initial: { shape: [null, 1], dtype: 'float32' },
      stepSize: { shape: [null, 1, 1, 1], dtype: 'float32' },
    }),
    body: ({ logits }, inputs) => {
      const [images, from] = [inputs['images'], inputs['adversarial']] as [tf.Tensor4D, tf.Tensor4D];
      const target = inputs['target'] as tf.Tensor1D;
      const { gradients, aux } = valueAndGradients(() => {
        const z = logits(from);
        return { loss: weightedSum(z, target, inputs['direction']!, inputs['initial']!), aux: { z } };
      }, [from]);
      const z = aux['z'] as tf.Tensor2D;
      const predicted = tf.argMax(z, 1).toInt();
      const moved = project(tf.add(from, tf.mul(tf.sign(gradients[0]!), inputs['stepSize']!)), images, epsilon);
      const stays = tf.notEqual(predicted, target);
      const margin = tf.sum(tf.mul(z, towardsBestOther(z, target)), 1);
      return { adversarial: selectRows(stays, from, moved), margin, predicted };
    },
  };
}

/** 1 at the highest logit but the label's, -1 at the label. */
function towardsBestOther(z: tf.Tensor2D, target: tf.Tensor1D): tf.Tensor2D {
  const classes = z.shape[1];
  const truth = tf.oneHot(target, classes, 1, 0, 'float32');
  const bestOther = tf.argMax(tf.sub(z, tf.mul(truth, maskedOut)), 1).toInt() as tf.Tensor1D;
  return tf.sub(tf.oneHot(bestOther, classes, 1, 0, 'float32'), truth);
}

/** Its gradient is that of a sum with fixed weights. */
function weightedSum(logits: tf.Tensor2D, target: tf.Tensor1D, direction: tf.Tensor, initial: tf.Tensor): tf.Scalar {
  const operation = tf.customGrad((...zAndSave) => {
    const [z, save] = zAndSave as unknown as [tf.Tensor2D, (tensors: tf.Tensor[]) => void];
    const attack = tf.mul(towardsBestOther(z, target), tf.sub(1, initial));
    const weights = tf.add(tf.mul(direction, initial), attack);
    save([weights]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] => [tf.mul(saved[0]!, dy)];
    return { value: tf.sum(tf.mul(z, weights)), gradFunc };
  });
  return operation(logits) as tf.Scalar;
}

/**
 * From x + U(-epsilon, epsilon): `initialSteps` steps of length epsilon along the direction vector, then `attackSteps` on
 * the margin. A point stops at the first image that the network gets wrong.
 */
export function a3OfPoints(run: A3Run): PointAttack<A3Lane> {
  const { epsilon, batchSize, minClasses, initialSteps, attackSteps } = run;
  return {
    name: 'a3',
    minClasses,
    norm: 'linf',
    epsilon,
    batchSize,
    kernels: { step: a3Kernel(epsilon) },
    attacks: 'correct',
    begin: (points) => begin(run, points),
    step: (batch, model) => step(run, batch, model),
    progressOf: (lane) => lane.step / (initialSteps + attackSteps + 1),
    reportOf: ({ step, best, predicted }) => ({ steps: step, best, predicted }),
  };
}

function begin(
  { epsilon, counter, directions }: A3Run,
  { images, labels, pointIds, seed }: EnteringPoints,
): ReturnType<PointAttack<A3Lane>['begin']> {
  const [, height, width, channels] = images.shape;
  const lanes = pointIds.map((point, i): A3Lane => {
    const label = labels[i]!;
    return { point, label, step: 0, best: noMargin, predicted: label };
  });
  const streams = pointIds.map((point) => randomStream(seed, 'attack', 'a3', 'start', counter, point));
  const noise = noiseInBall(streams, [height, width, channels], { norm: 'linf', epsilon });
  const vectors = pointIds.map((point) => directions.get(point)!);
  const direction = new Float32Array(vectors.flatMap((vector) => Array.from(vector)));
  return {
    lanes,
    state: {
      adversarial: tf.clipByValue(tf.add(images, noise), 0, 1),
      direction: tf.tensor2d(direction, [vectors.length, vectors[0]!.length]),
    },
  };
}

function step(run: A3Run, batch: LaneBatch<A3Lane>, model: AttackedModel): LaneStep {
  const { lanes, state, images, labels } = batch;
  const { epsilon, initialSteps, attackSteps } = run;
  const total = initialSteps + attackSteps;
  const lengths = lanes.map((lane) => {
    if (lane.step < initialSteps) return epsilon;
    // The image after the last move is judged and stays.
    return lane.step === total ? 0 : stepLength(lane.step - initialSteps, attackSteps, epsilon);
  });
  const inputs = {
    initial: tf.tensor2d(lanes.map((lane) => (lane.step < initialSteps ? 1 : 0)), [lanes.length, 1]), // prettier-ignore
    stepSize: tf.tensor4d(lengths, [lanes.length, 1, 1, 1]),
  };
  const { adversarial, margin, predicted } = model.call('step', {
    images,
    adversarial: state['adversarial']!,
    direction: state['direction']!,
    target: labels,
    ...inputs,
  }) as Record<'adversarial' | 'margin' | 'predicted', tf.Tensor>;
  try {
    requireFinite('a3', margin, 'during the attack');
    const [margins, classes] = [margin.dataSync(), predicted.dataSync()];
    const outcomes = lanes.map((lane, i): LaneOutcome => {
      lane.best = Math.max(lane.best, margins[i]!);
      lane.predicted = classes[i]!;
      if (lane.predicted !== lane.label) return 'broken';
      if (lane.step === total) return 'over';
      lane.step += 1;
      return 'running';
    });
    return { state: { adversarial }, outcomes };
  } catch (error) {
    adversarial.dispose();
    throw error;
  } finally {
    tf.dispose([...Object.values(inputs), margin, predicted]);
  }
}
