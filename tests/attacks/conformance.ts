/** What is true of every attack; each attack's own test file calls `behavesAsAnAttack`. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { decodeSafetensors, encodeSafetensors } from '../../artifacts/safetensors';
import { buildNetwork } from '../../architectures/network';
import { parseArchitecture } from '../../architectures/parse';
import { kernelFunctions, modelOfProgram } from '../../attacks/engine/kernels';
import { distances } from '../../attacks/projection';
import { attacks } from '../../attacks/registry';
import type { AttackParams, AttackResult, AttackRunOptions, AttackSnapshot } from '../../attacks/types';
import { createProgram } from '../../tensor/program';
import { randomStream } from '../../tensor/random';
import { tf } from '../../tensor/tf';
import type { TensorMap } from '../../tensor/types';
import { randomPoints, smallNetwork, type Points } from './smallNetwork';

export interface Outcome {
  readonly adversarial: Float32Array;
  readonly success: readonly number[];
  readonly report: Readonly<Record<string, Float64Array>>;
}

/** Values of a result, whose tensors are disposed. */
export function release({ adversarial, success, report }: AttackResult): Outcome {
  const out = { adversarial: adversarial.dataSync() as Float32Array, success: Array.from(success.dataSync()), report };
  tf.dispose([adversarial, success]);
  return out;
}

export const count = (flags: readonly number[]): number => flags.reduce((a, b) => a + b, 0);

/** A snapshot as it comes back from a file. */
export function stored({ progress, tensors }: AttackSnapshot): AttackSnapshot {
  return {
    progress: JSON.parse(JSON.stringify(progress)) as AttackSnapshot['progress'],
    tensors: decodeSafetensors(encodeSafetensors(tensors)).tensors,
  };
}

/**
 * Tests that an attack keeps to its ball, says the truth about success, gives the same bits for every batch size, eager
 * and compiled, goes on from each saved state to the same end, and leaves no tensor behind.
 *
 * @param breaks Points of 70 that it must break beyond the clean errors.
 * @param pointwise Whether what it finds for a point is the same in every set.
 */
