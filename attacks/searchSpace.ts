/** What the search for attacks chooses from: attacks of the library and a configurable projected gradient descent. */
import { randomStream, type RandomStream } from '../tensor/random';
import { attackNames, describeAttack, type AttackName } from './parameters';
import { leastClasses, searchLossNames, type SearchLossName } from './searchLosses';

/** An attack with its parameters, as drawn. */
export interface Candidate {
  /** An attack of the library, or `pgd` for descent on one of several losses. */
  readonly attack: AttackName;
  /** Prefix of its kernels. */
  readonly kernels: string;
  /** Beside norm, epsilon and batchSize; of `pgd`, `loss` and `softmax` too. */
  readonly params: Readonly<Record<string, string | number | boolean>>;
  /** Most gradients, or forward passes counted as thirds, that it takes for a point. */
  readonly gradients: number;
}

/** Configurations that might take more for a point are drawn again. */
export const mostGradients = 1000;

/** A forward pass costs about a third of a forward and a backward pass. */
const forwardShare = 1 / 3;

/** What its kernels depend on, so that there are few; the other parameters are drawn from ranges. */
type Variant = Readonly<Record<string, string | number | boolean>>;

interface Family {
  readonly attack: AttackName;
  readonly variants: readonly Variant[];
  draw(stream: RandomStream, space: SpaceOf): Omit<Candidate, 'attack' | 'kernels'>;
}

interface SpaceOf {
  readonly epsilon: number;
  readonly classes: number;
}

export interface PgdVariant extends Variant {
  readonly loss: SearchLossName;
  readonly softmax: boolean;
}

export const pgdVariants: readonly PgdVariant[] = searchLossNames.flatMap((loss) => [
  { loss, softmax: false },
  { loss, softmax: true },
]);

/** Uniform integer from low to high, both included. */
const integer = (stream: RandomStream, low: number, high: number): number =>
  low + stream.integers(1, high - low + 1)[0]!;
const real = (stream: RandomStream, low: number, high: number): number => low + (high - low) * stream.next();
const logUniform = (stream: RandomStream, low: number, high: number): number =>
  Math.exp(real(stream, Math.log(low), Math.log(high)));
const maybe = (stream: RandomStream): boolean => stream.next() < 0.5;

const pgd: Family = {
  attack: 'pgd',
  variants: pgdVariants,
  draw: (stream, { epsilon, classes }) => {
    const targets = maybe(stream) ? Math.min(integer(stream, 1, 8), classes - 1) : 0;
    const params = {
      targets,
      steps: integer(stream, 20, 199),
      stepSize: epsilon * logUniform(stream, 1e-3, 1),
      restarts: integer(stream, 1, 9),
    };
    return { params, gradients: Math.max(targets, 1) * params.restarts * (params.steps + 1) };
  },
};

/** One step of length epsilon from each of many random starts: the repeated fast gradient sign method. */
const repeatedFgsm: Family = {
  attack: 'pgd',
  variants: pgdVariants,
  draw: (stream, { epsilon }) => {
    const restarts = Math.round(logUniform(stream, 10, 1e4));
    return { params: { targets: 0, steps: 1, stepSize: epsilon, restarts }, gradients: 2 * restarts };
  },
};

const apgd = (attack: AttackName): Family => ({
  attack,
  variants: [{}],
  draw: (stream, { classes }) => {
    const params = {
      rho: real(stream, 0.5, 0.9),
      steps: integer(stream, 20, 199),
      restarts: integer(stream, 1, 9),
      ...(attack === 'apgd-t' ? { targets: Math.min(integer(stream, 1, 8), classes - 1) } : {}),
    };
    return { params, gradients: params.restarts * (params.steps + 1) * (params.targets ?? 1) };
  },
});

const library: readonly Family[] = [
  {
    attack: 'cw',
    variants: [{}],
    draw: (stream) => {
      const steps = integer(stream, 20, 199);
      return { params: { steps }, gradients: steps };
    },
  },
  apgd('apgd-ce'),
  apgd('apgd-dlr'),
  apgd('apgd-t'),
  {
    attack: 'fab-t',
    variants: [1, 1.05, 1.2].flatMap((eta) =>
      [0.7, 0.9, 1].flatMap((beta) => [true, false].map((targeted) => ({ eta, beta, targeted }))),
    ),
    draw: (stream, { classes }) => {
      const targets = Math.min(integer(stream, 1, 8), classes - 1);
      const params = { steps: integer(stream, 10, 199), restarts: integer(stream, 1, 9), targets };
      // Without targets a step takes the gradient of every class.
      return { params, gradients: params.steps * params.restarts * Math.max(targets, classes - 1) };
    },
  },
  {
    attack: 'square',
    variants: [{}],
    draw: (stream) => {
      const params = {
        initialShare: real(stream, 0.5, 0.9),
        queries: integer(stream, 2000, 7999),
        restarts: integer(stream, 1, 2),
      };
      return { params, gradients: params.queries * params.restarts * forwardShare };
    },
  },
];

/** Of those, the attacks that the library has. */
const families: readonly Family[] = [
  pgd,
  repeatedFgsm,
  ...library.filter(({ attack }) => attackNames.includes(attack)),
];

export interface SpaceKernels {
  readonly kernels: string;
  readonly attack: AttackName;
  readonly variant: Variant;
}

/** All variants, each of which has kernels of its own under a prefix; repeated FGSM shares those of descent. */
export const kernelVariants: readonly SpaceKernels[] = families
  .filter((family) => family !== repeatedFgsm)
  .flatMap(({ attack, variants }) => variants.map((variant, i) => ({ kernels: `${attack}-${i}`, attack, variant })));

/** The i-th configuration of a round: the attack, its variant and then its numbers, in its range. */
export function drawCandidate(seed: number, round: number, i: number, space: SpaceOf): Candidate {
  const stream = randomStream(seed, 'attack', 'adaptive-search', 'configuration', round, i);
  const known = families.filter(({ attack }) => describeAttack(attack).minClasses <= space.classes);
  const family = known[integer(stream, 0, known.length - 1)]!;
  const variants = [...family.variants.entries()].filter(([, { loss }]) => loss === undefined || leastClasses[loss as SearchLossName] <= space.classes); // prettier-ignore
  const [index, variant] = variants[integer(stream, 0, variants.length - 1)]!;
  for (;;) {
    const { params, gradients } = family.draw(stream, space);
    if (gradients > mostGradients) continue;
    return {
      attack: family.attack,
      kernels: `${family.attack}-${index}`,
      params: { ...variant, ...params },
      gradients,
    };
  }
}
