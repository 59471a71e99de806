import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { buildNetwork } from '../../architectures/network';
import { parseArchitecture } from '../../architectures/parse';
import type { Network } from '../../architectures/types';
import { kernelFunctions, modelOfProgram, type AttackedModel } from '../../attacks/engine/kernels';
import { attacks } from '../../attacks/registry';
import { createProgram } from '../../tensor/program';
import { randomStream } from '../../tensor/random';
import { tf } from '../../tensor/tf';
import type { ExecutionMode, Program, StateValues, TensorMap } from '../../tensor/types';
import { release, type Outcome } from './conformance';

const count = 20;
/** Windows of 4 pixels' side, then of 3, 2 and 1. */
const params = { epsilon: 0.01, queries: 260, initialShare: 0.03, batchSize: 48 };

interface Setting {
  /** Of the images. */
  readonly size?: number;
  readonly network?: string;
  readonly mode?: ExecutionMode;
  readonly reach?: boolean;
  readonly over?: Partial<typeof params & { restarts: number }>;
  readonly change?: (model: AttackedModel) => AttackedModel;
}

interface Observed extends Outcome {
  /** How often each kernel was called, and the sides of what each run of layers was given. */
  readonly calls: Readonly<Record<string, number>>;
  readonly sides: readonly (readonly number[])[];
}

async function run({
  size = 24,
  network: name = 'WRN-10-1',
  mode = 'compiled',
  reach = true,
  over = {},
  change = (model) => model,
}: Setting): Promise<Observed> {
  const image = { height: size, width: size, channels: 3 };
  const network = buildNetwork(parseArchitecture(name), image, 6);
  const attack = attacks.create('square', { ...params, ...over });
  const functions = kernelFunctions(
    {
      image,
      logits: (state: TensorMap, x) => network.forward(state, x, false).logits,
      local: network.local,
    },
    attack.kernels,
  );
  const images = tf.tensor4d(randomStream(1, 'images').uniform(count * size * size * 3), [count, size, size, 3]);
  const initial = balanced(network, images);
  const program: Program = createProgram({ variables: network.variables, initial, functions, mode });
  const plain = change(modelOfProgram(program, {}, reach ? network.local : []));
  const calls: Record<string, number> = {};
  const sides = [new Set<number>(), new Set<number>(), new Set<number>()];
  const labels = tf.tidy(() => tf.argMax(plain.call('logits', { images })['logits']!, 1).toInt()) as tf.Tensor1D;
  const model: AttackedModel = {
    reaches: plain.reaches ?? [],
    call: (kernel, inputs) => {
      calls[kernel] = (calls[kernel] ?? 0) + 1;
      if (kernel.startsWith('nearby/')) sides[Number(kernel.at(-1))]!.add(inputs['input']!.shape[1]!);
      return plain.call(kernel, inputs);
    },
  };
  const before = tf.memory().numTensors;
  const outcome = release(await attack.runOn(model, images, labels, { seed: 3 }));
  expect(tf.memory().numTensors).toBe(before);
  tf.dispose([images, labels]);
  program.dispose();
  return { ...outcome, calls, sides: sides.map((each) => [...each].sort((a, b) => a - b)) };
}

/** Initial weights, with the bias that gives all classes the same mean logit: margins are small, of either sign. */
function balanced(network: Network, images: tf.Tensor4D): StateValues {
  const initial = network.initialize(7);
  const data = tf.tidy(() => {
    const state = Object.fromEntries(
      [...initial].map(([name, { shape, data }]) => [name, tf.tensor(data, [...shape])]),
    );
    return Array.from(tf.neg(tf.mean(network.forward(state, images, false).logits, 0)).dataSync());
  });
  return new Map([...initial, ['head/linear/bias', { shape: [data.length], data: Float32Array.from(data) }]]);
}

const found = ({ adversarial, success, report }: Outcome): unknown => ({ adversarial, success, report });

describe('square on small windows', () => {
  let whole: Observed;
  beforeAll(async () => {
    whole = await run({ reach: false });
  }, 120_000);

  it('asks the whole network when nothing is known of its layers', () => {
    expect(whole.calls['nearby/0']).toBeUndefined();
    const broken = whole.success.filter(Boolean).length;
    expect(broken).toBeGreaterThan(2);
    expect(broken).toBeLessThan(count);
  });

  it('finds the same images, bit for bit, from parts of them', async () => {
    const nearby = await run({});
    expect(found(nearby)).toEqual(found(whole));
    // Windows of 4, 3, 2 and 1 pixels with 6 around them to each side, and whole images for what they are compared with.
    expect(nearby.sides[0]).toEqual([13, 14, 15, 16, 24]);
    // The stripes, the clean and the attacked images, and one for each size of parts and batches.
    expect(nearby.calls['logits']).toBeLessThan(20);
    expect(whole.calls['logits']).toBeGreaterThan(100);
  });

  it.each<[string, number, Setting]>([
    ['kernel by kernel', 1, { mode: 'eager', over: { queries: 60 } }],
    ['of a first block of stride 2', 1, { size: 32, network: 'WRN[1x1/2,1x1/2,1x1]', over: { queries: 60 } }],
    ['over two blocks', 2, { size: 32, over: { queries: 60, initialShare: 0.02 } }],
    ['over three blocks', 3, { size: 32, network: 'WRN-16-2', over: { queries: 40, initialShare: 0.002 } }],
    ['where runs start again', 1, { over: { restarts: 3, queries: 40 } }],
    ['where points wait for others', 1, { over: { queries: 40, batchSize: 16 } }],
  ])(
    'finds the same images %s',
    async (_, blocks, setting) => {
      const nearby = await run(setting);
      expect(nearby.calls[`beyond/${blocks - 1}`]).toBeGreaterThan(10);
      expect(nearby.calls[`beyond/${blocks}`]).toBeUndefined();
      expect(found(nearby)).toEqual(found(await run({ ...setting, reach: false })));
    },
    120_000,
  );

  it('goes back to the whole network for good where a single bit differs', async () => {
    const change = ({ reaches = [], call }: AttackedModel): AttackedModel => ({
      reaches,
      call: (kernel, inputs) => {
        const results = call(kernel, inputs);
        if (!kernel.startsWith('beyond/')) return results;
        const logits = tf.tidy(() => tf.mul(results['logits']!, 1 + 2 ** -23));
        tf.dispose(results);
        return { logits };
      },
    });
    const distrusted = await run({ change });
    expect(found(distrusted)).toEqual(found(whole));
    expect(distrusted.calls['beyond/0']).toBe(1);
  });

  it('asks the whole network where windows are large, or the sides of images are no multiples of the stride', async () => {
    const large = await run({ over: { initialShare: 0.5, queries: 10 } });
    expect(large.calls['nearby/0']).toBeUndefined();
    const odd = await run({
      over: { queries: 10 },
      change: ({ call }) => ({ call, reaches: [{ radius: 3, stride: 5 }] }),
    });
    expect(odd.calls['nearby/0']).toBeUndefined();
  });

  afterAll(() => expect(tf.memory().numTensors).toBe(0));
});
