import { beforeAll, describe, expect, it } from 'vitest';

import { buildNetwork } from '../../architectures/network';
import type { Architecture, Network } from '../../architectures/types';
import type { Dataset } from '../../datasets/types';
import { createProgram } from '../../tensor/program';
import { randomStream } from '../../tensor/random';
import { tf } from '../../tensor/tf';
import type { Program, StateValues, TensorMap } from '../../tensor/types';
import { trainingFunctions } from '../../training/functions';
import { trainingMethod } from '../../training/method';
import { momentumVariables } from '../../training/optimizer';
import { trainNetwork } from '../../training/train';
import { buildDist, buildTimeoutMs } from '../support/dist';
import { relativeError } from '../tensor/helpers';
import { trainingDigest } from './digest';
import { digits, digitsNetwork, firstImages, quickConfig } from './digits';

const stage = (width: number, stride: 1 | 2, robust: boolean, depth = 1): Architecture['stages'][number] => ({
  depth,
  width,
  stride,
  robust,
});
const families: Record<string, Architecture> = {
  basic: { name: 'basic', stemStride: 1, stages: [stage(1, 1, false, 2), stage(1, 2, false)] },
  robust: { name: 'robust', stemStride: 1, stages: [stage(2, 1, true), stage(1, 2, true, 2)] },
  mixed: { name: 'mixed', stemStride: 1, stages: [stage(1, 1, false), stage(1, 2, true), stage(1, 1, false)] },
  'stem at stride 2': { name: 'strided', stemStride: 2, stages: [stage(1, 1, false), stage(1, 2, true)] },
};
const image = { height: 12, width: 12, channels: 3 };
const batchSize = 8;

type Variant = Pick<Parameters<typeof createProgram>[0], 'mode' | 'precision'>;

function programOf(network: Network, method: 'trades' | 'standard', variant: Variant): Program {
  const momentum = momentumVariables(network.variables);
  const initial = new Map(network.initialize(4));
  for (const { name, shape } of momentum)
    initial.set(name, { shape, data: new Float32Array(shape.reduce((size, dimension) => size * dimension, 1)) });
  const config = { ...quickConfig, method };
  const functions = trainingFunctions(network, trainingMethod(method), config);
  return createProgram({ variables: [...network.variables, ...momentum], functions, initial, ...variant });
}

type Outputs = Record<string, Float32Array>;

/**
 * One training step as `trainNetwork` does it, with one inner step; every output on the way by name. With `given`,
 * clean logits and attacked images of another program are taken for its own: where a gradient is nearly zero its sign,
 * and so the pixel, hangs on rounding.
 */
function trainingStep(program: Program, method: 'trades' | 'standard', step: number, given?: Outputs): Outputs {
  const seen: Outputs = {};
  const note = (of: string, outputs: TensorMap): TensorMap => {
    for (const [name, tensor] of Object.entries(outputs))
      seen[`${of} ${name}`] = Float32Array.from(tensor.dataSync<'float32'>());
    return outputs;
  };
  tf.tidy(() => {
    const size = batchSize * image.height * image.width * image.channels;
    const shape: [number, number, number, number] = [batchSize, image.height, image.width, image.channels];
    const images = tf.tensor4d(randomStream(step, 'images').uniform(size), shape);
    const start = tf.add(images, tf.tensor4d(randomStream(step, 'start').normal(size, 0, 0.001), shape));
    const labels = tf.tensor1d(randomStream(step, 'labels').integers(batchSize, 5), 'int32');
    note('logits', program.call('logits', { images }));
    const source = given ?? seen;
    const target = method === 'trades' ? tf.tensor2d(source['logits logits']!, [batchSize, 5]) : labels;
    note('attack', program.call('attackStep', { images, adversarial: start, target }));
    note('selection', program.call('selectionStep', { images, adversarial: start, target: labels }));
    const adversarial = tf.tensor4d(source['attack adversarial']!, shape);
    const learningRate = tf.scalar(0.05);
    note('train', program.call('trainStep', { images, adversarial, labels, learningRate }));
  });
  return seen;
}

function changed(before: StateValues, after: StateValues): string[] {
  return [...before]
    .filter(([name, { data }]) => !data.every((v, i) => v === after.get(name)!.data[i]))
    .map(([name]) => name);
}

