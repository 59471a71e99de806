/** Names that refer to other parts of the file, and rules between neighbours that a schema cannot state. */
import type { Finding } from './errors';
import { expectation, mustBe } from './expectations';
import { append, isRecord } from './pointers';
import { parseQuantity } from './quantities';
import { chooseAlternative, pipelineSchema } from './schemaTree';
import { quote, unknownName } from './wording';

/** `evaluate: [clean]` means no attack; `constructor` is a key of every JavaScript object. */
const reservedNames: Readonly<Record<string, readonly string[]>> = {
  data: ['constructor'],
  attacks: ['clean', 'constructor'],
};

/** Works on documents of any form: what has the wrong type is skipped, because it has been found already. */
export function checkReferences(document: unknown): Finding[] {
  if (!isRecord(document)) return [];
  return [
    ...reserved(document),
    ...duplicateNames(document['teachers'], '/teachers', 'teacher', teacherName),
    ...duplicateNames(document['targets'], '/targets', 'target', targetName),
    ...unknownReferences(document),
    ...ofAttacks(document['attacks']),
    ...neighbours(document, ''),
  ];
}

/** What a teacher is called; undefined when it has no readable name. */
export function teacherName(teacher: unknown): string | undefined {
  return textAt(teacher, 'name') ?? textAt(teacher, 'architecture');
}

export function targetName(target: unknown): string | undefined {
  const given = textAt(target, 'name');
  if (given !== undefined) return given;
  const parts = ['data', 'attack', 'teacher'].map((key) => textAt(target, key));
  // Architectures may be written out, with brackets and slashes; the name becomes part of ids and file names.
  return parts.includes(undefined) ? undefined : parts.join('-').replace(/[^A-Za-z0-9.-]+/g, '_');
}

function reserved(document: Readonly<Record<string, unknown>>): Finding[] {
  return Object.entries(reservedNames).flatMap(([section, names]) =>
    names
      .filter((name) => isRecord(document[section]) && Object.hasOwn(document[section], name))
      .map((name) => ({
        pointer: `/${section}/${name}`,
        at: 'key' as const,
        message: `the name ${quote(name)} is taken; choose another one`,
      })),
  );
}

function duplicateNames(
  list: unknown,
  pointer: string,
  noun: string,
  nameOf: (entry: unknown) => string | undefined,
): Finding[] {
  const seen = new Map<string, number>();
  return asList(list).flatMap((entry, i) => {
    const name = nameOf(entry);
    if (name === undefined) return [];
    const first = seen.get(name);
    if (first === undefined) {
      seen.set(name, i);
      return [];
    }
    const message = `${noun} ${quote(name)} has the name of ${pointer.slice(1)}[${first}]; give one of them another \`name\``;
    return [{ pointer: append(pointer, i), message }];
  });
}

function unknownReferences(document: Readonly<Record<string, unknown>>): Finding[] {
  const data = keysOf(document['data']);
  const attacks = keysOf(document['attacks']);
  const teachers = teacherNames(document['teachers']);
  const findings: Finding[] = [];
  const check = (noun: string, known: readonly string[] | null, given: unknown, pointer: string): void => {
    if (known === null || typeof given !== 'string' || known.includes(given)) return;
    findings.push({ pointer, message: unknownName(noun, given, known, 'in this file') });
  };

  asList(document['targets']).forEach((target, i) => {
    check('data set', data, textAt(target, 'data'), `/targets/${i}/data`);
    check('attack', attacks, textAt(target, 'attack'), `/targets/${i}/attack`);
    check('teacher', teachers, textAt(target, 'teacher'), `/targets/${i}/teacher`);
  });
  asList(document['evaluate']).forEach((name, i) => {
    check('attack', attacks && ['clean', ...attacks], name, `/evaluate/${i}`);
  });
  const buffers = isRecord(document['search']) ? document['search']['buffers'] : undefined;
  const kinds = { data: ['data set', data], attacks: ['attack', attacks], teachers: ['teacher', teachers] } as const;
  for (const [key, [noun, known]] of Object.entries(kinds)) {
    const names = isRecord(buffers) ? asList(buffers[key]) : [];
    names.forEach((name, i) => check(noun, known, name, `/search/buffers/${key}/${i}`));
  }
  return findings;
}

