/** How messages show what was found and what is allowed. */
import { nearestName } from './nearest';

const maxShown = 60;

/** Control characters, and those that change the direction of text or do not show: none may reach a terminal. */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Text in quotes, cut when long, safe to print. */
export function quote(text: string): string {
  const cut = text.length > maxShown ? `${text.slice(0, maxShown)}…` : text;
  return `"${printable(cut.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n').replace(/\t/g, '\\t'))}"`;
}

/** Text that does nothing to a terminal but appear. */
export function printable(text: string): string {
  return text.replace(unsafe, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

/** A value of the spec as it stands in a message. */
export function show(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return sized('list', value.length);
  if (value !== null && typeof value === 'object') return sized('mapping', Object.keys(value).length);
  if (value === null) return 'nothing';
  return String(value);
}

function sized(noun: string, entries: number): string {
  return entries === 0 ? `an empty ${noun}` : `a ${noun} of ${plural(entries, 'entry', 'entries')}`;
}

export function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `a, b or c`. */
export function anyOf(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** `unknown attack "pdg"; did you mean "pgd"? (allowed: fgsm, pgd, cw)`. */
export function unknownName(noun: string, found: string, allowed: readonly string[], whose = 'allowed'): string {
  const nearest = nearestName(found, allowed);
  const start = `unknown ${noun} ${quote(found)}`;
  const list = allowed.length === 0 ? 'none' : shorten(allowed).join(', ');
  return nearest === null
    ? `${start} (${whose}: ${list})`
    : `${start}; did you mean ${quote(nearest)}? (${whose}: ${list})`;
}

/** `unknown key "epoch"; did you mean "epochs"?`. */
export function unknownKey(found: string, allowed: readonly string[]): string {
  const nearest = nearestName(found, allowed);
  const start = `unknown key ${quote(found)}`;
  return nearest === null ? `${start} (allowed: ${allowed.join(', ')})` : `${start}; did you mean ${quote(nearest)}?`;
}

function shorten(names: readonly string[]): string[] {
  const most = 20;
  const safe = names.slice(0, most).map((name) => quote(name).slice(1, -1));
  return names.length > most ? [...safe, `and ${names.length - most} more`] : safe;
}
