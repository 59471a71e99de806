/** One step of PGD on a batch, and PGD on many images, as attacks on trained networks do them. */
import type { Network } from '../architectures/types';
import { kernelFunctions, modelOfProgram, type AttackedModel } from '../attacks/engine/kernels';
import { attackPoints } from '../attacks/engine/run';
import { crossEntropySum } from '../attacks/losses';
import { pgdOfPoints, type PgdParams } from '../attacks/pgd';
import { createProgram } from '../tensor/program';
import { tf } from '../tensor/tf';
import { evaluationAttack, randomBatch, stepSize, warmUpImages, type BenchStep, type StepOptions } from './step';

/** One step of PGD on the cross-entropy. */
export function attackStep(network: Network, options: StepOptions): BenchStep {
  const { model, disposeModel } = attackedModel(network, options, { ...evaluationAttack(options.batch), stepSize });
  const { images, noise, labels, dispose } = randomBatch(network, options.batch);
  const start = tf.add(images, noise) as tf.Tensor4D;
  return {
    run: () => {
      const results = model.call('step', { adversarial: start, images, target: labels });
      // An attack looks at the loss of every step.
      const [value] = results['loss']!.dataSync();
      tf.dispose(results);
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
  const attack = pgdOfPoints('pgd', crossEntropySum, params);
  const { images, labels, dispose } = randomBatch(network, options.images);
  const evaluate = async (count: number): Promise<number> => {
    const [some, theirLabels] = [tf.slice(images, 0, count), tf.slice(labels, 0, count)];
    const { adversarial, success } = await attackPoints(attack, model, some, theirLabels, { seed: 1 });
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
  params: PgdParams,
): { readonly model: AttackedModel; readonly disposeModel: () => void } {
  const attacked = {
    image: network.image,
    logits: (state: Readonly<Record<string, tf.Tensor>>, images: tf.Tensor4D) =>
      network.forward(state, images, false).logits,
  };
  const program = createProgram({
    variables: network.variables,
    functions: kernelFunctions(attacked, pgdOfPoints('pgd', crossEntropySum, params).kernels),
    initial: network.initialize(1),
    mode,
    precision,
  });
  return { model: modelOfProgram(program), disposeModel: () => program.dispose() };
}
