/** Names, parameters and defaults of the attacks. Free of TensorFlow, so that a spec can be checked without loading it. */
import { AttackParameterError } from './errors';
import { queriesFor } from './decision/budget';
import { parameterRules, type ParameterName } from './parameterRules';
import { nearestName } from '../schemas/nearest';
import type { AttackParams, Norm } from './types';

interface Common {
  readonly norm: Norm;
  readonly epsilon: number;
  /** Points attacked at a time; no influence on the result. */
  readonly batchSize: number;
}

interface Iterative extends Common {
  readonly steps: number;
  readonly stepSize: number;
  /** How the step size falls from the first step to the last. */
  readonly schedule: 'constant' | 'linear' | 'cosine';
  readonly randomStart: boolean;
  readonly restarts: number;
}

interface Apgd extends Common {
  readonly steps: number;
  readonly restarts: number;
  /** Share of increasing steps below which the step size is halved. */
  readonly rho: number;
  /** Gradients averaged per step, for networks that draw random numbers. */
  readonly eot: number;
}

/** Parameters of each attack with every default filled in. */
export interface ParametersOf {
  readonly fgsm: Common;
  readonly pgd: Iterative;
  readonly cw: Iterative;
  readonly 'apgd-ce': Apgd;
  readonly 'apgd-dlr': Apgd;
  /** `targets`: classes tried per point, at most. */
  readonly 'apgd-t': Apgd & { readonly targets: number };
  readonly 'fab-t': Common & {
    readonly steps: number;
    readonly restarts: number;
    /** Whether each of `targets` classes is tried in turn, or at each step the nearest one. */
    readonly targeted: boolean;
    readonly targets: number;
    readonly alphaMax: number;
    readonly eta: number;
    readonly beta: number;
  };
  readonly square: Common & { readonly queries: number; readonly restarts: number; readonly initialShare: number };
  readonly autoattack: Common & {
    readonly version: 'standard' | 'plus' | 'rand' | 'custom';
    /** Of version custom: names of attacks, in order. */
    readonly attacks: readonly string[];
  };
  /** `iterations`: budget of gradient steps per image, on average over the set. */
  readonly a3: Common & { readonly iterations: number };
  readonly 'adaptive-search': Common & {
    /** Attacks in the sequence that is searched. */
    readonly rounds: number;
    /** Configurations drawn per round. */
    readonly trials: number;
    /** Points on which each is scored first. */
    readonly points: number;
  };
  readonly naa: Common & {
    readonly steps: number;
    readonly stepSize: number;
    readonly momentum: number;
    /** Points on the path from the image to the black one. */
    readonly samples: number;
  };
  readonly hopskipjump: Common & { readonly steps: number; readonly queries: number };
  readonly boundary: Common & { readonly steps: number };
}

export type AttackName = keyof ParametersOf;

export interface AttackDescription {
  readonly name: AttackName;
  /** One line for people. */
  readonly summary: string;
  readonly parameters: readonly ParameterName[];
  readonly norms: readonly Norm[];
  /** Smallest number of classes for which the attack is defined. */
  readonly minClasses: number;
}

interface KnownAttack {
  readonly summary: string;
  readonly norms: readonly Norm[];
  readonly minClasses: number;
  /** Beside norm, epsilon and batchSize. */
  readonly defaults: Readonly<Record<string, unknown>>;
}

/** A default that is this share of epsilon. */
const tenthOfEpsilon = Symbol('epsilon / 10');

/** A default of the number of queries that decision-based attacks need for their steps. */
const queriesOfSteps = ({ steps }: AttackParams): number => queriesFor(steps ?? 64);

const iterative = { steps: 20, stepSize: tenthOfEpsilon, schedule: 'constant', randomStart: true, restarts: 1 };
const apgd = { steps: 100, restarts: 1, rho: 0.75, eot: 1 };
const both: readonly Norm[] = ['linf', 'l2'];

