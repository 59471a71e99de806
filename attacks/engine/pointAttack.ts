import type { tf } from '../../tensor/tf';
import type { TensorMap } from '../../tensor/types';
import type { AttackRunOptions, JsonValue, Norm } from '../types';
import type { AttackedModel, Kernels } from './kernels';

/** Points about to be attacked, n of them. */
export interface EnteringPoints {
  /** Float32 [n,H,W,C]. */
  readonly images: tf.Tensor4D;
  readonly labels: readonly number[];
  readonly pointIds: readonly number[];
  /** Which part of the attack each point enters; all 0 for an attack without parts. */
  readonly parts: readonly number[];
  /** Of each clean image, one number per class. */
  readonly cleanLogits: readonly Float32Array[];
  readonly seed: number;
  readonly targetsOf: AttackRunOptions['targetsOf'];
}

/** A batch in the middle of an attack: row i of every tensor belongs to lane i. */
export interface LaneBatch<Lane> {
  /** What the attack keeps of each point in JavaScript; `step` may change them. */
  readonly lanes: readonly Lane[];
  /** Lanes from here on are copies that only fill the batch up. */
  readonly inUse: number;
  /** The attack's own tensors. */
  readonly state: TensorMap;
  /** The clean images, Float32 [n,H,W,C]. */
  readonly images: tf.Tensor4D;
  /** Int32 [n]. */
  readonly labels: tf.Tensor1D;
  readonly seed: number;
}

export interface LaneStep {
  /** New values of tensors of the state; those not named stay. The engine disposes the old ones. */
  readonly state: TensorMap;
  /** Per lane. */
  readonly outcomes: readonly LaneOutcome[];
}

/** Once a point is `broken` (the network errs on it) or `over`, its row of `adversarial` in the state is what was found. */
export type LaneOutcome = 'running' | 'broken' | 'over';

/**
 * An attack that treats every point by itself: points share a batch and nothing else. A point's lane holds what the
 * attack knows of it, as plain data, so that a run can be stopped at any step and continued elsewhere; when the point
 * is done the lane takes the next one, so batches stay full.
 */
export interface PointAttack<Lane extends object = object> {
  readonly name: string;
  readonly minClasses: number;
  readonly norm: Norm;
  readonly epsilon: number;
  readonly batchSize: number;
  readonly kernels: Kernels;
  /**
   * - `all`: points misclassified from the start are attacked too, and the image that the attack ended with is returned
   *   whether the network errs on it or not.
   * - `correct`: only points that the network gets right are attacked, and of an attack without success the clean image
   *   is returned.
   */
  readonly attacks: 'all' | 'correct';
  /**
   * Of an attack that does the same in several ways, such as towards several targets: how many of them there are for a
   * point. They count as if tried one after the other until one breaks the point, but may run at once, each in a lane of
   * its own. Default 1.
   *
   * @throws AttackInputError
   */
  partsOf?(point: PointToSplit): number;
  /** Lanes for new points and their state, in which `adversarial`, Float32 [n,H,W,C], is never missing. */
  begin(points: EnteringPoints): { readonly lanes: readonly Lane[]; readonly state: TensorMap };
  /** One step of every lane. Reads values where it must; disposes all it makes but the new state. */
  step(batch: LaneBatch<Lane>, model: AttackedModel): LaneStep;
  /** Share of the work on a point that is done, in [0,1]. */
  progressOf(lane: Lane): number;
  /** What is told about a point, or a part of it, that is done; the same names for every point. */
  reportOf?(lane: Lane): PointReport;
  /** What is told about a point with several parts, from what is told about those up to the one that broke it. */
  mergeReports?(reports: readonly PointReport[]): PointReport;
}

export type PointReport = Readonly<Record<string, number>>;

export interface PointToSplit {
  readonly label: number;
  /** Of the clean image. */
  readonly logits: Float32Array;
  readonly targetsOf: AttackRunOptions['targetsOf'];
}

/** Lanes are stored as JSON. */
export function laneAsJson(lane: object): JsonValue {
  return JSON.parse(JSON.stringify(lane)) as JsonValue;
}
