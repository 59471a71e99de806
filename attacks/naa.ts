import { randomStream } from '../tensor/random';
import { valueAndGradients } from '../tensor/gradients';
import { selectRows } from '../tensor/rows';
import { tf } from '../tensor/tf';
import { imagesOf, modelOfFunction, type AttackedModel, type Kernel, type KernelNetwork } from './engine/kernels';
import { checkInputs, misclassified, requireFinite, smallestBatch } from './engine/judge';
import type { EnteringPoints, LaneBatch, LaneOutcome, LaneStep, PointAttack } from './engine/pointAttack';
import { attackPoints } from './engine/run';
import { AttackInputError } from './errors';
import { describeAttack, resolveAttackParams, type ParametersOf } from './parameters';
import type { Attack, AttackParams, AttackResult, AttackRunOptions } from './types';

/**
 * Neuron attribution attack (Zhang et al. 2022, "Improving adversarial transferability via neuron attribution-based
 * attacks"). With h the output of an inner layer, x the image, b = h(black image) and N `samples`:
 *
 *   G = sum_{l=0}^{N-1} d softmax(f(x_l))_y / d h(x_l),  x_l = (1 - l/N) (x + noise),  noise ~ N(0, 0.1^2)
 *   W = -G / ||G||_2
 *   g_{t+1} = momentum g_t + grad / mean|grad|,  grad = gradient of mean((h(a_t) - b) W) at a_t
 *   a_{t+1} = clip(a_t + stepSize sign(g_{t+1}), x - epsilon, x + epsilon),  a_0 = x
 *
 * W comes from the clean image, once. Pixels are clipped to [0,1] after the last step only, as in the authors' code.
 * The last iterate counts, without early stopping: a point misclassified on the way may be right again at the end.
 *
 * Needs a network that is split at the inner layer. Reports `attribution`, the mean of (h(a) - b) W where the last
 * gradient was taken.
 */
export function createNaa(given: AttackParams): Attack {
  const params = resolveAttackParams('naa', given);
  return {
    name: 'naa',
    minClasses: describeAttack('naa').minClasses,
    kernels,
    run: async (network, images, labels, options) => {
      if (typeof network === 'function') throw unsplit();
      return runNaa(params, modelOfFunction(network, kernels), images, labels, options);
    },
    runOn: (model, images, labels, options) => runNaa(params, model, images, labels, options),
  };
}

type NaaParams = ParametersOf['naa'];

interface NaaLane {
  readonly point: number;
  /** Gradients summed up in the weights; when all are, the weights are W. */
  sampled: number;
  step: number;
  attribution: number;
}

/** Of the noise on the path to the black image. */
const noiseStd = 0.1;

/** Inner layers are seen as rows of numbers, [n, units], whatever their rank. */
const unitsOf = { shape: [null, null], dtype: 'float32' } as const;

