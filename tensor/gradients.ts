import { tf } from './tf';
import type { TensorMap } from './types';

/** What a differentiated function returns: the scalar, and tensors that the caller wants besides. */
export interface LossWithAux {
  readonly loss: tf.Scalar;
  readonly aux?: TensorMap;
}

export interface ValueAndGradients {
  readonly loss: tf.Scalar;
  /** One per parameter, of its shape; zeros for a parameter that the loss does not depend on. */
  readonly gradients: readonly tf.Tensor[];
  readonly aux: TensorMap;
}

/**
 * Loss, its gradients and the function's other results in one forward and one backward pass.
 * All returned tensors belong to the caller; nothing else is left behind.
 *
 * @param f Builds the loss from `parameters`, which it reads from its closure.
 * @param parameters Float32 tensors.
 */
export function valueAndGradients(f: () => LossWithAux, parameters: readonly tf.Tensor[]): ValueAndGradients {
  const kept = new Map<string, tf.Tensor>();
  try {
    return tf.tidy(() => {
      const forward = (): tf.Scalar => {
        const { loss, aux = {} } = f();
        // tfjs disposes everything but the loss when the forward pass ends.
        for (const [name, tensor] of Object.entries(aux)) kept.set(name, tf.keep(tf.clone(tensor)));
        return loss;
      };
      const { value, grads } = differentiate(forward, parameters, true);
      const gradients = parameters.map(
        (parameter, i) => (grads[i] as tf.Tensor | undefined) ?? tf.zerosLike(parameter),
      );
      const aux = Object.fromEntries([...kept].map(([name, tensor]) => [name, tf.clone(tensor)]));
      return { loss: value, gradients, aux };
    });
  } finally {
    kept.forEach((tensor) => tensor.dispose());
  }
}

/**
 * Gradient of the scalar `f(x)` with respect to `x`, of its shape; the caller disposes it.
 * Gradients of weights are not computed. Throws if `f(x)` does not depend on `x`.
 */
export function inputGradient<T extends tf.Tensor>(f: (x: T) => tf.Scalar, x: T): T {
  return tf.tidy(() => differentiate(() => f(x), [x], false).grads[0] as T);
}

/** tfjs frees what the tape holds only when both passes succeed. */
function differentiate(
  f: () => tf.Scalar,
  xs: readonly tf.Tensor[],
  allowUnused: boolean,
): { value: tf.Scalar; grads: tf.Tensor[] } {
  const engine = tf.engine();
  try {
    return engine.gradients(f, [...xs], undefined, allowUnused);
  } catch (error) {
    const { gradientDepth, activeTape } = engine.state;
    if (gradientDepth === 0) activeTape?.forEach(({ saved }) => saved?.forEach((tensor) => tensor.dispose()));
    throw error;
  }
}
