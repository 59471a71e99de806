/** Whether a search can do what its spec asks for. Pure and offline. */
import { networkCost } from '../architectures/cost';
import { InvalidArchitectureError } from '../architectures/errors';
import { architectureForImage, parseArchitecture } from '../architectures/parse';
import type { Architecture, ImageShape } from '../architectures/types';
import { ReachableCosts, type ActionSpace } from './reachableCosts';

export interface FeasibilityData {
  readonly name: string;
  readonly image: ImageShape;
  readonly classes: number;
  /** Training images, the evaluation set still among them. */
  readonly trainCount: number;
  /** Images to set aside as the evaluation set. */
  readonly evaluation: number;
}

export interface FeasibilityAttack {
  readonly name: string;
  readonly type: string;
  /** Smallest number of classes for which the attack is defined. */
  readonly minClasses: number;
}

export interface FeasibilityTeacher {
  /** Position in the spec. */
  readonly index: number;
  readonly name: string;
  readonly architecture: string;
  readonly budgetMacs: number;
}

export interface FeasibilityInput {
  readonly data: readonly FeasibilityData[];
  readonly attacks: readonly FeasibilityAttack[];
  readonly teachers: readonly FeasibilityTeacher[];
  /** Names of architectures by position of their teacher in the spec; it may have teachers that are not in `teachers`. */
  readonly architectures: ReadonlyMap<number, string>;
  /** What children can be; null when it is not known, which skips what depends on it. */
  readonly space: (ActionSpace & { readonly guard: number }) | null;
  /** Names of teachers and data sets that meet in the search. */
  readonly searched: readonly { readonly teacher: string; readonly data: string }[];
  /** Names of attacks and data sets that meet in the search or the final test. */
  readonly attacked: readonly { readonly attack: string; readonly data: string }[];
}

export interface FeasibilityProblem {
  /** JSON Pointer into the spec. */
  readonly pointer: string;
  readonly message: string;
}

/** All reasons why the search cannot be done, or has nothing to find. */
export function checkFeasibility(input: FeasibilityInput): FeasibilityProblem[] {
  const architectures = new Map(
    [...input.architectures].map(([index, name]) => [index, readArchitecture(index, name)]),
  );
  return [
    ...input.data.flatMap(checkEvaluation),
    ...checkClasses(input),
    ...[...architectures.values()].flatMap((read) => ('problem' in read ? [read.problem] : [])),
    ...input.teachers.flatMap((teacher) => {
      const read = architectures.get(teacher.index);
      return read === undefined || 'problem' in read ? [] : checkTeacher(teacher, read.architecture, input);
    }),
  ];
}

function checkEvaluation({ name, trainCount, evaluation }: FeasibilityData): FeasibilityProblem[] {
  if (evaluation < trainCount) return [];
  const message = `an evaluation set of ${evaluation} images is more than ${quote(name)} can give: it has ${trainCount} training images, and one at least must be left to train on`;
  return [{ pointer: `/data/${name}/evaluation`, message }];
}

function checkClasses({ data, attacks, attacked }: FeasibilityInput): FeasibilityProblem[] {
  return attacks.flatMap(({ name, type, minClasses }) => {
    const small = data.filter(
      (set) => set.classes < minClasses && attacked.some((pair) => pair.attack === name && pair.data === set.name),
    );
    return small.map((set) => ({
      pointer: `/attacks/${name}/type`,
      message: `${type} needs at least ${minClasses} classes, data set ${quote(set.name)} has ${set.classes}`,
    }));
  });
}

function readArchitecture(
  index: number,
  name: string,
): { readonly architecture: Architecture } | { readonly problem: FeasibilityProblem } {
  try {
    return { architecture: parseArchitecture(name) };
  } catch (error) {
    if (!(error instanceof InvalidArchitectureError)) throw error;
    return { problem: { pointer: `/teachers/${index}/architecture`, message: error.message } };
  }
}

function checkTeacher(
  teacher: FeasibilityTeacher,
  architecture: Architecture,
  input: FeasibilityInput,
): FeasibilityProblem[] {
  const { space } = input;
  if (space === null) return [];
  if (space.relativeTo !== 'teacher') {
    const wrong = checkMaxima(teacher, architecture.stages.length, space.relativeTo);
    if (wrong.length > 0) return wrong;
  }
  const sets = input.data.filter(({ name }) =>
    input.searched.some((pair) => pair.teacher === teacher.name && pair.data === name),
  );
  return sets.flatMap((set) => checkBudget(teacher, architectureForImage(architecture, set.image), set, space));
}

function checkMaxima(
  teacher: FeasibilityTeacher,
  stages: number,
  maxima: { readonly maxDepth: readonly number[]; readonly maxWidth: readonly number[] },
): FeasibilityProblem[] {
  return (['maxDepth', 'maxWidth'] as const)
    .filter((key) => maxima[key].length !== stages)
    .map((key) => ({
      pointer: `/search/policy/${key}`,
      message: `${key} has ${maxima[key].length} entries, but ${teacher.architecture} has ${stages} stages`,
    }));
}

/** A budget that binds: some children meet it, some that may be built do not. */
function checkBudget(
  { index, architecture: name, budgetMacs }: FeasibilityTeacher,
  architecture: Architecture,
  { name: data, image, classes }: FeasibilityData,
  { guard, ...space }: ActionSpace & { readonly guard: number },
): FeasibilityProblem[] {
  const pointer = `/teachers/${index}/budget`;
  const teacherMacs = networkCost(architecture, image, classes).macs;
  const costs = new ReachableCosts(architecture, space, image, classes);
  const most = Math.min(costs.largest, guard * teacherMacs);
  if (costs.smallest > guard * teacherMacs) {
    const message = `no child of ${name} may be built on ${quote(data)}: the smallest costs ${macs(costs.smallest)}, the guard allows ${guard} x the teacher's ${macs(teacherMacs)}`;
    return [{ pointer, message }];
  }
  if (costs.smallest > budgetMacs) {
    const message = `no child of ${name} meets a budget of ${macs(budgetMacs)} on ${quote(data)}: the smallest costs ${macs(costs.smallest)}`;
    return [{ pointer, message }];
  }
  if (budgetMacs >= most || costs.hasBetween(budgetMacs, most) === false) {
    const message = `every child of ${name} that may be built meets a budget of ${macs(budgetMacs)} on ${quote(data)}: the teacher itself costs ${macs(teacherMacs)}, a child at most ${macs(most)}`;
    return [{ pointer, message }];
  }
  return [];
}

/** Four digits and the unit of the spec, such as `1.5M MACs`. */
function macs(count: number): string {
  const units = ['', 'k', 'M', 'G', 'T'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(count) / 3)));
  return `${Number((count / 1000 ** power).toPrecision(4))}${units[power]!} MACs`;
}

function quote(name: string): string {
  return `"${name}"`;
}
