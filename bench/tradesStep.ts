/** One TRADES training step on random images, as `trainNetwork` does it. */
import type { Network } from '../architectures/types';
import { createProgram } from '../tensor/program';
import { randomStream } from '../tensor/random';
import { tf } from '../tensor/tf';
import type { ExecutionMode, Precision } from '../tensor/types';
import { trainingFunctions } from '../training/functions';
import { trainingMethod } from '../training/method';
import { momentumVariables } from '../training/optimizer';
import type { TrainingConfig } from '../training/types';

export interface StepOptions {
  readonly mode: ExecutionMode;
  readonly precision: Precision;
  readonly batch: number;
  readonly innerSteps: number;
}

const config: Omit<TrainingConfig, 'mode' | 'precision' | 'batchSize'> = {
  method: 'trades',
  epochs: 1,
  learningRate: 0.01,
  momentum: 0.9,
  nesterov: true,
  weightDecay: 5e-4,
  clipNorm: 5,
  schedule: { type: 'constant' },
  attack: { epsilon: 8 / 255, steps: 5, stepSize: 2 / 255 },
  beta: 6,
  augmentation: { crop: 0, flip: false },
  select: 'last',
};

export interface TradesStep {
  /** Runs one step; returns its loss. */
  run(): number;
  dispose(): void;
}

export function tradesStep(network: Network, { mode, precision, batch, innerSteps }: StepOptions): TradesStep {
  const method = trainingMethod('trades');
  const momentum = momentumVariables(network.variables);
  const initial = new Map(network.initialize(1));
  for (const { name, shape } of momentum)
    initial.set(name, { shape, data: new Float32Array(shape.reduce((size, dimension) => size * dimension, 1)) });
  const program = createProgram({
    variables: [...network.variables, ...momentum],
    functions: trainingFunctions(network, method, { ...config, batchSize: batch, mode, precision }),
    initial,
    mode,
    precision,
  });
  const { height, width, channels } = network.image;
  const stream = randomStream(1, 'bench');
  const images = tf.tensor4d(stream.uniform(batch * height * width * channels), [batch, height, width, channels]);
  const noise = tf.tensor4d(stream.normal(images.size, 0, 0.001), images.shape);
  const labels = tf.tensor1d(stream.integers(batch, network.classes), 'int32');
  const learningRate = tf.scalar(config.learningRate);
  return {
    run: () =>
      tf.tidy(() => {
        const target = program.call('logits', { images })['logits']!;
        let adversarial: tf.Tensor = tf.add(images, noise);
        for (let i = 0; i < innerSteps; i++) {
          const next = program.call('attackStep', { images, adversarial, target });
          next['loss']!.dataSync();
          adversarial.dispose();
          adversarial = next['adversarial']!;
        }
        return program.call('trainStep', { images, adversarial, labels, learningRate })['loss']!.dataSync()[0]!;
      }),
    dispose: () => {
      program.dispose();
      tf.dispose([images, noise, labels, learningRate]);
    },
  };
}

/** Multiply-accumulates of a step for a network of `macs`: a gradient costs as much as a forward pass, and training takes two. */
export function macsOfStep(macs: number, { batch, innerSteps }: Pick<StepOptions, 'batch' | 'innerSteps'>): number {
  const [cleanLogits, attack, training] = [1, 2 * innerSteps, 2 * 3];
  return macs * batch * (cleanLogits + attack + training);
}
