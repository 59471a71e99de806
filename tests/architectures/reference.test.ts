/**
 * Whole networks against an independent float64 implementation: logits, loss, running statistics and all
 * gradients. fixtures/reference_networks.py computed the expected values with JAX and says how.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { buildNetwork } from '../../architectures/network';
import { parseArchitecture } from '../../architectures/parse';
import { valueAndGradients } from '../../tensor/gradients';
import { tf } from '../../tensor/tf';

type Summary = [sum: number, weighted: number, squares: number];

interface Pass {
  readonly logits: number[];
  readonly loss: number;
  readonly imageGradient: number[];
  readonly imageGradientSummary: Summary;
  readonly gradients: Record<string, Summary>;
  readonly updates: Record<string, Summary>;
}

interface Reference {
  readonly architecture: string;
  readonly image: [number, number, number];
  readonly batch: number;
  readonly classes: number;
  readonly training: Pass;
  readonly evaluation: Pass;
}

const references = JSON.parse(readFileSync(join(__dirname, 'fixtures/reference-networks.json'), 'utf8')) as Reference[];

function hash32(text: string): number {
  let hash = 2166136261;
  for (const character of text) hash = Math.imul(hash ^ character.charCodeAt(0), 16777619) >>> 0;
  return hash;
}

function fixtureValues(name: string, shape: readonly number[]): Float32Array {
  const phase = hash32(name) % 100003;
  const size = shape.reduce((a, b) => a * b, 1);
  return Float32Array.from({ length: size }, (_, i) => Math.sin(phase + 1.7 * i * (1 + (i % 7))));
}

function fixtureWeights(name: string, shape: readonly number[]): Float32Array {
  const values = fixtureValues(name, shape);
  if (name.endsWith('/scale')) return values.map((v) => 1 + 0.3 * v);
  if (name.endsWith('/variance')) return values.map((v) => 1 + 0.5 * v);
  if (/\/(offset|mean|bias)$/.test(name)) return values.map((v) => 0.2 * v);
  const fanIn = shape.slice(0, -1).reduce((a, b) => a * b, 1);
  return values.map((v) => v * Math.sqrt(2 / fanIn));
}

function summary(values: ArrayLike<number>): Summary {
  const list = Array.from(values);
  return [
    list.reduce((a, b) => a + b, 0),
    list.reduce((total, value, i) => total + value * Math.cos(0.37 * i), 0),
    list.reduce((total, value) => total + value * value, 0),
  ];
}

/** Float32 against float64: sums are compared at the scale of the summed values. */
function expectSummary(name: string, actual: ArrayLike<number>, expected: Summary): void {
  const size = actual.length;
  const scale = Math.sqrt(expected[2] * size) + 1e-6;
  const [sum, weighted, squares] = summary(actual);
  expect(Math.abs(sum - expected[0]) / scale, `${name}: sum`).toBeLessThan(1e-4);
  expect(Math.abs(weighted - expected[1]) / scale, `${name}: weighted sum`).toBeLessThan(1e-4);
  expect(Math.abs(squares - expected[2]) / (expected[2] + 1e-9), `${name}: squares`).toBeLessThan(1e-3);
}

function expectClose(actual: ArrayLike<number>, expected: readonly number[], tolerance: number): void {
  const scale = Math.max(...expected.map(Math.abs));
  expected.forEach((value, i) => expect(Math.abs(actual[i]! - value) / scale).toBeLessThan(tolerance));
}

describe.each(references)('the network $architecture', (reference) => {
  const [height, width, channels] = reference.image;
  const network = buildNetwork(
    parseArchitecture(reference.architecture),
    { height, width, channels },
    reference.classes,
  );
  const state = Object.fromEntries(
    network.variables.map(({ name, shape }) => [name, tf.tensor(fixtureWeights(name, shape), [...shape])]),
  );
  const shape: [number, number, number, number] = [reference.batch, height, width, channels];
  const images = tf.tensor4d(
    fixtureValues('images', shape).map((v) => (v + 1) / 2),
    shape,
  );
  const labels = tf.tensor1d(
    Array.from({ length: reference.batch }, (_, i) => i % reference.classes),
    'int32',
  );
  const trainable = network.variables.filter((variable) => variable.trainable).map(({ name }) => name);

  it.each(['training', 'evaluation'] as const)('agrees with the reference in %s', (mode) => {
    const expected = reference[mode];
    const { loss, gradients, aux } = valueAndGradients(() => {
      const { logits, updates } = network.forward(state, images, mode === 'training');
      const oneHot = tf.oneHot(labels, reference.classes);
      const crossEntropy = tf.mean(tf.neg(tf.sum(tf.mul(oneHot, tf.logSoftmax(logits)), 1))) as tf.Scalar;
      return { loss: crossEntropy, aux: { logits, ...updates } };
    }, [...trainable.map((name) => state[name]!), images]);

    expectClose(aux['logits']!.dataSync(), expected.logits, 2e-5);
    expect(Math.abs(loss.dataSync()[0]! - expected.loss)).toBeLessThan(1e-5);

    const imageGradient = gradients.at(-1)!.dataSync();
    expectClose(imageGradient, expected.imageGradient, 2e-4);
    expectSummary('images', imageGradient, expected.imageGradientSummary);

    trainable.forEach((name, i) => {
      const gradient = gradients[i]!.dataSync();
      const known = expected.gradients[name];
      if (known !== undefined) expectSummary(name, gradient, known);
      // The reference never makes the batch norms that nothing reads.
      else
        expect(name.endsWith('bn1/scale') || name.endsWith('bn1/offset') ? summary(gradient) : name).toEqual([0, 0, 0]);
    });
    expect(Object.keys(expected.gradients).filter((name) => !trainable.includes(name))).toEqual([]);

    const { logits: _, ...updates } = aux;
    expect(Object.keys(updates).sort()).toEqual(Object.keys(expected.updates));
    for (const [name, value] of Object.entries(updates)) expectSummary(name, value.dataSync(), expected.updates[name]!);
  });
});
