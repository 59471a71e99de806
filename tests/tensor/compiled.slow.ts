import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';

import { buildNetwork } from '../../architectures/network';
import { parseArchitecture } from '../../architectures/parse';
import { createProgram } from '../../tensor/program';
import { tf } from '../../tensor/tf';
import type { Program } from '../../tensor/types';
import { trainingFunctions } from '../../training/functions';
import { trainingMethod } from '../../training/method';
import { momentumVariables } from '../../training/optimizer';
import { quickConfig } from '../training/digits';
import { values } from './helpers';

describe('compiled functions', () => {
  it('leave no memory behind when many different graphs come and go', () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const x = tf.ones([64, 64]);
    const residentAfter = (first: number, count: number): number => {
      for (let i = first; i < first + count; i++) {
        const program = createProgram({
          variables: [],
          initial: new Map(),
          functions: {
            f: {
              inputs: { x: { shape: [null, null], dtype: 'float32' } },
              body: (_, inputs) => ({ outputs: { y: tf.sum(tf.mul(inputs['x']!, i + 0.5)) } }),
            },
          },
          mode: 'compiled',
        });
        const { y } = program.call('f', { x });
        expect(values(y!)[0]! / (4096 * (i + 0.5))).toBeCloseTo(1, 5);
        y!.dispose();
        program.dispose();
      }
      collectGarbage();
      return process.memoryUsage().rss / 2 ** 20;
    };
    const settled = residentAfter(0, 500);
    const tensors = tf.memory().numTensors;
    const growth = residentAfter(500, 2_000) - settled;
    console.log(`resident memory grew by ${growth.toFixed(1)} MiB over 2,000 graphs`);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(growth).toBeLessThan(64);
  });

  // Not a claim about this machine: the times are printed for whoever compares them.
  it.each([
    ['WRN-28-10', 3],
    ['RobustResNet-A4', 10],
  ])('of %s, for batches of 64 images of 32x32, are recorded and loaded; the aim is %i s', (name, aimSeconds) => {
    const program = tradesProgram(name);
    const tensors = tf.memory().numTensors;
    const images = [64, 32, 32, 3];
    const shapes = {
      logits: { images },
      attackStep: { images, adversarial: images, target: [64, 10] },
      trainStep: { images, adversarial: images, labels: [64], learningRate: [] },
    };
    let totalSeconds = 0;
    const times = Object.entries(shapes).map(([f, ofInputs]) => {
      const started = performance.now();
      program.prepare(f, ofInputs);
      const seconds = (performance.now() - started) / 1000;
      totalSeconds += seconds;
      return `${f} ${seconds.toFixed(2)} s`;
    });
    console.log(`${name}: ${times.join(', ')}; together ${totalSeconds.toFixed(2)} s, aim ${aimSeconds} s`);
    expect(tf.memory().numTensors).toBe(tensors);
    program.dispose();
  });
});

/** All functions of training a network on images of 32x32; its weights are zeros. */
function tradesProgram(name: string): Program {
  const network = buildNetwork(parseArchitecture(name), { height: 32, width: 32, channels: 3 }, 10);
  const variables = [...network.variables, ...momentumVariables(network.variables)];
  return createProgram({
    variables,
    functions: trainingFunctions(network, trainingMethod('trades'), { ...quickConfig, method: 'trades' }),
    initial: new Map(variables.map(({ name: variable, shape }) => [variable, { shape, data: zeros(shape) }])),
    mode: 'compiled',
  });
}

function zeros(shape: readonly number[]): Float32Array {
  return new Float32Array(shape.reduce((size, dimension) => size * dimension, 1));
}
