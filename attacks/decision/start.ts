/**
 * Where decision-based attacks begin: a random image on which the network errs, and on the way to it from the clean image
 * the first one of 50 on which it errs too.
 */
import { randomStream } from '../../tensor/random';
import { tf } from '../../tensor/tf';
import { perLane, type Answer, type DecisionLane } from './ask';
import { blendLevels, startTries } from './budget';

export type StartPhase = 'noise' | 'blend';

export interface StartingLane<Phase extends string> extends DecisionLane {
  phase: StartPhase | Phase;
  /** Of the query within its phase. */
  index: number;
  /** Distance of the image that the attack stands at, on which the network errs. */
  radius: number;
}

/** The lane of a point at its beginning. */
export function startingLane(point: number): {
  readonly point: number;
  phase: StartPhase;
  index: number;
  radius: number;
  queries: number;
  distance: null;
} {
  return { point, phase: 'noise', index: 0, radius: 0, queries: 0, distance: null };
}

/** How much of the way to its random image a lane asks about next, in (0,1]; 1 where it does not blend. */
export function shareOfBlend({ phase, index }: StartingLane<string>): number {
  return phase === 'blend' ? (index + 1) / blendLevels : 1;
}

/** A uniformly random image for each lane that looks for one, else zeros; H x W x C values per lane. */
export function randomImages(
  name: string,
  seed: number,
  lanes: readonly StartingLane<string>[],
  size: number,
): Float32Array {
  const values = new Float32Array(lanes.length * size);
  lanes.forEach(({ phase, point, index }, i) => {
    if (phase !== 'noise') return;
    values.set(randomStream(seed, 'attack', name, 0, point, 'start', index).uniform(size), i * size);
  });
  return values;
}

/** (1 - share) * clean + share * current, exactly `current` for a share of 1. */
export function blended(images: tf.Tensor4D, current: tf.Tensor, shares: number[]): tf.Tensor4D {
  return tf.tidy(() => {
    const share = perLane(shares);
    return tf.add(tf.mul(images, tf.sub(1, share)), tf.mul(current, share));
  });
}

/** Moves a lane in one of the phases of the start on; an image on which the network errs becomes the current one. */
export function advanceStart(
  lane: StartingLane<string>,
  { wrong, distance }: Answer,
): 'searching' | 'found' | 'failed' {
  if (wrong) lane.radius = distance;
  if (lane.phase === 'blend') {
    lane.index += 1;
    // The last level is the random image itself, on which the network errs.
    return wrong || lane.index + 1 === blendLevels ? 'found' : 'searching';
  }
  if (wrong) {
    lane.phase = 'blend';
    lane.index = 0;
    return 'searching';
  }
  lane.index += 1;
  return lane.index === startTries ? 'failed' : 'searching';
}
