import { readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { modelOfFunction } from '../../attacks/engine/kernels';
import { attacks } from '../../attacks/registry';
import type { Logits, Norm } from '../../attacks/types';
import { tf } from '../../tensor/tf';
import { release, type Outcome } from './conformance';

/** Computed in float64 by reference/fab.py, which says how. */
interface Reference {
  readonly shape: [number, number, number];
  readonly weights: { readonly A: number[][]; readonly a: number[]; readonly B: number[][]; readonly b: number[] };
  readonly images: number[][];
  readonly labels: number[];
  readonly steps: number;
  readonly targets: number;
  readonly tracedSteps: number[];
  readonly cases: readonly {
    readonly norm: Norm;
    readonly targeted: boolean;
    readonly epsilon: number;
    readonly traces: readonly { readonly target: number | null; readonly iterates: number[][] }[];
    readonly distances: (number | null)[];
    readonly broken: (number[] | null)[];
  }[];
}

const reference = JSON.parse(readFileSync(path.join(__dirname, 'fixtures', 'fab.json'), 'utf8')) as Reference;

describe.each(reference.cases)(
  'in float64 by another formulation, $norm, targeted $targeted',
  ({ norm, targeted, epsilon, traces, distances, broken }) => {
    const { shape, weights, steps, targets, tracedSteps } = reference;
    const size = shape[0] * shape[1] * shape[2];
    const logits: Logits = (x) =>
      tf.tidy(() => {
        const hidden = tf.tanh(tf.matMul(x.reshape([x.shape[0], size]), tf.tensor2d(weights.A)).add(weights.a));
        return tf.matMul(hidden as tf.Tensor2D, tf.tensor2d(weights.B)).add(weights.b) as tf.Tensor2D;
      });
    const imagesOf = (rows: number[][]): tf.Tensor4D => tf.tensor4d(rows.flat(), [rows.length, ...shape]);
    const run = async (radius: number): Promise<Outcome> => {
      const [images, labels] = [imagesOf(reference.images), tf.tensor1d(reference.labels, 'int32')];
      const attack = attacks.create('fab-t', { norm, targeted, epsilon: radius, steps, targets });
      const outcome = release(await attack.run(logits, images, labels, { seed: 1 }));
      tf.dispose([images, labels]);
      return outcome;
    };

    it('has the same iterates', () => {
      tf.tidy(() => {
        const params = { norm, targeted, epsilon: 1e-6, steps, targets };
        const model = modelOfFunction(logits, attacks.create('fab-t', params).kernels);
        const images = imagesOf(reference.images.slice(0, traces.length));
        const inputs = {
          images,
          labels: tf.tensor1d(reference.labels.slice(0, traces.length), 'int32'),
          ...(targeted ? { targets: tf.tensor1d(traces.map(({ target }) => target!), 'int32') } : {}),
        }; // prettier-ignore
        let current: tf.Tensor = images;
        for (let step = 1; step <= steps; step++) {
          current = model.call('step', { ...inputs, current })['current']!;
          const traced = tracedSteps.indexOf(step);
          if (traced < 0) continue;
          const expected = traces.flatMap(({ iterates }) => iterates[traced]!);
          current.dataSync().forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThan(5e-5));
        }
      });
    });

    it('finds the nearest images at the same distances', async () => {
      const { report, success } = await run(1e-6);
      expect(success.slice(0, -1).every((flag) => flag === 0)).toBe(true);
      distances.forEach((distance, i) => {
        if (distance === null) expect(report['distance']![i]).toBeNaN();
        else expect(Math.abs(report['distance']![i]! - distance)).toBeLessThan(2e-5);
      });
    });

    it('breaks the same points with the first image within epsilon', async () => {
      const { adversarial, success } = await run(epsilon);
      broken.forEach((image, point) => {
        const isWrong = point === broken.length - 1;
        expect(success[point]).toBe(image !== null || isWrong ? 1 : 0);
        const expected = image ?? reference.images[point]!;
        expected.forEach((value, i) => expect(Math.abs(adversarial[point * size + i]! - value)).toBeLessThan(5e-5));
      });
    });
  },
);
