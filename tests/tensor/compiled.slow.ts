import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';

import { buildNetwork } from '../../architectures/network';
import { parseArchitecture } from '../../architectures/parse';
import { tradesStep } from '../../bench/tradesStep';
import { createProgram } from '../../tensor/program';
import { tf } from '../../tensor/tf';
import { values } from './helpers';

const image = { height: 8, width: 8, channels: 3 };

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
  ])('of %s are recorded and loaded; the aim is %i s', (name, aimSeconds) => {
    const network = buildNetwork(parseArchitecture(name), image, 10);
    const step = tradesStep(network, { mode: 'compiled', precision: 'float32', batch: 2, innerSteps: 1 });
    const [first, second] = [1, 2].map(() => {
      const started = performance.now();
      step.run();
      return (performance.now() - started) / 1000;
    }) as [number, number];
    console.log(
      `${name}: first step of two 8x8 images, three functions, ${first.toFixed(2)} s; next ${second.toFixed(2)} s; ` +
        `aim for recording and loading: under ${aimSeconds} s`,
    );
    step.dispose();
    expect(Math.min(first, second)).toBeGreaterThan(0);
  });
});
