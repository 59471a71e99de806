/** The parts of an attack on each point, which run side by side and count as if one had come after the other. */
import type { StateValues } from '../../tensor/types';
import type { JsonValue } from '../types';
import type { PointReport } from './pointAttack';
import type { Finding } from './verdicts';

/** A part of the attack on a point of the set. */
export interface Part {
  readonly row: number;
  readonly part: number;
}

/**
 * All first parts, then all second ones, and so on: the later ones of a point that an earlier one breaks are not needed.
 *
 * @param counts By row, how many parts there are.
 */
export function partsInOrder(counts: readonly number[]): Part[] {
  const most = counts.reduce((highest, count) => Math.max(highest, count), 0);
  return Array.from({ length: most }, (_, part) =>
    counts.flatMap((count, row) => (part < count ? [{ row, part }] : [])),
  ).flat();
}

/** Parts that are done, of points that are not. */
export class Parts {
  private readonly done = new Map<number, Map<number, Finding>>();

  constructor(
    private readonly counts: readonly number[],
    private readonly merge: (reports: readonly PointReport[]) => PointReport,
  ) {}

  /** Takes what a part found, and returns what is found for the point once no other part can change it. */
  take({ row, part }: Part, finding: Finding): Finding | null {
    const count = this.counts[row]!;
    if (count === 1) return finding;
    const known = this.done.get(row) ?? new Map<number, Finding>();
    this.done.set(row, known.set(part, { ...finding, image: Float32Array.from(finding.image) }));
    const reports: PointReport[] = [];
    for (let i = 0; i < count; i++) {
      const earlier = known.get(i);
      if (earlier === undefined) return null;
      reports.push(earlier.report);
      if (!earlier.broken && i + 1 < count) continue;
      this.done.delete(row);
      return { ...earlier, report: this.merge(reports) };
    }
    return null;
  }

  /** Whether an earlier part that is done has broken the point already. */
  isNeedless({ row, part }: Part): boolean {
    return [...(this.done.get(row) ?? [])].some(([earlier, { broken }]) => broken && earlier < part);
  }

  /** Of the work on points that are not done, counted in points. */
  shareDone(): number {
    return [...this.done].reduce((sum, [row, known]) => sum + known.size / this.counts[row]!, 0);
  }

  save(shape: readonly number[]): { readonly progress: JsonValue; readonly tensors: StateValues } {
    const entries = [...this.done].flatMap(([row, known]) => [...known].map(([part, finding]) => ({ row, part, ...finding }))); // prettier-ignore
    const progress = entries.map(({ row, part, broken, report }) => ({ row, part, broken, report }));
    if (entries.length === 0) return { progress, tensors: new Map() };
    const size = shape.reduce((product, length) => product * length, 1);
    const data = new Float32Array(entries.length * size);
    entries.forEach(({ image }, i) => data.set(image, i * size));
    return { progress, tensors: new Map([['found', { shape: [entries.length, ...shape], data }]]) };
  }

  restore({ progress, tensors }: { readonly progress: JsonValue; readonly tensors: StateValues }): void {
    const entries = progress as unknown as readonly (Part & Omit<Finding, 'image'>)[];
    const data = tensors.get('found')?.data ?? new Float32Array(0);
    const size = data.length / entries.length;
    entries.forEach(({ row, part, broken, report }, i) => {
      const image = data.subarray(i * size, (i + 1) * size);
      this.take({ row, part }, { image, broken, report: fromJson(report) });
    });
  }
}

/** JSON has no NaN; it becomes null there. */
function fromJson(report: Readonly<Record<string, number | null>>): PointReport {
  return Object.fromEntries(Object.entries(report).map(([name, value]) => [name, value ?? Number.NaN]));
}
