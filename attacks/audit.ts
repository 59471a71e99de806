/**
 * Checks of the evaluation itself: AutoAttack's own warnings (Croce and Hein 2020, reference code) and the sanity checks of
 * Carlini et al. 2019, "On evaluating adversarial robustness". They are made on the first points of the set.
 */
import { valueAndGradients } from '../tensor/gradients';
import { tf } from '../tensor/tf';
import type { AuditEntry } from './auditEntry';
import { logitTable, wholeBatch, type LogitTable } from './engine/judge';
import {
  imagesOf,
  modelOfFunction,
  prefixed,
  within,
  type AttackedModel,
  type Kernel,
  type Kernels,
} from './engine/kernels';
import { attackPoints } from './engine/run';
import { crossEntropySum } from './losses';
import { pgdOfPoints, type PgdParams } from './pgd';
import type { Attack, AttackRunOptions, Norm } from './types';

const mostPoints = 128;
const forwardPasses = 5;
/** As AutoAttack has them: of L2-normalised logits, and of probabilities. */
const logitTolerance = 1e-4;
const probabilityTolerance = 1e-5;
/** Points that an attack on a larger ball may miss by chance; share of points that may withstand the largest one. */
const chanceMisses = 2;
const largeRadiusShare = 0.05;

interface Ball {
  readonly norm: Norm;
  readonly epsilon: number;
}

/** Of a run on the points that the audit looks at; `onProgress` is called as a sign of life. */
type AuditOptions = Pick<AttackRunOptions, 'seed' | 'signal' | 'onProgress'>;

/** The attack with an audit of the network and of the result beside what it reports itself. */
export function withAudit(attack: Attack, ball: Ball): Attack {
  const kernels: Kernels = { ...attack.kernels, ...prefixed('audit', auditKernels(ball)) };
  const runOn: Attack['runOn'] = async (model, images, labels, options) => {
    const result = await attack.runOn(model, images, labels, options);
    const own = result.audit ?? [];
    const [total] = images.shape;
    const broken = Array.from(result.success.dataSync()).filter(Boolean).length;
    try {
      const found = await auditNetwork(within('audit', model), images, labels, ball, {
        seed: options.seed,
        signal: options.signal,
        onProgress: () => options.onProgress?.({ done: total, total, broken, fraction: 1 }),
      });
      const fresh = found.filter(({ flag }) => !own.some((entry) => entry.flag === flag));
      return { ...result, audit: [...own, ...fresh] };
    } catch (error) {
      tf.dispose([result.adversarial, result.success]);
      throw error;
    }
  };
  return {
    ...attack,
    kernels,
    runOn,
    run: (network, images, labels, options) => runOn(modelOfFunction(network, kernels), images, labels, options),
  };
}

/** What `auditNetwork` calls beside `logits`. */
export function auditKernels(ball: Ball): Kernels {
  const ofRadius = radii(ball).map(({ id, params }) => prefixed(id, pgd(params).kernels));
  return Object.assign({ gradient: gradientKernel }, ...ofRadius) as Kernels;
}

/**
 * Looks for reasons to doubt any robust accuracy of this network in this ball.
 * @param images Float32 [N,H,W,C] in [0,1]; the first 128 are looked at. @param labels Int32 [N].
 */
export async function auditNetwork(
  model: AttackedModel,
  images: tf.Tensor4D,
  labels: tf.Tensor1D,
  ball: Ball,
  options: AuditOptions,
): Promise<readonly AuditEntry[]> {
  const count = Math.min(mostPoints, images.shape[0]);
  if (count === 0) return [];
  const [some, theirLabels] = [tf.slice4d(images, [0, 0, 0, 0], [count, -1, -1, -1]), tf.slice1d(labels, 0, count)];
  try {
    const labelList = Array.from(theirLabels.dataSync());
    const pass = (): LogitTable => logitTable('audit', model, some, wholeBatch(count), 'on clean images');
    const passes = Array.from({ length: forwardPasses }, pass);
    const entries = [
      randomness(passes, labelList),
      probabilities(passes[0]!, count),
      constant(passes[0]!, count),
      zeroGradients(model, some, theirLabels),
      ...(await radiusFlags(model, some, theirLabels, ball, options)),
    ];
    return entries.filter((entry) => entry !== null);
  } finally {
    tf.dispose([some, theirLabels]);
  }
}

function randomness(passes: readonly LogitTable[], labels: readonly number[]): AuditEntry | null {
  const correct = passes.map((pass) => labels.filter((label, i) => pass.predicted(i) === label).length);
  const [first] = passes as [LogitTable];
  const largest = passes.slice(1).reduce(
    (most, pass) => Math.max(most, ...labels.map((_, i) => distanceOfDirections(first.row(i), pass.row(i)))),
    0,
  ); // prettier-ignore
  if (new Set(correct).size === 1 && largest <= logitTolerance) return null;
  return {
    flag: 'randomness',
    message:
      `the network gives other logits for the same images in each of ${passes.length} passes (correct: ${correct.join(', ')} of ` +
      `${labels.length}): use autoattack with version 'rand'`,
  };
}

function distanceOfDirections(a: Float32Array, b: Float32Array): number {
  const [lengthA, lengthB] = [Math.hypot(...a) || 1, Math.hypot(...b) || 1];
  return Math.hypot(...a.map((value, i) => value / lengthA - b[i]! / lengthB));
}

