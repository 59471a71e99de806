import { describe, expect, it } from 'vitest';

import { Parts, partsInOrder } from '../../attacks/engine/parts';
import type { PointReport } from '../../attacks/engine/pointAttack';
import type { Finding } from '../../attacks/engine/verdicts';

const sum = (reports: readonly PointReport[]): PointReport => ({
  steps: reports.reduce((total, { steps }) => total + steps!, 0),
  distance: reports.at(-1)!['distance']!,
});

/** What a part found: an image of two pixels of this value. */
function finding(
  value: number,
  broken: boolean,
  report: PointReport = { steps: value, distance: Number.NaN },
): Finding {
  return { image: Float32Array.of(value, value), broken, report };
}

const held = finding(1, false);

describe('parts', () => {
  it('are run as all first ones, then all second ones, and so on', () => {
    expect(partsInOrder([2, 0, 3, 1])).toEqual([
      { row: 0, part: 0 },
      { row: 2, part: 0 },
      { row: 3, part: 0 },
      { row: 0, part: 1 },
      { row: 2, part: 1 },
      { row: 2, part: 2 },
    ]);
    expect(partsInOrder([])).toEqual([]);
  });

  it('settle a point of one part with what that found, unchanged', () => {
    const found = finding(3, true);
    expect(new Parts([1], sum).take({ row: 0, part: 0 }, found)).toBe(found);
  });

  it('settle a point with the last part when none breaks it, and count all of them', () => {
    const parts = new Parts([3], sum);
    expect(parts.take({ row: 0, part: 0 }, finding(1, false))).toBeNull();
    expect(parts.take({ row: 0, part: 2 }, finding(4, false))).toBeNull();
    const settled = parts.take({ row: 0, part: 1 }, finding(2, false));
    expect(settled).toEqual(finding(4, false, { steps: 7, distance: Number.NaN }));
  });

  it('settle a point with the earliest part that breaks it, and count only those up to it', () => {
    const parts = new Parts([4], sum);
    expect(parts.take({ row: 0, part: 2 }, finding(4, true))).toBeNull();
    expect(parts.take({ row: 0, part: 0 }, finding(1, false))).toBeNull();
    expect(parts.take({ row: 0, part: 1 }, finding(2, true))).toEqual(finding(2, true, { steps: 3, distance: Number.NaN })); // prettier-ignore
  });

  it('are needless after one that broke the point, and only those', () => {
    const parts = new Parts([4, 4], sum);
    parts.take({ row: 0, part: 2 }, finding(4, true));
    expect([0, 1, 3].map((part) => parts.isNeedless({ row: 0, part }))).toEqual([false, false, true]);
    expect(parts.isNeedless({ row: 1, part: 3 })).toBe(false);
  });

  it('keep their own copy of an image', () => {
    const parts = new Parts([2], sum);
    const later = finding(5, false);
    parts.take({ row: 0, part: 1 }, later);
    later.image.fill(0);
    expect(parts.take({ row: 0, part: 0 }, held)!.image).toEqual(Float32Array.of(5, 5));
  });

  it('tell how much of the points that are not settled is done', () => {
    const parts = new Parts([4, 2], sum);
    parts.take({ row: 0, part: 3 }, held);
    parts.take({ row: 1, part: 1 }, held);
    expect(parts.shareDone()).toBe(0.75);
    parts.take({ row: 1, part: 0 }, held);
    expect(parts.shareDone()).toBe(0.25);
  });

  it('go on from what was saved as if nothing had happened, reports of NaN included', () => {
    const counts = [3, 2];
    const before = new Parts(counts, sum);
    before.take({ row: 0, part: 1 }, finding(2, true, { steps: 9, distance: Number.NaN }));
    before.take({ row: 1, part: 1 }, finding(6, false, { steps: 8, distance: 0.25 }));
    const { progress, tensors } = before.save([1, 2, 1]);
    expect(tensors.get('found')!.shape).toEqual([2, 1, 2, 1]);

    const after = new Parts(counts, sum);
    after.restore({ progress: JSON.parse(JSON.stringify(progress)) as typeof progress, tensors });
    expect(after.isNeedless({ row: 0, part: 2 })).toBe(true);
    expect(after.take({ row: 0, part: 0 }, finding(1, false, { steps: 1, distance: Number.NaN }))).toEqual(
      finding(2, true, { steps: 10, distance: Number.NaN }),
    );
    expect(after.take({ row: 1, part: 0 }, held)).toEqual(finding(6, false, { steps: 9, distance: 0.25 }));
  });

  it('save nothing where no part is done', () => {
    const saved = new Parts([2], sum).save([1, 2, 1]);
    expect(saved).toEqual({ progress: [], tensors: new Map() });
    const parts = new Parts([2], sum);
    parts.restore(saved);
    expect(parts.shareDone()).toBe(0);
  });
});
