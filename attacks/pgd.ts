import { randomStream } from '../tensor/random';
import { selectRows } from '../tensor/rows';
import { tf } from '../tensor/tf';
import { imagesOf, type AttackedModel, type Kernel } from './engine/kernels';
import { misclassified, requireFinite } from './engine/judge';
import type { EnteringPoints, LaneBatch, LaneOutcome, LaneStep, PointAttack } from './engine/pointAttack';
import { attackOfPoints } from './engine/run';
import { replaceRows } from './engine/rows';
import { crossEntropySum } from './losses';
import { noiseInBall } from './noise';
import { describeAttack, resolveAttackParams, type AttackName, type ParametersOf } from './parameters';
import { lossGradientOf, pgdStep, type AttackLoss } from './step';
import type { Attack, AttackParams } from './types';

/**
 * Projected gradient descent (Madry et al. 2018, "Towards deep learning models resistant to adversarial attacks") on
 * the cross-entropy, in the ball of radius epsilon:
 *
 *   a_0 = clip(x + noise in the ball, 0, 1), or x without random start
 *   a_{t+1} = P_x(a_t + stepSize * direction(grad CE(f(a_t), y)))
 *
 * where the direction is the sign of the gradient for L-infinity and the gradient of length 1 for L2. The last iterate is
 * returned, without early stopping. With restarts, a point keeps the image of the first restart that the network gets
 * wrong, else that of the first restart.
 */
export function createPgd(params: AttackParams): Attack {
  return attackOfPoints(pgdOfPoints('pgd', crossEntropySum, resolveAttackParams('pgd', params)));
}

export type PgdParams = ParametersOf['pgd'];

/** What PGD keeps of a point. */
interface PgdLane {
  readonly point: number;
  restart: number;
  step: number;
}

/** The loop of PGD on any loss of the logits. */
export function pgdOfPoints(name: AttackName, loss: AttackLoss, params: PgdParams): PointAttack<PgdLane> {
  const { norm, epsilon, steps, restarts, batchSize } = params;
  return {
    name,
    minClasses: describeAttack(name).minClasses,
    norm,
    epsilon,
    batchSize,
    kernels: { step: stepKernel(loss, params) },
    attacks: 'all',
    begin: (points) => begin(name, params, points),
    step: (batch, model) => step(name, params, batch, model),
    progressOf: ({ restart, step }) => (restart * steps + step) / (restarts * steps),
  };
}

/** `adversarial`, `images`, `target` (labels), and with a schedule `stepSize` [n,1,1,1], to `adversarial` and `loss`. */
function stepKernel(loss: AttackLoss, { norm, epsilon, stepSize, schedule }: PgdParams): Kernel {
  return {
    inputs: (image) => ({
      images: imagesOf(image),
      adversarial: imagesOf(image),
      target: { shape: [null], dtype: 'int32' },
      ...(schedule === 'constant' ? {} : { stepSize: { shape: [null, 1, 1, 1], dtype: 'float32' } as const }),
    }),
    body: ({ logits }, inputs) => {
      const lossGradient = lossGradientOf(logits, (z) => loss(z, inputs['target'] as tf.Tensor1D));
      const [from, around] = [inputs['adversarial'], inputs['images']] as [tf.Tensor4D, tf.Tensor4D];
      const length = inputs['stepSize'] ?? stepSize;
      return { ...pgdStep(lossGradient, from, around, { norm, epsilon, stepSize: length }) };
    },
  };
}

function begin(name: string, params: PgdParams, points: EnteringPoints): ReturnType<PointAttack<PgdLane>['begin']> {
  const lanes = points.pointIds.map((point) => ({ point, restart: 0, step: 0 }));
  const adversarial = params.randomStart
    ? randomStart(name, params, points.seed, points.images, lanes)
    : tf.clone(points.images);
  return { lanes, state: params.restarts > 1 ? { adversarial, kept: tf.clone(points.images) } : { adversarial } };
}

