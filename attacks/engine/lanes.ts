import { tf } from '../../tensor/tf';
import type { StateValues, TensorMap, VariableValue } from '../../tensor/types';
import { AttackInputError } from '../errors';
import type { JsonValue } from '../types';
import { smallestBatch, wholeBatchWithin } from './judge';
import { laneAsJson, type EnteringPoints, type LaneBatch, type PointAttack } from './pointAttack';

/** Points that take the lanes left free, in order. */
export interface Entrants extends EnteringPoints {
  /** Their rows in the set. */
  readonly rows: readonly number[];
}

/** The points being attacked at a time: a full batch as long as there are enough, then smaller ones. */
export class Lanes<Lane extends object> {
  /** Row of the set, and part of the attack on it, in each lane in use; lanes beyond those only fill the batch up. */
  private rows: number[] = [];
  private parts: number[] = [];
  private lanes: Lane[] = [];
  private state: Record<string, tf.Tensor> = {};
  private images: tf.Tensor4D | null = null;
  private labels: number[] = [];
  private labelTensor: tf.Tensor1D | null = null;

  /** @param width Most points at a time, a whole batch. */
  constructor(
    private readonly attack: PointAttack<Lane>,
    private readonly width: number,
    private readonly seed: number,
  ) {}

  get inUse(): number {
    return this.rows.length;
  }

  get free(): number {
    return this.width - this.rows.length;
  }

  get active(): readonly Lane[] {
    return this.lanes.slice(0, this.rows.length);
  }

  batch(): LaneBatch<Lane> {
    return {
      lanes: this.lanes,
      inUse: this.inUse,
      state: this.state,
      images: this.images!,
      labels: this.labelTensor!,
      seed: this.seed,
    };
  }

  /** Takes over new tensors of the state and disposes those that they replace. */
  update(changed: TensorMap): void {
    for (const [name, tensor] of Object.entries(changed)) {
      this.state[name]?.dispose();
      this.state[name] = tensor;
    }
  }

  rowOf(lane: number): number {
    return this.rows[lane]!;
  }

  partOf(lane: number): number {
    return this.parts[lane]!;
  }

  /** Rows of `adversarial` and of the clean images in these lanes; the caller disposes them. */
  imagesIn(lanes: readonly number[]): { readonly adversarial: tf.Tensor4D; readonly clean: tf.Tensor4D } {
    return tf.tidy(() => {
      const index = tf.tensor1d([...lanes], 'int32');
      return {
        adversarial: tf.gather(this.state['adversarial'] as tf.Tensor4D, index),
        clean: tf.gather(this.images!, index),
      };
    });
  }

  /** Keeps these lanes, lets points enter, and makes the batch as small as it can be. */
  rearrange(kept: readonly number[], entrants: Entrants | null): void {
    const before = this.lanes.length;
    const count = kept.length + (entrants?.rows.length ?? 0);
    if (entrants === null && sizeFor(count, this.width) === before && kept.length === this.rows.length) return;
    if (count === 0) return this.dispose();
    const begun = entrants === null ? null : begin(this.attack, entrants);
    const source = [...kept, ...Array.from({ length: count - kept.length }, (_, i) => before + i)];
    const lanes = [...this.lanes, ...(begun?.lanes ?? [])];
    const unused = Array<number>(before - this.rows.length).fill(-1);
    const rows = [...this.rows, ...unused, ...(entrants?.rows ?? [])];
    const parts = [...this.parts, ...unused, ...(entrants?.parts ?? [])];
    const labels = [...this.labels, ...(entrants?.labels ?? [])];
    this.lanes = source.map((from) => lanes[from]!);
    this.rows = source.map((from) => rows[from]!);
    this.parts = source.map((from) => parts[from]!);
    this.labels = source.map((from) => labels[from]!);

    const filled = [...source];
    while (filled.length < sizeFor(count, this.width)) filled.push(filled.at(-1)!);
    const index = tf.tensor1d(filled, 'int32');
    const gathered = (old: tf.Tensor | null | undefined, entering: tf.Tensor | undefined): tf.Tensor => {
      const both = [old, entering].filter((tensor) => tensor !== null && tensor !== undefined);
      const tensor = tf.tidy(() => tf.gather(both.length === 1 ? both[0]! : tf.concat(both), index));
      tf.dispose(both.filter((part) => part !== entrants?.images));
      return tensor;
    };
    const names = Object.keys(begun?.state ?? this.state);
    this.state = Object.fromEntries(names.map((name) => [name, gathered(this.state[name], begun?.state[name])]));
    this.images = gathered(this.images, entrants?.images) as tf.Tensor4D;
    index.dispose();
    this.fillUp(filled.length);
  }