export function behavesAsAnAttack(name: string, params: AttackParams, { breaks = 10, pointwise = true } = {}): void {
  describe(`${name} ${JSON.stringify(params)}`, () => {
    const network = smallNetwork(3);
    let points: Points;
    let clean: number[];
    beforeAll(() => {
      points = randomPoints(70, 4, network.logits);
      clean = tf.tidy(() =>
        Array.from(tf.notEqual(tf.argMax(network.logits(points.images), 1), points.labels).dataSync()),
      );
    });
    afterAll(() => {
      tf.dispose([points.images, points.labels]);
      network.dispose();
    });
    const run = async (over: Partial<AttackParams> = {}, options: Partial<AttackRunOptions> = {}): Promise<Outcome> =>
      release(
        await attacks.create(name, { ...params, ...over }).run(network, points.images, points.labels, {
          seed: 1,
          ...options,
        }),
      );

    it('stays in the ball and in [0,1], and reports success as argmax sees it', async () => {
      const result = await attacks.create(name, params).run(network, points.images, points.labels, { seed: 1 });
      tf.tidy(() => {
        expect(result.adversarial.shape).toEqual(points.images.shape);
        expect(result.adversarial.dtype).toBe('float32');
        expect(result.success.shape).toEqual([70]);
        expect(result.success.dtype).toBe('bool');
        const most = tf.max(distances(result.adversarial, points.images, params.norm ?? 'linf')).dataSync()[0];
        expect(most).toBeLessThanOrEqual(params.epsilon * (1 + 1e-5) + 1e-6);
        expect(result.adversarial.dataSync().every((value) => value >= 0 && value <= 1)).toBe(true);
        const wrong = tf.notEqual(tf.argMax(network.logits(result.adversarial), 1), points.labels).dataSync();
        expect(Array.from(result.success.dataSync())).toEqual(Array.from(wrong));
      });
      const { success } = release(result);
      expect(count(success)).toBeGreaterThanOrEqual(count(clean) + breaks);
      clean.forEach((wrong, i) => wrong && expect(success[i]).toBe(1));
    });

    it('gives the same bits for batches of 7, 64 and 256', async () => {
      const large = await run({ batchSize: 256 });
      expect(await run({ batchSize: 64 })).toEqual(large);
      expect(await run({ batchSize: 7 })).toEqual(large);
    });

    it('goes on from a saved state to the same end, in batches of another size too', async () => {
      const snapshots: AttackSnapshot[] = [];
      const whole = await run(
        { batchSize: 16 },
        { snapshotIntervalMs: 0, onSnapshot: async (snapshot) => void snapshots.push(await Promise.resolve(snapshot)) },
      );
      expect(snapshots.length).toBeGreaterThan(1);
      const some = [1 / 4, 1 / 2, 3 / 4].map((share) => snapshots[Math.floor(snapshots.length * share)]!);
      for (const snapshot of some) {
        expect(await run({ batchSize: 16 }, { resumeFrom: stored(snapshot) })).toEqual(whole);
        expect(await run({ batchSize: 32 }, { resumeFrom: stored(snapshot) })).toEqual(whole);
      }
    });

    it.runIf(pointwise)('gives a part of the set what the whole set gives it', async () => {
      const whole = await run();
      const [images, labels] = tf.tidy(() => [points.images.slice(20, 30), points.labels.slice(20, 30)]) as unknown as [tf.Tensor4D, tf.Tensor1D]; // prettier-ignore
      const pointIds = Array.from({ length: 30 }, (_, i) => 20 + i);
      const part = release(await attacks.create(name, params).run(network, images, labels, { seed: 1, pointIds }));
      tf.dispose([images, labels]);
      const size = part.adversarial.length / 30;
      expect(part.adversarial).toEqual(whole.adversarial.slice(20 * size, 50 * size));
      expect(part.success).toEqual(whole.success.slice(20, 50));
    });

    it('releases every tensor', async () => {
      const before = tf.memory().numTensors;
      await run({ batchSize: 32 });
      expect(tf.memory().numTensors).toBe(before);
    });

    it('ends with the reason of an abort, releasing everything', async () => {
      const before = tf.memory().numTensors;
      const controller = new AbortController();
      let calls = 0;
      const counted =
        <X, Y>(f: (x: X) => Y) =>
        (x: X): Y => {
          if (++calls === 9) controller.abort(new Error('enough'));
          return f(x);
        };
      const aborting = { ...network, logits: counted(network.logits), head: counted(network.head) };
      const running = attacks
        .create(name, { ...params, batchSize: 8 })
        .run(aborting, points.images, points.labels, { seed: 1, signal: controller.signal });
      await expect(running).rejects.toThrow('enough');
      expect(tf.memory().numTensors).toBe(before);
    });

    it('compiled gives the same bits for batches of 7, 16 and 256', async () => {
      const [small, medium, large] = [await compiled(7), await compiled(16), await compiled(256)];
      expect(medium).toEqual(large);
      expect(small).toEqual(large);
    });

    /** On a residual network with batch norms. */
    async function compiled(batchSize: number): Promise<Outcome> {
      const residual = buildNetwork(parseArchitecture('WRN-10-1'), { height: 8, width: 8, channels: 1 }, 10);
      const attack = attacks.create(name, { ...params, batchSize });
      const program = createProgram({
        variables: residual.variables,
        initial: residual.initialize(7),
        functions: kernelFunctions(
          {
            image: residual.image,
            logits: (state: TensorMap, x) => residual.forward(state, x, false).logits,
            head: (state: TensorMap, x) => residual.head(state, x),
            tail: (state: TensorMap, features) => residual.tail(state, features as tf.Tensor4D),
          },
          attack.kernels,
        ),
        mode: 'compiled',
      });
      const model = modelOfProgram(program);
      const images = tf.tensor4d(randomStream(1, 'images').uniform(40 * 64), [40, 8, 8, 1]);
      const labels = tf.tidy(() => tf.argMax(model.call('logits', { images })['logits']!, 1).toInt()) as tf.Tensor1D;
      const result = release(await attack.runOn(model, images, labels, { seed: 3 }));
      tf.dispose([images, labels]);
      program.dispose();
      return result;
    }
  });
}
