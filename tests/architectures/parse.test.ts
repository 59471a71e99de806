import { describe, expect, it } from 'vitest';

import { architectureForImage, architectureName, parseArchitecture } from '../../architectures/parse';
import type { Stage } from '../../architectures/types';
import { randomStream } from '../../tensor/random';

const basic = (depth: number, width: number, stride: 1 | 2): Stage => ({ depth, width, stride, robust: false });
const robust = (depth: number, width: number, stride: 1 | 2): Stage => ({ depth, width, stride, robust: true });

describe('parseArchitecture', () => {
  it('reads WRN-d-k as three stages of (d-4)/6 basic blocks of width k', () => {
    expect(parseArchitecture('WRN-28-10')).toEqual({
      name: 'WRN-28-10',
      stemStride: 1,
      stages: [basic(4, 10, 1), basic(4, 10, 2), basic(4, 10, 2)],
    });
    expect(parseArchitecture('WRN-70-16').stages.map(({ depth }) => depth)).toEqual([11, 11, 11]);
  });

  it('reads the published networks', () => {
    expect(parseArchitecture('WRN-34-R').stages).toEqual([basic(5, 20, 1), basic(5, 20, 2), basic(5, 8, 2)]);
    expect(parseArchitecture('RobustResNet-A4').stages).toEqual([
      robust(27, 10, 1),
      robust(28, 14, 2),
      robust(13, 6, 2),
    ]);
  });

  it('reads any stages in the literal form', () => {
    expect(parseArchitecture('WRN[4x10,3x9/2,2x6/2r]')).toEqual({
      name: 'WRN[4x10,3x9/2,2x6/2r]',
      stemStride: 1,
      stages: [basic(4, 10, 1), basic(3, 9, 2), robust(2, 6, 2)],
    });
    expect(parseArchitecture('WRN[1x1/2r]/2')).toMatchObject({ stemStride: 2, stages: [robust(1, 1, 2)] });
  });

  it('gives a literal form of a published network its published name', () => {
    expect(parseArchitecture('WRN[4x10, 4x10/2, 4x10/2]').name).toBe('WRN-28-10');
    expect(parseArchitecture('WRN[14x5r,14x7/2r,7x3/2r]').name).toBe('RobustResNet-A1');
    expect(parseArchitecture('WRN[4x10/2,4x10/2,4x10/2]').name).toBe('WRN[4x10/2,4x10/2,4x10/2]');
  });

  it('reads back every name that architectureName gives', () => {
    const stream = randomStream(3, 'architectures');
    for (let i = 0; i < 500; i++) {
      const stages = Array.from({ length: 1 + Math.floor(stream.next() * 4) }, (): Stage => ({
        depth: 1 + Math.floor(stream.next() * 30),
        width: 1 + Math.floor(stream.next() * 20),
        stride: stream.next() < 0.5 ? 1 : 2,
        robust: stream.next() < 0.5,
      }));
      const stemStride = stream.next() < 0.5 ? 1 : 2;
      const name = architectureName({ stages, stemStride });
      expect(parseArchitecture(name)).toEqual({ name, stages, stemStride });
    }
    for (const name of [
      'WRN-10-1',
      'WRN-16-4',
      'WRN-70-16',
      'WRN-34-R',
      'RobustResNet-A1',
      'RobustResNet-A4/2',
      'WRN-28-10/2',
    ])
      expect(architectureName(parseArchitecture(name))).toBe(name);
  });

  const FORMS =
    'allowed: WRN-<depth>-<width> with depth 6n+4, WRN-34-R, RobustResNet-A1 to -A4, or stages as ' +
    '<blocks>x<width>[/2][r] such as WRN[4x10,4x10/2,4x6/2r] (/2: stride 2, r: robust blocks), ' +
    'each with a final /2 for a stem of stride 2';

  it.each([
    ['WRN-28-1O', `unknown architecture 'WRN-28-1O'; did you mean 'WRN-28-10'? ${FORMS}`],
    ['robustresnet-a2', `unknown architecture 'robustresnet-a2'; did you mean 'RobustResNet-A2'? ${FORMS}`],
    ['RobustResNet-A5', `unknown architecture 'RobustResNet-A5'; did you mean 'RobustResNet-A1'? ${FORMS}`],
    ['vgg', `unknown architecture 'vgg'; ${FORMS}`],
    ['', `unknown architecture ''; ${FORMS}`],
    ['constructor', `unknown architecture 'constructor'; ${FORMS}`],
    [
      'WRN-30-10',
      "architecture 'WRN-30-10': the depth of a WRN is 6n+4 (10, 16, 22, 28, ...), got 30; did you mean 'WRN-28-10'?",
    ],
    [
      'WRN-4-2',
      "architecture 'WRN-4-2': the depth of a WRN is 6n+4 (10, 16, 22, 28, ...), got 4; did you mean 'WRN-10-2'?",
    ],
    ['WRN-28-0', "architecture 'WRN-28-0': the width must be at least 1, got 0"],
    [
      'WRN[4x10,4y10]',
      "architecture 'WRN[4x10,4y10]': stage 2 is '4y10'; a stage is <blocks>x<width>[/2][r], such as 4x10/2r",
    ],
    ['WRN[0x10]', "architecture 'WRN[0x10]': stage 1 is '0x10'; blocks and width must be at least 1"],
    ['WRN[]', "architecture 'WRN[]': stage 1 is ''; a stage is <blocks>x<width>[/2][r], such as 4x10/2r"],
    ['WRN[1x1,1x1,1x1,1x1,1x1,1x1,1x1]', "architecture 'WRN[1x1,1x1,1x1,1x1,1x1,1x1,1x1]': at most 6 stages, got 7"],
  ])('rejects %s', (name, message) => {
    expect(() => parseArchitecture(name)).toThrow(
      expect.objectContaining({ name: 'InvalidArchitectureError', message }),
    );
  });
});

describe('architectureForImage', () => {
  it('gives the stem stride 2 above 32x32 and leaves it otherwise', () => {
    const architecture = parseArchitecture('WRN-28-10');
    expect(architectureForImage(architecture, { height: 32, width: 32, channels: 3 })).toBe(architecture);
    expect(architectureForImage(architecture, { height: 64, width: 64, channels: 3 })).toEqual(
      parseArchitecture('WRN-28-10/2'),
    );
    expect(
      architectureForImage(parseArchitecture('WRN-28-10/2'), { height: 8, width: 8, channels: 1 }).stemStride,
    ).toBe(2);
  });
});
