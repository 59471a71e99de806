/** `rcnas attack`: a trained network under one attack on the test set, with intervals and an audit. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

import { InvalidArgumentError } from 'commander';

import { resultIdentity } from '../activities/identity';
import type { JobParams, JobResult } from '../activities/jobs/types';
import { jobVersions } from '../activities/jobs/versions';
import { stepKey } from '../artifacts/keys';
import { openStore, type OpenStore } from '../artifacts/openStore';
import type { AuditEntry } from '../attacks/auditEntry';
import { describeAttack, resolveAttackParams } from '../attacks/parameters';
import type { AttackParams, Norm, StageResult } from '../attacks/types';
import { formatAccuracy } from '../reports/format';
import { alignColumns } from '../reports/terminal';
import type { Accuracy } from '../reports/types';
import { wilson } from '../reports/wilson';
import type { ResolvedAttack } from '../schemas/resolved';
import { parseQuantity } from '../schemas/quantities';
import { attackInParts, partsForTrainers } from '../worker/attackInParts';
import { defaultThreads, describeEngine, usableGpus } from '../worker/engine';
import { storeFolder } from '../worker/storeFolder';
import { createTrainerPool } from '../worker/trainerPool';
import { findNetwork, type AttackedNetwork, type NetworkOptions } from './attackedNetwork';
import { exitCodes } from './exitCodes';
import { interruptSignal } from './interrupt';
import { trainerChoices, type GlobalOptions } from './options';
import { progressLine } from './progressLine';

export interface AttackOptions extends Omit<NetworkOptions, 'runsDir'> {
  readonly attack: string;
  readonly epsilon?: string;
  readonly norm?: Norm;
  /** `key=value`. */
  readonly param: readonly string[];
  readonly images?: number;
  readonly batchSize?: number;
  /** Trainer processes that share the images. */
  readonly slots?: number;
  readonly threads?: number;
}

/** The document that `--json` prints. */
export interface AttackOutcome {
  readonly attack: string;
  readonly norm: Norm;
  readonly epsilon: number;
  /** All of the attack's parameters. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly seed: number;
  readonly network: { readonly name: string; readonly weights: string };
  readonly data: string;
  readonly clean: Accuracy;
  readonly robust: Accuracy;
  /** Of an attack that is a sequence of attacks. */
  readonly stages?: readonly StageResult[];
  /** Reasons to doubt `robust`. */
  readonly audit: readonly AuditEntry[];
}

/** @throws AttackParameterError, UnknownNetworkError, UnknownRunError, and what the attack itself throws. */
export async function attackCommand(options: GlobalOptions & AttackOptions): Promise<number> {
  const attack = attackOf(options);
  const storeRoot = storeFolder(options.stateDir);
  const opened = await openStore({ folder: storeRoot, url: options.store });
  const attacked = await findNetwork(opened.store, options);
  const { network, data, seed } = attacked;
  const count = Math.min(options.images ?? attacked.testCount, attacked.testCount);
  const params = { network, data, split: 'test', attack, seed, keepAdversarial: false, audit: true } as const;

  const interrupt = interruptSignal();
  try {
    const points = { total: count, all: count === attacked.testCount };
    const result = await evaluate(params, points, storeRoot, opened, options, interrupt.signal);
    const outcome = describe(attacked, attack, result);
    process.stdout.write(options.json === true ? `${JSON.stringify(outcome, null, 2)}\n` : table(attacked, outcome));
    return exitCodes.ok;
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    process.stderr.write('what the attack has found is saved; the same command goes on from there\n');
    return exitCodes.interrupted;
  } finally {
    interrupt.release();
  }
}

type Evaluated = Omit<JobResult<'evaluateNetwork'>, 'adversarial'>;

/** Runs the jobs that runs of pipelines have evaluations done by, so that both share results. */
async function evaluate(
  params: Omit<JobParams<'evaluateNetwork'>, 'range'> & { readonly attack: ResolvedAttack },
  points: { readonly total: number; readonly all: boolean },
  storeRoot: string,
  { cache }: OpenStore,
  options: GlobalOptions & AttackOptions,
  signal: AbortSignal,
): Promise<Evaluated> {
  const line = progressLine(process.stderr);
  const ignore = (): void => undefined;
  const logger = { debug: ignore, info: ignore, warn: (message: string) => line.print(message) };
  const gpus = usableGpus(logger);
  const trainers = trainersFor(options, params.attack, points.total, gpus.length);
  const choices = { threadsPerTrainer: trainers.threads, gpus, ...trainerChoices(options) };
  const pool = createTrainerPool({ slots: trainers.slots, ...choices, storeRoot, storeUrl: options.store, logger });
  const one = async (
    part: JobParams<'evaluateNetwork'>,
    onProgress: (fraction: number, message: string) => void,
  ): Promise<JobResult<'evaluateNetwork'>> => {
    const engine = await describeEngine(pool, choices);
    const job = { ...part, range: points.all && trainers.slots === 1 ? undefined : part.range };
    const key = stepKey('evaluateNetwork', jobVersions.evaluateNetwork, resultIdentity({ params: job, engine }));
    const known = await cache.lookup(key);
    if (known !== undefined) return known as JobResult<'evaluateNetwork'>;
    const result = await pool.run('evaluateNetwork', job, {
      workDir: join(storeRoot, 'work', key),
      onProgress,
      signal,
    });
    await cache.record(key, result, []);
    return result;
  };
  try {
    return await attackInParts(params, { total: points.total, parts: trainers.slots }, one, (fraction, message) =>
      line.show(`${String(Math.floor(100 * fraction)).padStart(3)} % ${message}`),
    );
  } finally {
    line.clear();
    await pool.close();
  }
}