function step(name: string, params: PgdParams, batch: LaneBatch<PgdLane>, model: AttackedModel): LaneStep {
  const { lanes, state, images, labels } = batch;
  const inputs = { adversarial: state['adversarial']!, images, target: labels };
  const stepSize = params.schedule === 'constant' ? null : stepSizes(params, lanes);
  const next = model.call('step', stepSize === null ? inputs : { ...inputs, stepSize });
  stepSize?.dispose();
  const [adversarial, loss] = [next['adversarial'] as tf.Tensor4D, next['loss']!];
  try {
    requireFinite(name, loss, `at step ${lanes[0]!.step + 1}`);
  } catch (error) {
    adversarial.dispose();
    throw error;
  } finally {
    loss.dispose();
  }
  for (const lane of lanes) lane.step += 1;
  if (params.restarts === 1)
    return { state: { adversarial }, outcomes: lanes.map((lane) => (lane.step === params.steps ? 'over' : 'running')) };
  return afterRestart(name, params, batch, adversarial, model);
}

/** Judges points that are at the end of a restart, keeps what is to be kept and starts them again. */
function afterRestart(
  name: string,
  params: PgdParams,
  { lanes, state, images, labels, seed }: LaneBatch<PgdLane>,
  adversarial: tf.Tensor4D,
  model: AttackedModel,
): LaneStep {
  const running = lanes.map((): LaneOutcome => 'running');
  if (!lanes.some((lane) => lane.step === params.steps)) return { state: { adversarial }, outcomes: running };
  return tf.tidy(() => {
    const logits = model.call('logits', { images: adversarial })['logits'] as tf.Tensor2D;
    const wrong = misclassified(logits, labels).dataSync();
    const ended = lanes.map((lane) => lane.step === params.steps);
    const outcomes = lanes.map((lane, i): LaneOutcome => {
      if (!ended[i]) return 'running';
      if (wrong[i]) return 'broken';
      return lane.restart + 1 === params.restarts ? 'over' : 'running';
    });
    const takes = lanes.map((lane, i) => ended[i]! && (wrong[i] === 1 || lane.restart === 0));
    const kept = selectRows(takes, adversarial, state['kept'] as tf.Tensor4D);
    const restarting = lanes.flatMap((_, i) => (ended[i] && outcomes[i] === 'running' ? [i] : []));
    for (const i of restarting) Object.assign(lanes[i]!, { restart: lanes[i]!.restart + 1, step: 0 });
    const done = outcomes.map((outcome) => outcome !== 'running');
    const settled = selectRows(done, kept, adversarial);
    if (restarting.length === 0) {
      adversarial.dispose();
      return { state: { adversarial: settled, kept }, outcomes };
    }
    const around = tf.gather(images, tf.tensor1d(restarting, 'int32'));
    const starts = randomStart(name, params, seed, around, restarting.map((i) => lanes[i]!)); // prettier-ignore
    adversarial.dispose();
    return { state: { adversarial: replaceRows(settled, restarting, starts), kept }, outcomes };
  });
}

/** Clipped to [0,1], because networks are defined there. */
function randomStart(
  name: string,
  { norm, epsilon }: PgdParams,
  seed: number,
  images: tf.Tensor4D,
  lanes: readonly PgdLane[],
): tf.Tensor4D {
  const [, height, width, channels] = images.shape;
  const streams = lanes.map(({ point, restart }) => randomStream(seed, 'attack', name, restart, point));
  return tf.tidy(() => {
    const noise = noiseInBall(streams, [height, width, channels], { norm, epsilon });
    return tf.clipByValue(tf.add(images, noise), 0, 1) as tf.Tensor4D;
  });
}

/** `linear` falls to nothing after the last step, `cosine` along half a period; Float32 [n,1,1,1]. */
function stepSizes({ schedule, stepSize, steps }: PgdParams, lanes: readonly PgdLane[]): tf.Tensor4D {
  const share = ({ step }: PgdLane): number =>
    schedule === 'cosine' ? (1 + Math.cos((Math.PI * step) / steps)) / 2 : 1 - step / steps;
  return tf.tensor4d(lanes.map((lane) => stepSize * share(lane)), [lanes.length, 1, 1, 1]); // prettier-ignore
}
