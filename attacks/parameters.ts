/** Names, parameters and defaults of the attacks. Free of TensorFlow, so that a spec can be checked without loading it. */
import { AttackParameterError } from './errors';
import { nearestName } from '../schemas/nearest';
import type { AttackParams } from './types';

export type AttackName = 'fgsm' | 'pgd' | 'cw';
export type ParameterName = keyof AttackParams;

/** Parameters of an attack with every default filled in. */
export type ResolvedAttackParams = Required<AttackParams>;

export interface AttackDescription {
  readonly name: AttackName;
  /** One line for people. */
  readonly summary: string;
  readonly parameters: readonly ParameterName[];
  /** Smallest number of classes for which the attack is defined. */
  readonly minClasses: number;
}

const iterative: readonly ParameterName[] = [
  'norm',
  'epsilon',
  'steps',
  'stepSize',
  'randomStart',
  'restarts',
  'batchSize',
];

const descriptions: Readonly<Record<AttackName, AttackDescription>> = {
  fgsm: {
    name: 'fgsm',
    summary: 'fast gradient sign method: one step of size epsilon on the cross-entropy',
    parameters: ['norm', 'epsilon', 'batchSize'],
    minClasses: 2,
  },
  pgd: {
    name: 'pgd',
    summary: 'projected gradient descent on the cross-entropy',
    parameters: iterative,
    minClasses: 2,
  },
  cw: {
    name: 'cw',
    summary: 'projected gradient descent on the margin loss of Carlini and Wagner',
    parameters: iterative,
    minClasses: 2,
  },
};

export const attackNames = Object.keys(descriptions) as readonly AttackName[];

/** @throws AttackParameterError when there is no attack of this name; the message has the nearest one. */
export function describeAttack(name: string): AttackDescription {
  if (Object.hasOwn(descriptions, name)) return descriptions[name as AttackName];
  const nearest = nearestName(name, attackNames);
  const hint = nearest === null ? '' : `; did you mean '${nearest}'?`;
  throw new AttackParameterError(`unknown attack '${name}'${hint} (attacks are ${attackNames.join(', ')})`);
}

/**
 * Checks parameters and fills in defaults: norm linf, 20 steps of epsilon/10, random start, 1 restart, batches of 128.
 * For `fgsm` the result has the values that make PGD the same attack. Parameters that are undefined count as absent.
 *
 * @throws AttackParameterError on an unknown attack or parameter, a wrong type or a value out of range.
 */
export function resolveAttackParams(name: string, params: AttackParams): ResolvedAttackParams {
  const description = describeAttack(name);
  const given = params as unknown as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(given)) {
    if (given[key] !== undefined) rejectUnknown(description, key);
  }
  const norm = given['norm'] ?? 'linf';
  if (norm !== 'linf') throw invalid(name, 'norm', "'linf'", norm);
  const epsilon = numberIn(name, 'epsilon', given['epsilon'], 'a number in (0, 1], such as 8/255', isRadius);
  const batchSize = numberIn(name, 'batchSize', given['batchSize'] ?? 128, 'an integer >= 1', isCount);
  const common = { norm: 'linf', epsilon, batchSize } as const;
  if (name === 'fgsm') return { ...common, steps: 1, stepSize: epsilon, randomStart: false, restarts: 1 };

  const steps = numberIn(name, 'steps', given['steps'] ?? 20, 'an integer >= 1', isCount);
  const stepSize = numberIn(name, 'stepSize', given['stepSize'] ?? epsilon / 10, 'a number in (0, 1]', isRadius);
  const restarts = numberIn(name, 'restarts', given['restarts'] ?? 1, 'an integer >= 1', isCount);
  const randomStart = given['randomStart'] ?? true;
  if (typeof randomStart !== 'boolean') throw invalid(name, 'randomStart', 'true or false', randomStart);
  if (restarts > 1 && !randomStart) {
    throw new AttackParameterError(
      `attack '${name}': ${restarts} restarts need randomStart: without it all of them are the same`,
    );
  }
  return { ...common, steps, stepSize, randomStart, restarts };
}

function rejectUnknown(description: AttackDescription, key: string): void {
  if ((description.parameters as readonly string[]).includes(key)) return;
  const nearest = nearestName(key, description.parameters);
  const hint = nearest === null ? '' : `; did you mean '${nearest}'?`;
  throw new AttackParameterError(
    `attack '${description.name}' has no parameter '${key}'${hint} (parameters are ${description.parameters.join(', ')})`,
  );
}

function numberIn(
  attack: string,
  parameter: ParameterName,
  value: unknown,
  rule: string,
  allowed: (value: number) => boolean,
): number {
  if (typeof value === 'number' && allowed(value)) return value;
  throw invalid(attack, parameter, rule, value);
}

function isRadius(value: number): boolean {
  return value > 0 && value <= 1;
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1;
}

function invalid(attack: string, parameter: ParameterName, rule: string, value: unknown): AttackParameterError {
  const shown = typeof value === 'number' || value === undefined ? String(value) : JSON.stringify(value);
  return new AttackParameterError(`attack '${attack}': ${parameter} must be ${rule}, got ${shown}`);
}
