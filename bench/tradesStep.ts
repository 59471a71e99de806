/** One TRADES training step on random images, as `trainNetwork` does it. */
import type { Network } from '../architectures/types';
import { createProgram } from '../tensor/program';
import { tf } from '../tensor/tf';
import { trainingFunctions } from '../training/functions';
import { trainingMethod } from '../training/method';
import { momentumVariables } from '../training/optimizer';
import type { TrainingConfig } from '../training/types';
import { epsilon, randomBatch, stepSize, type StepOptions, type TrainingStep } from './step';

const config: Omit<TrainingConfig, 'mode' | 'precision' | 'batchSize'> = {
  method: 'trades',
  epochs: 1,
  learningRate: 0.01,
  momentum: 0.9,
  nesterov: true,
  weightDecay: 5e-4,
  clipNorm: 5,
  schedule: { type: 'constant' },
  attack: { epsilon, steps: 5, stepSize },
  beta: 6,
  augmentation: { crop: 0, flip: false },
  select: 'last',
};

export function tradesStep(
  network: Network,
  { mode, precision, batch, innerSteps }: Omit<StepOptions, 'images'>,
): TrainingStep {
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
  const { images, noise, labels, dispose } = randomBatch(network, batch);
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
    readWeights: () => program.readState(network.variables.map(({ name }) => name)),
    dispose: () => {
      program.dispose();
      learningRate.dispose();
      dispose();
    },
  };
}
