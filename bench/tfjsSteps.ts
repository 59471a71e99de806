/** What a bench times, as users of TensorFlow.js write it: its own operations, gradients and optimizer. */
import type { Network } from '../architectures/types';
import { tf } from '../tensor/tf';
import {
  epsilon,
  evaluationAttack,
  randomBatch,
  stepSize,
  warmUpImages,
  type BenchStep,
  type TrainingStep,
  type WorkSize,
} from './step';
import { TfjsNetwork } from './tfjsNetwork';

const learningRate = 0.01;
const momentum = 0.9;
const weightDecay = 5e-4;
const clipNorm = 5;
const beta = 6;

export function tfjsTradesStep(
  network: Network,
  { batch, innerSteps }: Pick<WorkSize, 'batch' | 'innerSteps'>,
): TrainingStep {
  const peer = new TfjsNetwork(network, 1);
  const optimizer = tf.train.momentum(learningRate, momentum, true);
  const { images, noise, labels, dispose } = randomBatch(network, batch);
  const attack = (): tf.Tensor4D => {
    const clean = peer.logits(images, false);
    let adversarial = tf.add<tf.Tensor4D>(images, noise);
    for (let i = 0; i < innerSteps; i++) {
      const ascended = ascend((x) => divergence(clean, peer.logits(x, false)), adversarial, images, stepSize);
      adversarial.dispose();
      adversarial = ascended;
    }
    return adversarial;
  };
  return {
    run: () =>
      tf.tidy(() => {
        const adversarial = tf.tidy(attack);
        const truth = tf.oneHot(labels, network.classes);
        const { value, grads } = tf.variableGrads(() => {
          const [clean, attacked] = [peer.logits(images, true), peer.logits(adversarial, true)];
          const robust = tf.div(divergence(clean, attacked), batch);
          return tf.add(tf.losses.softmaxCrossEntropy(truth, clean), tf.mul(robust, beta)) as tf.Scalar;
        }, peer.trainable);
        optimizer.applyGradients(clippedAndDecayed(peer.trainable, grads));
        return value.dataSync()[0]!;
      }),
    readWeights: () => peer.read(),
    dispose: () => {
      optimizer.dispose();
      // Its dispose forgets the learning rate.
      tf.dispose((optimizer as unknown as { readonly c: tf.Scalar }).c);
      peer.dispose();
      dispose();
    },
  };
}

export function tfjsAttackStep(network: Network, { batch }: Pick<WorkSize, 'batch'>): BenchStep {
  const peer = new TfjsNetwork(network, 1);
  const { images, noise, labels, dispose } = randomBatch(network, batch);
  const start = tf.add<tf.Tensor4D>(images, noise);
  const truth = tf.oneHot(labels, network.classes);
  return {
    run: () =>
      tf.tidy(() => {
        const { value, grad } = tf.valueAndGrad((x) => crossEntropySum(truth, peer.logits(x as tf.Tensor4D, false)))(
          start,
        );
        move(start, grad as tf.Tensor4D, images, stepSize);
        return value.dataSync()[0]!;
      }),
    dispose: () => {
      peer.dispose();
      tf.dispose([start, truth]);
      dispose();
    },
  };
}

export function tfjsEvaluationStep(network: Network, size: Pick<WorkSize, 'batch' | 'images'>): BenchStep {
  const attack = evaluationAttack(size.batch);
  const peer = new TfjsNetwork(network, 1);
  const { images, labels, dispose } = randomBatch(network, size.images);
  const isRight = (x: tf.Tensor4D, y: tf.Tensor1D): tf.Tensor =>
    tf.equal(tf.cast(tf.argMax(peer.logits(x, false), 1), 'int32'), y);
  const countRight = (x: tf.Tensor4D, y: tf.Tensor1D): number =>
    tf.tidy(() => {
      const truth = tf.oneHot(y, network.classes);
      const clean = isRight(x, y);
      let adversarial = tf.clipByValue(tf.add(x, tf.randomUniform(x.shape, -epsilon, epsilon)), 0, 1) as tf.Tensor4D;
      for (let i = 0; i < attack.steps; i++) {
        const loss = (a: tf.Tensor4D): tf.Scalar => crossEntropySum(truth, peer.logits(a, false));
        const ascended = ascend(loss, adversarial, x, attack.stepSize);
        adversarial.dispose();
        adversarial = ascended;
      }
      return tf.sum(tf.logicalAnd(clean, isRight(adversarial, y))).dataSync()[0]!;
    });
  const evaluate = (count: number): number => {
    let right = 0;
    for (let first = 0; first < count; first += size.batch) {
      const length = Math.min(size.batch, count - first);
      right += tf.tidy(() => countRight(tf.slice(images, first, length), tf.slice(labels, first, length)));
    }
    return right;
  };
  return {
    run: () => evaluate(size.images),
    warmUp: () => evaluate(warmUpImages(size)),
    dispose: () => {
      peer.dispose();
      dispose();
    },
  };
}

function ascend(
  loss: (x: tf.Tensor4D) => tf.Scalar,
  adversarial: tf.Tensor4D,
  images: tf.Tensor4D,
  size: number,
): tf.Tensor4D {
  return tf.tidy(() => {
    const gradient = tf.grad((x) => loss(x as tf.Tensor4D))(adversarial) as tf.Tensor4D;
    return move(adversarial, gradient, images, size);
  });
}

function move(adversarial: tf.Tensor4D, gradient: tf.Tensor4D, images: tf.Tensor4D, size: number): tf.Tensor4D {
  const moved = tf.add(adversarial, tf.mul(tf.sign(gradient), size));
  const inBall = tf.minimum(tf.maximum(moved, tf.sub(images, epsilon)), tf.add(images, epsilon));
  return tf.clipByValue(inBall, 0, 1) as tf.Tensor4D;
}

/** KL(softmax(clean) || softmax(attacked)), summed. */
function divergence(clean: tf.Tensor2D, attacked: tf.Tensor2D): tf.Scalar {
  const [logP, logQ] = [tf.logSoftmax(clean), tf.logSoftmax(attacked)];
  return tf.sum(tf.mul(tf.exp(logP), tf.sub(logP, logQ)));
}

function crossEntropySum(truth: tf.Tensor, logits: tf.Tensor2D): tf.Scalar {
  return tf.neg(tf.sum<tf.Scalar>(tf.mul(truth, tf.logSoftmax(logits))));
}

function clippedAndDecayed(
  variables: readonly tf.Variable[],
  gradients: tf.NamedTensorMap,
): { name: string; tensor: tf.Tensor }[] {
  // A weight that the loss does not depend on has none.
  const present = Object.values(gradients).filter((gradient) => (gradient as tf.Tensor | null) !== null);
  const norm = tf.sqrt(tf.addN(present.map((gradient) => tf.sum(tf.square(gradient)))));
  const factor = tf.minimum(tf.div(clipNorm, tf.add(norm, 1e-6)), 1);
  return variables.map((variable) => {
    const gradient = (gradients[variable.name] as tf.Tensor | null) ?? tf.zerosLike(variable);
    return { name: variable.name, tensor: tf.add(tf.mul(gradient, factor), tf.mul(variable, weightDecay)) };
  });
}
