import { selectRows } from '../tensor/rows';
import { tf } from '../tensor/tf';
import type { Norm } from './types';

/**
 * Newton steps. With rem = rho - g and s the slope of g, concavity gives rem'/rem + s'/s <= 1 from one step to the next, so
 * rem * s falls at least fourfold. In L-infinity rem <= s (room is at most 1), so 24 steps leave at most 2^-24 sum |w_i|,
 * whatever weights and room are. In L2 more are needed where they differ by many orders of magnitude.
 */
const newtonSteps: Readonly<Record<Norm, number>> = { linf: 24, l2: 40 };

/** Enough for nearly all points of real images, whose g is close to linear up to the solution. */
export const fewNewtonSteps: Readonly<Record<Norm, number>> = { linf: 7, l2: 12 };

export interface HyperplaneMoves {
  /** delta, Float32 [N,n]. */
  readonly moves: tf.Tensor2D;
  /** Bool [N]: the last step stayed on one piece of g, so that no further one would lead elsewhere. */
  readonly solved: tf.Tensor1D;
}

/**
 * The shortest moves delta of points t in [0,1]^n onto the hyperplane w.v = b, within the box (Croce and Hein 2020,
 * "Minimally distorted adversarial examples with a fast adaptive boundary attack"):
 *
 *   delta_i = -sign(w_i) min(lambda v_i, m_i),  v_i = 1 in L-infinity, |w_i| in L2
 *
 * for (w, b) of the sign that makes rho = w.t - b >= 0, with m_i the room that t_i has in this direction. lambda >= 0 solves
 * g(lambda) = sum |w_i| min(lambda v_i, m_i) = rho; where even the corner of the box does not reach the hyperplane, delta
 * leads to the corner, and coordinates with w_i = 0 stay. g is piecewise linear and concave, so Newton's method from
 * lambda = 0 goes up to the solution and has it as soon as it is on its piece.
 *
 * @param points t, Float32 [N,n]. @param normals w, Float32 [N,n]. @param residuals w.t - b, Float32 [N,1].
 * @param steps Of Newton's method; by default so many that all points are as good as solved.
 */
export function moveOntoHyperplane(
  points: tf.Tensor2D,
  normals: tf.Tensor2D,
  residuals: tf.Tensor2D,
  norm: Norm,
  steps = newtonSteps[norm],
): HyperplaneMoves {
  return tf.tidy(() => {
    const w = tf.mul(normals, tf.where(tf.greaterEqual(residuals, 0), 1, -1)) as tf.Tensor2D;
    const room = tf.where(tf.greater(w, 0), points, tf.sub(1, points));
    // Scaling (w, b) changes nothing; with the largest |w_i| at 1, squares of small gradients do not vanish.
    const size = tf.abs(w);
    const largest = tf.max(size, 1, true);
    const weight = tf.divNoNan(size, largest);
    const corner = tf.sum(tf.mul(weight, room), 1, true);
    const rho = tf.divNoNan(tf.abs(residuals), largest);
    const reachable = tf.less(rho, corner);

    const wanted = tf.minimum(rho, corner);
    const perLambda = norm === 'linf' ? weight : tf.square(weight);
    const none = tf.zerosLike(weight);
    const shifted = (lambda: tf.Tensor): tf.Tensor =>
      tf.minimum(norm === 'linf' ? lambda : tf.mul(lambda, weight), room);
    let lambda: tf.Tensor = tf.zerosLike(wanted);
    let lastSlope: tf.Tensor | null = null;
    let onOnePiece: tf.Tensor = tf.equal(wanted, 0);
    for (let step = 0; step < steps; step++) {
      const shift = shifted(lambda);
      const remaining = tf.sub(wanted, tf.sum(tf.mul(weight, shift), 1, true));
      const slope = tf.sum(tf.where(tf.greater(room, shift), perLambda, none), 1, true);
      lambda = tf.maximum(tf.add(lambda, tf.divNoNan(remaining, slope)), 0);
      if (step === steps - 1 && lastSlope !== null) onOnePiece = tf.equal(slope, lastSlope);
      lastSlope = slope;
    }
    const move = selectRows(reachable.reshape([-1]), shifted(lambda), room);
    return {
      moves: tf.mul(tf.neg(tf.sign(w)), move) as tf.Tensor2D,
      solved: tf.logicalOr(onOnePiece, tf.logicalNot(reachable)).reshape([-1]) as tf.Tensor1D,
    };
  });
}
