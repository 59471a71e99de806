/** How every command reads a spec. Loads neither TensorFlow nor Temporal. */
import { describeAttack } from '../attacks/parameters';
import { datasetInfo } from '../datasets/info';
import { SpecError } from '../schemas/errors';
import { loadSpec, type LoadedSpec } from '../schemas/load';
import type { SoundParts } from '../schemas/resolve';
import type { ResolvedPipeline } from '../schemas/resolved';
import { checkFeasibility, type FeasibilityInput } from '../search/feasibility';

/**
 * Reads a spec, checks form, names and feasibility, and fills in defaults. Offline.
 *
 * @throws SpecError with all problems, for exit code 3
 */
export async function loadCheckedSpec(path: string): Promise<ResolvedPipeline> {
  const loaded = await checkSpec(path);
  if (!loaded.ok) throw new SpecError(path, loaded.problems);
  return loaded.spec;
}

/** As `loadCheckedSpec`, with the problems as a value. */
export async function checkSpec(path: string): Promise<LoadedSpec> {
  return await loadSpec(path, [(parts) => checkFeasibility(feasibilityInput(parts))]);
}

/** The facts that feasibility depends on, of those parts of a spec that are right. */
export function feasibilityInput(parts: SoundParts): FeasibilityInput {
  const { data, attacks, teachers, architectures, search, targets, evaluate } = parts;
  const inMeta = search !== null && search.meta.iterations > 0;
  const buffers = inMeta ? search.buffers : { data: [], attacks: [], teachers: [] };
  const pairs = <A extends string, B extends string>(a: A, as: readonly string[], b: B, bs: readonly string[]) =>
    as.flatMap((left) => bs.map((right) => ({ [a]: left, [b]: right }) as Record<A | B, string>));
  const tested = evaluate.filter((name) => name !== 'clean');
  return {
    data: Object.entries(data).map(([name, { source, evaluation }]) => {
      const { image, classes, trainCount } = datasetInfo(source);
      return { name, image, classes, trainCount, evaluation };
    }),
    attacks: Object.entries(attacks).map(([name, { type }]) => {
      return { name, type, minClasses: describeAttack(type).minClasses };
    }),
    teachers: [...teachers].map(([index, teacher]) => ({ index, ...teacher })),
    architectures,
    space: search && {
      minRatio: search.policy.minRatio,
      relativeTo: search.policy.relativeTo,
      guard: search.reward.guard,
    },
    searched: [...targets, ...pairs('teacher', buffers.teachers, 'data', buffers.data)],
    attacked: [
      ...targets,
      ...pairs('attack', buffers.attacks, 'data', buffers.data),
      ...pairs(
        'attack',
        tested,
        'data',
        targets.map((target) => target.data),
      ),
    ],
  };
}
