import type { ImageShape } from '../architectures/types';
import { modelOfProgram } from '../attacks/engine/kernels';
import { attackPoints } from '../attacks/engine/run';
import { crossEntropySum } from '../attacks/losses';
import { pgdOfPoints } from '../attacks/pgd';
import type { LabelledImages } from '../datasets/types';
import { deriveSeed } from '../tensor/random';
import { tf } from '../tensor/tf';
import type { Program } from '../tensor/types';
import { selectionSteps, selectionStepSize } from './functions';
import type { TrainingConfig } from './types';

const batchSize = 128;

/**
 * Accuracy on the held-out set under PGD with the training attack's epsilon, 10 steps of epsilon/4 and a random start
 * that is the same in every epoch, so that epochs are compared on equal terms.
 */
export async function heldOutAccuracy(
  program: Program,
  image: ImageShape,
  heldOut: LabelledImages,
  config: TrainingConfig,
  run: { readonly seed: number; readonly signal?: AbortSignal; readonly onProgress?: () => void },
): Promise<number> {
  const { epsilon } = config.attack;
  const attack = pgdOfPoints('pgd', crossEntropySum, {
    norm: 'linf',
    epsilon,
    steps: selectionSteps,
    stepSize: selectionStepSize(epsilon),
    schedule: 'constant',
    randomStart: true,
    restarts: 1,
    batchSize,
  });
  const model = modelOfProgram(program, { step: 'selectionStep' });
  const images = tf.tensor4d(heldOut.images, [heldOut.count, image.height, image.width, image.channels]);
  const labels = tf.tensor1d(heldOut.labels, 'int32');
  try {
    const { adversarial, success } = await attackPoints(attack, model, images, labels, {
      seed: deriveSeed(run.seed, 'selection'),
      signal: run.signal,
      onProgress: run.onProgress,
    });
    const broken = tf.tidy(() => tf.sum(success.toInt()).dataSync()[0]!);
    tf.dispose([adversarial, success]);
    return (heldOut.count - broken) / heldOut.count;
  } finally {
    tf.dispose([images, labels]);
  }
}
