/** Longer names are not compared: the work grows with the square of the length. */
const maxLength = 40;
/** More names than any spec has; a file of many thousands must not take minutes. */
const maxCandidates = 100;

/**
 * The known name that a mistyped one most likely means, or null: at most a third of its characters away (insertions,
 * deletions, substitutions, swaps of neighbours), without regard to case; else one that begins with it.
 */
export function nearestName(given: string, known: readonly string[]): string | null {
  if (given.length > maxLength) return null;
  let nearest: string | null = null;
  let smallest = Math.max(1, Math.floor(given.length / 3)) + 1;
  for (const name of known.slice(0, maxCandidates)) {
    if (Math.abs(name.length - given.length) >= smallest) continue;
    const distance = editDistance(given.toLowerCase(), name.toLowerCase());
    if (distance < smallest) {
      smallest = distance;
      nearest = name;
    }
  }
  return nearest ?? known.find((name) => given.length >= 2 && name.startsWith(given)) ?? null;
}

/** Insertions, deletions, substitutions and swaps of neighbours that make `a` into `b`. */
export function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let distance = Math.min(previous[j]! + 1, current[j - 1]! + 1, substituted);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) distance = Math.min(distance, beforePrevious[j - 2]! + 1);
      current.push(distance);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[b.length]!;
}
