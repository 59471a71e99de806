/** What is timed: one step on a batch of random images. */
import type { Network } from '../architectures/types';
import { randomStream } from '../tensor/random';
import { tf } from '../tensor/tf';
import type { ExecutionMode, Precision } from '../tensor/types';

/** `training`: a TRADES step; `attack`: a step of PGD; `evaluation`: a forward pass. */
export type BenchSubject = 'training' | 'attack' | 'evaluation';

export interface StepOptions {
  readonly mode: ExecutionMode;
  readonly precision: Precision;
  readonly batch: number;
  /** Attack steps within a training step. */
  readonly innerSteps: number;
}

export interface BenchStep {
  /** Runs one step to its end. */
  run(): void;
  dispose(): void;
}

export interface RandomBatch {
  /** Float32 [batch,H,W,C] in [0,1). */
  readonly images: tf.Tensor4D;
  /** Small and normal, of the images' shape. */
  readonly noise: tf.Tensor4D;
  /** Int32 [batch]. */
  readonly labels: tf.Tensor1D;
  readonly dispose: () => void;
}

export function randomBatch({ image, classes }: Network, batch: number): RandomBatch {
  const { height, width, channels } = image;
  const stream = randomStream(1, 'bench');
  const images = tf.tensor4d(stream.uniform(batch * height * width * channels), [batch, height, width, channels]);
  const noise = tf.tensor4d(stream.normal(images.size, 0, 0.001), images.shape);
  const labels = tf.tensor1d(stream.integers(batch, classes), 'int32');
  return { images, noise, labels, dispose: () => tf.dispose([images, noise, labels]) };
}

/**
 * Multiply-accumulates of a step for a network of `macs`: a gradient in the images costs as much as a forward pass, one
 * in images and weights twice as much.
 */
export function macsOfStep(
  subject: BenchSubject,
  macs: number,
  { batch, innerSteps }: Pick<StepOptions, 'batch' | 'innerSteps'>,
): number {
  const [forward, attack, update] = [1, 2, 3];
  const passes: Record<BenchSubject, number> = {
    training: forward + attack * innerSteps + 2 * update,
    attack,
    evaluation: forward,
  };
  return macs * batch * passes[subject];
}
