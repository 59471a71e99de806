import { deriveSeed, randomStream } from '../tensor/random';
import { tf } from '../tensor/tf';
import { logitTable, type LogitTable } from './engine/judge';
import { modelOfFunction, prefixed, within, type AttackedModel, type Kernels } from './engine/kernels';
import { PartRuns, type PartResult } from './engine/partRuns';
import { attackOfPoints } from './engine/run';
import { describeAttack, resolveAttackParams, type ParametersOf } from './parameters';
import { searchPgdKernel, searchPgdOfPoints, type SearchPgd } from './searchPgd';
import { drawCandidate, kernelVariants, type Candidate, type PgdVariant } from './searchSpace';
import type { Attack, AttackParams, AttackResult, AttackRunOptions, JsonValue, SearchedAttack } from './types';

/**
 * Automated discovery of adaptive attacks (Yao et al. 2021), in a reduced space: finds a sequence of attacks for one network.
 * A point is robust if none of them breaks it.
 *
 * In each of `rounds` rounds, on the points that are not broken yet:
 * 1. draw `trials` configurations of attacks;
 * 2. score each on `points` random points by the share that it breaks, plus a hundredth of the mean cross-entropy of
 *    the images that it returns;
 * 3. halve: keep the best quarter (rounded up), add points, so that there are twice as many, score on those added and
 *    take the mean of the old and the new score, until one configuration is left;
 * 4. add it to the sequence and take the points that it breaks out.
 *
 * Reduced: configurations are drawn uniformly instead of by a tree of Parzen estimators; NES, DeepFool, logit matching,
 * differences of losses and searches over changed networks are left out; descent steps on the margin replace the
 * optimisation of Carlini and Wagner; FAB's overshoot and backward step are of few values. Instead of a limit of seconds
 * per point, which would let the clock decide, a configuration may take 1000 gradients per point; those that might take
 * more have their numbers drawn again.
 *
 * The result has the `sequence` found, and reports `brokenBy`, the index in it for each point that it broke.
 *
 * @param create Makes the attacks of the library.
 */
export function createAdaptiveSearch(
  given: AttackParams,
  create: (name: string, params: AttackParams) => Attack,
): Attack {
  const params = resolveAttackParams('adaptive-search', given);
  const { epsilon, batchSize } = params;
  const attackOf: AttackOf = ({ attack, params: own }) => {
    if (attack !== 'pgd') return create(attack, { epsilon, batchSize, ...own });
    return attackOfPoints(searchPgdOfPoints({ epsilon, batchSize, ...own } as unknown as SearchPgd));
  };
  const kernels: Kernels = Object.assign(
    {},
    ...kernelVariants.map(({ kernels: prefix, attack, variant }) => {
      if (attack !== 'pgd') return prefixed(prefix, create(attack, { epsilon, batchSize, ...variant }).kernels);
      const { loss, softmax } = variant as PgdVariant;
      return prefixed(prefix, { step: searchPgdKernel(loss, softmax, epsilon) });
    }),
  ) as Kernels;
  return {
    name: 'adaptive-search',
    minClasses: describeAttack('adaptive-search').minClasses,
    kernels,
    run: (network, images, labels, options) =>
      search(params, attackOf, modelOfFunction(network, kernels), images, labels, options),
    runOn: (model, images, labels, options) => search(params, attackOf, model, images, labels, options),
  };
}

type SearchParams = ParametersOf['adaptive-search'];
type AttackOf = (candidate: Candidate) => Attack;

async function search(
  params: SearchParams,
  attackOf: AttackOf,
  model: AttackedModel,
  images: tf.Tensor4D,
  labels: tf.Tensor1D,
  options: AttackRunOptions,
): Promise<AttackResult> {
  if (images.shape[0] === 0)
    return { adversarial: tf.zerosLike(images), success: tf.tensor1d([], 'bool'), report: {}, sequence: [] };
  const { epsilon, rounds, trials, points, batchSize } = params;
  const composite = {
    name: 'adaptive-search',
    minClasses: describeAttack('adaptive-search').minClasses,
    batchSize,
    identity: { epsilon, rounds, trials, points },
  };
  const set = await PartRuns.open(composite, model, images, labels, options);
  return new Search(params, attackOf, set).toTheEnd();
}

/** Where the search is. Plain data. */
interface SearchState {
  round: number;
  /** Of successive halving. */
  stage: number;
  /** Configurations left, by number, with the scores of earlier stages. */
  survivors: readonly number[];
  scores: readonly number[];
  /** Scores in this stage so far. */
  stageScores: readonly number[];
  sequence: readonly SearchedAttack[];
  /** By row: index in the sequence, -1 for points not broken by it. */
  readonly brokenBy: number[];
}

class Search {
  private readonly state: SearchState;

  constructor(
    private readonly params: SearchParams,
    private readonly attackOf: AttackOf,
    private readonly set: PartRuns,
  ) {
    this.state = (set.restore() as unknown as SearchState | null) ?? {
      round: 0,
      ...this.allTrials(),
      sequence: [],
      brokenBy: Array<number>(set.total).fill(-1),
    };
  }