const known: Readonly<Record<string, KnownAttack>> = {
  fgsm: {
    summary: 'fast gradient sign method: one step of size epsilon on the cross-entropy',
    norms: both,
    minClasses: 2,
    defaults: {},
  },
  pgd: {
    summary: 'projected gradient descent on the cross-entropy',
    norms: both,
    minClasses: 2,
    defaults: iterative,
  },
  cw: {
    summary: 'projected gradient descent on the margin loss of Carlini and Wagner',
    norms: both,
    minClasses: 2,
    defaults: iterative,
  },
  'apgd-ce': {
    summary: 'Auto-PGD, which chooses its step sizes itself, on the cross-entropy',
    norms: both,
    minClasses: 2,
    defaults: apgd,
  },
  'apgd-dlr': {
    summary: 'Auto-PGD on the difference of logits ratio',
    norms: both,
    minClasses: 3,
    defaults: apgd,
  },
  'apgd-t': {
    summary: 'Auto-PGD towards one wrong class after another on the targeted difference of logits ratio',
    norms: both,
    minClasses: 3,
    defaults: { ...apgd, targets: 9 },
  },
  'fab-t': {
    summary: 'fast adaptive boundary attack: the nearest image of each of several classes, or of any',
    norms: both,
    minClasses: 2,
    defaults: { steps: 100, restarts: 1, targeted: true, targets: 9, alphaMax: 0.1, eta: 1.05, beta: 0.9 },
  },
  square: {
    summary: 'random search with square windows on the margin, without gradients',
    norms: ['linf'],
    minClasses: 2,
    defaults: { queries: 5000, restarts: 1, initialShare: 0.8 },
  },
  autoattack: {
    summary: 'ensemble of attacks with and without gradients, each on the points that are left',
    norms: both,
    minClasses: 2,
    defaults: { version: 'standard', attacks: [] },
  },
  a3: {
    summary: 'adaptive auto attack of Liu et al.: restarts that learn from the whole set',
    norms: ['linf'],
    minClasses: 2,
    defaults: { iterations: 1000 },
  },
  'adaptive-search': {
    summary: 'A3-Yao (reduced space): searches a sequence of attacks for the network',
    norms: ['linf'],
    minClasses: 2,
    defaults: { rounds: 3, trials: 64, points: 100 },
  },
  naa: {
    summary: 'neuron attribution attack: suppresses what speaks for the label in an inner layer',
    norms: ['linf'],
    minClasses: 2,
    defaults: { steps: 10, stepSize: tenthOfEpsilon, momentum: 1, samples: 30 },
  },
  hopskipjump: {
    summary: 'decision-based: walks along the boundary by an estimate of its normal, from labels alone',
    norms: both,
    minClasses: 2,
    defaults: { steps: 64, queries: queriesOfSteps },
  },
  boundary: {
    summary: 'decision-based: walks along the boundary at random, from labels alone',
    norms: ['l2'],
    minClasses: 2,
    defaults: { steps: 25000 },
  },
};

export const attackNames = Object.keys(known) as readonly AttackName[];

/** @throws AttackParameterError when there is no attack of this name; the message has the nearest one. */
export function describeAttack(name: string): AttackDescription {
  const attack = Object.hasOwn(known, name) ? known[name] : undefined;
  if (attack !== undefined) {
    const { summary, norms, minClasses, defaults } = attack;
    const parameters = ['norm', 'epsilon', ...Object.keys(defaults), 'batchSize'] as ParameterName[];
    return { name: name as AttackName, summary, norms, minClasses, parameters };
  }
  const nearest = nearestName(name, attackNames);
  const hint = nearest === null ? '' : `; did you mean '${nearest}'?`;
  throw new AttackParameterError(`unknown attack '${name}'${hint} (attacks are ${attackNames.join(', ')})`);
}

/**
 * Checks parameters and fills in defaults: norm linf where the attack has it, batches of 128, and those of the attack. Parameters that are
 * undefined count as absent.
 *
 * @throws AttackParameterError on an unknown attack or parameter, a wrong type or a value out of range.
 */
export function resolveAttackParams<N extends AttackName>(name: N, params: AttackParams): ParametersOf[N] {
  const description = describeAttack(name);
  const given = params as unknown as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(given)) {
    if (given[key] !== undefined) rejectUnknown(description, key);
  }
  const norm = given['norm'] ?? description.norms[0];
  if (!(description.norms as readonly unknown[]).includes(norm))
    throw invalid(name, 'norm', description.norms.map((each) => `'${each}'`).join(' or '), norm);
  const epsilon = checked(name, 'epsilon', given['epsilon'], norm as Norm) as number;
  const defaults: Readonly<Record<string, unknown>> = { ...known[name]!.defaults, batchSize: 128 };
  const resolved = Object.entries(defaults).map(([key, byDefault]) => {
    const derived =
      typeof byDefault === 'function' ? (byDefault as (given: AttackParams) => unknown)(params) : byDefault;
    const value = given[key] ?? (byDefault === tenthOfEpsilon ? epsilon / 10 : derived);
    return [key, checked(name, key as ParameterName, value, norm as Norm)] as const;
  });
  const all = { norm, epsilon, ...Object.fromEntries(resolved) } as Readonly<Record<string, unknown>>;
  if (all['randomStart'] === false && (all['restarts'] as number) > 1)
    throw new AttackParameterError(
      `attack '${name}': ${all['restarts'] as number} restarts need randomStart: without it all of them are the same`,
    );
  return all as unknown as ParametersOf[N];
}

function rejectUnknown(description: AttackDescription, key: string): void {
  if ((description.parameters as readonly string[]).includes(key)) return;
  const nearest = nearestName(key, description.parameters);
  const hint = nearest === null ? '' : `; did you mean '${nearest}'?`;
  throw new AttackParameterError(
    `attack '${description.name}' has no parameter '${key}'${hint} (parameters are ${description.parameters.join(', ')})`,
  );
}

function checked(attack: string, parameter: ParameterName, value: unknown, norm: Norm): unknown {
  const { rule, allows } = parameterRules[parameter];
  if (allows(value, norm)) return value;
  throw invalid(attack, parameter, typeof rule === 'function' ? rule(norm) : rule, value);
}

function invalid(attack: string, parameter: ParameterName, rule: string, value: unknown): AttackParameterError {
  const shown = typeof value === 'number' || value === undefined ? String(value) : JSON.stringify(value);
  return new AttackParameterError(`attack '${attack}': ${parameter} must be ${rule}, got ${shown}`);
}
