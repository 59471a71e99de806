/** Quantities as people write them. */

export type QuantityKind = 'fraction' | 'count';

const fraction = /^([0-9]+(?:\.[0-9]+)?)(?: ?\/ ?([0-9]+(?:\.[0-9]+)?))?$/;
const count = /^([0-9]+(?:\.[0-9]+)?)([kMGT]?)$/;

/** As powers of ten, so that `4.98G` is read as the decimal number it is: `4.98e9`. */
const units: Readonly<Record<string, string>> = { '': 'e0', k: 'e3', M: 'e6', G: 'e9', T: 'e12' };

/**
 * The number that a quantity stands for: a `fraction` such as `8/255`, a `count` such as `1.5M` (rounded to an integer).
 * Null when the text is not of this kind. Dividing by zero gives Infinity or NaN, which no range allows.
 */
export function parseQuantity(kind: QuantityKind, text: string): number | null {
  if (kind === 'fraction') {
    const match = fraction.exec(text);
    if (match === null) return null;
    return Number(match[1]) / (match[2] === undefined ? 1 : Number(match[2]));
  }
  const match = count.exec(text);
  if (match === null) return null;
  return Math.round(Number(`${match[1]}${units[match[2]!]!}`));
}

/** A count with the largest unit that leaves it whole: `1000` is `1k`. */
export function withUnit(count: number): string {
  const found = Object.entries(units).findLast(
    ([, power]) => count >= Number(`1${power}`) && count % Number(`1${power}`) === 0,
  );
  return found === undefined ? String(count) : `${count / Number(`1${found[1]}`)}${found[0]}`;
}
