import { describe, expect, it } from 'vitest';

import { buildNetwork } from '../../architectures/network';
import { parseArchitecture } from '../../architectures/parse';
import { batchFor } from '../../attacks/engine/judge';
import { createProgram } from '../../tensor/program';
import { valueAndGradients } from '../../tensor/gradients';
import { randomStream } from '../../tensor/random';
import { tf } from '../../tensor/tf';
import type { VariableSpec, VariableValue } from '../../tensor/types';

describe('the size of a batch', () => {
  it.each([
    // Of points, asked for, used.
    [1, 128, 16],
    [16, 128, 16],
    [17, 128, 48],
    [100, 128, 96],
    [100, 256, 144],
    [1000, 256, 240],
    [1000, 7, 16],
    [1000, 47, 16],
    [1000, 48, 48],
  ])('for %i points, where %i were asked for, is %i', (count, asked, used) => {
    expect(batchFor(count, asked)).toBe(used);
  });

  it.each(['WRN-10-1', 'WRN[1x1,1x2/2r,1x1/2r]'])(
    'does not show in logits and gradients of %s, wherever in the batch an image is',
    (name) => {
      const image = { height: 8, width: 8, channels: 3 };
      const network = buildNetwork(parseArchitecture(name), image, 10);
      const valueOf = ({ name: variable, shape }: VariableSpec): VariableValue => {
        const size = shape.reduce((a, b) => a * b, 1);
        const positive = shape.length === 1;
        return { shape, data: randomStream(1, variable).uniform(size, positive ? 0.5 : -0.4, positive ? 1.5 : 0.4) };
      };
      const program = createProgram({
        variables: network.variables,
        initial: new Map(network.variables.map((variable) => [variable.name, valueOf(variable)])),
        functions: {
          look: {
            inputs: { images: { shape: [null, 8, 8, 3], dtype: 'float32' } },
            body: (state, inputs) => {
              const images = inputs['images'] as tf.Tensor4D;
              const { gradients, aux } = valueAndGradients(() => {
                const logits = network.forward(state, images, false).logits;
                return { loss: tf.sum(tf.square(logits)), aux: { logits } };
              }, [images]);
              return { outputs: { logits: aux['logits']!, gradient: gradients[0]! } };
            },
          },
        },
        mode: 'compiled',
      });
      const some = tf.randomUniform([16, 8, 8, 3], 0, 1, 'float32', 1);
      const others = tf.randomUniform([240, 8, 8, 3], 0, 1, 'float32', 2);
      /** What is found for `some`, with so many others before and behind them. */
      const among = (before: number, behind: number): number[][] =>
        tf.tidy(() => {
          const rows = (first: number, count: number): tf.Tensor[] =>
            count === 0 ? [] : [tf.slice(others, [first, 0, 0, 0], [count, 8, 8, 3])];
          const images = tf.concat([...rows(0, before), some, ...rows(before, behind)]);
          const results = program.call('look', { images });
          return ['logits', 'gradient'].map((result) => Array.from(tf.slice(results[result]!, before, 16).dataSync()));
        });
      const alone = among(0, 0);
      expect(new Set(alone[1]).size).toBeGreaterThan(1000);
      for (const size of [48, 96, 144, 240]) {
        expect(among(0, size - 16), `first of ${size}`).toEqual(alone);
        expect(among(size - 16, 0), `last of ${size}`).toEqual(alone);
        expect(among(21, size - 37), `in the middle of ${size}`).toEqual(alone);
      }
      tf.dispose([some, others]);
      program.dispose();
    },
  );
});