  /** Copies of the last lane, with data of their own. */
  private fillUp(size: number): void {
    while (this.lanes.length < size) {
      this.lanes.push(structuredClone(this.lanes.at(-1)!));
      this.labels.push(this.labels.at(-1)!);
    }
    this.labelTensor?.dispose();
    this.labelTensor = tf.tensor1d(this.labels, 'int32');
  }

  save(): { readonly progress: JsonValue; readonly tensors: StateValues } {
    const count = this.rows.length;
    const tensors = new Map<string, VariableValue>();
    for (const [name, tensor] of Object.entries(this.state)) {
      const shape = [count, ...tensor.shape.slice(1)];
      const size = shape.reduce((product, length) => product * length, 1);
      tensors.set(name, { shape, data: Float32Array.from(tensor.dataSync<'float32'>().subarray(0, size)) });
    }
    return { progress: { rows: this.rows, parts: this.parts, lanes: this.active.map(laneAsJson) }, tensors };
  }

  /** @param set All points that the saved ones are of. @throws AttackInputError when the state is not one of this attack. */
  restore(
    { progress, tensors }: { readonly progress: JsonValue; readonly tensors: StateValues },
    set: { readonly images: tf.Tensor4D; readonly labels: readonly number[] },
  ): void {
    const { rows, parts, lanes } = progress as { rows: number[]; parts: number[]; lanes: Lane[] };
    if (rows.length === 0) return;
    if (!tensors.has('adversarial') || rows.length > this.width)
      throw new AttackInputError(`attack '${this.attack.name}': the saved state is not one of this attack`);
    const source = [...rows];
    const size = sizeFor(rows.length, this.width);
    while (source.length < size) source.push(source.at(-1)!);
    const last = rows.length - 1;
    const index = source.map((_, i) => Math.min(i, last));
    this.rows = [...rows];
    this.parts = [...parts];
    this.lanes = [...lanes];
    this.labels = rows.map((row) => set.labels[row]!);
    this.images = tf.tidy(() => tf.gather(set.images, tf.tensor1d(source, 'int32')));
    for (const [name, { shape, data }] of tensors)
      this.state[name] = tf.tidy(() => tf.gather(tf.tensor(data, [...shape]), tf.tensor1d(index, 'int32')));
    this.fillUp(size);
  }

  dispose(): void {
    tf.dispose(Object.values(this.state));
    this.images?.dispose();
    this.labelTensor?.dispose();
    [this.state, this.images, this.labelTensor] = [{}, null, null];
    [this.rows, this.parts, this.lanes, this.labels] = [[], [], [], []];
  }
}

function begin<Lane extends object>(
  attack: PointAttack<Lane>,
  entrants: Entrants,
): ReturnType<PointAttack<Lane>['begin']> {
  let lanes: readonly Lane[] = [];
  const state = tf.tidy(() => {
    const begun = attack.begin(entrants);
    lanes = begun.lanes;
    return { ...begun.state };
  });
  return { lanes, state };
}

/**
 * Three quarters of the width and so on, in whole batches, as long as the points fit: little is computed for lanes that
 * nobody uses, and a compiled attack still needs few graphs.
 */
function sizeFor(count: number, width: number): number {
  let size = width;
  while (size > smallestBatch) {
    const smaller = wholeBatchWithin(0.75 * size);
    if (smaller < count) break;
    size = smaller;
  }
  return size;
}
