import { tf } from '../tensor/tf';

export interface LipschitzNorms {
  /** Norm of the difference of the logits. Default of the spec: `l1`. */
  readonly outputNorm: 'l1' | 'l2';
  /** Norm of the difference of the images. Default of the spec: `linf`. */
  readonly inputNorm: 'linf' | 'l2';
}

/** Added to every component of an input difference before its norm is taken. */
const INPUT_OFFSET = 1e-6;

/**
 * Lipschitz coefficient of each attacked sample with respect to a network f (RC-NAS, Eq. 1):
 * ||f(x_adv) - f(x)|| / ||x_adv - x + 1e-6||. A sample that the attack left as it is has coefficient 0.
 *
 * @param cleanLogits Float32 [N, classes]: f(x)
 * @param attackedLogits Float32 [N, classes]: f(x_adv)
 * @param cleanImages Float32 [N, H, W, C]: x
 * @param attackedImages Float32 [N, H, W, C]: x_adv
 * @returns Float32 [N]; the caller disposes it
 */
export function lipschitzCoefficients(
  cleanLogits: tf.Tensor2D,
  attackedLogits: tf.Tensor2D,
  cleanImages: tf.Tensor4D,
  attackedImages: tf.Tensor4D,
  norms: LipschitzNorms,
): tf.Tensor1D {
  requireSameShape('logits', cleanLogits, attackedLogits);
  requireSameShape('images', cleanImages, attackedImages);
  if (cleanLogits.shape[0] !== cleanImages.shape[0])
    throw new RangeError(`${cleanLogits.shape[0]} rows of logits for ${cleanImages.shape[0]} images`);
  return tf.tidy(() => {
    const count = cleanImages.shape[0];
    const outputs = tf.sub(attackedLogits, cleanLogits);
    const inputs = tf.sub(attackedImages, cleanImages).reshape([count, -1]);
    const outputDistance = norms.outputNorm === 'l1' ? outputs.abs().sum(1) : outputs.square().sum(1).sqrt();
    const shifted = inputs.add(INPUT_OFFSET);
    const inputDistance = norms.inputNorm === 'linf' ? shifted.abs().max(1) : shifted.square().sum(1).sqrt();
    const untouched = inputs.abs().max(1).equal(0);
    return tf.where(untouched, tf.zerosLike(outputDistance), tf.div(outputDistance, inputDistance)) as tf.Tensor1D;
  });
}

function requireSameShape(what: string, clean: tf.Tensor, attacked: tf.Tensor): void {
  if (clean.shape.join() !== attacked.shape.join())
    throw new RangeError(`clean and attacked ${what} differ in shape: [${clean.shape}] and [${attacked.shape}]`);
}