describe('compiled training equals eager training', () => {
  const cases = Object.keys(families).flatMap((family) => [[family, 'trades'] as const, [family, 'standard'] as const]);
  it.each(cases)('in a %s network with %s', (family, method) => {
    const network = buildNetwork(families[family]!, image, 5);
    const [eager, compiled] = (['eager', 'compiled'] as const).map((mode) => programOf(network, method, { mode })) as [
      Program,
      Program,
    ];
    const before = eager.readState();
    for (const step of [1, 2]) {
      // From equal states: where a value is near the kink of a rectifier, rounding grows from step to step.
      compiled.writeState(eager.readState());
      const expected = trainingStep(eager, method, step);
      const actual = trainingStep(compiled, method, step, expected);
      expect(Object.keys(actual)).toEqual(Object.keys(expected));
      for (const [name, data] of Object.entries(expected)) {
        // Few pixels may be a step apart.
        const differing = data.filter((v, i) => Math.abs(v - actual[name]![i]!) > 1e-4 * Math.max(1, Math.abs(v)));
        expect(differing.length / data.length, name).toBeLessThan(name.endsWith('adversarial') ? 0.002 : 1e-9);
      }
      const updated = compiled.readState();
      for (const [name, { data }] of eager.readState())
        expect(relativeError(updated.get(name)!.data, data), name).toBeLessThan(1e-4);
    }
    const [expected, actual] = [eager.readState(), compiled.readState()];
    // All that eager training changes: weights, momentum and running averages alike.
    expect(changed(before, actual)).toEqual(changed(before, expected));
    expect(changed(before, actual).length).toBeGreaterThan(before.size / 2);
    eager.dispose();
    compiled.dispose();
  });
});

describe('training in bfloat16', () => {
  it.each(Object.keys(families))('stays close to float32 in a %s network', (family) => {
    const network = buildNetwork(families[family]!, image, 5);
    const exact = programOf(network, 'trades', { mode: 'compiled' });
    const narrow = programOf(network, 'trades', { mode: 'compiled', precision: 'bfloat16' });
    const [expected, actual] = [trainingStep(exact, 'trades', 1), trainingStep(narrow, 'trades', 1)];
    const logitsError = relativeError(actual['logits logits']!, expected['logits logits']!);
    expect(logitsError).toBeLessThan(0.05);
    // Not the same numbers: it does compute in another precision.
    expect(logitsError).toBeGreaterThan(1e-6);
    expect(actual['train loss']![0]).toBeCloseTo(expected['train loss']![0]!, 1);
    for (const [name, { data }] of exact.readState()) {
      if (!name.endsWith('/mean') && !name.endsWith('/variance')) continue;
      expect(relativeError(narrow.readState([name]).get(name)!.data, data), name).toBeLessThan(0.1);
    }
    exact.dispose();
    narrow.dispose();
  });
});

describe('compiled training of a data set', () => {
  let data: Dataset;
  beforeAll(async () => {
    data = await digits();
  });

  it('follows the losses of eager training, and of float32 in bfloat16', async () => {
    const lossesOf = async (variant: Variant): Promise<number[]> => {
      const { history } = await trainNetwork({
        network: digitsNetwork('WRN-10-1', data),
        train: firstImages(data.train, 100),
        heldOut: null,
        config: { ...quickConfig, method: 'trades', epochs: 3, select: 'last', mode: 'eager', ...variant },
        seed: 2,
      });
      return history.map(({ loss }) => loss);
    };
    const eager = await lossesOf({ mode: 'eager' });
    const compiled = await lossesOf({ mode: 'compiled' });
    const narrow = await lossesOf({ mode: 'compiled', precision: 'bfloat16' });
    expect(eager.at(-1)!).toBeLessThan(eager[0]!);
    eager.forEach((loss, i) => {
      expect(compiled[i]! / loss).toBeCloseTo(1, 1);
      expect(narrow[i]! / loss).toBeCloseTo(1, 1);
    });
  });
});

describe('compiled training in several processes', () => {
  beforeAll(buildDist, buildTimeoutMs);

  it.each(['float32', 'bfloat16'] as const)('gives the same bits in %s', async (precision) => {
    // All at once, so that they disturb each other's threads.
    const digests = await Promise.all([1, 2, 3, 4].map(() => trainingDigest(precision)));
    expect(digests[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(digests).size).toBe(1);
  });
});
