/** Adversarial training of the tiny network in float64, written from the formulas; gradients by finite differences. */
import { randomStream } from '../../tensor/random';
import type { TrainingConfig } from '../../training/types';
import { classes, pixels, tinyBatchMean, tinyLogits, type TinyWeights } from './tinyNetwork';

export interface ReferenceRun {
  readonly weights: TinyWeights;
  readonly losses: number[];
}

const softmax = (z: readonly number[]): number[] => {
  const powers = z.map((v) => Math.exp(v - Math.max(...z)));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((v) => v / total);
};
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const crossEntropy = (z: number[][], labels: readonly number[]): number =>
  mean(z.map((row, i) => -Math.log(softmax(row)[labels[i]!]!)));
const divergence = (p: number[][], q: number[][]): number =>
  mean(
    p.map((row, i) => {
      const [a, b] = [softmax(row), softmax(q[i]!)];
      return a.reduce((sum, v, k) => sum + v * Math.log(v / b[k]!), 0);
    }),
  );

function gradient(f: (at: number[]) => number, at: readonly number[]): number[] {
  const h = 1e-6;
  return at.map((_, i) => {
    const value = (shift: number): number => f(at.map((v, k) => (k === i ? v + shift : v)));
    return (value(h) - value(-h)) / (2 * h);
  });
}

const unflatten = (flat: readonly number[]): number[][] =>
  Array.from({ length: flat.length / pixels }, (_, i) => flat.slice(i * pixels, (i + 1) * pixels));

/** `steps` steps, each with the whole set as its batch (one epoch), at the given learning rates. */
export function referenceTraining(
  start: TinyWeights,
  images: readonly number[][],
  labels: readonly number[],
  config: TrainingConfig,
  learningRates: readonly number[],
  seed: number,
): ReferenceRun {
  let weights = start;
  let velocity = Array.from({ length: pixels * classes + classes }, () => 0);
  const losses: number[] = [];
  learningRates.forEach((learningRate, step) => {
    const order = Array.from(randomStream(seed, 'order', step).permutation(images.length));
    const x = order.map((i) => [...images[i]!]);
    const y = order.map((i) => labels[i]!);
    const adversarial = maximize(weights, x, y, config, seed, step);

    const outer = (flat: readonly number[]): number => {
      const w = { ...weights, weight: flat.slice(0, pixels * classes), bias: flat.slice(pixels * classes) };
      const attacked = tinyLogits(w, adversarial, tinyBatchMean(adversarial));
      if (config.method === 'standard') return crossEntropy(attacked, y);
      const clean = tinyLogits(w, x, tinyBatchMean(x));
      return crossEntropy(clean, y) + config.beta * divergence(clean, attacked);
    };
    const flat = [...weights.weight, ...weights.bias];
    losses.push(outer(flat));

    let g = gradient(outer, flat);
    if (config.clipNorm !== null) {
      const norm = Math.hypot(...g);
      g = g.map((v) => v * Math.min(1, config.clipNorm! / (norm + 1e-6)));
    }
    g = g.map((v, i) => v + config.weightDecay * flat[i]!);
    velocity = velocity.map((v, i) => config.momentum * v + g[i]!);
    const direction = config.nesterov ? g.map((v, i) => v + config.momentum * velocity[i]!) : velocity;
    const updated = flat.map((v, i) => v - learningRate * direction[i]!);

    let running = weights.mean;
    for (const batch of config.method === 'standard' ? [adversarial] : [x, adversarial]) {
      const batchMean = tinyBatchMean(batch);
      running = running.map((v, p) => 0.9 * v + 0.1 * batchMean[p]!);
    }
    weights = { weight: updated.slice(0, pixels * classes), bias: updated.slice(pixels * classes), mean: running };
  });
  return { weights, losses };
}

function maximize(
  weights: TinyWeights,
  x: number[][],
  y: number[],
  config: TrainingConfig,
  seed: number,
  step: number,
): number[][] {
  const { epsilon, steps, stepSize } = config.attack;
  const flat = x.flat();
  const stream = randomStream(seed, 'inner start', step);
  const noise =
    config.method === 'standard'
      ? stream.uniform(flat.length, -epsilon, epsilon)
      : stream.normal(flat.length, 0, 0.001);
  const clean = tinyLogits(weights, x, weights.mean);
  let adversarial = flat.map((v, i) => v + noise[i]!);
  for (let k = 0; k < steps; k++) {
    const inner = (at: readonly number[]): number => {
      const logits = tinyLogits(weights, unflatten(at), weights.mean);
      return config.method === 'standard' ? crossEntropy(logits, y) : divergence(clean, logits);
    };
    const signs = gradient(inner, adversarial).map(Math.sign);
    adversarial = adversarial.map((v, i) => {
      const moved = v + stepSize * signs[i]!;
      const inBall = Math.max(flat[i]! - epsilon, Math.min(flat[i]! + epsilon, moved));
      return Math.max(0, Math.min(1, inBall));
    });
  }
  return unflatten(adversarial);
}
