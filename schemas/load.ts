/** Specs from files: read, checked, defaults filled in. Offline; every problem is found, not the first one only. */
import type { Finding, Problem } from './errors';
import { fillDefaults } from './fill';
import { withAncestors } from './pointers';
import type { Positions } from './positions';
import { readSpecText } from './read';
import { checkKind } from './kind';
import { checkReferences } from './references';
import { resolvePipeline, soundParts, type SoundParts } from './resolve';
import type { ResolvedPipeline } from './resolved';
import { checkStructure } from './structure';
import { parseYaml } from './syntax';
import { printable } from './wording';

export type LoadedSpec =
  | { readonly ok: true; readonly spec: ResolvedPipeline; /** Text of the file. */ readonly source: string }
  | { readonly ok: false; /** In the order of the file. */ readonly problems: readonly Problem[] };

/** A check that knows more than the schema does; it sees those parts of the spec that are right so far. */
export type SpecCheck = (parts: SoundParts) => readonly Finding[];

/** More problems than anyone reads at once. */
const maxProblems = 100;

/** Reads and checks a file. What is wrong with the file is a problem like others; nothing is thrown for it. */
export async function loadSpec(path: string, checks: readonly SpecCheck[] = []): Promise<LoadedSpec> {
  const { text, problem } = await readSpecText(path);
  return problem === null ? parseSpec(text, path, checks) : { ok: false, problems: [problem] };
}

/**
 * Checks the text of a spec: YAML, form, names, and what `checks` find.
 *
 * @param fileName relative paths in the spec start at its folder
 */
export function parseSpec(text: string, fileName: string, checks: readonly SpecCheck[] = []): LoadedSpec {
  const { value, positions, errors, findings: inTree } = parseYaml(text);
  if (errors.length > 0)
    return {
      ok: false,
      problems: inOrder(errors.map((error) => ({ ...error, message: printable(error.message), pointer: '' }))),
    };
  if (value === undefined) return { ok: false, problems: locate(inTree, positions) };

  const filled = fillDefaults(value);
  // What could not be read stands as null in the value, which needs no message of its own.
  const unread = new Set(inTree.filter(({ offset }) => offset === undefined).map(({ pointer }) => pointer));
  const inValue = [...checkStructure(value), ...filled.findings, ...checkReferences(value), ...checkKind(value)];
  const findings = [...inTree, ...inValue.filter(({ pointer }) => !unread.has(pointer))];
  const isSound = soundness(findings);
  const parts = soundParts(filled.value, fileName, isSound);
  findings.push(...checks.flatMap((check) => check(parts)));
  if (findings.length > 0) return { ok: false, problems: locate(findings, positions) };
  return { ok: true, spec: resolvePipeline(filled.value, fileName), source: text };
}

/** Whether nothing is wrong with a value: neither around it nor inside of it. Problems of the whole spec do not count. */
function soundness(findings: readonly Finding[]): (pointer: string) => boolean {
  const wrong = new Set(findings.map(({ pointer }) => pointer).filter((pointer) => pointer !== ''));
  const around = new Set([...wrong].flatMap(withAncestors));
  return (pointer) => !around.has(pointer) && !withAncestors(pointer).some((ancestor) => wrong.has(ancestor));
}

function locate(findings: readonly Finding[], positions: Positions): Problem[] {
  return inOrder(
    findings.map(({ pointer, message, at, offset }) => {
      const position = offset === undefined ? positions.of(pointer, at) : positions.atOffset(offset);
      return { ...position, message: printable(message), pointer };
    }),
  );
}

/** Sorted by position; what aliases repeat is told once. */
function inOrder(problems: readonly Problem[]): Problem[] {
  const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column || compare(a.message, b.message));
  const distinct = sorted.filter((problem, i) => {
    const before = sorted[i - 1];
    return (
      before === undefined ||
      before.line !== problem.line ||
      before.column !== problem.column ||
      before.message !== problem.message
    );
  });
  if (distinct.length <= maxProblems) return distinct;
  const last = distinct[maxProblems - 1]!;
  const message = `and ${distinct.length - maxProblems + 1} more problems from here on`;
  return [...distinct.slice(0, maxProblems - 1), { ...last, message, pointer: '' }];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
