import { describe, expect, it } from 'vitest';

import { moveOntoHyperplane } from '../../attacks/boxProjection';
import type { Norm } from '../../attacks/types';
import { createProgram } from '../../tensor/program';
import { randomStream } from '../../tensor/random';
import { tf } from '../../tensor/tf';
import type { FunctionDefinition, InputSpec } from '../../tensor/types';

interface Case {
  readonly point: readonly number[];
  readonly normal: readonly number[];
  /** normal . point - b */
  readonly residual: number;
}

function moves(norm: Norm, cases: readonly Case[]): number[][] {
  return tf.tidy(() =>
    moveOntoHyperplane(
      tf.tensor2d(cases.map(({ point }) => [...point])),
      tf.tensor2d(cases.map(({ normal }) => [...normal])),
      tf.tensor2d(cases.map(({ residual }) => [residual])),
      norm,
    ).moves.arraySync(),
  );
}

/** In float64: the kinks of g sorted, and the linear piece found on which g reaches rho. */
function sortedSolution(norm: Norm, { point, normal, residual }: Case): number[] {
  const w = normal.map((value) => Math.fround(value) * (residual >= 0 ? 1 : -1));
  const t = point.map(Math.fround);
  const rho = Math.abs(Math.fround(residual));
  const room = w.map((value, i) => (value > 0 ? t[i]! : 1 - t[i]!));
  const moving = [...w.keys()].filter((i) => w[i] !== 0);
  const speed = w.map((value) => (norm === 'linf' ? 1 : Math.abs(value)));
  const kink = (i: number): number => room[i]! / speed[i]!;
  const order = moving.sort((a, b) => kink(a) - kink(b));
  // Slopes of g from each kink's left side on, added up from the last one: subtracting would leave rounding errors.
  const slopes = order.map((i) => Math.abs(w[i]!) * speed[i]!);
  for (let k = slopes.length - 2; k >= 0; k--) slopes[k] = slopes[k]! + slopes[k + 1]!;
  let saturated = 0;
  let lambda = Number.POSITIVE_INFINITY;
  for (const [k, i] of order.entries()) {
    if (saturated + slopes[k]! * kink(i) >= rho) {
      lambda = (rho - saturated) / slopes[k]!;
      break;
    }
    saturated += Math.abs(w[i]!) * room[i]!;
  }
  return w.map((value, i) => (value === 0 ? 0 : -Math.sign(value) * Math.min(lambda * speed[i]!, room[i]!)));
}

/** What the point can move towards the hyperplane, in terms of normal . point. */
function reach(point: readonly number[], normal: readonly number[], sign: number): number {
  return normal.reduce((sum, w, i) => sum + Math.abs(w) * (w * sign > 0 ? point[i]! : 1 - point[i]!), 0);
}

const shares = [0, 1e-4, 0.03, 0.4, 0.8, 0.99, 1.5];

/** The hyperplane at several distances on either side, from through the point to out of reach. */
function atDistances(point: readonly number[], normal: readonly number[]): Case[] {
  return [1, -1].flatMap((sign) =>
    shares.map((share) => ({ point, normal, residual: sign * share * reach(point, normal, sign) })),
  );
}

