import { tf } from '../../tensor/tf';
import type { StateValues } from '../../tensor/types';
import { Breather } from '../breather';
import { AttackInputError } from '../errors';
import type { Attack, AttackResult, AttackRunOptions, AttackSnapshot, JsonValue } from '../types';
import { batchFor, checkClasses, checkInputs, logitTable, type LogitTable } from './judge';
import type { AttackedModel } from './kernels';
import { Verdicts } from './verdicts';

const defaultSnapshotIntervalMs = 60_000;

/** Of an attack that runs other attacks on parts of the set. */
export interface Composite {
  readonly name: string;
  readonly minClasses: number;
  readonly batchSize: number;
  /** Everything but the seed and the points that decides the result. */
  readonly identity: JsonValue;
}

/** What an attack found for the points that it was run on; index i is the i-th of them. */
export interface PartResult {
  readonly success: readonly boolean[];
  /** Where there was no success, an image of no meaning. */
  image(i: number): Float32Array;
  /** Float32 [n,H,W,C]; disposed by `release`. */
  readonly adversarial: tf.Tensor4D;
  readonly report: AttackResult['report'];
  release(): void;
}

export interface PartOptions {
  readonly seed: number;
  /** The model as the attack sees it. */
  readonly model: AttackedModel;
  /** Share of all work that is done when this share of the part's is. */
  readonly fraction: (ofPart: number) => number;
}

/**
 * Runs of attacks on parts of a set, one after another, by an attack that looks at the whole set between them. Keeps
 * what was found, and saves and restores it together with the state of the attack and that of the run under way.
 */
export class PartRuns {
  private readonly verdicts: Verdicts;
  /** Where the run under way goes on, of one that was stopped. */
  private pending: AttackSnapshot | null = null;
  private lastSnapshotMs = performance.now();
  private readonly settled = new Set<number>();

  private constructor(
    private readonly composite: Composite,
    readonly model: AttackedModel,
    readonly images: tf.Tensor4D,
    readonly labels: readonly number[],
    readonly options: AttackRunOptions,
    readonly clean: LogitTable,
    private readonly breather: Breather,
  ) {
    this.verdicts = new Verdicts({ attacks: 'correct' }, images, labels, clean);
  }

  /**
   * Judges the clean images of a set that is not empty.
   * @throws AttackInputError when images, labels and network do not fit; NonFiniteLogitsError; the signal's reason.
   */
  static async open(
    composite: Composite,
    model: AttackedModel,
    images: tf.Tensor4D,
    labels: tf.Tensor1D,
    options: AttackRunOptions,
  ): Promise<PartRuns> {
    checkInputs(composite.name, images, labels, options);
    const breather = new Breather(options.signal);
    await breather.breathe();
    const list = Array.from(labels.dataSync());
    const width = batchFor(list.length, composite.batchSize);
    const clean = logitTable(composite.name, model, images, width, 'on clean images');
    checkClasses(composite.name, composite.minClasses, clean.classes, list);
    return new PartRuns(composite, model, images, list, options, clean, breather);
  }

  get total(): number {
    return this.labels.length;
  }

  /** Images in a batch of forward passes. */
  get width(): number {
    return batchFor(this.total, this.composite.batchSize);
  }

  /** Rows of points that the network gets right and that are not broken yet, in order. */
  unbroken(): number[] {
    return this.labels.flatMap((_, row) => (this.verdicts.wrongWhenClean(row) || this.settled.has(row) ? [] : [row]));
  }

  pointOf(row: number): number {
    return this.options.pointIds?.[row] ?? row;
  }

  /** Takes an image that the network gets wrong. */
  breakPoint(row: number, image: Float32Array): void {
    this.verdicts.settle(row, { image, broken: true, report: {} });
    this.settled.add(row);
  }

