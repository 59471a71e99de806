import { deriveSeed, randomStream } from '../tensor/random';
import { tf } from '../tensor/tf';
import { valueAndGradients } from '../tensor/gradients';
import type { StateValues, TensorMap } from '../tensor/types';
import { descend, initializeOptimizer } from './optimizer';
import { dense, denseSpecs, initializeParameters, scoped, toTensors } from './parameters';
import { sampleStateInputs } from './pretrainingTasks';
import type { TaskSamplingSettings } from './pretrainingTasks';
import {
  createStateEncoder,
  NORMALIZATION,
  normalizeBatch,
  STAGE_FEATURES,
  stageFeatures,
  stateEncoder,
  toStateBatch,
} from './stateEncoder';
import type { InputNormalization, Standardization, StateBatch } from './stateEncoder';
import type { StateInput } from './types';

/** What the pre-training needs of the spec's `search` section. */
export interface PretrainingSettings extends TaskSamplingSettings {
  readonly encoder: {
    /** Number of sampled tasks. */
    readonly tasks: number;
    readonly epochs: number;
    readonly learningRate: number;
    readonly hidden: number;
    readonly stateSize: number;
  };
}

export interface PretrainingOptions {
  readonly onEpoch?: (epoch: number, epochs: number, loss: number) => void;
  readonly signal?: AbortSignal;
}

export interface PretrainedEncoder {
  /** Weights of the state encoder with its input normalisation; the decoder has done its work. */
  readonly weights: StateValues;
  /** Reconstruction loss over all tasks before and after, in units of the inputs' variances. */
  readonly initialLoss: number;
  readonly finalLoss: number;
}

const BATCH_TASKS = 32;
const DECODER = 'decoder';

/**
 * Pre-trains the state encoder as an autoencoder (RC-NAS, Eq. 10 and appendix C): on randomly sampled tasks a decoder
 * reconstructs each stage's encoding, LIPS and CT from the state of that stage, and
 * both are trained with Adam on the squared error. The known tasks are among the training tasks. Afterwards the
 * encoder stays frozen. The same arguments give the same bits.
 *
 * @param known inputs of tasks that the search will meet; the sampled ones are spread around them. May be empty.
 */
export async function pretrainStateEncoder(
  settings: PretrainingSettings,
  known: readonly StateInput[],
  seed: number,
  options: PretrainingOptions = {},
): Promise<PretrainedEncoder> {
  const { tasks, epochs, learningRate, hidden, stateSize } = settings.encoder;
  const shape = { lipsDimension: settings.lips.dimension, ctDimension: settings.ct.dimension, hidden, stateSize };
  const inputs = [...known, ...sampleStateInputs(settings, known, tasks, deriveSeed(seed, 'tasks'))];
  const encoder = createStateEncoder(shape, deriveSeed(seed, 'encoder'), standardizeInputs(inputs));
  const decoder = initializeParameters(
    [
      ...denseSpecs(`${DECODER}/hidden`, stateSize, hidden),
      ...denseSpecs(`${DECODER}/output`, hidden, STAGE_FEATURES + shape.lipsDimension + shape.ctDimension),
    ],
    deriveSeed(seed, 'decoder'),
  );
  const parameters = new Map([...encoder, ...decoder]);
  for (const name of NORMALIZATION) parameters.delete(name);
  const learned = [...parameters.keys()];

  let values: StateValues = new Map([...encoder, ...decoder, ...initializeOptimizer('adam', parameters)]);
  const initialLoss = meanLoss(values, inputs);
  for (let epoch = 0; epoch < epochs; epoch++) {
    let lossSum = 0;
    for (const batch of epochBatches(inputs, seed, epoch)) {
      const { loss, gradients } = reconstructionGradient(values, batch, learned);
      values = descend('adam', learningRate, values, gradients);
      lossSum += loss * batch.length;
    }
    options.onEpoch?.(epoch + 1, epochs, lossSum / inputs.length);
    await new Promise(setImmediate); // progress messages leave the process between epochs
    options.signal?.throwIfAborted();
  }
  const finalLoss = meanLoss(values, inputs);
  const weights = new Map([...encoder.keys()].map((name) => [name, values.get(name)!]));
  return { weights, initialLoss, finalLoss };
}

