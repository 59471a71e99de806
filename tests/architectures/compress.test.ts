import { describe, expect, it } from 'vitest';

import { compressArchitecture } from '../../architectures/compress';
import { parseArchitecture } from '../../architectures/parse';
import type { StageAction } from '../../architectures/types';
import { randomStream } from '../../tensor/random';

const action = (width: number, depth: number, downsample = true, robust = false): StageAction => ({
  width,
  depth,
  downsample,
  robust,
});

describe('compressArchitecture', () => {
  it('gives the network itself for the action that keeps everything', () => {
    const teacher = parseArchitecture('WRN-28-10');
    const keep = [action(1, 1, false), action(1, 1), action(1, 1)];
    expect(compressArchitecture(teacher, keep, { relativeTo: 'teacher' })).toEqual(teacher);
  });

  it('rounds width to an integer widen factor and depth to whole blocks, at least 1 of each', () => {
    const teacher = parseArchitecture('WRN-46-14');
    // Widths 0.79, 0.71, 0.57 of 14 and depths 0.75, 0.5, 0.1 of 7 blocks.
    const actions = [action(0.79, 0.75, false), action(0.71, 0.5, true, true), action(0.01, 0.1, false)];
    const child = compressArchitecture(teacher, actions, { relativeTo: 'teacher' });
    expect(child.name).toBe('WRN[5x11,4x10/2r,1x1]');
  });

  it('takes ratios of given maxima, so that a child may be deeper than its teacher', () => {
    const teacher = parseArchitecture('WRN-28-10');
    const actions = [action(0.5, 0.7, false, true), action(0.5, 0.7, true, true), action(0.25, 0.35, true, true)];
    const maxima = { maxDepth: [20, 20, 20], maxWidth: [10, 14, 12] };
    expect(compressArchitecture(teacher, actions, { relativeTo: maxima }).name).toBe('RobustResNet-A1');
  });

  it('keeps the stem and replaces the robust and stride bits of a stage', () => {
    const parent = parseArchitecture('WRN[4x4r,4x4/2r]/2');
    const child = compressArchitecture(parent, [action(1, 1, true, false), action(1, 1, false, true)], {
      relativeTo: 'teacher',
    });
    expect(child).toEqual(parseArchitecture('WRN[4x4/2,4x4r]/2'));
  });

  it('never grows relative to the teacher and never vanishes', () => {
    const stream = randomStream(5, 'actions');
    let network = parseArchitecture('WRN-70-16');
    for (let i = 0; i < 300; i++) {
      const before = network;
      const actions = network.stages.map(() => action(1 - stream.next(), 1 - stream.next(), stream.next() < 0.5));
      network = compressArchitecture(network, actions, { relativeTo: 'teacher' });
      network.stages.forEach((stage, s) => {
        expect(stage.width).toBeGreaterThanOrEqual(1);
        expect(stage.depth).toBeGreaterThanOrEqual(1);
        expect(stage.width).toBeLessThanOrEqual(before.stages[s]!.width);
        expect(stage.depth).toBeLessThanOrEqual(before.stages[s]!.depth);
      });
      if (i % 10 === 9) network = parseArchitecture('WRN-46-14');
    }
  });

  it('rejects an action that does not fit', () => {
    const teacher = parseArchitecture('WRN-28-10');
    const run = (actions: StageAction[], relativeTo: Parameters<typeof compressArchitecture>[2]['relativeTo']) => () =>
      compressArchitecture(teacher, actions, { relativeTo });
    const three = [action(1, 1), action(1, 1), action(1, 1)];
    expect(run([action(1, 1)], 'teacher')).toThrow('WRN-28-10 has 3 stages, the action has 1');
    expect(run(three, { maxDepth: [1], maxWidth: [1, 1, 1] })).toThrow(
      'WRN-28-10 has 3 stages, maxDepth has 1 entries and maxWidth 3',
    );
    expect(run([action(0, 1), ...three.slice(1)], 'teacher')).toThrow(
      'stage 1: remaining width must be in (0,1], got 0',
    );
    expect(run([...three.slice(1), action(1, 1.2)], 'teacher')).toThrow(
      'stage 3: remaining depth must be in (0,1], got 1.2',
    );
    expect(run([...three.slice(1), action(NaN, 1)], 'teacher')).toThrow(
      'stage 3: remaining width must be in (0,1], got NaN',
    );
  });
});