  /** Runs an attack on some rows, or goes on with the run that was under way in the restored state. */
  async attack(
    attack: Pick<Attack, 'runOn'>,
    rows: readonly number[],
    state: () => JsonValue,
    { seed, model, fraction }: PartOptions,
  ): Promise<PartResult> {
    const { onSnapshot, snapshotIntervalMs = defaultSnapshotIntervalMs, signal, targetsOf } = this.options;
    const [images, labels] = tf.tidy(() => [
      tf.gather(this.images, tf.tensor1d([...rows], 'int32')),
      tf.tensor1d(rows.map((row) => this.labels[row]!), 'int32'),
    ]) as [tf.Tensor4D, tf.Tensor1D]; // prettier-ignore
    const resumeFrom = this.pending ?? undefined;
    this.pending = null;
    try {
      const { adversarial, success, report } = await attack.runOn(model, images, labels, {
        seed,
        pointIds: rows.map((row) => this.pointOf(row)),
        targetsOf,
        signal,
        resumeFrom,
        onProgress: (part) => this.report(fraction(part.fraction)),
        snapshotIntervalMs: Math.max(0, snapshotIntervalMs - (performance.now() - this.lastSnapshotMs)),
        ...(onSnapshot === undefined ? {} : { onSnapshot: (inner) => this.save(onSnapshot, state(), inner) }),
      });
      const flags = Array.from(success.dataSync(), (flag) => flag !== 0);
      success.dispose();
      const values = adversarial.dataSync<'float32'>();
      const size = values.length / rows.length;
      const image = (i: number): Float32Array => values.subarray(i * size, (i + 1) * size);
      return { success: flags, image, adversarial, report, release: () => adversarial.dispose() };
    } finally {
      tf.dispose([images, labels]);
    }
  }

  /** To be called between runs. */
  async betweenRuns(state: () => JsonValue, fraction: number): Promise<void> {
    this.report(fraction);
    await this.breather.breathe();
    const { onSnapshot, snapshotIntervalMs = defaultSnapshotIntervalMs } = this.options;
    if (onSnapshot === undefined || performance.now() - this.lastSnapshotMs < snapshotIntervalMs) return;
    await this.save(onSnapshot, state(), null);
  }

  private report(fraction: number): void {
    const { broken } = this.verdicts;
    this.options.onProgress?.({ done: broken, total: this.total, broken, fraction });
  }

  private async save(
    onSnapshot: NonNullable<AttackRunOptions['onSnapshot']>,
    state: JsonValue,
    inner: AttackSnapshot | null,
  ): Promise<void> {
    const verdicts = this.verdicts.save();
    const named = (prefix: string, tensors: StateValues = new Map()) =>
      [...tensors].map(([name, value]) => [`${prefix}/${name}`, value] as const);
    await onSnapshot({
      progress: { of: this.identity(), state, verdicts: verdicts.progress, run: inner?.progress ?? null },
      tensors: new Map([...named('verdicts', verdicts.tensors), ...named('run', inner?.tensors)]),
    });
    this.lastSnapshotMs = performance.now();
  }

  /** The attack's state in the snapshot to go on from, null where there is none. @throws AttackInputError for another run's. */
  restore(): JsonValue {
    if (this.options.resumeFrom === undefined) return null;
    const { progress, tensors } = this.options.resumeFrom;
    const saved = progress as { of: string; state: JsonValue; verdicts: { row: number }[]; run: JsonValue };
    if (saved.of !== this.identity())
      throw new AttackInputError(
        `attack '${this.composite.name}': the saved state belongs to another run: ${saved.of}, not ${this.identity()}`,
      );
    const named = (prefix: string): StateValues =>
      new Map(
        [...tensors].flatMap(([name, value]) =>
          name.startsWith(`${prefix}/`) ? [[name.slice(prefix.length + 1), value] as const] : [],
        ),
      );
    this.verdicts.restore({ progress: saved.verdicts, tensors: named('verdicts') });
    for (const { row } of saved.verdicts) this.settled.add(row);
    this.pending = saved.run === null ? null : { progress: saved.run, tensors: named('run') };
    return saved.state;
  }

  private identity(): string {
    const { name, identity } = this.composite;
    return JSON.stringify({ attack: name, ...(identity as object), seed: this.options.seed, points: this.total });
  }

  /** What was found, judged once more. */
  result(report: AttackResult['report']): AttackResult {
    const adversarial = this.verdicts.adversarial();
    try {
      const attacked = logitTable(this.composite.name, this.model, adversarial, this.width, 'on attacked images');
      const result = this.verdicts.result(adversarial, attacked);
      this.options.onProgress?.({ done: this.total, total: this.total, broken: this.verdicts.broken, fraction: 1 });
      return { ...result, report };
    } catch (error) {
      adversarial.dispose();
      throw error;
    }
  }
}
