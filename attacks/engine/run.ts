import { tf } from '../../tensor/tf';
import { Breather } from '../breather';
import { AttackInputError } from '../errors';
import { verifyBounds } from '../projection';
import type { Attack, AttackResult, AttackRunOptions, AttackSnapshot, JsonValue } from '../types';
import { batchFor, checkClasses, checkInputs, logitTable, type LogitTable } from './judge';
import { modelOfFunction, type AttackedModel } from './kernels';
import { Lanes, type Entrants } from './lanes';
import { Parts, partsInOrder, type Part } from './parts';
import type { LaneOutcome, PointAttack } from './pointAttack';
import { Verdicts } from './verdicts';

const defaultSnapshotIntervalMs = 60_000;

/** An attack of the library from one that treats every point by itself. */
export function attackOfPoints<Lane extends object>(attack: PointAttack<Lane>): Attack {
  return {
    name: attack.name,
    minClasses: attack.minClasses,
    kernels: attack.kernels,
    run: (network, images, labels, options) =>
      attackPoints(attack, modelOfFunction(network, attack.kernels), images, labels, options),
    runOn: (model, images, labels, options) => attackPoints(attack, model, images, labels, options),
  };
}

/**
 * Attacks all points, in batches that stay full: a point, or a part of the attack on it, that is done makes room for the
 * next one.
 *
 * A point misclassified without attack counts as a success and keeps an image that the network gets wrong.
 *
 * @throws AttackInputError when images, labels and network do not fit; NonFiniteLogitsError; UnsoundAttackError;
 * the signal's reason.
 */
export async function attackPoints<Lane extends object>(
  attack: PointAttack<Lane>,
  model: AttackedModel,
  images: tf.Tensor4D,
  labels: tf.Tensor1D,
  options: AttackRunOptions,
): Promise<AttackResult> {
  checkInputs(attack.name, images, labels, options);
  const total = images.shape[0];
  if (total === 0) return { adversarial: tf.zerosLike(images), success: tf.tensor1d([], 'bool'), report: {} };
  const width = batchFor(total, attack.batchSize);
  const breather = new Breather(options.signal);
  await breather.breathe();
  const labelList = Array.from(labels.dataSync());
  const clean = logitTable(attack.name, model, images, width, 'on clean images', () => {
    options.signal?.throwIfAborted();
    options.onProgress?.({ done: 0, total, broken: 0, fraction: 0 });
  });
  checkClasses(attack.name, attack.minClasses, clean.classes, labelList);
  const run = new PointRun(attack, model, { images, labels: labelList, clean, width }, options);
  try {
    if (options.resumeFrom !== undefined) run.resume(options.resumeFrom);
    await run.toTheEnd(breather);
    return run.verdict();
  } finally {
    run.dispose();
  }
}

interface PointSet {
  readonly images: tf.Tensor4D;
  readonly labels: readonly number[];
  readonly clean: LogitTable;
  readonly width: number;
}

class PointRun<Lane extends object> {
  private readonly lanes: Lanes<Lane>;
  private readonly verdicts: Verdicts;
  private readonly parts: Parts;
  /** By row, how many parts the attack on it has; none for rows that are not attacked. */
  private readonly partCounts: readonly number[];
  private readonly notAttacked: number;
  /** Parts to run, in order, and how many of them have entered a lane or are not needed. */
  private readonly queue: readonly Part[];
  private entered = 0;
  private fraction = 0;
  private lastSnapshotMs = performance.now();

  constructor(
    private readonly attack: PointAttack<Lane>,
    private readonly model: AttackedModel,
    private readonly set: PointSet,
    private readonly options: AttackRunOptions,
  ) {
    this.lanes = new Lanes(attack, set.width, options.seed);
    this.verdicts = new Verdicts(attack, set.images, set.labels, set.clean);
    const { targetsOf } = options;
    this.partCounts = set.labels.map((label, row) => {
      if (attack.attacks === 'correct' && this.verdicts.wrongWhenClean(row)) return 0;
      return attack.partsOf?.({ label, logits: set.clean.row(row), targetsOf }) ?? 1;
    });
    this.notAttacked = this.partCounts.filter((count) => count === 0).length;
    this.queue = partsInOrder(this.partCounts);
    this.parts = new Parts(this.partCounts, (reports) => attack.mergeReports?.(reports) ?? reports.at(-1)!);
  }

