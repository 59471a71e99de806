/** What is timed, on random images. */
import type { Network } from '../architectures/types';
import { resolveAttackParams, type ParametersOf } from '../attacks/parameters';
import { randomStream } from '../tensor/random';
import { tf } from '../tensor/tf';
import type { ExecutionMode, Precision, StateValues } from '../tensor/types';

/** `training`: a TRADES step; `attack`: a step of PGD; `evaluation`: PGD on many images, to the number it leaves right. */
export type BenchSubject = 'training' | 'attack' | 'evaluation';

export interface WorkSize {
  readonly batch: number;
  /** Attack steps within a training step. */
  readonly innerSteps: number;
  /** Images of an evaluation. */
  readonly images: number;
}

export interface StepOptions extends WorkSize {
  readonly mode: ExecutionMode;
  readonly precision: Precision;
}

export interface BenchStep {
  /** Runs one step to its end; gives its loss, or of an evaluation the number of images that the network gets right. */
  run(): Promise<number> | number;
  /** The same in small, where a step is long: everything that the first call does, once. */
  warmUp?(): Promise<number> | number;
  dispose(): void;
}

export interface TrainingStep extends BenchStep {
  run(): number;
  /** The network's variables in its order, running averages included. */
  readWeights(): StateValues;
}

/** The attacks' ball and step; an evaluation takes the 20 steps that are PGD's default, a tenth of epsilon each. */
export const epsilon = 8 / 255;
export const stepSize = 2 / 255;

export function evaluationAttack(batch: number): ParametersOf['pgd'] {
  return resolveAttackParams('pgd', { epsilon, batchSize: batch });
}

/** Images of an evaluation that show every size of batch: all of them up to one batch, else one and the remainder. */
export function warmUpImages({ batch, images }: Pick<WorkSize, 'batch' | 'images'>): number {
  return images <= batch ? images : batch + (images % batch);
}

export interface RandomBatch {
  /** Float32 [count,H,W,C] in [0,1). */
  readonly images: tf.Tensor4D;
  /** Small and normal, of the images' shape. */
  readonly noise: tf.Tensor4D;
  /** Int32 [count]. */
  readonly labels: tf.Tensor1D;
  readonly dispose: () => void;
}

export function randomBatch({ image, classes }: Network, count: number): RandomBatch {
  const { height, width, channels } = image;
  const stream = randomStream(1, 'bench');
  const images = tf.tensor4d(stream.uniform(count * height * width * channels), [count, height, width, channels]);
  const noise = tf.tensor4d(stream.normal(images.size, 0, 0.001), images.shape);
  const labels = tf.tensor1d(stream.integers(count, classes), 'int32');
  return { images, noise, labels, dispose: () => tf.dispose([images, noise, labels]) };
}

/**
 * Multiply-accumulates of a step for a network of `macs`: a gradient in the images costs as much as a forward pass, one
 * in images and weights twice as much.
 */
export function macsOfStep(subject: BenchSubject, macs: number, { batch, innerSteps, images }: WorkSize): number {
  const [forward, attack, update] = [1, 2, 3];
  switch (subject) {
    case 'training':
      return macs * batch * (forward + attack * innerSteps + 2 * update);
    case 'attack':
      return macs * batch * attack;
    case 'evaluation':
      return macs * images * (2 * forward + attack * evaluationAttack(batch).steps);
  }
}
