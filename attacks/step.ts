import { valueAndGradients } from '../tensor/gradients';
import type { tf } from '../tensor/tf';

import { perImageL2Norm, project } from './projection';
import type { Logits, Norm } from './types';

/** A loss to maximise: logits Float32 [N,C] and labels Int32 [N] to a scalar summed over the batch. */
export type AttackLoss = (logits: tf.Tensor2D, labels: tf.Tensor1D) => tf.Scalar;

export interface LossGradient {
  readonly loss: tf.Scalar;
  /** Float32 [N,H,W,C]. */
  readonly gradient: tf.Tensor4D;
}

/** Loss and its gradient with respect to the images, and to nothing else. */
export type LossGradientFunction = (images: tf.Tensor4D) => LossGradient;

export interface AscentStep {
  /** The next iterate, Float32 [N,H,W,C]. */
  readonly adversarial: tf.Tensor4D;
  /** Loss at the iterate that the step started from; finite only if all its logits are. */
  readonly loss: tf.Scalar;
}

export interface StepParams {
  /** Default `linf`. */
  readonly norm?: Norm;
  readonly epsilon: number;
  /** One length for all images, or Float32 [N,1,1,1]. */
  readonly stepSize: number | tf.Tensor;
}

/** Keeps the direction of a vanishing gradient finite. */
const leastNorm = 1e-12;

/** Differentiates a loss of the logits with respect to the images; a network that ignores its input has gradient zero. */
export function lossGradientOf(logits: Logits, loss: (logits: tf.Tensor2D) => tf.Scalar): LossGradientFunction {
  return (images) => {
    const result = valueAndGradients(() => ({ loss: loss(logits(images)) }), [images]);
    return { loss: result.loss, gradient: result.gradients[0] as tf.Tensor4D };
  };
}

/** The steepest direction in the norm: the gradient's sign (sign(0) = 0), or the gradient with L2 norm 1 in each image. */
export function steepest(gradient: tf.Tensor4D, norm: Norm): tf.Tensor4D {
  if (norm === 'linf') return gradient.sign();
  return gradient.div(perImageL2Norm(gradient).add(leastNorm)) as tf.Tensor4D;
}

/**
 * One step of projected gradient ascent: a' = P_x(a + stepSize * steepest(gradient at a)).
 * A pure function: nothing is disposed, so callers wrap it in `tf.tidy`.
 */
export function pgdStep(
  lossGradient: LossGradientFunction,
  adversarial: tf.Tensor4D,
  images: tf.Tensor4D,
  { norm = 'linf', epsilon, stepSize }: StepParams,
): AscentStep {
  const { loss, gradient } = lossGradient(adversarial);
  const moved = adversarial.add(steepest(gradient, norm).mul(stepSize)) as tf.Tensor4D;
  return { adversarial: project(moved, images, epsilon, norm), loss };
}
