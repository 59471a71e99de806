import { tf } from '../tensor/tf';
import type { TensorMap, VariableSpec } from '../tensor/types';
import type { TrainingConfig } from './types';

/** Keeps the quotient finite for a zero gradient. */
const clipNormEpsilon = 1e-6;

export type SgdConfig = Pick<TrainingConfig, 'momentum' | 'nesterov' | 'weightDecay' | 'clipNorm'>;

/** Name of the momentum of a weight. */
export function momentumName(weight: string): string {
  return `${weight}/momentum`;
}

/** One momentum for each trainable variable. */
export function momentumVariables(variables: readonly VariableSpec[]): VariableSpec[] {
  return variables
    .filter((variable) => variable.trainable)
    .map(({ name, shape }) => ({ name: momentumName(name), shape, trainable: false }));
}

/**
 * One step of stochastic gradient descent with momentum, in PyTorch's form; v starts at 0:
 *
 *   g = gradient * min(1, clipNorm / (norm of all gradients + 1e-6))
 *   g = g + weightDecay * w
 *   v = momentum * v + g
 *   w = w - learningRate * (g + momentum * v if nesterov, else v)
 *
 * @returns new values of the weights and of their momentum, by name.
 */
export function sgdUpdates(
  state: TensorMap,
  names: readonly string[],
  gradients: readonly tf.Tensor[],
  learningRate: tf.Scalar,
  config: SgdConfig,
): TensorMap {
  const { momentum, nesterov, weightDecay, clipNorm } = config;
  const updates: Record<string, tf.Tensor> = {};
  const scale = clipNorm === null ? null : clipScale(gradients, clipNorm);
  names.forEach((name, i) => {
    const weight = state[name]!;
    let gradient = gradients[i]!;
    if (scale !== null) gradient = tf.mul(gradient, scale);
    if (weightDecay !== 0) gradient = tf.add(gradient, tf.mul(weight, weightDecay));
    const velocity = tf.add(tf.mul(state[momentumName(name)]!, momentum), gradient);
    const direction = nesterov ? tf.add(gradient, tf.mul(velocity, momentum)) : velocity;
    updates[name] = tf.sub(weight, tf.mul(direction, learningRate));
    updates[momentumName(name)] = velocity;
  });
  return updates;
}

function clipScale(gradients: readonly tf.Tensor[], clipNorm: number): tf.Tensor {
  const squares = gradients.map((gradient) => tf.sum(tf.square(gradient)));
  const norm = tf.sqrt(tf.addN(squares));
  return tf.minimum(tf.div(clipNorm, tf.add(norm, clipNormEpsilon)), 1);
}
