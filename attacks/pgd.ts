import { tf } from '../tensor/tf';
import {
  attackInBatches,
  misclassified,
  requireFinite,
  type AttackBatch,
  type AttackedModel,
  type BatchedAttack,
} from './batches';
import { crossEntropySum } from './losses';
import { uniformNoise } from './noise';
import { describeAttack, resolveAttackParams, type AttackName, type ResolvedAttackParams } from './parameters';
import { lossGradientOf, pgdStep, type AttackLoss } from './step';
import type { Attack, AttackParams, Logits } from './types';

/**
 * Projected gradient descent (Madry et al. 2018, "Towards deep learning models resistant to adversarial attacks") on
 * the cross-entropy, in the L-infinity ball of radius epsilon:
 *
 *   a_0 = clip(x + U(-epsilon, epsilon), 0, 1), or x without random start
 *   a_{t+1} = P_x(a_t + stepSize * sign(grad CE(f(a_t), y)))
 *
 * The last iterate is returned, without early stopping. With restarts, a point keeps the image of the first restart
 * that the network gets wrong, else that of the first restart.
 */
export function createPgd(params: AttackParams): Attack {
  return createSignGradientAttack('pgd', crossEntropySum, resolveAttackParams('pgd', params));
}

/** The loop of PGD on any loss of the logits. */
export function createSignGradientAttack(name: AttackName, loss: AttackLoss, params: ResolvedAttackParams): Attack {
  const attack = pgdInBatches(name, params);
  return {
    name,
    minClasses: attack.minClasses,
    run: (logits, images, labels, options) =>
      attackInBatches(attack, modelOf(logits, loss, params), images, labels, options),
  };
}

/** A network given as a differentiable function, with the steps of PGD on a loss. */
export function modelOf(
  logits: Logits,
  loss: AttackLoss,
  { epsilon, stepSize }: { readonly epsilon: number; readonly stepSize: number },
): AttackedModel {
  return {
    logits: (images) => tf.tidy(() => logits(images)),
    step: (adversarial, images, labels) =>
      tf.tidy(() => {
        const lossGradient = lossGradientOf(logits, (z) => loss(z, labels));
        return { ...pgdStep(lossGradient, adversarial, images, epsilon, stepSize) };
      }),
  };
}

/** PGD as a function of batches; the model's step decides the loss. */
export function pgdInBatches(name: AttackName, params: ResolvedAttackParams): BatchedAttack {
  return {
    name,
    minClasses: describeAttack(name).minClasses,
    epsilon: params.epsilon,
    batchSize: params.batchSize,
    attack: (model, batch, seed) => pgdWithRestarts(name, params, model, batch, seed),
  };
}

async function pgdWithRestarts(
  name: AttackName,
  params: ResolvedAttackParams,
  model: AttackedModel,
  batch: AttackBatch,
  seed: number,
): Promise<tf.Tensor4D> {
  let kept = await pgd(name, params, model, batch, { seed, index: 0 });
  if (params.restarts === 1) return kept;
  let broken: tf.Tensor1D | null = null;
  try {
    broken = errs(model, kept, batch.labels);
    for (let restart = 1; restart < params.restarts && !allTrue(broken); restart++) {
      const attacked = await pgd(name, params, model, batch, { seed, index: restart });
      const brokenNow = errs(model, attacked, batch.labels);
      const before: tf.Tensor[] = [kept, broken, attacked, brokenNow];
      [kept, broken] = keepFirstSuccess(kept, broken, attacked, brokenNow);
      tf.dispose(before);
    }
    return kept;
  } catch (error) {
    kept.dispose();
    throw error;
  } finally {
    broken?.dispose();
  }
}

function errs(model: AttackedModel, images: tf.Tensor4D, labels: tf.Tensor1D): tf.Tensor1D {
  return tf.tidy(() => misclassified(model.logits(images), labels));
}

function allTrue(flags: tf.Tensor1D): boolean {
  return tf.tidy(() => tf.all(flags).dataSync()[0] === 1);
}

function keepFirstSuccess(
  kept: tf.Tensor4D,
  broken: tf.Tensor1D,
  attacked: tf.Tensor4D,
  brokenNow: tf.Tensor1D,
): [kept: tf.Tensor4D, broken: tf.Tensor1D] {
  return tf.tidy(() => {
    const take = tf.logicalAnd(brokenNow, tf.logicalNot(broken)).reshape([-1, 1, 1, 1]);
    return [tf.where(take, attacked, kept), tf.logicalOr(broken, brokenNow)];
  });
}

async function pgd(
  name: AttackName,
  params: ResolvedAttackParams,
  model: AttackedModel,
  batch: AttackBatch,
  restart: { readonly seed: number; readonly index: number },
): Promise<tf.Tensor4D> {
  const { images, labels } = batch;
  let adversarial = params.randomStart ? randomStart(name, params.epsilon, batch, restart) : images.clone();
  try {
    for (let step = 0; step < params.steps; step++) {
      const next = model.step(adversarial, images, labels);
      adversarial.dispose();
      adversarial = next.adversarial;
      try {
        requireFinite(name, next.loss, `at step ${step + 1}`);
      } finally {
        next.loss.dispose();
      }
      await batch.between((restart.index * params.steps + step + 1) / (params.restarts * params.steps));
    }
    return adversarial;
  } catch (error) {
    adversarial.dispose();
    throw error;
  }
}

/** Clipped to [0,1], because networks are defined there. */
function randomStart(
  name: AttackName,
  epsilon: number,
  { images, pointIds }: AttackBatch,
  restart: { readonly seed: number; readonly index: number },
): tf.Tensor4D {
  const [, height, width, channels] = images.shape;
  const source = { seed: restart.seed, attack: name, restart: restart.index };
  return tf.tidy(() => {
    const noise = uniformNoise(source, pointIds, [height, width, channels], epsilon);
    return tf.clipByValue(tf.add(images, noise), 0, 1) as tf.Tensor4D;
  });
}
