/** One step of PGD on a batch, and PGD on many images, as attacks on trained networks do them. */
import type { Network } from '../architectures/types';
import { attackInBatches, type AttackedModel } from '../attacks/batches';
import { pgdInBatches } from '../attacks/pgd';
import { attackLosses, logitsFunction, modelOfProgram, stepFunction } from '../attacks/programs';
import { createProgram } from '../tensor/program';
import { tf } from '../tensor/tf';
import {
  epsilon,
  evaluationAttack,
  randomBatch,
  stepSize,
  warmUpImages,
  type BenchStep,
  type StepOptions,
} from './step';

/** One step of PGD on the cross-entropy. */
export function attackStep(network: Network, options: StepOptions): BenchStep {
  const { model, disposeModel } = attackedModel(network, options, { epsilon, stepSize });
  const { images, noise, labels, dispose } = randomBatch(network, options.batch);
  const start = tf.add(images, noise) as tf.Tensor4D;
  return {
    run: () => {
      const { adversarial, loss } = model.step(start, images, labels);
      // An attack looks at the loss of every step.
      const [value] = loss.dataSync();
      adversarial.dispose();
      loss.dispose();
      return value!;
    },
    dispose: () => {
      disposeModel();
      start.dispose();
      dispose();
    },
  };
}

/** PGD from a random start on all images, in batches: what a trained network is judged by. */
export function evaluationStep(network: Network, options: StepOptions): BenchStep {
  const params = evaluationAttack(options.batch);
  const { model, disposeModel } = attackedModel(network, options, params);
  // As trained networks are evaluated: every function is compiled for one size of batch.
  const attack = { ...pgdInBatches('pgd', params), wholeBatches: true };
  const { images, labels, dispose } = randomBatch(network, options.images);
  const evaluate = async (count: number): Promise<number> => {
    const [some, theirLabels] = [tf.slice(images, 0, count), tf.slice(labels, 0, count)];
    const { adversarial, success } = await attackInBatches(attack, model, some, theirLabels, { seed: 1 });
    const right = Array.from(success.dataSync()).filter((broken) => !broken).length;
    tf.dispose([some, theirLabels, adversarial, success]);
    return right;
  };
  return {
    run: () => evaluate(options.images),
    warmUp: () => evaluate(warmUpImages(options)),
    dispose: () => {
      disposeModel();
      dispose();
    },
  };
}

function attackedModel(
  network: Network,
  { mode, precision }: StepOptions,
  params: { readonly epsilon: number; readonly stepSize: number },
): { readonly model: AttackedModel; readonly disposeModel: () => void } {
  const attacked = {
    image: network.image,
    logits: (state: Readonly<Record<string, tf.Tensor>>, images: tf.Tensor4D) =>
      network.forward(state, images, false).logits,
  };
  const step = stepFunction(
    attacked,
    { shape: [null], dtype: 'int32' },
    (logits, labels) => attackLosses.pgd(logits, labels as tf.Tensor1D),
    params,
  );
  const program = createProgram({
    variables: network.variables,
    functions: { logits: logitsFunction(attacked), step },
    initial: network.initialize(1),
    mode,
    precision,
  });
  return { model: modelOfProgram(program, 'step'), disposeModel: () => program.dispose() };
}
