/** What values each parameter of an attack may have, and how that is said. Free of TensorFlow. */
import type { AttackParams, Norm } from './types';

export type ParameterName = keyof AttackParams;

interface ParameterRule {
  /** Completes "must be ...". */
  readonly rule: string | ((norm: Norm) => string);
  readonly allows: (value: unknown, norm: Norm) => boolean;
}

const count: ParameterRule = {
  rule: 'an integer >= 1',
  allows: (value) => Number.isSafeInteger(value) && (value as number) >= 1,
};

const flag: ParameterRule = { rule: 'true or false', allows: (value) => typeof value === 'boolean' };

/** Radii of L-infinity are shares of the pixel range; L2 distances can be as long as the images' diagonal. */
const length = (example: string): ParameterRule => ({
  rule: (norm) => (norm === 'linf' ? `a number in (0, 1]${example}` : 'a number > 0'),
  allows: (value, norm) =>
    typeof value === 'number' && Number.isFinite(value) && value > 0 && (norm === 'l2' || value <= 1),
});

function numberFrom(low: number, high: number): ParameterRule {
  return {
    rule: `a number in [${low}, ${high}]`,
    allows: (value) => typeof value === 'number' && value >= low && value <= high,
  };
}

function oneOf(...values: readonly string[]): ParameterRule {
  return {
    rule: values.map((value) => `'${value}'`).join(' or '),
    allows: (value) => typeof value === 'string' && values.includes(value),
  };
}

export const parameterRules: Readonly<Record<ParameterName, ParameterRule>> = {
  norm: oneOf('linf', 'l2'),
  epsilon: length(', such as 8/255'),
  batchSize: count,
  steps: count,
  stepSize: length(''),
  schedule: oneOf('constant', 'linear', 'cosine'),
  randomStart: flag,
  restarts: count,
  rho: numberFrom(0, 1),
  eot: count,
  targeted: flag,
  targets: count,
  alphaMax: numberFrom(0, 1),
  eta: numberFrom(1, 2),
  beta: numberFrom(0, 1),
  queries: count,
  initialShare: numberFrom(0, 1),
  version: oneOf('standard', 'plus', 'rand', 'custom'),
  attacks: {
    rule: 'a list of names of attacks',
    allows: (value) => Array.isArray(value) && value.every((name) => typeof name === 'string'),
  },
  iterations: count,
  rounds: count,
  trials: count,
  points: count,
  momentum: numberFrom(0, 10),
  samples: count,
};
