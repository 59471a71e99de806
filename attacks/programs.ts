/** Attacks on networks that are programs: the attack's loop calls compiled functions. */
import type { tf } from '../tensor/tf';
import type { FunctionDefinition, InputSpec, Program, TensorMap } from '../tensor/types';
import type { AttackedModel } from './batches';
import { crossEntropySum, marginLossSum } from './losses';
import type { AttackName } from './parameters';
import { lossGradientOf, pgdStep, type AscentStep, type AttackLoss } from './step';

/** What each attack ascends. */
export const attackLosses: Readonly<Record<AttackName, AttackLoss>> = {
  fgsm: crossEntropySum,
  pgd: crossEntropySum,
  cw: marginLossSum,
};

/** A network in evaluation mode over the variables of a program. */
export interface AttackedNetwork {
  readonly image: { readonly height: number; readonly width: number; readonly channels: number };
  logits(state: TensorMap, images: tf.Tensor4D): tf.Tensor2D;
}

function imagesOf({ image }: AttackedNetwork): InputSpec {
  return { shape: [null, image.height, image.width, image.channels], dtype: 'float32' };
}

/** `images` to `logits`. */
export function logitsFunction(network: AttackedNetwork): FunctionDefinition {
  return {
    inputs: { images: imagesOf(network) },
    body: (state, inputs) => ({ outputs: { logits: network.logits(state, inputs['images'] as tf.Tensor4D) } }),
  };
}

/**
 * One step of projected gradient ascent from `adversarial` around `images`; gives the next `adversarial`, and the `loss`
 * before the step.
 *
 * @param target What the loss compares the logits with, such as labels.
 */
export function stepFunction(
  network: AttackedNetwork,
  target: InputSpec,
  loss: (logits: tf.Tensor2D, target: tf.Tensor) => tf.Scalar,
  { epsilon, stepSize }: { readonly epsilon: number; readonly stepSize: number },
): FunctionDefinition {
  const images = imagesOf(network);
  return {
    inputs: { images, adversarial: images, target },
    body: (state, inputs) => {
      const lossGradient = lossGradientOf(
        (x) => network.logits(state, x),
        (logits) => loss(logits, inputs['target']!),
      );
      const [from, around] = [inputs['adversarial'], inputs['images']] as [tf.Tensor4D, tf.Tensor4D];
      return { outputs: { ...pgdStep(lossGradient, from, around, epsilon, stepSize) } };
    },
  };
}

/** The network of a program with the functions `logits` and `step`. */
export function modelOfProgram(program: Program, step: string): AttackedModel {
  return {
    logits: (images) => program.call('logits', { images })['logits'] as tf.Tensor2D,
    step: (adversarial, images, labels) =>
      program.call(step, { adversarial, images, target: labels }) as unknown as AscentStep,
  };
}