  async toTheEnd(breather: Breather): Promise<void> {
    this.fill(this.lanesInUse());
    while (this.lanes.inUse > 0) {
      this.step();
      this.report();
      await this.giveWay(breather);
      await this.saveIfDue();
    }
    this.report();
  }

  /** A run that is aborted leaves its state behind. */
  private async giveWay(breather: Breather): Promise<void> {
    try {
      await breather.breathe();
    } catch (reason) {
      await this.options.onSnapshot?.(this.snapshot());
      throw reason;
    }
  }

  private step(): void {
    const { state, outcomes } = this.attack.step(this.lanes.batch(), this.model);
    this.lanes.update(state);
    const inUse = this.lanesInUse();
    const finished = inUse.filter((lane) => outcomes[lane] !== 'running');
    if (finished.length === 0) return;
    this.settle(finished, outcomes);
    this.fill(inUse.filter((lane) => outcomes[lane] === 'running' && this.isNeeded(this.partIn(lane))));
  }

  /**
   * Whether images that an attack ended with without looking at them are wrong. Only progress needs it before the end,
   * and an attack of points that are right returns the clean image then.
   */
  private judge(adversarial: tf.Tensor4D): (i: number, label: number) => boolean {
    if (this.attack.attacks === 'correct' || this.options.onProgress === undefined) return () => false;
    const logits = logitTable(this.attack.name, this.model, adversarial, this.set.width, 'on attacked images');
    return (i, label) => logits.predicted(i) !== label;
  }

  private partIn(lane: number): Part {
    return { row: this.lanes.rowOf(lane), part: this.lanes.partOf(lane) };
  }

  private isNeeded(part: Part): boolean {
    return !this.verdicts.isSettled(part.row) && !this.parts.isNeedless(part);
  }

  private lanesInUse(): number[] {
    return Array.from({ length: this.lanes.inUse }, (_, lane) => lane);
  }

  /** Takes what the attack found for the points in these lanes, which only counts once the parts before it are done. */
  private settle(lanes: readonly number[], outcomes: readonly LaneOutcome[]): void {
    const { adversarial, clean } = this.lanes.imagesIn(lanes);
    try {
      verifyBounds(this.attack.name, adversarial, clean, this.attack.epsilon, this.attack.norm);
      const found = adversarial.dataSync<'float32'>();
      const size = found.length / lanes.length;
      const isWrong = this.judge(adversarial);
      lanes.forEach((lane, i) => {
        const report = this.attack.reportOf?.(this.lanes.active[lane]!) ?? {};
        const image = found.subarray(i * size, (i + 1) * size);
        const part = this.partIn(lane);
        const broken = outcomes[lane] === 'broken' || isWrong(i, this.set.labels[part.row]!);
        const finding = this.parts.take(part, { image, broken, report });
        if (finding !== null) this.verdicts.settle(part.row, finding);
      });
    } finally {
      tf.dispose([adversarial, clean]);
    }
  }

  /** Keeps these lanes and gives the others to the parts that wait. */
  private fill(kept: readonly number[]): void {
    const entering: Part[] = [];
    while (entering.length < this.set.width - kept.length && this.entered < this.queue.length) {
      const part = this.queue[this.entered++]!;
      if (this.isNeeded(part)) entering.push(part);
    }
    if (entering.length === 0) return this.lanes.rearrange(kept, null);
    const entrants = this.entrants(entering);
    this.lanes.rearrange(kept, entrants);
    entrants.images.dispose();
  }