  private allTrials(): Pick<SearchState, 'stage' | 'survivors' | 'scores' | 'stageScores'> {
    const survivors = Array.from({ length: this.params.trials }, (_, i) => i);
    return { stage: 0, survivors, scores: survivors.map(() => 0), stageScores: [] };
  }

  async toTheEnd(): Promise<AttackResult> {
    const { state, set, params } = this;
    while (state.round < params.rounds) {
      const left = set.unbroken();
      if (left.length === 0) break;
      if (state.stage > 0 && state.survivors.length === 1) await this.attackAll(left);
      else await this.halve(this.sampleOf(left));
      await set.betweenRuns(() => this.saved(), this.fraction(0));
    }
    const brokenBy = Float64Array.from(state.brokenBy, (index) => (index < 0 ? Number.NaN : index));
    return { ...set.result({ brokenBy }), sequence: state.sequence };
  }

  /** The points that this stage adds, in a random order of those left. */
  private sampleOf(left: readonly number[]): readonly number[] {
    const { round, stage } = this.state;
    const { points } = this.params;
    const stream = randomStream(this.set.options.seed, 'attack', 'adaptive-search', 'points', round);
    const shuffled = Array.from(stream.permutation(left.length), (i) => left[i]!);
    const before = stage === 0 ? 0 : points * 2 ** (stage - 1);
    return shuffled.slice(before, stage === 0 ? points : 2 * before).sort((a, b) => a - b);
  }

  /** Scores one configuration; once all have their score, keeps the best quarter. */
  private async halve(sample: readonly number[]): Promise<void> {
    const { state } = this;
    const scored = state.stageScores.length;
    // Where all points left have been used, the scores stand.
    if (sample.length > 0 && scored < state.survivors.length) {
      const candidate = this.candidate(state.survivors[scored]!);
      state.stageScores = [...state.stageScores, await this.score(candidate, sample)];
      if (scored + 1 < state.survivors.length) return;
    }
    const scores = state.scores.map((old, i) => {
      const added = state.stageScores[i];
      if (added === undefined) return old;
      return state.stage === 0 ? added : (old + added) / 2;
    });
    const best = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]! || a - b);
    const kept = best.slice(0, Math.ceil(best.length / 4)).sort((a, b) => a - b);
    Object.assign(state, {
      stage: state.stage + 1,
      survivors: kept.map((i) => state.survivors[i]!),
      scores: kept.map((i) => scores[i]!),
      stageScores: [],
    });
  }

  private async score(candidate: Candidate, rows: readonly number[]): Promise<number> {
    const { set } = this;
    const part = await this.run(candidate, rows);
    try {
      const logits = logitTable('adaptive-search', set.model, part.adversarial, set.width, 'on attacked images');
      const labels = rows.map((row) => set.labels[row]!);
      return part.success.filter(Boolean).length / rows.length + meanCrossEntropy(logits, labels) / 100;
    } finally {
      part.release();
    }
  }

  /** The configuration that won the round. */
  private async attackAll(left: readonly number[]): Promise<void> {
    const { state, set } = this;
    const candidate = this.candidate(state.survivors[0]!);
    const part = await this.run(candidate, left);
    const broken = left.filter((row, i) => {
      if (!part.success[i]) return false;
      set.breakPoint(row, part.image(i));
      state.brokenBy[row] = state.sequence.length;
      return true;
    });
    part.release();
    const { attack, params } = candidate;
    const found = { attack, params, seed: this.seed(), score: state.scores[0]!, attacked: left.length, broken: broken.length }; // prettier-ignore
    Object.assign(state, { round: state.round + 1, ...this.allTrials(), sequence: [...state.sequence, found] });
  }

  private run(candidate: Candidate, rows: readonly number[]): Promise<PartResult> {
    const { set } = this;
    return set.attack(this.attackOf(candidate), rows, () => this.saved(), {
      seed: this.seed(),
      model: within(candidate.kernels, set.model),
      fraction: (ofPart) => this.fraction(ofPart),
    });
  }

  private candidate(i: number): Candidate {
    const { classes } = this.set.clean;
    return drawCandidate(this.set.options.seed, this.state.round, i, { epsilon: this.params.epsilon, classes });
  }

  /** Of all attacks of a round, so that their results on a point are the same in every sample. */
  private seed(): number {
    return deriveSeed(this.set.options.seed, 'attack', 'adaptive-search', this.state.round);
  }

  private fraction(ofPart: number): number {
    const { round, stage, survivors, stageScores } = this.state;
    const stages = Math.ceil(Math.log(this.params.trials) / Math.log(4)) + 2;
    const ofStage = Math.min(1, (stageScores.length + ofPart) / survivors.length);
    return Math.min(1, (round + Math.min(1, (stage + ofStage) / stages)) / this.params.rounds);
  }

  private saved(): JsonValue {
    return structuredClone(this.state) as unknown as JsonValue;
  }
}

function meanCrossEntropy(logits: LogitTable, labels: readonly number[]): number {
  const of = (i: number): number => {
    const z = logits.row(i);
    const top = z.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    return top + Math.log(z.reduce((sum, value) => sum + Math.exp(value - top), 0)) - z[labels[i]!]!;
  };
  return labels.reduce((sum, _, i) => sum + of(i), 0) / labels.length;
}
