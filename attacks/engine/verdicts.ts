import { selectRows } from '../../tensor/rows';
import { tf } from '../../tensor/tf';
import type { StateValues } from '../../tensor/types';
import type { AttackResult, JsonValue } from '../types';
import type { LogitTable } from './judge';
import type { PointAttack, PointReport } from './pointAttack';

/** What an attack found for a point, or a part of it. */
export interface Finding {
  readonly image: Float32Array;
  /** As the attack saw it. */
  readonly broken: boolean;
  readonly report: PointReport;
}

/** What was found for each point of a set. */
export class Verdicts {
  /** By row; for rows that are not there the clean image is returned. */
  private readonly found = new Map<number, Finding>();
  private readonly cleanWrong: readonly boolean[];

  constructor(
    private readonly attack: Pick<PointAttack, 'attacks'>,
    private readonly images: tf.Tensor4D,
    private readonly labels: readonly number[],
    clean: LogitTable,
  ) {
    this.cleanWrong = labels.map((label, row) => clean.predicted(row) !== label);
  }

  wrongWhenClean(row: number): boolean {
    return this.cleanWrong[row]!;
  }

  isSettled(row: number): boolean {
    return this.found.has(row);
  }

  get settled(): number {
    return this.found.size;
  }

  settle(row: number, finding: Finding): void {
    this.found.set(row, { ...finding, image: Float32Array.from(finding.image) });
  }

  /** Points that the network gets wrong, as far as is known. */
  get broken(): number {
    return this.labels.filter((_, row) => this.cleanWrong[row]! || this.found.get(row)?.broken === true).length;
  }

  /** Float32 [N,H,W,C]; the caller disposes it. */
  adversarial(): tf.Tensor4D {
    const data = Float32Array.from(this.images.dataSync<'float32'>());
    const size = data.length / this.labels.length;
    for (const [row, { image }] of this.found) data.set(image, row * size);
    return tf.tensor4d(data, this.images.shape);
  }

  /**
   * The result, from the network's verdict on the images found.
   * @param adversarial What `adversarial` gave; owned by the result, or disposed. @param attacked Its logits.
   */
  result(adversarial: tf.Tensor4D, attacked: LogitTable): AttackResult {
    const wrong = this.labels.map((label, row) => attacked.predicted(row) !== label);
    const success = this.labels.map((_, row) => wrong[row]! || this.cleanWrong[row]!);
    // Back to the clean image: of points that an attack led to an image which the network gets right.
    const back = this.labels.map(
      (_, row) => !wrong[row] && (this.cleanWrong[row]! || this.attack.attacks === 'correct'),
    );
    const settled = selectRows(back, this.images, adversarial);
    adversarial.dispose();
    return { adversarial: settled, success: tf.tensor1d(success, 'bool'), report: this.report() };
  }

  private report(): AttackResult['report'] {
    const names = new Set([...this.found.values()].flatMap(({ report }) => Object.keys(report)));
    const column = (name: string) =>
      Float64Array.from(this.labels, (_, row) => this.found.get(row)?.report[name] ?? Number.NaN);
    return Object.fromEntries([...names].map((name) => [name, column(name)]));
  }

  save(): { readonly progress: JsonValue; readonly tensors: StateValues } {
    const rows = [...this.found.keys()];
    if (rows.length === 0) return { progress: [], tensors: new Map() };
    const [, ...shape] = this.images.shape;
    const size = shape.reduce((product, length) => product * length, 1);
    const data = new Float32Array(rows.length * size);
    rows.forEach((row, i) => data.set(this.found.get(row)!.image, i * size));
    return {
      progress: [...this.found].map(([row, { broken, report }]) => ({ row, broken, report })),
      tensors: new Map([['found', { shape: [rows.length, ...shape], data }]]),
    };
  }

  restore({ progress, tensors }: { readonly progress: JsonValue; readonly tensors: StateValues }): void {
    const data = tensors.get('found')?.data ?? new Float32Array(0);
    const entries = progress as readonly (Omit<Finding, 'image'> & { readonly row: number })[];
    const size = data.length / entries.length;
    entries.forEach(({ row, broken, report }, i) => {
      this.settle(row, { image: data.subarray(i * size, (i + 1) * size), broken, report });
    });
  }
}