describe('the move onto a hyperplane within [0,1]^n', () => {
  const byHand: [string, Norm, number[], number[], number, number[]][] = [
    ['free in both coordinates', 'linf', [0.2, 0.5], [1, 1], 0.3, [-0.15, -0.15]],
    ['stopped by one side of the box', 'linf', [0.2, 0.5], [1, 1], 0.6, [-0.2, -0.4]],
    ['out of reach: to the corner', 'linf', [0.2, 0.5], [1, 1], 1.7, [-0.2, -0.5]],
    ['from the other side', 'linf', [0.2, 0.5], [1, 1], -0.5, [0.25, 0.25]],
    ['with a coordinate that does not matter', 'linf', [0.3, 0.6, 0.9], [2, -1, 0], 0.5, [-1 / 6, 1 / 6, 0]],
    ['with one coordinate at its bound', 'linf', [0, 0.6, 0.9], [2, -1, 4], 1, [0, 0.2, -0.2]],
    ['along the normal', 'l2', [0.2, 0.5], [1, 2], 0.5, [-0.1, -0.2]],
    ['stopped by one side of the box', 'l2', [0.2, 0.5], [1, 2], 1.1, [-0.2, -0.45]],
    ['out of reach: to the corner', 'l2', [0.2, 0.5], [1, 2], 1.3, [-0.2, -0.5]],
    ['from the other side', 'l2', [0.2, 0.5], [1, 2], -1.3, [0.3, 0.5]],
    ['stopped in two of three', 'l2', [0.1, 0.9, 0.7], [1, -2, 2], 0.9, [-0.1, 0.1, -0.3]],
  ]; // prettier-ignore
  it.each(byHand)('%s (%s), worked out by hand', (_, norm, point, normal, residual, expected) => {
    const [move] = moves(norm, [{ point, normal, residual }]);
    expected.forEach((value, i) => expect(move![i]).toBeCloseTo(value, 6));
  });

  it.each(['linf', 'l2'] as const)(
    'is nothing where the normal or all room is zero, or the point lies on it (%s)',
    (norm) => {
      const cases = [
      { point: [0.2, 0.7], normal: [0, 0], residual: 0.4 },
      { point: [0.2, 0.7], normal: [0, 0], residual: 0 },
      { point: [0, 1], normal: [1, -3], residual: 0.4 },
      { point: [0.2, 0.7], normal: [1, -3], residual: 0 },
    ]; // prettier-ignore
      for (const move of moves(norm, cases)) move.forEach((value) => expect(Math.abs(value)).toBe(0));
    },
  );

  it('says that a point is solved where a further Newton step would lead nowhere else', () => {
    const draws = randomStream(9, 'steps');
    const cases = Array.from({ length: 30 }, () => {
      const [point, normal] = [Array.from(draws.uniform(200)), Array.from(draws.normal(200), (w) => w ** 7)];
      return { point, normal, residual: 0.97 * reach(point, normal, 1) };
    });
    const [points, normals] = [
      tf.tensor2d(cases.map(({ point }) => point)),
      tf.tensor2d(cases.map(({ normal }) => normal)),
    ];
    const residuals = tf.tensor2d(cases.map(({ residual }) => [residual]));
    const counts = [2, 4, 8, 16, 40].map((steps) => {
      const { moves: found, solved } = moveOntoHyperplane(points, normals, residuals, 'linf', steps);
      const flags = solved.dataSync();
      const table = found.arraySync();
      tf.dispose([found, solved]);
      cases.forEach((each, i) => {
        if (!flags[i]) return;
        const most = Math.max(...sortedSolution('linf', each).map((value, k) => Math.abs(value - table[i]![k]!)));
        expect(most).toBeLessThan(1e-4);
      });
      return Array.from(flags).filter(Boolean).length;
    });
    tf.dispose([points, normals, residuals]);
    expect(counts[0]).toBeLessThan(15);
    expect(counts.at(-1)).toBe(30);
  });

  const stream = randomStream(4, 'hyperplanes');
  const uniform = (n: number): number[] => Array.from(stream.uniform(n));
  const gauss = (n: number): number[] => Array.from(stream.normal(n));
  const kinds: [string, (n: number) => { point: number[]; normal: number[] }][] = [
    ['random', (n) => ({ point: uniform(n), normal: gauss(n) })],
    ['tiny gradients', (n) => ({ point: uniform(n), normal: gauss(n).map((w) => w * 1e-25) })],
    ['huge gradients', (n) => ({ point: uniform(n), normal: gauss(n).map((w) => w * 1e25) })],
    ['weights over many orders of magnitude', (n) => ({ point: uniform(n), normal: gauss(n).map((w) => w ** 7) })],
    ['ties', (n) => ({ point: uniform(n).map((t) => Math.round(t * 4) / 4), normal: gauss(n).map((w) => Math.round(w)) })],
    ['black and white images', (n) => ({ point: uniform(n).map((t) => (t < 0.02 ? 0.5 : Math.round(t))), normal: gauss(n) })],
    ['room over many orders of magnitude', (n) => ({ point: uniform(n).map((t) => 10 ** (-7 * t)), normal: gauss(n) })],
    ['few coordinates that matter', (n) => ({ point: uniform(n), normal: gauss(n).map((w, i) => (i % 9 === 0 ? w : 0)) })],
  ]; // prettier-ignore
  for (const norm of ['linf', 'l2'] as const)
    for (const n of [1, 2, 3, 10, 784, 3072])
      it.each(kinds)(`equals the solution by sorting, ${norm}, ${n} coordinates: %s`, (_, make) => {
        const repeats = n > 100 ? 1 : 20;
        const cases = Array.from({ length: repeats }, () => make(n)).flatMap(({ point, normal }) =>
          atDistances(point, normal),
        );
        moves(norm, cases).forEach((move, i) => {
          const expected = sortedSolution(norm, cases[i]!);
          const most = expected.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
          const off = move.reduce((worst, value, k) => Math.max(worst, Math.abs(value - expected[k]!)), 0);
          expect(off).toBeLessThanOrEqual(1e-7 + 2e-5 * most);
        });
      });

  // Each Newton step gets no further than one kink, and halves at best what remains and the slope.
  const slowest: [Norm, () => { point: number[]; normal: number[] }][] = [
    ['linf', () => ({ point: halvings.map((k) => (k + 1) / 40), normal: halvings.map((k) => 2 ** -k) })],
    ['l2', () => ({ point: halvings.map((k) => (1.35 ** (k + 1)) * 1e-6), normal: halvings.map((k) => 0.27 ** (k / 2)) })],
  ]; // prettier-ignore
  const halvings = Array.from({ length: 40 }, (_, k) => k);
  it.each(slowest)('reaches the hyperplane in float32 where the kinks hold Newton back most (%s)', (norm, make) => {
    const { point, normal } = make();
    const cases = [0.3, 0.9, 0.999, 0.99999, 0.999999].map((share) => ({
      point,
      normal,
      residual: share * reach(point, normal, 1),
    }));
    moves(norm, cases).forEach((move, i) => {
      const expected = sortedSolution(norm, cases[i]!);
      const along = normal.reduce((sum, w, k) => sum + w * move[k]!, 0);
      expect(Math.abs(along + cases[i]!.residual)).toBeLessThanOrEqual(2e-6 * cases[i]!.residual);
      normal.forEach((w, k) =>
        expect(w * Math.abs(move[k]! - expected[k]!)).toBeLessThanOrEqual(1e-6 * cases[i]!.residual),
      );
    });
  });

  it.each(['eager', 'compiled'] as const)('has the same bits in batches of 16, 48 and 256, %s', (mode) => {
    const images: InputSpec = { shape: [null, 3072], dtype: 'float32' };
    const program = createProgram({
      variables: [],
      initial: new Map(),
      functions: Object.fromEntries(
        (['linf', 'l2'] as const).map((norm): [string, FunctionDefinition] => [
          norm,
          {
            inputs: { points: images, normals: images, residuals: { shape: [null, 1], dtype: 'float32' } },
            body: (_, { points, normals, residuals }) => ({
              outputs: { moves: moveOntoHyperplane(points as tf.Tensor2D, normals as tf.Tensor2D, residuals as tf.Tensor2D, norm).moves },
            }),
          },
        ]),
      ),
      mode,
    }); // prettier-ignore
    const [points, normals] = [tf.tensor2d(uniform(256 * 3072), [256, 3072]), tf.tensor2d(gauss(256 * 3072), [256, 3072])]; // prettier-ignore
    const residuals = tf.tensor2d(gauss(256).map((value) => 500 * value), [256, 1]); // prettier-ignore
    for (const norm of ['linf', 'l2']) {
      const movesOf = (count: number): Float32Array =>
        tf.tidy(() => {
          const inputs = { points: points.slice(0, count), normals: normals.slice(0, count), residuals: residuals.slice(0, count) }; // prettier-ignore
          return program.call(norm, inputs)['moves']!.dataSync<'float32'>().slice();
        });
      const whole = movesOf(256);
      for (const count of [16, 48]) expect(movesOf(count)).toEqual(whole.slice(0, count * 3072));
    }
    tf.dispose([points, normals, residuals]);
    program.dispose();
  });
});