function probabilities(logits: LogitTable, count: number): AuditEntry | null {
  for (let i = 0; i < count; i++) {
    const row = logits.row(i);
    const sum = row.reduce((total, value) => total + value, 0);
    const inRange = row.every((value) => value >= -probabilityTolerance && value <= 1 + probabilityTolerance);
    if (!inRange || Math.abs(sum - 1) > probabilityTolerance) return null;
  }
  return {
    flag: 'probabilities',
    message: `the network returns probabilities for all of ${count} images: attacks need logits, before the softmax`,
  };
}

function constant(logits: LogitTable, count: number): AuditEntry | null {
  const first = logits.row(0);
  for (let i = 1; i < count; i++) if (logits.row(i).some((value, k) => value !== first[k])) return null;
  if (count === 1) return null;
  return { flag: 'constant', message: `the network gives the same logits for all of ${count} images` };
}

/** `images`, `labels` to `largest`, Float32 [n]: the largest component of the gradient of the margin z_y - max_{j != y} z_j. */
const gradientKernel: Kernel = {
  inputs: (image) => ({ images: imagesOf(image), labels: { shape: [null], dtype: 'int32' } }),
  body: ({ logits }, inputs) => {
    const images = inputs['images'] as tf.Tensor4D;
    const { gradients } = valueAndGradients(() => {
      const z = logits(images);
      const truth = tf.oneHot(inputs['labels'] as tf.Tensor1D, z.shape[1], 1, 0, 'float32');
      // No logit of a network comes near 1e9.
      const bestOther = tf.max(tf.sub(z, tf.mul(truth, 1e9)), 1);
      return { loss: tf.sum(tf.sub(tf.sum(tf.mul(z, truth), 1), bestOther)) as tf.Scalar };
    }, [images]);
    return { largest: tf.max(tf.abs(gradients[0]!), [1, 2, 3]) };
  },
};

function zeroGradients(model: AttackedModel, images: tf.Tensor4D, labels: tf.Tensor1D): AuditEntry | null {
  const [count] = images.shape;
  const largest = tf.tidy(() => {
    const rows = tf.tensor1d(
      Array.from({ length: wholeBatch(count) }, (_, i) => Math.min(i, count - 1)),
      'int32',
    );
    const inputs = { images: tf.gather(images, rows), labels: tf.gather(labels, rows) };
    return model.call('gradient', inputs)['largest']!.dataSync().slice(0, count);
  });
  const zero = largest.filter((value) => value === 0).length;
  if (zero === 0) return null;
  return {
    flag: 'zero-gradients',
    message: `the gradient in the image is zero for ${zero} of ${count} images: attacks with gradients cannot see a way`,
  };
}

interface Radius {
  readonly id: 'radius' | 'double' | 'large';
  readonly params: PgdParams;
}

const largestRadius = 0.5;

/** The ball itself, one of twice its radius, and one in which every image can be turned to grey. */
function radii({ norm, epsilon }: Ball): readonly Radius[] {
  const pgdIn = (ball: Ball): PgdParams => ({
    ...ball,
    steps: 20,
    stepSize: ball.epsilon / 4,
    schedule: 'constant',
    randomStart: true,
    restarts: 1,
    batchSize: mostPoints,
  });
  const large = pgdIn({ norm: 'linf', epsilon: Math.max(largestRadius, norm === 'linf' ? epsilon : 0) });
  const double = norm === 'linf' ? Math.min(2 * epsilon, large.epsilon) : 2 * epsilon;
  return [
    { id: 'radius', params: pgdIn({ norm, epsilon }) },
    { id: 'double', params: pgdIn({ norm, epsilon: double }) },
    { id: 'large', params: large },
  ];
}

function pgd(params: PgdParams): ReturnType<typeof pgdOfPoints> {
  return pgdOfPoints('pgd', crossEntropySum, params);
}

interface Robust {
  readonly radius: number;
  readonly correct: number;
}

async function radiusFlags(
  model: AttackedModel,
  images: tf.Tensor4D,
  labels: tf.Tensor1D,
  ball: Ball,
  options: AuditOptions,
): Promise<readonly AuditEntry[]> {
  const [count] = images.shape;
  const robust: Robust[] = [];
  for (const { id, params } of radii(ball)) {
    const result = await attackPoints(pgd(params), within(id, model), images, labels, options);
    const broken = Array.from(result.success.dataSync()).filter(Boolean).length;
    tf.dispose([result.adversarial, result.success]);
    robust.push({ radius: params.epsilon, correct: count - broken });
  }
  const [at, atDouble, atLarge] = robust as [Robust, Robust, Robust];
  const told = robust.map(({ radius, correct }) => `${correct} at ${radius.toPrecision(3)}`).join(', ');
  const flags: AuditEntry[] = [];
  if (atDouble.correct > at.correct + chanceMisses)
    flags.push({
      flag: 'radius',
      message: `robust accuracy under PGD rises with the radius (of ${count} images: ${told}): its gradients mislead`,
    });
  if (atLarge.correct > largeRadiusShare * count)
    flags.push({
      flag: 'large-radius',
      message: `images withstand PGD at a radius that can turn every image to grey (of ${count} images: ${told})`,
    });
  return flags;
}