function neighbours(value: unknown, pointer: string): Finding[] {
  if (Array.isArray(value)) return value.flatMap((entry, i) => neighbours(entry, append(pointer, i)));
  if (!isRecord(value)) return [];
  const findings = Object.entries(value).flatMap(([key, entry]) => neighbours(entry, append(pointer, key)));
  const { milestones, restarts, randomStart } = value;
  if (isNumbers(milestones) && milestones.some((milestone, i) => i > 0 && milestone <= milestones[i - 1]!)) {
    findings.push({
      pointer: append(pointer, 'milestones'),
      message: `milestones must increase, found [${milestones.join(', ')}]`,
    });
  }
  if (typeof restarts === 'number' && restarts > 1 && randomStart === false) {
    findings.push({
      pointer: append(pointer, 'restarts'),
      message: `${restarts} restarts need randomStart: without it all of them are the same`,
    });
  }
  return findings;
}

/** What an attack's parameters ask of each other. */
function ofAttacks(attacks: unknown): Finding[] {
  return Object.entries(isRecord(attacks) ? attacks : {}).flatMap(([name, attack]) =>
    isRecord(attack) ? [...radii(attack, `/attacks/${name}`), ...customAttacks(attack, `/attacks/${name}`)] : [],
  );
}

/** Radii of L-infinity are shares of the pixel range; L2 has no bound, and no radius that suits all images. */
function radii(attack: Readonly<Record<string, unknown>>, pointer: string): Finding[] {
  const byDefault = chooseAlternative(pipelineSchema.$defs['attack']!, attack)?.properties?.['norm']?.default;
  if ((attack['norm'] ?? byDefault) === 'l2') {
    const message = '"norm: l2" needs "epsilon" beside it: the default is a radius of L-infinity';
    return attack['epsilon'] === undefined && attack['norm'] !== undefined
      ? [{ pointer: append(pointer, 'norm'), at: 'key', message }]
      : [];
  }
  const share = pipelineSchema.$defs['fraction']!;
  return ['epsilon', 'stepSize'].flatMap((key) => {
    const given = attack[key];
    const value = typeof given === 'string' ? parseQuantity('fraction', given) : given;
    if (typeof value !== 'number' || !Number.isFinite(value) || value <= 1) return [];
    const place = append(pointer, key);
    return [{ pointer: place, message: mustBe(place, expectation(share), given) }];
  });
}

function customAttacks(attack: Readonly<Record<string, unknown>>, pointer: string): Finding[] {
  if (attack['type'] !== 'autoattack') return [];
  const { version, attacks } = attack;
  const named = Array.isArray(attacks) && attacks.length > 0;
  if (version === 'custom' && !named && (attacks === undefined || Array.isArray(attacks))) {
    const message = '"version: custom" needs "attacks" beside it: names of attacks, in order';
    return [{ pointer: append(pointer, 'version'), at: 'key', message }];
  }
  if (version === 'custom' || !named) return [];
  return [{ pointer: append(pointer, 'attacks'), at: 'key', message: '"attacks" needs "version: custom" beside it' }];
}

/** Null when the section cannot be read: then every name may be right. */
function keysOf(section: unknown): string[] | null {
  return isRecord(section) ? Object.keys(section) : null;
}

function teacherNames(list: unknown): string[] | null {
  const names = asList(list).map(teacherName);
  return names.length === 0 || names.includes(undefined) ? null : (names as string[]);
}

function textAt(value: unknown, key: string): string | undefined {
  const text = isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return typeof text === 'string' ? text : undefined;
}

/** Longer lists are wrong already. */
function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, 101) : [];
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'number');
}
