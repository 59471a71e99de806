import { describe, expect, it } from 'vitest';
import { parseArchitecture } from '../../architectures/parse';
import { checkFeasibility, type FeasibilityInput } from '../../search/feasibility';
import { ReachableCosts } from '../../search/reachableCosts';

const digits = { height: 8, width: 8, channels: 1 };

interface Child {
  readonly depth: number;
  readonly width: number;
  readonly stride: 1 | 2;
  readonly robust: boolean;
}

/** Multiply-accumulates, written down anew from the layers: convolutions, linear layers and the SE bottleneck. */
function macsOf(stages: readonly Child[], { height, width, channels }: typeof digits, classes: number): number {
  let [h, w, c] = [height, width, 16];
  let total = 9 * channels * 16 * h * w;
  stages.forEach(({ depth, width: widen, stride, robust }, i) => {
    const nominal = 16 * 2 ** i * widen;
    for (let block = 0; block < depth; block++) {
      const s = block === 0 ? stride : 1;
      const before = h * w;
      [h, w] = [Math.ceil(h / s), Math.ceil(w / s)];
      const out = robust ? 4 * nominal : nominal;
      const shortcut = s !== 1 || c !== out ? c * out : 0;
      if (robust) {
        const k = 4 * Math.floor(nominal / 16);
        const squeeze = 2 * out * Math.floor(out / 64);
        total += c * 8 * k * before + (7 * 9 * k * (k / 4) + 8 * k * out + shortcut) * h * w + squeeze;
      } else {
        total += (9 * c * nominal + 9 * nominal * nominal + shortcut) * h * w;
      }
      c = out;
    }
  });
  return total + c * classes;
}

/** The cost of every child of a network with the same depth and width in its three stages, smallest first. */
function everyCost(depth: number, width: number, image = digits): number[] {
  const choices: Child[] = [];
  for (let d = 1; d <= depth; d++)
    for (let w = 1; w <= width; w++)
      for (const stride of [1, 2] as const)
        for (const robust of [false, true]) choices.push({ depth: d, width: w, stride, robust });
  const costs = choices.flatMap((a) => choices.flatMap((b) => choices.map((c) => macsOf([a, b, c], image, 10))));
  return costs.sort((a, b) => a - b);
}

const space = { minRatio: 0.1, relativeTo: 'teacher', guard: 2 } as const;

function input(changes: Partial<FeasibilityInput> & { budget?: number; architecture?: string } = {}): FeasibilityInput {
  const { budget = 500_000, architecture = 'WRN-10-1', ...rest } = changes;
  return {
    data: [{ name: 'digits', image: digits, classes: 10, trainCount: 1437, evaluation: 128 }],
    attacks: [{ name: 'pgd-8', type: 'pgd', minClasses: 2 }],
    teachers: [{ index: 3, name: 'teacher', architecture, budgetMacs: budget }],
    architectures: new Map([[3, architecture]]),
    space,
    searched: [{ teacher: 'teacher', data: 'digits' }],
    attacked: [{ attack: 'pgd-8', data: 'digits' }],
    ...rest,
  };
}

const none: unknown[] = [];

