/**
 * Networks without TensorFlow: how well a network would do is a formula of its architecture, its training and the
 * seed. It has what matters for the search: accuracy rises with the logarithm of cost and with epochs, robust blocks
 * help in the last stages and hurt in the first, stronger attacks leave less, and counts carry the noise of their samples.
 */
import { networkCost } from '../../architectures/cost';
import type { Architecture } from '../../architectures/types';
import { canonicalJson, type JsonValue } from '../../artifacts/keys';
import type { ArtifactRef, ArtifactStore } from '../../artifacts/types';
import { datasetInfo } from '../../datasets/info';
import type { ResolvedAttack } from '../../schemas/resolved';
import { lipsEmbedding } from '../../search/embeddings';
import { randomStream } from '../../tensor/random';
import type { Count, DataRef, JobImplementation } from '../jobs/types';
import { readDocument, storeDocument } from '../documents';

/** What stands where weights would be. */
interface SurrogateWeights {
  /** In (0,1): how much of what can be learned was learned. */
  readonly quality: number;
  /** Whether it was trained under attack. */
  readonly hardened: boolean;
  /** Tells networks of equal quality apart. */
  readonly identity: string;
}

/** What stands where attacked images would be. */
interface SurrogateAdversarial {
  readonly strength: number;
  readonly identity: string;
}

const robustBlockEffects = [-0.03, 0.01, 0.05];
const noiseOfTraining = 0.02;

export function trainSurrogate(simulate: (signal: AbortSignal, progress: (fraction: number) => void) => Promise<void>) {
  const job: JobImplementation<'trainNetwork'> = async ({ architecture, data, config, seed }, context) => {
    await simulate(context.signal, (fraction) =>
      context.progress(fraction, `${Math.round(100 * fraction)} %, simulated`),
    );
    const identity = identityOf([architectureIdentity(architecture), data.digest, data.seed, config, seed]);
    const { image, classes } = datasetInfo(data.config);
    const size = Math.log10(1 + networkCost(architecture, image, classes).macs / 1e4);
    const blocks = architecture.stages.reduce(
      (sum, { robust }, i) => sum + (robust ? (robustBlockEffects[i] ?? 0) : 0),
      0,
    );
    const noise = noiseOfTraining * randomStream(seed, 'surrogate-training', identity).normalAt(0);
    const learned = (size / (1 + size)) * (1 - Math.exp(-config.epochs / 2));
    const weights: SurrogateWeights = {
      quality: Math.min(0.99, Math.max(0.05, learned + blocks + noise)),
      hardened: config.attack.epsilon > 0 && config.attack.steps > 0,
      identity,
    };
    const history = Array.from({ length: config.epochs }, (_, i) => ({
      epoch: i + 1,
      loss: (1 - weights.quality) * Math.exp(-i / config.epochs),
      learningRate: config.learningRate,
    }));
    return {
      weights: await storeDocument(context.store, weights, 'weights'),
      history,
      selectedEpoch: config.epochs,
      // Part of the result, so it must be the same in equal runs.
      seconds: 0,
    };
  };
  return job;
}

export const evaluateSurrogate: JobImplementation<'evaluateNetwork'> = async (params, { store }) => {
  const { network, data, split, attack, seed, keepAdversarial } = params;
  const weights = await readWeights(store, network.weights);
  const total = samplesOf(data, split);
  const { first, count: points } = params.range ?? { first: 0, count: total };
  const { clean, robust } = accuracies(weights, data, attack);
  const count = (purpose: unknown, probability: number): Count => {
    const stream = randomStream(seed, 'surrogate-evaluation', weights.identity, split, identityOf(purpose));
    // Drawn for all of the split, so that ranges add up to the whole.
    const hits = stream.bernoulli(total, probability).subarray(first, first + points);
    return { correct: hits.reduce((sum, hit) => sum + hit, 0), total: points };
  };
  const identity = identityOf([weights.identity, attack, split, seed, first, points]);
  const adversarial: SurrogateAdversarial = { strength: attack === null ? 0 : strengthOf(attack), identity };
  return {
    clean: count('clean', clean),
    robust: attack === null ? null : count(attack, robust),
    adversarial: attack !== null && keepAdversarial ? await storeDocument(store, adversarial, 'adversarial') : null,
  };
};

/** Images made for another network keep about half of their strength. */
export const transferSurrogate: JobImplementation<'evaluateTransfer'> = async (params, { store }) => {
  const { network, data, split } = params;
  const weights = await readWeights(store, network.weights);
  const adversarial = await readDocument<SurrogateAdversarial>(store, params.adversarial);
  const { clean, chance } = accuracies(weights, data, null);
  const total = samplesOf(data, split);
  const probability = chance + (clean - chance) * survival(weights, adversarial.strength / 2);
  const stream = randomStream(0, 'surrogate-transfer', weights.identity, adversarial.identity);
  return { robust: { correct: stream.bernoulli(total, probability).reduce((sum, hit) => sum + hit, 0), total } };
};

/** The worst that the bank does, as transferred images do it. */
export const faceBankSurrogate: JobImplementation<'faceBank'> = async ({ bank, ...params }, context) => {
  let robust: Count = (await evaluateSurrogate({ ...params, attack: null, seed: 0, keepAdversarial: false }, context))
    .clean;
  for (const adversarial of bank) {
    const transferred = await transferSurrogate({ ...params, adversarial }, context);
    if (transferred.robust.correct < robust.correct) robust = transferred.robust;
  }
  return { robust };
};

export const lipsSurrogate: JobImplementation<'computeLips'> = async (params, { store }) => {
  const weights = await readWeights(store, params.network.weights);
  const adversarial = await readDocument<SurrogateAdversarial>(store, params.adversarial);
  const samples = params.data.config.evaluation;
  const centre = Math.log(20 * (1 + 10 * adversarial.strength)) + 1 - weights.quality;
  const stream = randomStream(0, 'surrogate-lips', weights.identity, adversarial.identity);
  const coefficients = stream.normal(samples, centre, 0.5).map(Math.exp);
  return {
    lips: lipsEmbedding(coefficients, params.lips.dimension),
    mean: coefficients.reduce((sum, coefficient) => sum + coefficient, 0) / samples,
  };
};

function accuracies(weights: SurrogateWeights, data: DataRef, attack: ResolvedAttack | null) {
  const chance = 1 / datasetInfo(data.config).classes;
  const clean = chance + (0.99 - chance) * Math.sqrt(weights.quality);
  const left = attack === null ? 1 : survival(weights, strengthOf(attack));
  return { chance, clean, robust: chance + (clean - chance) * left };
}

/** Share of what a network knows that an attack leaves. */
function survival({ hardened }: SurrogateWeights, strength: number): number {
  return Math.exp((hardened ? -2.5 : -10) * strength);
}

function strengthOf({ epsilon, steps = 1, restarts = 1 }: ResolvedAttack): number {
  return (epsilon ?? 0.1) * (1 + Math.log2(1 + steps * restarts) / 5);
}

function samplesOf({ config }: DataRef, split: 'evaluation' | 'test'): number {
  return split === 'evaluation' ? config.evaluation : datasetInfo(config).testCount;
}

async function readWeights(store: ArtifactStore, ref: ArtifactRef): Promise<SurrogateWeights> {
  return await readDocument<SurrogateWeights>(store, ref);
}

/** Without the name, which is for people. */
function architectureIdentity({ stages, stemStride }: Architecture): JsonValue {
  return { stages, stemStride } as unknown as JsonValue;
}

function identityOf(parts: unknown): string {
  return canonicalJson(JSON.parse(JSON.stringify(parts)) as JsonValue);
}