const kernels = {
  /** `images` to `units`. */
  features: {
    inputs: (image) => ({ images: imagesOf(image) }),
    body: (network, inputs) => ({ units: inRows(layersOf(network).head(inputs['images'] as tf.Tensor4D)) }),
  },
  /** Adds to `total` the gradient at x_l, where 1 - l/N is `share` [n,1,1,1]. */
  sample: {
    inputs: (image) => ({
      images: imagesOf(image),
      noise: imagesOf(image),
      share: { shape: [null, 1, 1, 1], dtype: 'float32' },
      target: { shape: [null], dtype: 'int32' },
      total: unitsOf,
    }),
    body: (network, inputs) => {
      const { head, tail } = layersOf(network);
      const features = head(tf.mul(tf.add(inputs['images']!, inputs['noise']!), inputs['share']!));
      const probabilityOfTruth = () => {
        const logits = tail(features);
        const truth = tf.oneHot(inputs['target'] as tf.Tensor1D, logits.shape[1], 1, 0, 'float32');
        return { loss: tf.sum(tf.mul(tf.softmax(logits), truth)) as tf.Scalar, aux: { logits } };
      };
      const { gradients, aux } = valueAndGradients(probabilityOfTruth, [features]);
      return { total: tf.add(inputs['total']!, inRows(gradients[0]!)), finite: tf.sum(tf.mul(aux['logits']!, 0)) };
    },
  },
  /** One step; gives `attribution` [n] where it started. */
  ascend: {
    inputs: (image) => ({
      images: imagesOf(image),
      adversarial: imagesOf(image),
      velocity: imagesOf(image),
      weights: unitsOf,
      base: { shape: [1, null], dtype: 'float32' },
      momentum: { shape: [], dtype: 'float32' },
      stepSize: { shape: [], dtype: 'float32' },
      epsilon: { shape: [], dtype: 'float32' },
    }),
    body: (network, inputs) => {
      const { head } = layersOf(network);
      const [images, from] = [inputs['images'], inputs['adversarial']] as [tf.Tensor4D, tf.Tensor4D];
      const { gradients, aux } = valueAndGradients(() => {
        const attribution = tf.mean(tf.mul(tf.sub(inRows(head(from)), inputs['base']!), inputs['weights']!), 1);
        return { loss: tf.sum(attribution), aux: { attribution } };
      }, [from]);
      const gradient = gradients[0]!;
      // An image without any gradient gives 0 / 0: it adds nothing to the velocity.
      const scaled = tf.divNoNan(gradient, tf.mean(tf.abs(gradient), [1, 2, 3], true));
      const velocity = tf.add(tf.mul(inputs['velocity']!, inputs['momentum']!), scaled);
      const moved = tf.add(from, tf.mul(tf.sign(velocity), inputs['stepSize']!));
      const lowered = tf.minimum(moved, tf.add(images, inputs['epsilon']!));
      const adversarial = tf.maximum(lowered, tf.sub(images, inputs['epsilon']!));
      return { adversarial, velocity, attribution: aux['attribution']! };
    },
  },
} satisfies Record<string, Kernel>;

/** @throws AttackInputError for a network that is not split; TypeErrors of shapes are the caller's. */
function layersOf({ split }: KernelNetwork): NonNullable<KernelNetwork['split']> {
  if (split === null) throw unsplit();
  return split;
}

function unsplit(): AttackInputError {
  return new AttackInputError(
    "attack 'naa' looks at an inner layer: give the network as { logits, head, tail }, where head maps images to the " +
      "layer's output and tail that output to logits, instead of as one function",
  );
}

function inRows(features: tf.Tensor): tf.Tensor2D {
  return tf.reshape(features, [features.shape[0]!, -1]);
}

async function runNaa(
  params: NaaParams,
  model: AttackedModel,
  images: tf.Tensor4D,
  labels: tf.Tensor1D,
  options: AttackRunOptions,
): Promise<AttackResult> {
  checkInputs('naa', images, labels, options);
  const base = tf.tidy(() => {
    const black = tf.zeros([smallestBatch, ...images.shape.slice(1)]);
    return tf.slice(model.call('features', { images: black })['units'] as tf.Tensor2D, 0, 1);
  });
  try {
    return await attackPoints(naaOfPoints(params, base), model, images, labels, options);
  } finally {
    base.dispose();
  }
}

/** @param base The units of the black image, [1, units]. */
function naaOfPoints(params: NaaParams, base: tf.Tensor2D): PointAttack<NaaLane> {
  const { norm, epsilon, batchSize, steps, samples } = params;
  return {
    name: 'naa',
    minClasses: describeAttack('naa').minClasses,
    norm,
    epsilon,
    batchSize,
    kernels,
    attacks: 'correct',
    begin: (points) => begin(points, base.shape[1]),
    step: (batch, model) => step(params, base, batch, model),
    progressOf: (lane) => (lane.sampled + lane.step) / (samples + steps),
    reportOf: ({ attribution }) => ({ attribution }),
  };
}

function begin({ pointIds, images }: EnteringPoints, units: number): ReturnType<PointAttack<NaaLane>['begin']> {
  return {
    lanes: pointIds.map((point) => ({ point, sampled: 0, step: 0, attribution: 0 })),
    state: {
      adversarial: tf.clone(images),
      velocity: tf.zerosLike(images),
      weights: tf.zeros([pointIds.length, units]),
    },
  };
}