describe('ReachableCosts', () => {
  it.each([
    ['WRN-10-1', 1, 1],
    ['WRN-10-2', 1, 2],
    ['WRN-16-1', 2, 1],
  ])('finds the extremes of all children of %s', (name, depth, width) => {
    const all = everyCost(depth, width);
    const costs = new ReachableCosts(parseArchitecture(name), space, digits, 10);
    expect(costs.smallest).toBe(all[0]);
    expect(costs.largest).toBe(all.at(-1));
  });

  it('tells whether a child lies between two costs, as trying all of them does', () => {
    const all = everyCost(1, 2);
    const costs = new ReachableCosts(parseArchitecture('WRN-10-2'), space, digits, 10);
    for (let i = 0; i + 1 < all.length; i += 13) {
      const [low, high] = [all[i]!, all[i + 1]!];
      if (low === high) continue;
      expect(costs.hasBetween(low, high)).toBe(true);
      expect(costs.hasBetween(low, high - 1)).toBe(false);
      expect(costs.hasBetween(low - 1, low)).toBe(true);
    }
  });

  it('respects the least remaining width and depth, and per-stage maxima', () => {
    const teacher = parseArchitecture('WRN-22-4');
    const atLeastHalf = new ReachableCosts(teacher, { minRatio: 0.5, relativeTo: 'teacher' }, digits, 10);
    // round(0.5 * 3) = 2 blocks, round(0.5 * 4) = 2 widen factors.
    const bits = [1, 2].flatMap((stride) => [false, true].map((robust) => ({ stride: stride as 1 | 2, robust })));
    const small = bits.flatMap((a) =>
      bits.flatMap((b) =>
        bits.map((c) =>
          macsOf(
            [a, b, c].map((s) => ({ ...s, depth: 2, width: 2 })),
            digits,
            10,
          ),
        ),
      ),
    );
    expect(atLeastHalf.smallest).toBe(Math.min(...small));

    const maxima = { maxDepth: [4, 1, 2], maxWidth: [1, 2, 3] };
    const free = new ReachableCosts(teacher, { minRatio: 0.1, relativeTo: maxima }, digits, 10);
    const full = bits.flatMap((a) =>
      bits.flatMap((b) =>
        bits.map((c) =>
          macsOf(
            [a, b, c].map((s, i) => ({ ...s, depth: maxima.maxDepth[i]!, width: maxima.maxWidth[i]! })),
            digits,
            10,
          ),
        ),
      ),
    );
    expect(free.largest).toBe(Math.max(...full));
  });
});

