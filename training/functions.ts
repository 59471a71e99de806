/** The functions of a training program over the state (weights, running averages, momentum). */
import type { Network } from '../architectures/types';
import type { AttackedNetwork } from '../attacks/engine/kernels';
import { crossEntropySum } from '../attacks/losses';
import { logitsFunction, stepFunction } from '../attacks/programs';
import { valueAndGradients } from '../tensor/gradients';
import type { tf } from '../tensor/tf';
import type { FunctionDefinition, InputSpec, TensorMap } from '../tensor/types';
import type { TrainingForward, TrainingMethod } from './method';
import { sgdUpdates } from './optimizer';
import type { TrainingConfig } from './types';

/** The attack that picks the best epoch: 10 steps that together go 2.5 times as far as epsilon. */
export const selectionSteps = 10;
const selectionReach = 2.5;

export function selectionStepSize(epsilon: number): number {
  return (selectionReach * epsilon) / selectionSteps;
}

/**
 * - `logits`: images to logits, evaluation mode.
 * - `attackStep`: one step of the inner maximisation, evaluation mode; also gives the loss before the step.
 * - `selectionStep`: the same on the cross-entropy, for choosing the best epoch.
 * - `trainStep`: one step of the outer minimisation; also gives the loss before the step.
 */
export type TrainingFunctionName = 'logits' | 'attackStep' | 'selectionStep' | 'trainStep';

export function trainingFunctions(
  network: Network,
  method: TrainingMethod,
  config: TrainingConfig,
): Record<TrainingFunctionName, FunctionDefinition> {
  const { height, width, channels } = network.image;
  const images: InputSpec = { shape: [null, height, width, channels], dtype: 'float32' };
  const labels: InputSpec = { shape: [null], dtype: 'int32' };
  const cleanLogits: InputSpec = { shape: [null, network.classes], dtype: 'float32' };
  const attacked: AttackedNetwork = {
    image: network.image,
    logits: (state, x) => network.forward(state, x, false).logits,
  };
  const { epsilon, stepSize } = config.attack;

  return {
    logits: logitsFunction(attacked),
    attackStep: stepFunction(
      attacked,
      method.innerTarget === 'labels' ? labels : cleanLogits,
      (logits, target) => method.innerLoss(logits, target),
      { epsilon, stepSize },
    ),
    selectionStep: stepFunction(attacked, labels, (logits, target) => crossEntropySum(logits, target as tf.Tensor1D), {
      epsilon,
      stepSize: selectionStepSize(epsilon),
    }),
    trainStep: {
      inputs: { images, adversarial: images, labels, learningRate: { shape: [], dtype: 'float32' } },
      body: (state, inputs) => outerStep(network, method, config, state, inputs),
    },
  };
}

function outerStep(
  network: Network,
  method: TrainingMethod,
  config: TrainingConfig,
  state: TensorMap,
  inputs: TensorMap,
): ReturnType<FunctionDefinition['body']> {
  const names = network.variables.filter((variable) => variable.trainable).map((variable) => variable.name);
  const forward: TrainingForward = (images, runningAverages) =>
    network.forward({ ...state, ...runningAverages }, images, true);
  const batch = {
    images: inputs['images'] as tf.Tensor4D,
    adversarial: inputs['adversarial'] as tf.Tensor4D,
    labels: inputs['labels'] as tf.Tensor1D,
  };
  const { loss, gradients, aux } = valueAndGradients(
    () => {
      const outer = method.outerLoss(forward, batch, config);
      return { loss: outer.loss, aux: outer.updates };
    },
    names.map((name) => state[name]!),
  );
  const weights = sgdUpdates(state, names, gradients, inputs['learningRate'] as tf.Scalar, config);
  return { outputs: { loss }, updates: { ...aux, ...weights } };
}
