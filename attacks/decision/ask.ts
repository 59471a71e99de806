/** What decision-based attacks share: one query per lane and step, of which they learn whether the network errs. */
import { selectRows } from '../../tensor/rows';
import { tf } from '../../tensor/tf';
import type { TensorMap } from '../../tensor/types';
import { logitsOfBatch } from '../engine/judge';
import type { AttackedModel } from '../engine/kernels';
import type { LaneBatch, LaneOutcome } from '../engine/pointAttack';
import { distances } from '../projection';
import type { Norm } from '../types';

export interface DecisionLane {
  readonly point: number;
  queries: number;
  /** Smallest distance from the clean image at which the network was seen to err; null if it never was. */
  distance: number | null;
}

export interface Answer {
  /** The network errs on the image asked about. */
  readonly wrong: boolean;
  /** Of that image from the clean one. */
  readonly distance: number;
}

export interface Limits {
  readonly norm: Norm;
  readonly epsilon: number;
  /** Queries per point. */
  readonly queries: number;
}

/**
 * Asks about one image per lane, in a single forward pass, and keeps count.
 * @param query Float32 [n,H,W,C] in [0,1]. @throws NonFiniteLogitsError.
 */
export function ask(
  name: string,
  norm: Norm,
  { lanes, images, labels }: LaneBatch<DecisionLane>,
  model: AttackedModel,
  query: tf.Tensor4D,
): Answer[] {
  const logits = logitsOfBatch(name, model, query, 'to a query');
  const far = tf.tidy(() => distances(query, images, norm).dataSync());
  const truth = labels.dataSync();
  return lanes.map((lane, i) => {
    const answer = { wrong: logits.predicted(i) !== truth[i], distance: far[i]! };
    lane.queries += 1;
    if (answer.wrong) lane.distance = Math.min(lane.distance ?? answer.distance, answer.distance);
    return answer;
  });
}

/** Broken by any image within epsilon on which the network errs; over when the search is, or the queries are. */
export function outcomeOf(
  { epsilon, queries }: Limits,
  lane: DecisionLane,
  { wrong, distance }: Answer,
  searchIsOver: boolean,
): LaneOutcome {
  if (wrong && distance <= epsilon) return 'broken';
  return searchIsOver || lane.queries >= queries ? 'over' : 'running';
}

/** Rows of `query` where the flag is set, else of `images`. */
export function replacedBy(query: tf.Tensor4D, flags: readonly boolean[], images: tf.Tensor): tf.Tensor {
  return selectRows<tf.Tensor>(flags, query, images);
}

/** The images that lanes stand at from now on, where `kept` is set, and those found, where the outcome is `broken`. */
export function takenOver(
  query: tf.Tensor4D,
  state: TensorMap,
  kept: readonly boolean[],
  outcomes: readonly LaneOutcome[],
): TensorMap {
  const taken: [name: string, flags: readonly boolean[]][] = [
    ['current', kept],
    ['adversarial', outcomes.map((outcome) => outcome === 'broken')],
  ];
  const changed = taken.filter(([, flags]) => flags.includes(true));
  return Object.fromEntries(changed.map(([name, flags]) => [name, replacedBy(query, flags, state[name]!)]));
}

/** One number per lane, to be multiplied with images. */
export function perLane(values: number[]): tf.Tensor4D {
  return tf.tensor4d(values, [values.length, 1, 1, 1]);
}

/** What a decision-based attack tells about a point. */
export function decisionReport({ queries, distance }: DecisionLane): Readonly<Record<string, number>> {
  return { queries, distance: distance ?? Number.NaN };
}
