import { tf } from '../../tensor/tf';
import type { VariableValue } from '../../tensor/types';
import { AttackInputError } from '../errors';
import type {
  Attack,
  AttackProgress,
  AttackResult,
  AttackRunOptions,
  AttackSnapshot,
  JsonValue,
  StageResult,
} from '../types';
import { batchFor, checkClasses, checkInputs, logitTable } from './judge';
import { modelOfFunction, prefixed, within, type AttackedModel } from './kernels';

/** An attack in a sequence; `id` is unique in it. */
export interface Stage {
  readonly id: string;
  readonly attack: Attack;
}

export interface CascadeOptions {
  readonly name: string;
  readonly stages: readonly Stage[];
  readonly batchSize: number;
}

/**
 * Attacks one after the other, each on the points that all before it left unbroken. A point keeps the first image that
 * the network gets wrong, and one that none of them breaks its clean image.
 */
export function cascade({ name, stages, batchSize }: CascadeOptions): Attack {
  const minClasses = Math.max(...stages.map(({ attack }) => attack.minClasses));
  const kernels = Object.assign(
    {},
    ...stages.map(({ id, attack }) => prefixed(id, attack.kernels)),
  ) as Attack['kernels'];
  const runOn: Attack['runOn'] = async (model, images, labels, options) => {
    checkInputs(name, images, labels, options);
    if (images.shape[0] === 0)
      return { adversarial: tf.zerosLike(images), success: tf.tensor1d([], 'bool'), report: {} };
    const run = new Cascade({ name, stages, batchSize }, model, images, Array.from(labels.dataSync()), options);
    run.judgeClean(minClasses);
    if (options.resumeFrom !== undefined) run.resume(options.resumeFrom);
    await run.toTheEnd();
    return run.result();
  };
  return {
    name,
    minClasses,
    kernels,
    run: (network, images, labels, options) => runOn(modelOfFunction(network, kernels), images, labels, options),
    runOn,
  };
}

interface Found {
  /** Index of the stage that broke the point. */
  readonly stage: number;
  readonly image: Float32Array;
}

class Cascade {
  private readonly cleanWrong = new Set<number>();
  private readonly found = new Map<number, Found>();
  private readonly results: StageResult[] = [];
  /** Where the stage under way goes on, of a run that was stopped. */
  private inner: AttackSnapshot | undefined;

  constructor(
    private readonly definition: CascadeOptions,
    private readonly model: AttackedModel,
    private readonly images: tf.Tensor4D,
    private readonly labels: readonly number[],
    private readonly options: AttackRunOptions,
  ) {}

  judgeClean(minClasses: number): void {
    const { name, batchSize } = this.definition;
    const width = batchFor(this.labels.length, batchSize);
    const clean = logitTable(name, this.model, this.images, width, 'on clean images', () => {
      this.options.signal?.throwIfAborted();
      this.options.onProgress?.({ done: 0, total: this.labels.length, broken: 0, fraction: 0 });
    });
    checkClasses(name, minClasses, clean.classes, this.labels);
    this.labels.forEach((label, row) => clean.predicted(row) !== label && this.cleanWrong.add(row));
  }

  async toTheEnd(): Promise<void> {
    const { stages } = this.definition;
    while (this.results.length < stages.length) await this.runStage(this.results.length, stages[this.results.length]!);
    this.options.onProgress?.(this.progress({ done: this.labels.length, broken: 0, fraction: 1 }));
  }

  private async runStage(index: number, { id, attack }: Stage): Promise<void> {
    const rows = this.survivors();
    if (rows.length === 0) {
      this.results.push({ attack: id, attacked: 0, broken: 0, audit: [] });
      return;
    }
    const [images, labels] = tf.tidy(() => [
      tf.gather(this.images, tf.tensor1d(rows, 'int32')),
      tf.tensor1d(rows.map((row) => this.labels[row]!), 'int32'),
    ]) as [tf.Tensor4D, tf.Tensor1D]; // prettier-ignore
    try {
      const result = await attack.runOn(within(id, this.model), images, labels, this.optionsOf(rows));
      this.inner = undefined;
      this.take(index, id, rows, result);
    } finally {
      tf.dispose([images, labels]);
    }
  }

  private survivors(): number[] {
    return this.labels.flatMap((_, row) => (this.cleanWrong.has(row) || this.found.has(row) ? [] : [row]));
  }

