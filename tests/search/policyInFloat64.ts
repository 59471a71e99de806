import type { SampledStageAction } from '../../search/types';
import type { StateValues } from '../../tensor/types';

export interface PolicyInFloat64 {
  readonly mean: number[][];
  readonly std: number[];
  readonly probability: number[][];
  logProbability(action: readonly SampledStageAction[]): number;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** The policy written out anew, to check the one on TensorFlow. */
export function policyInFloat64(policy: StateValues, states: Float32Array): PolicyInFloat64 {
  const layer = (name: string, x: readonly number[]): number[] => {
    const { shape, data } = policy.get(`${name}/kernel`)!;
    const bias = policy.get(`${name}/bias`)!.data;
    const columns = shape[1]!;
    return Array.from(bias, (b, j) => x.reduce((sum, value, i) => sum + value * data[i * columns + j]!, b));
  };
  const stateSize = policy.get('features/kernel')!.shape[0]!;
  const rows = Array.from({ length: states.length / stateSize }, (_, i) => [
    ...states.slice(i * stateSize, (i + 1) * stateSize),
  ]);
  const features = rows.map((row) => layer('features', row).map(Math.tanh));
  const mean = features.map((f) => layer('gaussian', f).map(sigmoid));
  const probability = features.map((f) => layer('bernoulli', f).map(sigmoid));
  const std = [...policy.get('gaussian/logStd')!.data].map(Math.exp);

  const gaussian = (x: number, mu: number, sigma: number): number =>
    Math.log(Math.exp(-((x - mu) ** 2) / (2 * sigma ** 2)) / (sigma * Math.sqrt(2 * Math.PI)));
  const bernoulli = (bit: boolean, p: number): number => Math.log(bit ? p : 1 - p);
  const logProbability = (action: readonly SampledStageAction[]): number =>
    action.reduce(
      (sum, a, i) =>
        sum +
        gaussian(a.rawWidth, mean[i]![0]!, std[0]!) +
        gaussian(a.rawDepth, mean[i]![1]!, std[1]!) +
        bernoulli(a.downsample, probability[i]![0]!) +
        bernoulli(a.robust, probability[i]![1]!),
      0,
    );
  return { mean, std, probability, logProbability };
}
