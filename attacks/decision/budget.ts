/** How many queries decision-based attacks make. Free of TensorFlow. */

/** Random images tried as a starting point. */
export const startTries = 100;

/** Steps from an image to a random one, in search of the nearest image on the way that the network gets wrong. */
export const blendLevels = 50;

const firstProbes = 100;
const mostProbes = 10_000;

/** A bisection and the search of a step length, roughly. */
const queriesBesideProbes = 35;

/** Directions probed at step t = 0, 1, ... of HopSkipJump. */
export function probesAt(t: number): number {
  return Math.floor(Math.min(firstProbes * Math.sqrt(t + 1), mostProbes));
}

/** Queries of HopSkipJump with so many steps, the longest start included. */
export function queriesFor(steps: number): number {
  const growing = Math.min(steps, (mostProbes / firstProbes) ** 2);
  const probes = Array.from({ length: growing }, (_, t) => probesAt(t)).reduce((sum, count) => sum + count, 0);
  return startTries + blendLevels + probes + (steps - growing) * mostProbes + steps * queriesBesideProbes;
}
