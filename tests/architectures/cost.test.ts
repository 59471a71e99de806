import { describe, expect, it } from 'vitest';
import { networkCost } from '../../architectures/cost';
import { architectureForImage, parseArchitecture } from '../../architectures/parse';

const CIFAR = { height: 32, width: 32, channels: 3 };

// Counted from the published implementations with hooks on every layer, 10 classes.
const counted: [name: string, parameters: number, macs: number, stages?: [string, string]][] = [
  ['WRN-28-10', 36_479_194, 5_243_328_768, ['1.64 / 6.97 / 27.86', '1.678 / 1.783 / 1.783']],
  ['WRN-34-12', 66_457_818, 9_582_337_536, ['3.02 / 12.69 / 50.74', '3.089 / 3.246 / 3.246']],
  ['WRN-46-14', 128_389_210, 18_585_412_352, ['5.91 / 24.50 / 97.97', '6.048 / 6.268 / 6.268']],
  ['WRN-70-16', 266_796_506, 38_764_210_176, ['12.44 / 50.88 / 203.47', '12.726 / 13.019 / 13.019']],
  ['WRN-34-R', 68_116_698, 19_132_765_184],
  ['RobustResNet-A1', 19_222_738, 5_080_232_192],
  ['RobustResNet-A2', 39_033_982, 10_738_805_376],
  ['RobustResNet-A3', 75_856_698, 19_819_890_176],
  ['RobustResNet-A4', 147_262_458, 39_272_890_880],
];

describe('networkCost', () => {
  it.each(counted)('gives the exact parameters and MACs of %s', (name, parameters, macs) => {
    const cost = networkCost(parseArchitecture(name), CIFAR, 10);
    expect(cost.parameters).toBe(parameters);
    expect(cost.macs).toBe(macs);
  });

  it.each(counted.filter(([, , , stages]) => stages !== undefined))('gives the stages of %s', (name, _, __, stages) => {
    const cost = networkCost(parseArchitecture(name), CIFAR, 10);
    expect(cost.stages.map(({ parameters }) => (parameters / 1e6).toFixed(2)).join(' / ')).toBe(stages![0]);
    expect(cost.stages.map(({ macs }) => (macs / 1e9).toFixed(3)).join(' / ')).toBe(stages![1]);
  });

  it.each([
    ['RobustResNet-A1', 24_353_792],
    ['RobustResNet-A2', 39_733_248],
    ['RobustResNet-A3', 60_503_040],
    ['RobustResNet-A4', 94_316_544],
  ])('gives the batch-norm elements of %s', (name, elements) => {
    expect(networkCost(parseArchitecture(name), CIFAR, 10).batchNormElements).toBe(elements);
  });

  it.each([
    // Same shapes as RobustResNet-A1..A4 with basic blocks.
    ['WRN[14x5,14x7/2,7x3/2]', '18.71 / 5.08'],
    ['WRN[17x7,17x9/2,8x4/2]', '38.32 / 10.84'],
    ['WRN[22x8,22x11/2,11x5/2]', '75.30 / 20.22'],
    ['WRN[27x10,28x14/2,13x6/2]', '147.29 / 40.38'],
    // Children with other strides and mixed blocks.
    ['WRN[2x6r,4x7/2r,4x7r]', '18.81 / 4.986'],
    ['WRN[3x4,2x6/2,4x8]', '18.83 / 4.965'],
    ['WRN[5x5r,2x9/2,5x10r]', '37.43 / 9.672'],
    ['WRN[7x6r,6x6/2r,7x11]', '68.54 / 18.398'],
    ['WRN[9x11r,6x10/2r,7x15r]', '128.99 / 35.820'],
    ['WRN[13x6r,14x6/2r,6x4/2r]', '18.87 / 4.958'],
  ])('gives the published millions and giga-MACs of %s', (name, expected) => {
    const { parameters, macs } = networkCost(parseArchitecture(name), CIFAR, 10);
    const decimals = expected.length - expected.lastIndexOf('.') - 1;
    expect(`${(parameters / 1e6).toFixed(2)} / ${(macs / 1e9).toFixed(decimals)}`).toBe(expected);
  });

  it.each([
    ['WRN-46-14', 128.6, 18.6],
    ['WRN-70-16', 267.0, 38.8],
    ['RobustResNet-A3', 76.1, 19.8],
    ['RobustResNet-A4', 147.6, 39.3],
  ])('gives the size of %s on 64x64 images of 200 classes with a stem of stride 2', (name, millions, giga) => {
    const image = { height: 64, width: 64, channels: 3 };
    const cost = networkCost(architectureForImage(parseArchitecture(name), image), image, 200);
    expect((cost.parameters / 1e6).toFixed(1)).toBe(millions.toFixed(1));
    expect((cost.macs / 1e9).toFixed(1)).toBe(giga.toFixed(1));
  });

  it('adds up: stem, stages and head are the network', () => {
    for (const name of ['WRN-28-10', 'RobustResNet-A1', 'WRN[1x1/2r,2x1,1x2/2]/2']) {
      const cost = networkCost(parseArchitecture(name), { height: 28, width: 28, channels: 1 }, 7);
      const parts = [cost.stem, ...cost.stages, cost.head];
      expect(parts.reduce((total, part) => total + part.parameters, 0)).toBe(cost.parameters);
      expect(parts.reduce((total, part) => total + part.macs, 0)).toBe(cost.macs);
    }
  });
});