describe('checkFeasibility', () => {
  it('finds nothing wrong with a search that can be done', () => {
    expect(checkFeasibility(input())).toEqual(none);
  });

  it('refuses an evaluation set that leaves nothing to train on', () => {
    const data = (evaluation: number) => [{ name: 'digits', image: digits, classes: 10, trainCount: 1437, evaluation }];
    expect(checkFeasibility(input({ data: data(1436) }))).toEqual(none);
    expect(checkFeasibility(input({ data: data(1437) }))).toEqual([
      {
        pointer: '/data/digits/evaluation',
        message:
          'an evaluation set of 1437 images is more than "digits" can give: it has 1437 training images, and one at least must be left to train on',
      },
    ]);
  });

  it('refuses an attack that needs more classes than a data set has on which it is run', () => {
    const data = [
      { name: 'three', image: digits, classes: 3, trainCount: 900, evaluation: 100 },
      { name: 'four', image: digits, classes: 4, trainCount: 900, evaluation: 100 },
    ];
    const attacks = [
      { name: 'dlr', type: 'apgd-dlr', minClasses: 3 },
      { name: 'targeted', type: 'apgd-t', minClasses: 4 },
    ];
    const everywhere = attacks.flatMap(({ name }) => data.map((set) => ({ attack: name, data: set.name })));
    expect(checkFeasibility(input({ data, attacks, searched: [], attacked: everywhere }))).toEqual([
      { pointer: '/attacks/targeted/type', message: 'apgd-t needs at least 4 classes, data set "three" has 3' },
    ]);
    const elsewhere = everywhere.filter(({ attack, data: set }) => attack !== 'targeted' || set !== 'three');
    expect(checkFeasibility(input({ data, attacks, searched: [], attacked: elsewhere }))).toEqual(none);
  });

  it('refuses a budget below the smallest child, to the MAC', () => {
    const smallest = everyCost(1, 1)[0]!;
    expect(smallest).toBe(202_368);
    expect(checkFeasibility(input({ budget: smallest }))).toEqual(none);
    expect(checkFeasibility(input({ budget: smallest - 1 }))).toEqual([
      {
        pointer: '/teachers/3/budget',
        message: 'no child of WRN-10-1 meets a budget of 202.4k MACs on "digits": the smallest costs 202.4k MACs',
      },
    ]);
  });

  it.each([
    ['WRN-10-1', 1, 1],
    ['WRN-10-2', 1, 2],
    ['WRN-16-1', 2, 1],
  ])(
    'refuses a budget of %s that the largest child below the guard meets, to the MAC',
    (architecture, depth, width) => {
      const stage = { depth, width, robust: false };
      const teacher = macsOf(
        [
          { ...stage, stride: 1 },
          { ...stage, stride: 2 },
          { ...stage, stride: 2 },
        ],
        digits,
        10,
      );
      for (const guard of [1, 1.7, 2, 5]) {
        const largest = everyCost(depth, width).findLast((cost) => cost <= guard * teacher)!;
        const check = (budget: number) => checkFeasibility(input({ architecture, budget, space: { ...space, guard } }));
        expect(check(largest - 1)).toEqual(none);
        expect(check(largest)).toMatchObject([
          { pointer: '/teachers/3/budget', message: expect.stringMatching(/^every child of /) as string },
        ]);
      }
    },
  );

  it('says what the teacher and the largest child cost when a budget does not bind', () => {
    expect(checkFeasibility(input({ budget: 5_000_000_000 }))).toEqual([
      {
        pointer: '/teachers/3/budget',
        message:
          'every child of WRN-10-1 that may be built meets a budget of 5G MACs on "digits": the teacher itself costs 763.5k MACs, a child at most 1.527M MACs',
      },
    ]);
  });

  it('checks a budget on each data set that the search uses with its teacher, and on no other', () => {
    const large = {
      name: 'large',
      image: { height: 28, width: 28, channels: 1 },
      classes: 10,
      trainCount: 60_000,
      evaluation: 256,
    };
    const data = [...input().data, large];
    expect(checkFeasibility(input({ data }))).toEqual(none);
    const both = ['digits', 'large'].map((set) => ({ teacher: 'teacher', data: set }));
    expect(checkFeasibility(input({ data, searched: both }))).toEqual([
      {
        pointer: '/teachers/3/budget',
        message: 'no child of WRN-10-1 meets a budget of 500k MACs on "large": the smallest costs 2.687M MACs',
      },
    ]);
  });

  it('counts images above 32x32 with a stem of stride 2, as they are trained', () => {
    const data = [
      { name: 'digits', image: { height: 64, width: 64, channels: 3 }, classes: 10, trainCount: 900, evaluation: 100 },
    ];
    const halved = everyCost(1, 1, { height: 32, width: 32, channels: 3 })[0]!;
    expect(checkFeasibility(input({ data, budget: halved }))).toEqual(none);
    expect(checkFeasibility(input({ data, budget: halved - 1 }))).toHaveLength(1);
  });

  it('refuses maxima that no child below the guard has', () => {
    const relativeTo = { maxDepth: [90, 90, 90], maxWidth: [20, 20, 20] };
    expect(
      checkFeasibility(input({ budget: 50_000_000, space: { minRatio: 0.5, relativeTo, guard: 2 } })),
    ).toMatchObject([
      {
        pointer: '/teachers/3/budget',
        message: expect.stringMatching(/^no child of WRN-10-1 may be built on "digits"/) as string,
      },
    ]);
  });

  it('refuses maxima of another number of stages', () => {
    const relativeTo = { maxDepth: [4, 4], maxWidth: [4, 4, 4] };
    expect(checkFeasibility(input({ space: { ...space, relativeTo } }))).toEqual([
      { pointer: '/search/policy/maxDepth', message: 'maxDepth has 2 entries, but WRN-10-1 has 3 stages' },
    ]);
  });

  it('passes on what is wrong with an architecture, and skips its budget', () => {
    const [problem, ...others] = checkFeasibility(input({ architecture: 'WRN-17-1', budget: 1 }));
    expect(others).toEqual(none);
    expect(problem!.pointer).toBe('/teachers/3/architecture');
    expect(problem!.message).toContain("did you mean 'WRN-16-1'?");
  });

  it('skips budgets when it is not known what actions can do', () => {
    expect(checkFeasibility(input({ budget: 1, space: null }))).toEqual(none);
  });

  it('takes a budget between teacher and guard to bind when a costlier child exists', () => {
    expect(checkFeasibility(input({ architecture: 'WRN-28-10', budget: 50_000_000 * 10 }))).toEqual(none);
  });
});