/** Lanes that have not sampled the whole path yet sample on, the others ascend. */
function step(params: NaaParams, base: tf.Tensor2D, batch: LaneBatch<NaaLane>, model: AttackedModel): LaneStep {
  const { lanes, images, state, labels } = batch;
  const samples = lanes.map((lane) => lane.sampled < params.samples);
  let outcomes: readonly LaneOutcome[] = lanes.map(() => 'running');
  const next = tf.tidy(() => {
    const changed: Record<string, tf.Tensor> = {};
    if (samples.includes(true)) changed['weights'] = sample(params, batch, model);
    if (!samples.includes(false)) return changed;
    const [momentum, stepSize, epsilon] = [params.momentum, params.stepSize, params.epsilon].map((value) => tf.scalar(value)) as [tf.Scalar, tf.Scalar, tf.Scalar]; // prettier-ignore
    const { adversarial, velocity, weights } = state as Record<string, tf.Tensor>;
    const to = model.call('ascend', { images, adversarial: adversarial!, velocity: velocity!, weights: weights!, base, momentum, stepSize, epsilon }); // prettier-ignore
    requireFinite('naa', to['attribution']!, 'inside the network');
    const attribution = to['attribution']!.dataSync();
    lanes.forEach((lane, i) => {
      if (samples[i]) return;
      lane.step += 1;
      lane.attribution = attribution[i]!;
    });
    changed['velocity'] = chosen(samples, velocity!, to['velocity']!);
    const ended = lanes.map((lane) => lane.step === params.steps);
    const moved = chosen(samples, adversarial!, to['adversarial']!);
    changed['adversarial'] = chosen(ended, tf.clipByValue(moved, 0, 1), moved);
    if (ended.includes(true)) {
      const logits = model.call('logits', { images: changed['adversarial'] })['logits'] as tf.Tensor2D;
      const wrong = misclassified(logits, labels).dataSync();
      outcomes = ended.map((over, i): LaneOutcome => (over ? (wrong[i] ? 'broken' : 'over') : 'running'));
    }
    return changed;
  });
  return { state: next, outcomes };
}

/** The sum of gradients with the next one added, and where the path ends here, W. */
function sample({ samples: count }: NaaParams, batch: LaneBatch<NaaLane>, model: AttackedModel): tf.Tensor {
  const { lanes, images, labels, state, seed } = batch;
  const [, height, width, channels] = images.shape;
  const noise = new Float32Array(images.size);
  const size = height * width * channels;
  lanes.forEach(({ point, sampled }, row) => {
    if (sampled === count) return;
    noise.set(randomStream(seed, 'attack', 'naa', sampled, point).normal(size, 0, noiseStd), row * size);
  });
  const total = state['weights'] as tf.Tensor2D;
  const added = model.call('sample', {
    images,
    noise: tf.tensor4d(noise, images.shape),
    share: tf.tensor4d(lanes.map(({ sampled }) => 1 - sampled / count), [lanes.length, 1, 1, 1]), // prettier-ignore
    target: labels,
    total,
  });
  requireFinite('naa', added['finite']!, 'on the path to the black image');
  const samples = lanes.map(({ sampled }) => sampled < count);
  for (const lane of lanes) lane.sampled = Math.min(lane.sampled + 1, count);
  const complete = lanes.map(({ sampled }, i) => samples[i]! && sampled === count);
  const sum = chosen(samples, added['total'] as tf.Tensor2D, total);
  return complete.includes(true) ? chosen(complete, attributionWeights(sum), sum) : sum;
}

/** W = -G / ||G||_2 in each row; zero where G is. */
function attributionWeights(total: tf.Tensor2D): tf.Tensor2D {
  // The gradient of a confident network is so small that its square underflows.
  const scaled = tf.divNoNan(total, tf.max(tf.abs(total), 1, true));
  const lengths = tf.sqrt(tf.sum(tf.square(scaled), 1, true));
  return tf.neg(tf.divNoNan(scaled, lengths) as tf.Tensor2D);
}

/** Rows of `a` where the flag is set, else of `b`. */
function chosen<T extends tf.Tensor>(flags: readonly boolean[], a: T, b: T): T {
  if (!flags.includes(false)) return tf.clone(a);
  if (!flags.includes(true)) return tf.clone(b);
  return selectRows(flags, a, b);
}
