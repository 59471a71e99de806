import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { buildNetwork } from '../../architectures/network';
import { parseArchitecture } from '../../architectures/parse';
import { kernelFunctions, modelOfProgram } from '../../attacks/engine/kernels';
import { attacks } from '../../attacks/registry';
import type { Attack, AttackParams, AttackResult } from '../../attacks/types';
import { createProgram } from '../../tensor/program';
import { randomStream } from '../../tensor/random';
import { tf } from '../../tensor/tf';
import type { ExecutionMode, Program, TensorMap } from '../../tensor/types';

const count = 20;
const network = buildNetwork(parseArchitecture('WRN-10-1'), { height: 8, width: 8, channels: 1 }, 10);
const params = { epsilon: 0.1, steps: 4, stepSize: 0.03, batchSize: 16 };
let images: tf.Tensor4D;
let labels: tf.Tensor1D;

beforeAll(() => {
  images = tf.tensor4d(randomStream(1, 'images').uniform(count * 64), [count, 8, 8, 1]);
  labels = tf.tensor1d(randomStream(1, 'labels').integers(count, 10), 'int32');
});
afterAll(() => tf.dispose([images, labels]));

function programOf(attack: Attack, mode: ExecutionMode): Program {
  const attacked = {
    image: network.image,
    logits: (state: TensorMap, x: tf.Tensor4D) => network.forward(state, x, false).logits,
  };
  const functions = kernelFunctions(attacked, attack.kernels);
  return createProgram({ variables: network.variables, initial: network.initialize(7), functions, mode });
}

async function attackProgram(
  name: string,
  mode: ExecutionMode,
  over: Partial<AttackParams> = {},
): Promise<{ images: Float32Array; success: number[] }> {
  const attack = attacks.create(name, { ...params, ...over });
  const program = programOf(attack, mode);
  const result = await attack.runOn(modelOfProgram(program), images, labels, { seed: 3 });
  program.dispose();
  return read(result);
}

function read(result: AttackResult): { images: Float32Array; success: number[] } {
  const out = { images: result.adversarial.dataSync() as Float32Array, success: Array.from(result.success.dataSync()) };
  tf.dispose([result.adversarial, result.success]);
  return out;
}

describe('an attack on a program', () => {
  it.each(['pgd', 'cw'] as const)(
    '%s gives what the attack on the function gives, filled batches included',
    async (name) => {
      const state = Object.fromEntries(
        [...network.initialize(7)].map(([variable, { shape, data }]) => [variable, tf.tensor(data, [...shape])]),
      );
      const logits = (x: tf.Tensor4D): tf.Tensor2D => network.forward(state, x, false).logits;
      const expected = read(await attacks.create(name, params).run(logits, images, labels, { seed: 3 }));
      tf.dispose(state);
      expect(await attackProgram(name, 'eager')).toEqual(expected);
    },
  );

  it('that is compiled leads to the same images but for rounding, again the same each time', async () => {
    const eager = await attackProgram('pgd', 'eager');
    const compiled = await attackProgram('pgd', 'compiled');
    expect(await attackProgram('pgd', 'compiled')).toEqual(compiled);
    // Where a gradient is all but zero, rounding decides its sign.
    const differing = compiled.images.filter((value, i) => Math.abs(value - eager.images[i]!) > 1e-6).length;
    expect(differing).toBeLessThan(compiled.images.length / 50);
  });
  it.each(['pgd', 'cw'] as const)('%s compiled gives the same bits for batches of 7, 16 and 256', async (name) => {
    const [small, medium, large] = await Promise.all(
      [7, 16, 256].map((batchSize) => attackProgram(name, 'compiled', { batchSize })),
    );
    expect(medium).toEqual(large);
    expect(small).toEqual(large);
  });
});