/** Trainers of one thread each share a long attack better than the threads of one do. */
function trainersFor(
  { slots, threads }: AttackOptions,
  attack: ResolvedAttack,
  total: number,
  gpus: number,
): { readonly slots: number; readonly threads: number } {
  const wanted = slots ?? (gpus > 0 ? gpus : Math.max(1, Math.floor(availableParallelism() / (threads ?? 1))));
  const parts = partsForTrainers(attack, total, wanted);
  return { slots: parts, threads: threads ?? (parts > 1 ? 1 : defaultThreads) };
}

/** @throws AttackParameterError, InvalidArgumentError */
function attackOf({ attack: type, epsilon: radius, param, batchSize, ...options }: AttackOptions): ResolvedAttack {
  const { norms } = describeAttack(type);
  const norm = options.norm ?? norms[0]!;
  if (radius === undefined && norm === 'l2' && norms.includes('l2'))
    throw new InvalidArgumentError('norm l2 needs --epsilon: the default is a radius of L-infinity');
  const epsilon = parseQuantity('fraction', radius ?? '8/255');
  if (epsilon === null)
    throw new InvalidArgumentError(`--epsilon must be a number, or a fraction such as 8/255, got '${radius}'`);
  const given = Object.fromEntries(param.map(readParam));
  const params = { norm, epsilon, ...given, ...(batchSize === undefined ? {} : { batchSize }) } as AttackParams;
  return { type, ...resolveAttackParams(describeAttack(type).name, params) };
}

function readParam(text: string): [string, unknown] {
  const split = text.indexOf('=');
  if (split < 1 || split === text.length - 1)
    throw new InvalidArgumentError(`--param must be key=value such as steps=100, got '${text}'`);
  const [key, value] = [text.slice(0, split), text.slice(split + 1)];
  if (['norm', 'epsilon', 'batchSize'].includes(key))
    throw new InvalidArgumentError(`--param ${key}: give it as --${key === 'batchSize' ? 'batch-size' : key}`);
  if (value === 'true' || value === 'false') return [key, value === 'true'];
  if (key === 'attacks') return [key, value.split(',')];
  return [key, parseQuantity('fraction', value) ?? value];
}

function describe(
  { network, data, seed }: AttackedNetwork,
  { type, ...parameters }: ResolvedAttack,
  { clean, robust, stages, audit = [] }: Evaluated,
): AttackOutcome {
  const { norm = 'linf', epsilon } = parameters;
  return {
    attack: type,
    norm,
    epsilon,
    parameters: { ...parameters },
    seed,
    network: { name: network.architecture.name, weights: network.weights.sha256 },
    data: data.name,
    clean: wilson(clean.correct, clean.total),
    robust: wilson(robust!.correct, robust!.total),
    ...(stages === undefined ? {} : { stages }),
    audit,
  };
}

function table({ title }: AttackedNetwork, outcome: AttackOutcome): string {
  const { attack, norm, epsilon, seed, data, clean, robust, stages = [], audit } = outcome;
  const doubted: Accuracy = audit.length === 0 ? robust : { ...robust, doubts: audit };
  const rows = [
    ['clean', formatAccuracy(clean)],
    [attack, formatAccuracy(doubted)],
  ];
  const ofStages = stages.map((stage) => [stage.attack, `broke ${stage.broken} of ${stage.attacked}`]);
  const lines = [
    `${attack} against ${title}: ${norm === 'linf' ? 'L-infinity' : 'L2'} radius ${epsilon.toPrecision(4)}, seed ${seed}`,
    ...alignColumns(rows).map((row) => `  ${row}`),
    ...alignColumns(ofStages).map((row) => `    ${row}`),
    `  ${clean.n.toLocaleString('en-US')} test images of ${data}, 95 % intervals`,
    ...(audit.length === 0 ? ['  audit: no reason to doubt it was found'] : []),
    ...audit.map(({ flag, message }) => `  unsound: ${flag}: ${message}`),
    '',
  ];
  return lines.join('\n').replaceAll('\u00a0', ' ');
}
