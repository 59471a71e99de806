import { describe, expect, it } from 'vitest';

import type { Architecture } from '../../architectures/types';
import { addChild, initializeBuffers, sampleTask } from '../../search/buffers';
import { ablatedEmbedding, ctEmbedding, lipsEmbedding } from '../../search/embeddings';
import { decodeStages, encodeStages } from '../../search/stageEncoding';
import type { BufferedArchitecture } from '../../search/types';

const architecture = (name: string, width: number): Architecture => ({
  name,
  stemStride: 1,
  stages: [
    { width, depth: 2, stride: 1, robust: false },
    { width: 2 * width, depth: 3, stride: 2, robust: true },
  ],
});
const buffered = (name: string, width: number, origin: 'teacher' | 'child'): BufferedArchitecture => ({
  architecture: architecture(name, width),
  budgetMacs: 1e6 * width,
  baseTeacher: 'A',
  origin,
});

const data = ['digits', 'fashion'];
const attacks = ['fgsm', 'pgd', 'cw'];
const teachers = [buffered('A', 2, 'teacher'), buffered('B', 4, 'teacher')];

describe('buffers', () => {
  it('sample every combination about equally often', () => {
    const buffers = initializeBuffers(data, attacks, teachers);
    const counts = new Map<string, number>();
    const draws = 2400;
    for (let step = 0; step < draws; step++) {
      const task = sampleTask(buffers, 11, Math.floor(step / 5), step % 5);
      const key = `${task.data} ${task.attack} ${task.teacher.architecture.name}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(12);
    // 200 expected for each; a standard deviation is 13.5.
    for (const count of counts.values()) expect(Math.abs(count - 200)).toBeLessThan(60);
    const chiSquare = [...counts.values()].reduce((sum, n) => sum + (n - 200) ** 2 / 200, 0);
    expect(chiSquare).toBeLessThan(31.3); // 99.9 % quantile, 11 degrees of freedom
  });

  it('sample by seed, iteration and time step alone', () => {
    const buffers = initializeBuffers(data, attacks, teachers);
    const later = sampleTask(buffers, 7, 3, 2);
    sampleTask(buffers, 7, 0, 0);
    expect(sampleTask(buffers, 7, 3, 2)).toEqual(later);
    const tasks = (seed: number): string =>
      JSON.stringify(Array.from({ length: 20 }, (_, t) => sampleTask(buffers, seed, 0, t)));
    expect(tasks(7)).not.toBe(tasks(8));
  });

  it('offer a child as a teacher from the next time step on, and forget it when re-initialised', () => {
    const buffers = initializeBuffers(data, attacks, teachers);
    const grown = addChild(buffers, buffered('child', 1, 'child'));
    expect(buffers.architectures).toHaveLength(2);
    const drawn = (b: typeof buffers): Set<string> =>
      new Set(Array.from({ length: 60 }, (_, t) => sampleTask(b, 3, 0, t).teacher.architecture.name));
    expect(drawn(grown)).toEqual(new Set(['A', 'B', 'child']));
    expect(drawn(initializeBuffers(data, attacks, teachers))).toEqual(new Set(['A', 'B']));
  });

  it('keep what the caller knows about an architecture', () => {
    const known = [{ ...teachers[0]!, weights: 'sha' }];
    expect(sampleTask(initializeBuffers(data, attacks, known), 1, 0, 0).teacher.weights).toBe('sha');
  });

  it('refuse to start empty', () => {
    expect(() => initializeBuffers([], attacks, teachers)).toThrow('the data buffer must not be empty');
    expect(() => initializeBuffers(data, [], teachers)).toThrow('the attack buffer must not be empty');
    expect(() => initializeBuffers(data, attacks, [])).toThrow('the architecture buffer must not be empty');
  });
});

describe('stage encoding', () => {
  it('holds width, depth, downsampling and robust block of each stage', () => {
    const encodings = encodeStages(architecture('A', 4));
    expect(encodings).toEqual([
      [4, 2, 0, 0],
      [8, 3, 1, 1],
    ]);
    expect(decodeStages(encodings)).toEqual(architecture('A', 4).stages);
  });
});

describe('LIPS embedding', () => {
  it('is the sorted, log-scaled vector when the dimension is the number of samples', () => {
    expect(lipsEmbedding([10, 0, 2.5, 10], 4)).toEqual([0, Math.log1p(2.5), Math.log1p(10), Math.log1p(10)]);
  });

  it('does not depend on the order of the samples', () => {
    const values = Float32Array.from({ length: 37 }, (_, i) => (i * 17) % 37);
    expect(lipsEmbedding(values, 16)).toEqual(lipsEmbedding(values.slice().reverse(), 16));
  });

  it('reads evenly spaced quantiles, between samples by interpolation', () => {
    // Positions 0, 1.5 and 3 of the sorted log values 0, ln 2, ln 4, ln 8.
    const embedding = lipsEmbedding([7, 1, 0, 3], 3);
    expect(embedding[0]).toBe(0);
    expect(embedding[1]).toBeCloseTo(1.5 * Math.LN2, 12);
    expect(embedding[2]).toBeCloseTo(3 * Math.LN2, 12);
    expect(lipsEmbedding([7, 1, 0, 3], 1)[0]).toBeCloseTo(1.5 * Math.LN2, 12);
  });

  it('is nearly the same for evaluation sets of different sizes from one distribution', () => {
    const sample = (n: number): number[] => Array.from({ length: n }, (_, i) => 100 * ((i + 0.5) / n) ** 2);
    const [small, large] = [lipsEmbedding(sample(128), 8), lipsEmbedding(sample(1024), 8)];
    small.slice(1).forEach((x, i) => expect(Math.abs(x - large[i + 1]!)).toBeLessThan(0.03));
  });

  it('rejects coefficients that no Lipschitz quotient has', () => {
    expect(() => lipsEmbedding([], 4)).toThrow('LIPS needs at least one Lipschitz coefficient');
    expect(() => lipsEmbedding([1, -2], 4)).toThrow('Lipschitz coefficients must be finite and not negative, got -2');
    expect(() => lipsEmbedding([1, NaN], 4)).toThrow('Lipschitz coefficients must be finite and not negative, got NaN');
    expect(() => lipsEmbedding([1], 0)).toThrow('dimension of an embedding must be a positive integer, got 0');
  });
});

describe('CT embedding', () => {
  it('is the log-scaled cost for every sample', () => {
    expect(ctEmbedding(5_243_328_768, 3)).toEqual(new Array(3).fill(Math.log(5_243_328_769)));
  });

  it('is zero in the ablation, as LIPS is', () => {
    expect(ablatedEmbedding(4)).toEqual([0, 0, 0, 0]);
  });
});