  private optionsOf(rows: readonly number[]): AttackRunOptions {
    const { options } = this;
    const { onSnapshot } = options;
    const before = this.labels.length - rows.length;
    const last = this.results.length + 1 === this.definition.stages.length;
    return {
      seed: options.seed,
      pointIds: rows.map((row) => options.pointIds?.[row] ?? row),
      targetsOf: options.targetsOf,
      signal: options.signal,
      snapshotIntervalMs: options.snapshotIntervalMs,
      resumeFrom: this.inner,
      onProgress: ({ done, broken, fraction }) =>
        // A point is settled once it is broken, or at the end of the last stage.
        options.onProgress?.(this.progress({ done: before + (last ? done : broken), broken, fraction })),
      ...(onSnapshot === undefined ? {} : { onSnapshot: (inner) => onSnapshot(this.snapshot(inner)) }),
    };
  }

  private progress({ done, broken, fraction }: Omit<AttackProgress, 'total'>): AttackProgress {
    const { stages } = this.definition;
    return {
      done,
      total: this.labels.length,
      broken: this.cleanWrong.size + this.found.size + broken,
      fraction: Math.min(1, (this.results.length + fraction) / stages.length),
    };
  }

  private take(
    stage: number,
    id: string,
    rows: readonly number[],
    { adversarial, success, audit, report }: AttackResult,
  ): void {
    const broken = success.dataSync();
    const values = adversarial.dataSync<'float32'>();
    const size = values.length / rows.length;
    let count = 0;
    rows.forEach((row, i) => {
      if (!broken[i]) return;
      count++;
      this.found.set(row, { stage, image: Float32Array.from(values.subarray(i * size, (i + 1) * size)) });
    });
    tf.dispose([adversarial, success]);
    const zeroGradients = report['zeroGradient']?.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0) ?? 0;
    this.results.push({ attack: id, attacked: rows.length, broken: count, zeroGradients, audit: audit ?? [] });
  }

  result(): AttackResult {
    const data = Float32Array.from(this.images.dataSync<'float32'>());
    const size = data.length / this.labels.length;
    for (const [row, { image }] of this.found) data.set(image, row * size);
    const wrong = this.labels.map((_, row) => this.cleanWrong.has(row) || this.found.has(row));
    const stageOf = (row: number): number => this.found.get(row)?.stage ?? Number.NaN;
    return {
      adversarial: tf.tensor4d(data, this.images.shape),
      success: tf.tensor1d(wrong, 'bool'),
      report: { brokenBy: Float64Array.from(this.labels, (_, row) => stageOf(row)) },
      stages: this.results,
      audit: this.results.flatMap(({ audit }) => audit),
    };
  }

  private snapshot(inner: AttackSnapshot): AttackSnapshot {
    const [, ...shape] = this.images.shape;
    const size = shape.reduce((product, length) => product * length, 1);
    const data = new Float32Array(this.found.size * size);
    [...this.found.values()].forEach(({ image }, i) => data.set(image, i * size));
    const tensors = new Map<string, VariableValue>([...inner.tensors].map(([name, value]) => [`inner/${name}`, value]));
    if (this.found.size > 0) tensors.set('found', { shape: [this.found.size, ...shape], data });
    const found = [...this.found].map(([row, { stage }]) => [row, stage]);
    const results = [...this.results] as unknown as JsonValue;
    return { progress: { of: this.identity(), results, found, inner: inner.progress }, tensors };
  }

  /** @throws AttackInputError for the state of another run. */
  resume({ progress, tensors }: AttackSnapshot): void {
    const saved = progress as unknown as SavedCascade;
    if (saved.of !== this.identity())
      throw new AttackInputError(
        `attack '${this.definition.name}': the saved state belongs to another run: ${saved.of}, not ${this.identity()}`,
      );
    this.results.push(...saved.results);
    const data = tensors.get('found')?.data ?? new Float32Array(0);
    const size = data.length / saved.found.length;
    saved.found.forEach(([row, stage], i) =>
      this.found.set(row, { stage, image: data.slice(i * size, (i + 1) * size) }),
    );
    const inner = [...tensors].flatMap(([name, value]) =>
      name.startsWith('inner/') ? [[name.slice('inner/'.length), value] as const] : [],
    );
    this.inner = { progress: saved.inner, tensors: new Map(inner) };
  }

  private identity(): string {
    const { name, stages } = this.definition;
    const ids = stages.map(({ id }) => id);
    return JSON.stringify({ attack: name, stages: ids, seed: this.options.seed, points: this.labels.length });
  }
}

interface SavedCascade {
  readonly of: string;
  readonly results: readonly StageResult[];
  readonly found: readonly (readonly [row: number, stage: number])[];
  readonly inner: JsonValue;
}
