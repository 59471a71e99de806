import { tf } from '../tensor/tf';
import type { StateValues, TensorMap } from '../tensor/types';
import { biLstm, biLstmSpecs } from './biLstm';
import { dense, denseSpecs, initializeParameters, parameter, parameterValue, toTensors } from './parameters';
import type { ParameterSpec } from './parameters';
import type { StageEncoding, StateInput } from './types';

export interface StateEncoderShape {
  /** Length of the LIPS and of the CT embedding. */
  readonly lipsDimension: number;
  readonly ctDimension: number;
  /** Width of each LSTM direction and of the MLP's hidden layer. */
  readonly hidden: number;
  /** Length of the state of one stage. */
  readonly stateSize: number;
}

/** Entries of a stage encoding. */
export const STAGE_FEATURES = 4;

/** A batch of inputs of the state encoder, all with the same number of stages. */
export interface StateBatch {
  /** Float32 [N, stages, 4]: log2 width, log2 depth, downsample, robust. */
  readonly stages: tf.Tensor3D;
  /** Float32 [N, lipsDimension] */
  readonly lips: tf.Tensor2D;
  /** Float32 [N, ctDimension] */
  readonly ct: tf.Tensor2D;
}

/** What is subtracted from each component of an input and what the rest is divided by. */
export interface Standardization {
  readonly mean: readonly number[];
  readonly scale: readonly number[];
}

/** Standardization of the three inputs over the tasks of the pre-training; kept with the weights. */
export interface InputNormalization {
  readonly stages: Standardization;
  readonly lips: Standardization;
  readonly ct: Standardization;
}

/** Names of the values that gradients leave alone. */
export const NORMALIZATION = ['normalization/stages', 'normalization/lips', 'normalization/ct'] as const;

/** Fresh weights of the state encoder; the same seed gives the same bits. */
export function createStateEncoder(
  shape: StateEncoderShape,
  seed: number,
  normalization: InputNormalization = identity(shape),
): StateValues {
  const fixed = (name: string, size: number, { mean, scale }: Standardization): ParameterSpec => ({
    name,
    shape: [2, size],
    initial: { type: 'values', values: [...mean, ...scale] },
  });
  return initializeParameters(
    [
      fixed(NORMALIZATION[0], STAGE_FEATURES, normalization.stages),
      fixed(NORMALIZATION[1], shape.lipsDimension, normalization.lips),
      fixed(NORMALIZATION[2], shape.ctDimension, normalization.ct),
      ...biLstmSpecs('lstm', STAGE_FEATURES, shape.hidden),
      ...denseSpecs('mlp/hidden', 2 * shape.hidden + shape.lipsDimension + shape.ctDimension, shape.hidden),
      ...denseSpecs('mlp/output', shape.hidden, shape.stateSize),
    ],
    seed,
  );
}

function identity(shape: StateEncoderShape): InputNormalization {
  const none = (size: number): Standardization => ({
    mean: new Array<number>(size).fill(0),
    scale: new Array<number>(size).fill(1),
  });
  return { stages: none(STAGE_FEATURES), lips: none(shape.lipsDimension), ct: none(shape.ctDimension) };
}

/** The batch with every input centred and scaled as the weights say. */
export function normalizeBatch(parameters: TensorMap, batch: StateBatch): StateBatch {
  const standardize = <T extends tf.Tensor>(x: T, name: string): T => {
    const [mean, scale] = tf.unstack(parameter(parameters, name));
    return tf.div(tf.sub(x, mean!), scale!);
  };
  return {
    stages: standardize(batch.stages, NORMALIZATION[0]),
    lips: standardize(batch.lips, NORMALIZATION[1]),
    ct: standardize(batch.ct, NORMALIZATION[2]),
  };
}

/**
 * The state encoder (RC-NAS, Eq. 2): all stage encodings go through a bi-directional LSTM, and
 * state_i = MLP([forward_i ; backward_i ; LIPS ; CT]).
 *
 * @param batch as `normalizeBatch` returns it
 * @returns Float32 [N, stateSize] for each stage, in (-1, 1)
 */
export function stateEncoder(parameters: TensorMap, batch: StateBatch): tf.Tensor2D[] {
  const sequence = tf.unstack(batch.stages, 1) as tf.Tensor2D[];
  const { forward, backward } = biLstm(parameters, 'lstm', sequence);
  return sequence.map((_, i) => {
    const embedding = tf.concat2d([forward[i]!, backward[i]!, batch.lips, batch.ct], 1);
    const hidden = tf.tanh(dense(parameters, 'mlp/hidden', embedding));
    return tf.tanh(dense(parameters, 'mlp/output', hidden));
  });
}

/** Widths and depths span orders of magnitude and compression acts on them by factors, hence logarithms. */
export function stageFeatures([width, depth, downsample, robust]: StageEncoding): number[] {
  return [Math.log2(width), Math.log2(depth), downsample, robust];
}

/** Inputs with equal numbers of stages as one batch; the caller, or its tidy, disposes its tensors. */
export function toStateBatch(inputs: readonly StateInput[]): StateBatch {
  const features = inputs.map((input) => input.stages.map(stageFeatures));
  return {
    stages: tf.tensor3d(features, undefined, 'float32'),
    lips: tf.tensor2d(
      inputs.map((input) => [...input.lips]),
      undefined,
      'float32',
    ),
    ct: tf.tensor2d(
      inputs.map((input) => [...input.ct]),
      undefined,
      'float32',
    ),
  };
}

/**
 * The RL state of a task: Float32 [stages, stateSize], row-major, in (-1, 1).
 * @param weights of a (pre-trained) state encoder
 * @throws RangeError when the embeddings do not have the lengths that the encoder was made for
 */
export function encodeState(weights: StateValues, input: StateInput): Float32Array {
  requireInput(weights, input);
  return tf.tidy(() => {
    const parameters = toTensors(weights);
    const states = stateEncoder(parameters, normalizeBatch(parameters, toStateBatch([input])));
    return tf.concat2d(states, 0).dataSync<'float32'>();
  });
}

function requireInput(weights: StateValues, input: StateInput): void {
  if (input.stages.length === 0) throw new RangeError('a state needs at least one stage');
  for (const [width, depth] of input.stages) {
    if (!(width >= 1) || !(depth >= 1))
      throw new RangeError(`width and depth of a stage must be at least 1, got ${width} and ${depth}`);
  }
  for (const value of [...input.lips, ...input.ct]) {
    if (!Number.isFinite(value)) throw new RangeError(`LIPS and CT must be finite, got ${value}`);
  }
  for (const [name, embedding] of [
    ['LIPS', input.lips],
    ['CT', input.ct],
  ] as const) {
    const expected = parameterValue(weights, `normalization/${name.toLowerCase()}`).shape[1];
    if (embedding.length !== expected)
      throw new RangeError(`${name} has ${embedding.length} entries, the encoder was made for ${expected}`);
  }
}
