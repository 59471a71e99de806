import { readFileSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { NonFiniteLogitsError } from '../../attacks/errors';
import { modelOfFunction } from '../../attacks/engine/kernels';
import { resolveAttackParams } from '../../attacks/parameters';
import { attacks } from '../../attacks/registry';
import { marginOf, squareOfPoints } from '../../attacks/square';
import type { SquareLane } from '../../attacks/squareQueries';
import { project } from '../../attacks/projection';
import { drawStripes, drawWindow, moveWindow, windowShare, windowSide } from '../../attacks/squareWindows';
import type { AttackParams, Logits } from '../../attacks/types';
import { randomStream } from '../../tensor/random';
import { tf } from '../../tensor/tf';
import type { TensorMap } from '../../tensor/types';
import { behavesAsAnAttack, count, release, type Outcome } from './conformance';
import { randomPoints, smallNetwork, type Points } from './smallNetwork';

behavesAsAnAttack('square', { epsilon: 0.15, queries: 40 }, { breaks: 5 });
behavesAsAnAttack('square', { epsilon: 0.12, queries: 15, restarts: 2, initialShare: 0.3 }, { breaks: 5 });

describe('windows of square', () => {
  it('cover half as much after iterations 10, 50, 200, 500, 1000, 2000, 4000, 6000 and 8000, from 0.8 on', () => {
    const shares: [it: number, halvings: number][] = [
      [0, 0], [10, 0], [11, 1], [50, 1], [51, 2], [200, 2], [201, 3], [500, 3], [501, 4], [1000, 4], [1001, 5],
      [2000, 5], [2001, 6], [4000, 6], [4001, 7], [6000, 7], [6001, 8], [8000, 8], [8001, 9], [20000, 9],
    ]; // prettier-ignore
    for (const [it, halvings] of shares) expect(windowShare(0.8, it)).toBe(0.8 / 2 ** halvings);
  });

  it.each([
    // sqrt(0.8 * 1024) = 28.6; sqrt(0.8 / 64 * 1024) = 3.58; sqrt(0.8 / 512 * 1024) = 1.26
    [0.8, 32, 32, 29],
    [0.8 / 64, 32, 32, 4],
    [0.8 / 512, 32, 32, 1],
    // Never less than one pixel, and no longer than the shorter side: sqrt(0.8 * 90) = 8.5.
    [0.8 / 512, 6, 6, 1],
    [0.8, 3, 30, 3],
    [1, 7, 7, 7],
  ])('of share %f have in an image of %i x %i a side of %i', (share, height, width, side) => {
    expect(windowSide(share, height, width)).toBe(side);
  });

  it('lie anywhere but at the far edges, with signs of their own', () => {
    const size = { height: 6, width: 8, channels: 2 };
    const draw = (iteration: number, point = 3, restart = 0, seed = 1) =>
      drawWindow({ seed, restart, point, iteration }, size, 0.8);
    const late = Array.from({ length: 400 }, (_, i) => draw(300 + i));
    // 0.8 / 8 and 0.8 / 16 of 48 pixels: sides of 2.19 and 1.55.
    expect(new Set(late.map(({ side }) => side))).toEqual(new Set([2]));
    expect(new Set(late.map(({ row }) => row))).toEqual(new Set([0, 1, 2, 3]));
    expect(new Set(late.map(({ column }) => column))).toEqual(new Set([0, 1, 2, 3, 4, 5]));
    for (const channel of [0, 1]) {
      const sum = late.reduce((total, { signs }) => total + signs[channel]!, 0);
      expect(Math.abs(sum)).toBeLessThan(80); // four standard deviations
    }
    expect(new Set(late.map(({ signs }) => signs.join()))).toEqual(new Set(['1,1', '1,-1', '-1,1', '-1,-1']));
    const ten = (point: number, restart: number, seed: number) =>
      Array.from({ length: 10 }, (_, i) => draw(300 + i, point, restart, seed));
    expect(ten(3, 0, 1)).toEqual(ten(3, 0, 1));
    for (const other of [ten(4, 0, 1), ten(3, 1, 1), ten(3, 0, 2)]) expect(other).not.toEqual(ten(3, 0, 1));
  });
});

describe('moving a window', () => {
  const epsilon = 8 / 255;

  it('does what the projection of the moved image does, and tells whether that changes it', () => {
    const size = { height: 5, width: 6, channels: 3 };
    const shape = [1, size.height, size.width, size.channels] as [number, number, number, number];
    const length = size.height * size.width * size.channels;
    const random = randomStream(4, 'test');
    let idle = 0;
    for (let i = 0; i < 300; i++) {
      // Pixels at the bounds of the ball and of [0,1], some of them between.
      const clean = Float32Array.from({ length }, () => [0, 0.01, 0.5, 0.7, 1][Math.floor(random.next() * 5)]!);
      const ends = tf.tidy(() => {
        const by = tf.tensor([-1, 1, random.next()]).reshape([3, 1, 1, 1]).mul(epsilon);
        return project(tf.add(tf.tensor4d(clean, shape), by), tf.tensor4d(clean, shape), epsilon).dataSync();
      });
      const best = Float32Array.from(clean, (_, k) => ends[(random.next() < 0.9 ? (k % 3 === 0 ? 1 : 0) : 2) * length + k]!); // prettier-ignore
      const [row, column] = [Math.floor(random.next() * 4), Math.floor(random.next() * 4)];
      const window = { row, column, side: 1 + (i % 2), signs: [1, -1, -1] };
      const expected = tf.tidy(() => {
        const inside = tf.pad(tf.ones([window.side, window.side, 1]), [[row, 5 - row - window.side], [column, 6 - column - window.side], [0, 0]]); // prettier-ignore
        const change = tf.mul(tf.mul(inside, tf.tensor(window.signs)), tf.scalar(2 * epsilon));
        return project(tf.add(tf.tensor4d(best, shape), change), tf.tensor4d(clean, shape), epsilon).dataSync();
      });
      const candidate = Float32Array.from(best);
      const changed = moveWindow(window, size, { best, clean, offset: 0 }, epsilon, candidate);
      expect(candidate).toEqual(expected);
      expect(changed).toBe(candidate.some((value, k) => value !== best[k]));
      if (!changed) idle++;
    }
    expect(idle).toBeGreaterThan(50);
    expect(idle).toBeLessThan(250);
  });

  it('is about the image that begins at the offset', () => {
    const clean = new Float32Array(8).fill(0.5);
    const best = Float32Array.of(0.5, 0.5, 0.5, 0.5, 0.625, 0.625, 0.625, 0.625);
    const move = (offset: number, sign: number): [boolean, number[]] => {
      const candidate = Float32Array.from(best.subarray(offset, offset + 4));
      const window = { row: 0, column: 1, side: 1, signs: [sign] };
      const size = { height: 2, width: 2, channels: 1 };
      return [moveWindow(window, size, { best, clean, offset }, 0.125, candidate), Array.from(candidate)];
    };
    expect(move(0, 1)).toEqual([true, [0.5, 0.625, 0.5, 0.5]]);
    expect(move(0, -1)).toEqual([true, [0.5, 0.375, 0.5, 0.5]]);
    expect(move(4, 1)).toEqual([false, [0.625, 0.625, 0.625, 0.625]]);
    expect(move(4, -1)).toEqual([true, [0.625, 0.375, 0.625, 0.625]]);
  });

  it('moves each channel by its own sign', () => {
    const best = new Float32Array(12).fill(0.5);
    const candidate = Float32Array.from(best);
    const window = { row: 0, column: 1, side: 2, signs: [1, -1] };
    const size = { height: 2, width: 3, channels: 2 };
    expect(moveWindow(window, size, { best, clean: best, offset: 0 }, 0.25, candidate)).toBe(true);
    expect(Array.from(candidate)).toEqual([0.5, 0.5, 0.75, 0.25, 0.75, 0.25, 0.5, 0.5, 0.75, 0.25, 0.75, 0.25]);
  });
});

/** The attack on one or more gray images of 0.5 but where given, with access to its inside. */
function insideOf(
  over: Partial<AttackParams>,
  logits: Logits,
  shape: [number, number, number, number],
  points: number[],
) {
  const attack = squareOfPoints(resolveAttackParams('square', { epsilon: 0.1, ...over }));
  const images = tf.fill(shape, 0.5) as tf.Tensor4D;
  const labels = points.map(() => 0);
  const begun = attack.begin({
    images,
    labels,
    pointIds: points,
    parts: points.map(() => 0),
    cleanLogits: [],
    seed: 1,
    targetsOf: undefined,
  });
  return { attack, images, begun, model: modelOfFunction(logits, attack.kernels) };
}

describe('the first image of square', () => {
  it('has vertical stripes of plus and minus epsilon, each point its own', () => {
    tf.tidy(() => {
      const { begun } = insideOf({}, (x) => x.reshape([-1, 1]), [2, 4, 9, 2], [0, 1]);
      const [first, second] = begun.state['adversarial']!.arraySync() as number[][][][];
      expect(first).not.toEqual(second);
      const signs = drawStripes({ seed: 1, restart: 0, point: 0 }, { height: 4, width: 9, channels: 2 });
      expect(new Set(signs)).toEqual(new Set([1, -1]));
      for (const row of first!) row.flat().forEach((value, i) => expect(value).toBeCloseTo(0.5 + 0.1 * signs[i]!, 6));
    });
  });
});

describe('one query of square', () => {
  const epsilon = 0.1;
  /** Margin for label 0: what is asked of the sum of all pixels. */
  const brightness =
    (margin: (sum: tf.Tensor1D) => tf.Tensor): Logits =>
    (x) => {
      const margins = margin(tf.sum(x, [1, 2, 3]));
      return tf.stack([margins, tf.zerosLike(margins)], 1) as tf.Tensor2D;
    };
  /** One step from the stripes on, by a margin known before; the image before and after it, and the lane. */
  const ask = (logits: Logits, margin: number) => {
    const { attack, images, begun, model } = insideOf({}, logits, [1, 3, 3, 1], [0]);
    const [lane] = begun.lanes as [SquareLane];
    Object.assign(lane, { iteration: 0, margin, queries: 1 });
    const labels = tf.tensor1d([0], 'int32');
    const batch = { lanes: [lane], inUse: 1, state: begun.state, images, labels, seed: 1 };
    const { state, outcomes } = attack.step(batch, model);
    const before = Array.from(begun.state['adversarial']!.dataSync());
    const after = state['adversarial'] === undefined ? null : Array.from(state['adversarial'].dataSync());
    tf.dispose([images, labels, begun.state, state]);
    return { lane, outcomes, before, after };
  };
  const plus = (value: number): Logits => brightness((sum) => tf.onesLike(sum).mul(value));
  /** The first windows, what is not in them null, and else the sign. */
  const windows = Array.from({ length: 20 }, (_, iteration) => {
    const size = { height: 3, width: 3, channels: 1 };
    const { row, column, side, signs } = drawWindow({ seed: 1, restart: 0, point: 0, iteration }, size, 0.8);
    return Array.from({ length: 9 }, (__, k) => {
      const [y, x] = [Math.floor(k / 3) - row, (k % 3) - column];
      return y >= 0 && x >= 0 && y < side && x < side ? signs[0]! : null;
    });
  });

  it('moves the first window that changes a pixel by 2 epsilon, into the ball, and takes a lower margin', () => {
    const { before } = ask(plus(1), 1);
    const moved = windows.map((signs) => signs.map((sign, k) => (sign === null ? before[k]! : 0.5 + sign * epsilon)));
    const first = moved.findIndex((image) => image.some((value, k) => Math.abs(value - before[k]!) > 1e-6));
    expect(first).toBeGreaterThan(0);
    const { lane, outcomes, after } = ask(brightness((sum) => sum.add(100)), 1000); // prettier-ignore
    moved[first]!.forEach((value, k) => expect(after![k]).toBeCloseTo(value, 6));
    expect(lane.margin).toBeCloseTo(100 + moved[first]!.reduce((sum, value) => sum + value, 0), 4);
    expect(lane).toMatchObject({ iteration: first + 1, queries: first + 2 });
    expect(outcomes).toEqual(['running']);
  });

  it('refuses a margin that is not lower', () => {
    const { lane, outcomes, after } = ask(plus(1), 1);
    expect(after).toBeNull();
    expect(lane.margin).toBe(1);
    expect(outcomes).toEqual(['running']);
  });

  it('ends with the image that the network gets wrong', () => {
    const { lane, outcomes, before, after } = ask(
      brightness((sum) => tf.onesLike(sum).neg()),
      1,
    );
    expect(outcomes).toEqual(['broken']);
    expect(after).not.toEqual(before);
    expect(lane.margin).toBe(-1);
  });
});

describe('the margin', () => {
  it('is the logit of the label less the highest of the others, in float32', () => {
    const margin = (logits: number[], label: number): number => marginOf(Float32Array.from(logits), label);
    expect([margin([3, 1, 2], 0), margin([1, 5, 2], 0), margin([4, 4, 0], 1), margin([-3, -1], 1)]).toEqual([1, -4, 0, 2]); // prettier-ignore
    expect(margin([1, 1e-9], 0)).toBe(1);
  });
});

interface Reference {
  readonly shape: [number, number, number];
  readonly hidden: number;
  readonly classes: number;
  readonly params: { seed: number; epsilon: number; queries: number; restarts: number; initialShare: number };
  readonly points: number[];
  readonly network: { first: number[]; second: number[] };
  readonly images: number[][];
  readonly labels: number[];
  readonly expected: { margins: number[]; best: number[] }[];
}

describe('square beside a formulation of its own in float64', () => {
  const { shape, hidden, classes, params, points, network, images, labels, expected } = JSON.parse(
    readFileSync('tests/attacks/fixtures/square.json', 'utf8'),
  ) as Reference;
  const size = shape[0] * shape[1] * shape[2];
  const { seed, ...over } = params;
  const logits: Logits = (x) =>
    tf.tidy(() => {
      const inner = x
        .reshape([-1, size])
        .sub(0.5)
        .matMul(tf.tensor2d(network.first, [size, hidden]));
      return tf.relu(inner).matMul(tf.tensor2d(network.second, [hidden, classes])) as tf.Tensor2D;
    });

  it.each([1, 2, 5])(
    'has the same margin after every query, and ends with the same image, %i queries at a time',
    (rows) => {
      const attack = squareOfPoints(resolveAttackParams('square', over));
      const model = modelOfFunction(logits, attack.kernels);
      points.forEach((point, i) =>
        tf.tidy(() => {
          const clean = tf.tensor4d(images[i]!, [1, ...shape]);
          const label = [labels[i]!];
          const begun = attack.begin({ images: clean, labels: label, pointIds: [point], parts: [0], cleanLogits: [], seed, targetsOf: undefined }); // prettier-ignore
          const filled = (one: tf.Tensor): tf.Tensor => tf.concat(Array.from({ length: rows }, () => one));
          let state = { adversarial: filled(begun.state['adversarial']!) } as TensorMap;
          const lane = begun.lanes[0]!;
          const batch = { lanes: Array.from({ length: rows }, () => structuredClone(lane)), inUse: 1, images: filled(clean) as tf.Tensor4D, labels: filled(tf.tensor1d(label, 'int32')) as tf.Tensor1D, seed }; // prettier-ignore
          const [first] = batch.lanes as [typeof lane];
          const { margins, best } = expected[i]!;
          let steps = 0;
          for (let known = 0; known < margins.length; steps++) {
            const step = attack.step({ ...batch, state }, model);
            state = { ...state, ...step.state };
            expect(first.queries).toBeGreaterThan(known);
            // Those rejected and those passed over leave the margin as it was.
            const last = margins[first.queries - 1]!;
            for (const before of margins.slice(known, first.queries - 1)) expect(before).toBe(margins[known - 1]);
            known = first.queries;
            // A lane that starts again has forgotten the margin it ended with.
            if (first.margin !== null) expect(Math.abs(first.margin - last)).toBeLessThan(2e-5);
            else expect(last).toBeGreaterThan(0);
            expect(step.outcomes[0]).toEqual(known < margins.length ? 'running' : last > 0 ? 'over' : 'broken');
          }
          if (rows > 1 && margins.length > 10) expect(steps).toBeLessThan(margins.length);
          const found = state['adversarial']!.dataSync();
          best.forEach((value, j) => expect(Math.abs(found[j]! - value)).toBeLessThan(1e-6));
        }),
      );
    },
  );

  it('breaks the same points with as many queries', async () => {
    const clean = tf.tensor4d(images.flat(), [points.length, ...shape]);
    const truth = tf.tensor1d(labels, 'int32');
    const out = release(await attacks.create('square', over).run(logits, clean, truth, { seed, pointIds: points }));
    tf.dispose([clean, truth]);
    expect(Array.from(out.report['queries']!)).toEqual(expected.map(({ margins }) => margins.length));
    const broken = expected.map(({ margins }) => (margins.at(-1)! <= 0 ? 1 : 0));
    expect(out.success).toEqual(broken);
    expect(new Set(broken)).toEqual(new Set([0, 1]));
  });
});

describe('square', () => {
  const network = smallNetwork(3);
  let points: Points;
  beforeAll(() => {
    points = randomPoints(320, 6, network.logits, 1000);
  });
  afterAll(() => {
    tf.dispose([points.images, points.labels]);
    network.dispose();
  });
  const run = async (name: string, params: AttackParams, logits: Logits = network.logits): Promise<Outcome> =>
    release(await attacks.create(name, params).run(logits, points.images, points.labels, { seed: 5 }));
  /** Whatever the image: the logits of the label's class, and that of another one beside it. */
  const constant =
    (other: number): Logits =>
    (x) =>
      tf.tidy(() => tf.tile(tf.tensor2d([[1, other, 0, 0]]), [x.shape[0], 1]) as tf.Tensor2D);
  const withLabels = async (label: number, logits: Logits): Promise<Outcome> => {
    const labels = tf.fill([320], label, 'int32') as tf.Tensor1D;
    const attack = attacks.create('square', { epsilon: 0.1, queries: 20 });
    const out = release(await attack.run(logits, points.images, labels, { seed: 5 }));
    labels.dispose();
    return out;
  };

  it('finds nothing on a constant network, with all its queries', async () => {
    const { success, report, adversarial } = await withLabels(0, constant(0.5));
    expect(count(success)).toBe(0);
    expect(adversarial).toEqual(points.images.dataSync());
    expect(new Set(report['queries'])).toEqual(new Set([21]));
  });

  it('finds nothing where two classes are always equal', async () => {
    const { success, report } = await withLabels(0, constant(1));
    expect(count(success)).toBe(0);
    expect(new Set(report['queries'])).toEqual(new Set([1]));
  });

  it('breaks clearly fewer points than pgd, and with more queries more', async () => {
    const pgd = await run('pgd', { epsilon: 0.06, steps: 20, stepSize: 0.015 });
    const square = await run('square', { epsilon: 0.06, queries: 100 });
    const onlyPgd = count(pgd.success.map((broken, i) => (broken && !square.success[i] ? 1 : 0)));
    const onlySquare = count(square.success.map((broken, i) => (broken && !pgd.success[i] ? 1 : 0)));
    // Two standard deviations of the difference, were both as strong.
    expect(onlyPgd - onlySquare).toBeGreaterThan(2 * Math.sqrt(onlyPgd + onlySquare));
    const fewer = await run('square', { epsilon: 0.06, queries: 10 });
    expect(count(square.success)).toBeGreaterThan(count(fewer.success) + 10);
    // The queries are the same as far as they go.
    fewer.success.forEach((broken, i) => broken && expect(square.success[i]).toBe(1));
  });

  it('spends its restarts on what the first run has not broken', async () => {
    const once = await run('square', { epsilon: 0.05, queries: 12 });
    const thrice = await run('square', { epsilon: 0.05, queries: 12, restarts: 3 });
    expect(count(thrice.success)).toBeGreaterThan(count(once.success));
    const size = once.adversarial.length / 320;
    once.success.forEach((broken, i) => {
      const image = (out: Outcome): Float32Array => out.adversarial.subarray(i * size, (i + 1) * size);
      if (broken) expect(image(thrice)).toEqual(image(once));
      else if (!thrice.success[i]) expect(thrice.report['queries']![i]).toBe(3 * 13);
      else expect(thrice.report['queries']![i]).toBeGreaterThan(13);
    });
  });

  it('fails when the network returns NaN for an image that it asks about', async () => {
    const before = tf.memory().numTensors;
    const limited: Logits = (x) =>
      tf.tidy(() => {
        const differs = tf.max(tf.abs(tf.sub(x.slice(0, 1), points.images.slice(0, 1)))).greater(1e-3);
        return tf.where(differs, Number.NaN, network.logits(x)) as tf.Tensor2D;
      });
    await expect(run('square', { epsilon: 0.1, queries: 5, batchSize: 320 }, limited)).rejects.toThrow(
      NonFiniteLogitsError,
    );
    expect(tf.memory().numTensors).toBe(before);
  });
});