  private entrants(entering: readonly Part[]): Entrants {
    const { images, labels, clean } = this.set;
    const rows = entering.map(({ row }) => row);
    return {
      rows,
      parts: entering.map(({ part }) => part),
      images: tf.tidy(() => tf.gather(images, tf.tensor1d([...rows], 'int32'))),
      labels: rows.map((row) => labels[row]!),
      pointIds: rows.map((row) => this.options.pointIds?.[row] ?? row),
      cleanLogits: rows.map((row) => clean.row(row)),
      seed: this.options.seed,
      targetsOf: this.options.targetsOf,
    };
  }

  private report(): void {
    const total = this.set.labels.length;
    const done = this.notAttacked + this.verdicts.settled;
    const underway = this.lanes.active.reduce((sum, lane, i) => {
      return sum + this.attack.progressOf(lane) / this.partCounts[this.lanes.rowOf(i)]!;
    }, this.parts.shareDone());
    // Parts that turn out to be needless take their share along.
    this.fraction = Math.max(this.fraction, (done + underway) / total);
    this.options.onProgress?.({ done, total, broken: this.verdicts.broken, fraction: this.fraction });
  }

  private async saveIfDue(): Promise<void> {
    const { onSnapshot, snapshotIntervalMs = defaultSnapshotIntervalMs } = this.options;
    if (onSnapshot === undefined || performance.now() - this.lastSnapshotMs < snapshotIntervalMs) return;
    await onSnapshot(this.snapshot());
    this.lastSnapshotMs = performance.now();
  }

  private snapshot(): AttackSnapshot {
    const lanes = this.lanes.save();
    const verdicts = this.verdicts.save();
    const [, ...shape] = this.set.images.shape;
    const parts = this.parts.save(shape);
    const named = (prefix: string, { tensors }: Pick<AttackSnapshot, 'tensors'>) =>
      [...tensors].map(([name, value]) => [`${prefix}/${name}`, value] as const);
    return {
      progress: {
        of: this.identity(),
        entered: this.entered,
        lanes: lanes.progress,
        parts: parts.progress,
        verdicts: verdicts.progress,
      },
      tensors: new Map([...named('lanes', lanes), ...named('parts', parts), ...named('verdicts', verdicts)]),
    };
  }

  /** @throws AttackInputError for the state of another run. */
  resume({ progress, tensors }: AttackSnapshot): void {
    const saved = progress as { of: string; entered: number; lanes: JsonValue; parts: JsonValue; verdicts: JsonValue }; // prettier-ignore
    if (saved.of !== this.identity())
      throw new AttackInputError(
        `attack '${this.attack.name}': the saved state belongs to another run: ${saved.of}, not ${this.identity()}`,
      );
    const named = (prefix: string) =>
      new Map(
        [...tensors].flatMap(([name, value]) =>
          name.startsWith(`${prefix}/`) ? [[name.slice(prefix.length + 1), value] as const] : [],
        ),
      );
    this.entered = saved.entered;
    this.lanes.restore({ progress: saved.lanes, tensors: named('lanes') }, this.set);
    this.parts.restore({ progress: saved.parts, tensors: named('parts') });
    this.verdicts.restore({ progress: saved.verdicts, tensors: named('verdicts') });
  }

  private identity(): string {
    const { name, norm, epsilon } = this.attack;
    const points = this.set.labels.length;
    return JSON.stringify({ attack: name, norm, epsilon, seed: this.options.seed, points });
  }

  verdict(): AttackResult {
    const { name } = this.attack;
    const adversarial = this.verdicts.adversarial();
    try {
      const attacked = logitTable(name, this.model, adversarial, this.set.width, 'on attacked images', () => {
        this.options.signal?.throwIfAborted();
        this.report();
      });
      return this.verdicts.result(adversarial, attacked);
    } catch (error) {
      adversarial.dispose();
      throw error;
    }
  }

  dispose(): void {
    this.lanes.dispose();
  }
}
