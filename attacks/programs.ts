/** Steps of attacks as functions of a training program, where the network's weights change between calls. */
import type { tf } from '../tensor/tf';
import type { FunctionDefinition, InputSpec } from '../tensor/types';
import { imagesOf, type AttackedNetwork } from './engine/kernels';
import { lossGradientOf, pgdStep } from './step';

/** `images` to `logits`. */
export function logitsFunction(network: AttackedNetwork): FunctionDefinition {
  return {
    inputs: { images: imagesOf(network.image) },
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
  const images = imagesOf(network.image);
  return {
    inputs: { images, adversarial: images, target },
    body: (state, inputs) => {
      const lossGradient = lossGradientOf(
        (x) => network.logits(state, x),
        (logits) => loss(logits, inputs['target']!),
      );
      const [from, around] = [inputs['adversarial'], inputs['images']] as [tf.Tensor4D, tf.Tensor4D];
      return { outputs: { ...pgdStep(lossGradient, from, around, { epsilon, stepSize }) } };
    },
  };
}
