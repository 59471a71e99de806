import { describe, expect, it } from 'vitest';

import { createStateEncoder, encodeState } from '../../search/stateEncoder';
import type { InputNormalization, StateEncoderShape } from '../../search/stateEncoder';
import type { StateInput } from '../../search/types';
import { tf } from '../../tensor/tf';
import type { StateValues } from '../../tensor/types';

const SHAPE: StateEncoderShape = { lipsDimension: 3, ctDimension: 2, hidden: 4, stateSize: 5 };
const NORMALIZATION: InputNormalization = {
  stages: { mean: [2, 1, 0.5, 0.25], scale: [1.5, 0.75, 0.5, 0.4] },
  lips: { mean: [1, 2, 3], scale: [0.5, 0.6, 0.7] },
  ct: { mean: [20, 20], scale: [2, 2] },
};
const INPUT: StateInput = {
  stages: [
    [10, 4, 0, 0],
    [6, 3, 1, 1],
    [1, 7, 1, 0],
  ],
  lips: [0.5, 2.5, 4],
  ct: [22.3, 22.3],
};

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** x W + b, written out, with W row-major [rows, columns]. */
function affine(weights: StateValues, kernel: string, bias: string | null, x: readonly number[]): number[] {
  const { shape, data } = weights.get(kernel)!;
  const columns = shape[1]!;
  return Array.from({ length: columns }, (_, j) => {
    let sum = bias === null ? 0 : weights.get(bias)!.data[j]!;
    for (let i = 0; i < shape[0]!; i++) sum += x[i]! * data[i * columns + j]!;
    return sum;
  });
}

/** An LSTM in float64: i, f, o = sigmoid, g = tanh; c = f c + i g; h = o tanh(c). */
function lstm(weights: StateValues, name: string, sequence: readonly number[][]): number[][] {
  const size = weights.get(`${name}/recurrent`)!.shape[0]!;
  let h = new Array<number>(size).fill(0);
  let c = new Array<number>(size).fill(0);
  return sequence.map((x) => {
    const fromInput = affine(weights, `${name}/kernel`, `${name}/bias`, x);
    const fromState = affine(weights, `${name}/recurrent`, null, h);
    const z = fromInput.map((value, k) => value + fromState[k]!);
    const gate = (index: number, unit: number): number => z[index * size + unit]!;
    c = c.map((old, u) => sigmoid(gate(1, u)) * old + sigmoid(gate(0, u)) * Math.tanh(gate(2, u)));
    h = c.map((cell, u) => sigmoid(gate(3, u)) * Math.tanh(cell));
    return h;
  });
}

/** Eq. 2 in float64. */
function expectedState(weights: StateValues, input: StateInput, normalization: InputNormalization): number[][] {
  const standardize = (x: readonly number[], { mean, scale }: { mean: readonly number[]; scale: readonly number[] }) =>
    x.map((value, k) => (value - mean[k]!) / scale[k]!);
  const stages = input.stages.map(([width, depth, downsample, robust]) =>
    standardize([Math.log2(width), Math.log2(depth), downsample, robust], normalization.stages),
  );
  const forward = lstm(weights, 'lstm/forward', stages);
  const backward = lstm(weights, 'lstm/backward', [...stages].reverse()).reverse();
  const lips = standardize(input.lips, normalization.lips);
  const ct = standardize(input.ct, normalization.ct);
  return stages.map((_, i) => {
    const embedding = [...forward[i]!, ...backward[i]!, ...lips, ...ct];
    const hidden = affine(weights, 'mlp/hidden/kernel', 'mlp/hidden/bias', embedding).map(Math.tanh);
    return affine(weights, 'mlp/output/kernel', 'mlp/output/bias', hidden).map(Math.tanh);
  });
}

describe('state encoder (Eq. 2)', () => {
  it.each([1, 2, 3])('agrees with a float64 computation for %i stages', (count) => {
    const weights = createStateEncoder(SHAPE, 9, NORMALIZATION);
    const input = { ...INPUT, stages: INPUT.stages.slice(0, count) };
    const state = encodeState(weights, input);
    const reference = expectedState(weights, input, NORMALIZATION).flat();
    expect(state).toHaveLength(count * SHAPE.stateSize);
    reference.forEach((value, k) => expect(Math.abs(state[k]! - value)).toBeLessThan(2e-6));
  });

  it('opens the forget gates at first and nothing else', () => {
    const bias = createStateEncoder(SHAPE, 9).get('lstm/forward/bias')!;
    expect([...bias.data]).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('lets every stage know of the stages before and behind it', () => {
    const weights = createStateEncoder(SHAPE, 9, NORMALIZATION);
    const state = encodeState(weights, INPUT);
    const row = (values: Float32Array, stage: number): number[] => [...values.slice(5 * stage, 5 * stage + 5)];
    for (const changed of [0, 2]) {
      const stages = INPUT.stages.map((s, i) => (i === changed ? ([3, 2, 1, 1] as const) : s));
      const other = encodeState(weights, { ...INPUT, stages });
      for (let stage = 0; stage < 3; stage++) expect(row(other, stage)).not.toEqual(row(state, stage));
    }
  });

  it('reads LIPS and CT', () => {
    const weights = createStateEncoder(SHAPE, 9, NORMALIZATION);
    const state = encodeState(weights, INPUT);
    expect(encodeState(weights, { ...INPUT, lips: [0.5, 2.5, 4.5] })).not.toEqual(state);
    expect(encodeState(weights, { ...INPUT, ct: [23, 23] })).not.toEqual(state);
  });

  it('gives the same bits for the same seed, others for another, and leaves nothing in memory', () => {
    const before = tf.memory().numTensors;
    const state = encodeState(createStateEncoder(SHAPE, 9), INPUT);
    expect(encodeState(createStateEncoder(SHAPE, 9), INPUT)).toEqual(state);
    expect(encodeState(createStateEncoder(SHAPE, 10), INPUT)).not.toEqual(state);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('rejects inputs that it was not made for', () => {
    const weights = createStateEncoder(SHAPE, 9);
    expect(() => encodeState(weights, { ...INPUT, lips: [1] })).toThrow(
      'LIPS has 1 entries, the encoder was made for 3',
    );
    expect(() => encodeState(weights, { ...INPUT, ct: [1, 2, 3] })).toThrow(
      'CT has 3 entries, the encoder was made for 2',
    );
    expect(() => encodeState(weights, { ...INPUT, stages: [] })).toThrow('a state needs at least one stage');
    expect(() => encodeState(weights, { ...INPUT, stages: [[0, 1, 0, 0]] })).toThrow(
      'width and depth of a stage must be at least 1, got 0 and 1',
    );
    expect(() => encodeState(weights, { ...INPUT, ct: [NaN, 1] })).toThrow('LIPS and CT must be finite, got NaN');
    expect(() => encodeState(new Map(), INPUT)).toThrow("weights lack the parameter 'normalization/lips'");
  });
});
