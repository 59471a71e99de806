/** From a filled-in document to what the program works with. */
import { dirname, resolve as resolvePath } from 'node:path';
import type { DatasetConfig } from '../datasets/types';
import type { Attack, Data, FilledPipelineSpec, Search, Target, Teacher } from './filled.generated';
import { append, isRecord } from './pointers';
import { targetName } from './references';
import type {
  AgentReference,
  ResolvedAttack,
  ResolvedPipeline,
  ResolvedSearch,
  ResolvedTarget,
  ResolvedTeacher,
} from './resolved';

/** Those entries of a spec that have no problem of their own; the rest is left out. */
export interface SoundParts {
  readonly data: Readonly<Record<string, DatasetConfig>>;
  readonly attacks: Readonly<Record<string, ResolvedAttack>>;
  /** By position in the spec. */
  readonly teachers: ReadonlyMap<number, ResolvedTeacher>;
  /** Names of the teachers' architectures by position, also of teachers whose budget is wrong. */
  readonly architectures: ReadonlyMap<number, string>;
  /** Null when anything in it is wrong. */
  readonly search: ResolvedSearch | null;
  readonly targets: readonly ResolvedTarget[];
  readonly evaluate: readonly string[];
}

/**
 * @param document filled in
 * @param fileName relative paths start at its folder
 */
export function resolvePipeline(document: unknown, fileName: string): ResolvedPipeline {
  const spec = document as FilledPipelineSpec;
  const parts = soundParts(document, fileName, () => true);
  return {
    apiVersion: spec.apiVersion,
    kind: spec.kind,
    metadata: spec.metadata,
    ...(spec.kind === 'FineTune' ? { agent: spec.agent as AgentReference } : {}),
    seed: spec.seed,
    data: parts.data,
    attacks: parts.attacks,
    teachers: [...parts.teachers.values()],
    training: spec.training,
    search: parts.search!,
    targets: parts.targets,
    evaluate: parts.evaluate,
  };
}

/** @param isSound whether nothing is wrong with what a JSON Pointer leads to */
export function soundParts(document: unknown, fileName: string, isSound: (pointer: string) => boolean): SoundParts {
  const { data, attacks, teachers, search, targets, evaluate } = (
    isRecord(document) ? document : {}
  ) as Partial<FilledPipelineSpec>;
  const names = (section: unknown): string[] => (isRecord(section) ? Object.keys(section) : []);
  const entries = <T, R>(section: unknown, pointer: string, read: (entry: T) => R): [string, R][] =>
    Object.entries(isRecord(section) ? section : {})
      .filter(([key]) => isSound(append(pointer, key)))
      .map(([key, entry]) => [key, read(entry as T)]);
  const items = <T, R>(list: unknown, pointer: string, read: (item: T) => R): [number, R][] =>
    (Array.isArray(list) ? list : []).flatMap((item: T, i) =>
      isSound(append(pointer, i)) ? [[i, read(item)] as [number, R]] : [],
    );

  const soundTeachers = new Map(items(teachers, '/teachers', resolveTeacher));
  const everything = {
    data: names(data),
    attacks: names(attacks),
    teachers: [...soundTeachers.values()].map(({ name }) => name),
  };
  return {
    data: Object.fromEntries(entries(data, '/data', (entry: Data) => resolveData(entry, fileName))),
    attacks: Object.fromEntries(entries(attacks, '/attacks', (entry: Attack): ResolvedAttack => entry)),
    teachers: soundTeachers,
    architectures: architectureNames(teachers, isSound),
    search:
      search !== undefined && isSound('/search')
        ? resolveSearch(search, everything, isRecord(document) && document['kind'] === 'FineTune')
        : null,
    targets: items(targets, '/targets', resolveTarget).map(([, target]) => target),
    evaluate: isSound('/evaluate') ? (evaluate ?? ['clean', ...everything.attacks]) : [],
  };
}

function resolveData(data: Data, fileName: string): DatasetConfig {
  return data.path === undefined ? data : { ...data, path: resolvePath(dirname(fileName), data.path) };
}

function resolveTeacher({ name, architecture, budget }: Teacher): ResolvedTeacher {
  return { name: name ?? architecture, architecture, budgetMacs: budget };
}

function architectureNames(teachers: unknown, isSound: (pointer: string) => boolean): Map<number, string> {
  const named = (Array.isArray(teachers) ? teachers : []).map((teacher: unknown, i): [number, unknown] => {
    const isReadable = isRecord(teacher) && isSound(`/teachers/${i}/architecture`);
    return [i, isReadable ? teacher['architecture'] : undefined];
  });
  return new Map(named.filter((entry): entry is [number, string] => typeof entry[1] === 'string'));
}

function resolveTarget(target: Target): ResolvedTarget {
  const { data, attack, teacher } = target;
  return { name: targetName(target)!, data, attack, teacher };
}

function resolveSearch(search: Search, everything: ResolvedSearch['buffers'], isFineTune: boolean): ResolvedSearch {
  const { maxDepth, maxWidth, ...policy } = search.policy;
  const hasMaxima = maxDepth !== undefined && maxWidth !== undefined;
  return {
    ...search,
    buffers: { ...everything, ...search.buffers },
    policy: { ...policy, relativeTo: hasMaxima ? { maxDepth, maxWidth } : 'teacher' },
    ...(isFineTune ? { meta: { ...search.meta, iterations: 0 } } : {}),
  };
}