/** Squared error of the reconstruction: mean over the entries of each of the three inputs, added, mean over stages and tasks. */
export function reconstructionLoss(parameters: TensorMap, batch: StateBatch): tf.Scalar {
  const normalized = normalizeBatch(parameters, batch);
  const states = stateEncoder(parameters, normalized);
  const stages = tf.unstack(normalized.stages, 1) as tf.Tensor2D[];
  const sizes = [STAGE_FEATURES, batch.lips.shape[1], batch.ct.shape[1]];
  const losses = states.map((state, i) => {
    const hidden = tf.tanh(dense(parameters, `${DECODER}/hidden`, state));
    const decoded = tf.split(dense(parameters, `${DECODER}/output`, hidden), sizes, 1);
    const errors = [stages[i]!, normalized.lips, normalized.ct].map((x, k) =>
      tf.mean(tf.square(tf.sub(decoded[k]!, x))),
    );
    return tf.addN(errors);
  });
  return tf.div(tf.addN(losses), losses.length);
}

function reconstructionGradient(
  values: StateValues,
  batch: readonly StateInput[],
  learned: readonly string[],
): { loss: number; gradients: Map<string, Float32Array> } {
  return scoped(() => {
    const parameters = toTensors(values, [...NORMALIZATION, ...learned]);
    const inputs = toStateBatch(batch);
    const { loss, gradients } = valueAndGradients(
      () => ({ loss: reconstructionLoss(parameters, inputs) }),
      learned.map((name) => parameters[name]!),
    );
    return {
      loss: loss.dataSync()[0]!,
      gradients: new Map(learned.map((name, i) => [name, gradients[i]!.dataSync<'float32'>()])),
    };
  });
}

function meanLoss(values: StateValues, inputs: readonly StateInput[]): number {
  let sum = 0;
  for (const batch of batches(inputs)) {
    const loss = scoped(() => reconstructionLoss(toTensors(values), toStateBatch(batch)).dataSync()[0]!);
    sum += loss * batch.length;
  }
  return sum / inputs.length;
}

function epochBatches(inputs: readonly StateInput[], seed: number, epoch: number): StateInput[][] {
  const order = randomStream(seed, 'pretraining-order', epoch).permutation(inputs.length);
  return batches(Array.from(order, (i) => inputs[i]!));
}

/** Batches in the order of `inputs`; the tasks of a batch have the same number of stages. */
function batches(inputs: readonly StateInput[]): StateInput[][] {
  const open = new Map<number, StateInput[]>();
  const done: StateInput[][] = [];
  for (const input of inputs) {
    const batch = open.get(input.stages.length) ?? [];
    batch.push(input);
    open.set(input.stages.length, batch);
    if (batch.length === BATCH_TASKS) {
      done.push(batch);
      open.delete(input.stages.length);
    }
  }
  return [...done, ...open.values()];
}

function standardizeInputs(inputs: readonly StateInput[]): InputNormalization {
  return {
    stages: standardization(inputs.flatMap((input) => input.stages.map(stageFeatures))),
    lips: standardization(inputs.map((input) => input.lips)),
    ct: standardization(inputs.map((input) => input.ct)),
  };
}

/** Mean and standard deviation of each column; a constant column is only centred. */
function standardization(rows: readonly (readonly number[])[]): Standardization {
  const columns = rows[0]!.map((_, k) => rows.map((row) => row[k]!));
  const mean = columns.map((column) => column.reduce((sum, x) => sum + x, 0) / column.length);
  const scale = columns.map((column, k) => {
    const variance = column.reduce((sum, x) => sum + (x - mean[k]!) ** 2, 0) / column.length;
    return variance > 1e-12 ? Math.sqrt(variance) : 1;
  });
  return { mean, scale };
}
