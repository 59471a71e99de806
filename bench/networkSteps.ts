/** One step of PGD and one forward pass on random images, as attacks and evaluations of trained networks do them. */
import type { Network } from '../architectures/types';
import { attackLosses, logitsFunction, modelOfProgram, stepFunction, type AttackedNetwork } from '../attacks/programs';
import { createProgram } from '../tensor/program';
import { tf } from '../tensor/tf';
import { randomBatch, type BenchStep, type StepOptions } from './step';

const epsilon = 8 / 255;
const stepSize = 2 / 255;

/** One step of PGD on the cross-entropy. */
export function attackStep(network: Network, { mode, precision, batch }: StepOptions): BenchStep {
  const attacked = inEvaluation(network);
  const step = stepFunction(
    attacked,
    { shape: [null], dtype: 'int32' },
    (logits, labels) => attackLosses.pgd(logits, labels as tf.Tensor1D),
    { epsilon, stepSize },
  );
  const program = createProgram({
    variables: network.variables,
    functions: { logits: logitsFunction(attacked), step },
    initial: network.initialize(1),
    mode,
    precision,
  });
  const model = modelOfProgram(program, 'step');
  const { images, noise, labels, dispose } = randomBatch(network, batch);
  const start = tf.add(images, noise) as tf.Tensor4D;
  return {
    run: () => {
      const { adversarial, loss } = model.step(start, images, labels);
      // An attack looks at the loss of every step.
      loss.dataSync();
      adversarial.dispose();
      loss.dispose();
    },
    dispose: () => {
      program.dispose();
      start.dispose();
      dispose();
    },
  };
}

/** Images to logits that JavaScript can read. */
export function evaluationStep(network: Network, { mode, precision, batch }: StepOptions): BenchStep {
  const program = createProgram({
    variables: network.variables,
    functions: { logits: logitsFunction(inEvaluation(network)) },
    initial: network.initialize(1),
    mode,
    precision,
  });
  const { images, dispose } = randomBatch(network, batch);
  return {
    run: () => {
      const logits = program.call('logits', { images })['logits']!;
      logits.dataSync();
      logits.dispose();
    },
    dispose: () => {
      program.dispose();
      dispose();
    },
  };
}

function inEvaluation(network: Network): AttackedNetwork {
  return { image: network.image, logits: (state, images) => network.forward(state, images, false).logits };
}
