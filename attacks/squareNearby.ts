/**
 * Less work for Square's small windows: the first layers see no further than some pixels, so of their output only what is
 * near the window is computed, from parts of the images, and the rest is that of the point's best image.
 */
import { tf } from '../tensor/tf';
import type { TensorMap } from '../tensor/types';
import { logitsOfBatch, takeLogits, type LogitTable } from './engine/judge';
import type { AttackedModel, ImageShape, Kernels } from './engine/kernels';
import { changedBeyond, cornerOfPart, cutOut, putBack, sideOfParts, type Maps, type Parts, type Rectangle } from './nearbyParts'; // prettier-ignore
import type { SquarePlan } from './squareQueries';
import type { Window } from './squareWindows';

/** Runs of layers that are computed in parts, at most; beyond them a window changes nearly everything. */
const mostRuns = 3;

const anything = { shape: [null, null, null, null], dtype: 'float32' } as const;

/**
 * `nearby/l`: the l-th run of local layers, of whole maps or parts of them; `beyond/l`: from its output to the logits.
 * A network that has fewer of them is never asked for the others.
 */
export const nearbyKernels: Kernels = Object.assign(
  {},
  ...Array.from({ length: mostRuns }, (_, l): Kernels => ({
    [`nearby/${l}`]: {
      inputs: () => ({ input: anything }),
      body: ({ local }, { input }) => ({ features: local[l]!.head(input as tf.Tensor4D) }),
    },
    [`beyond/${l}`]: {
      inputs: () => ({ features: anything }),
      body: ({ local }, { features }) => ({ logits: local[l]!.tail(features as tf.Tensor4D) }),
    },
  })),
) as Kernels;

/** A run's output for the best images, and room for that of the images asked about, which no step has to allocate. */
interface BestMaps extends Maps {
  readonly asked: Float32Array;
}

/** By the tensor of the best images, the output of each run. */
const known = new WeakMap<tf.Tensor, BestMaps[]>();

/** Sizes of batches and parts for which the logits were seen to be those of the whole network, or none ever will be. */
const trusted = new WeakMap<AttackedModel, Set<string> | 'never'>();

export interface NearbyAnswer {
  readonly logits: LogitTable;
  /** What changed in the output of each run. */
  readonly near: readonly Parts[];
}

/**
 * The answers to a plan; null where its windows are too large for this, or the network does not allow it. The first time
 * for each size the whole network is asked too: where a single bit differs, this is not done again.
 *
 * @throws NonFiniteLogitsError, whose message ends with `when`.
 */
export function askNearby(
  model: AttackedModel,
  { queries, candidates }: SquarePlan,
  state: TensorMap,
  size: ImageShape,
  when: string,
): NearbyAnswer | null {
  const seen = trusted.get(model) ?? new Set<string>();
  const count = queries.length;
  const windows = queries.flatMap(({ window }) => window ?? []);
  if (seen === 'never' || windows.length < count) return null;

  const adversarial = state['adversarial'] as tf.Tensor4D;
  const lanes = queries.map(({ lane }) => lane);
  const near = nearParts(model, adversarial, { ...size, values: candidates }, lanes, windows.map(rectangleOf));
  if (near.length === 0) return null;
  const logits = logitsFrom(model, near, lanes, adversarial, when);

  const key = [count, ...near.map(({ side }) => side)].join();
  if (!seen.has(key)) {
    const whole = withTensor(candidates, [count, size.height, size.width, size.channels], (images) =>
      logitsOfBatch('square', model, images, when),
    );
    const isTrusted = isSame(logits, whole, count);
    trusted.set(model, isTrusted ? seen.add(key) : 'never');
    if (!isTrusted) return null;
  }
  return { logits, near };
}

function rectangleOf({ row: top, column: left, side }: Window): Rectangle {
  return { top, left, bottom: top + side, right: left + side };
}

/**
 * Run by run what changes in the output, as long as it is worth it. The first one's input is the images asked about,
 * every other one's the output of the run before for the lane's best image with what has changed there.
 *
 * @param changed In the images.
 */
function nearParts(
  model: AttackedModel,
  adversarial: tf.Tensor4D,
  images: Maps,
  lanes: readonly number[],
  changed: readonly Rectangle[],
): Parts[] {
  const near: Parts[] = [];
  let input = images;
  for (const [l, reach] of (model.reaches ?? []).slice(0, mostRuns).entries()) {
    const before = near.at(-1);
    const changedBefore = before?.changed ?? changed;
    const side = sideOfParts(changedBefore, reach, input);
    if (side === null) break;
    const { channels } = input;
    const values = new Float32Array(lanes.length * side * side * channels);
    const corners = changedBefore.map((rectangle, k) => {
      const corner = cornerOfPart(rectangle, side, reach, input);
      cutOut(input, before === undefined ? k : lanes[k]!, corner, { side, values }, k);
      if (before !== undefined) putBack(before, k, { height: side, width: side, values }, k, corner);
      return corner;
    });
    const best = bestMaps(model, adversarial, l);
    near.push({
      side: side / reach.stride,
      channels: best.channels,
      values: runOf(model, l, values, [lanes.length, side, side, channels]).values,
      corners: corners.map(({ top, left }) => ({ top: top / reach.stride, left: left / reach.stride })),
      changed: changedBefore.map((rectangle) => changedBeyond(rectangle, reach, best)),
    });
    input = best;
  }
  return near;
}

/** Takes what was accepted over to the maps of the tensor of images that came of it. */
export function keepNearby(
  before: tf.Tensor,
  after: tf.Tensor,
  { near }: NearbyAnswer,
  accepted: ReadonlyMap<number, number>,
): void {
  const best = known.get(before)!.slice(0, near.length);
  for (const [lane, k] of accepted) near.forEach((parts, l) => putBack(parts, k, best[l]!, lane));
  known.set(after, best);
}

/** From the last run's output, which for each image is that of its lane's best one but where it has changed. */
function logitsFrom(
  model: AttackedModel,
  near: readonly Parts[],
  lanes: readonly number[],
  adversarial: tf.Tensor4D,
  when: string,
): LogitTable {
  const last = near.length - 1;
  const { height, width, channels, values, asked } = bestMaps(model, adversarial, last);
  const length = height * width * channels;
  lanes.forEach((lane, k) => {
    asked.set(values.subarray(lane * length, (lane + 1) * length), k * length);
    putBack(near[last]!, k, { height, width, values: asked }, k);
  });
  return withTensor(asked, [lanes.length, height, width, channels], (features) =>
    takeLogits('square', model.call(`beyond/${last}`, { features })['logits'] as tf.Tensor2D, when),
  );
}

/** The output of run l for the best images. */
function bestMaps(model: AttackedModel, adversarial: tf.Tensor4D, l: number): BestMaps {
  const maps = known.get(adversarial) ?? [];
  known.set(adversarial, maps);
  while (maps.length <= l) {
    const before = maps.at(-1);
    const [count] = adversarial.shape;
    const made =
      before === undefined
        ? outputOf(model, 0, adversarial)
        : runOf(model, maps.length, before.values, [count, before.height, before.width, before.channels]);
    maps.push({ ...made, asked: new Float32Array(made.values.length) });
  }
  return maps[l]!;
}

function runOf(model: AttackedModel, l: number, values: Float32Array, shape: [number, number, number, number]): Maps {
  return withTensor(values, shape, (input) => outputOf(model, l, input));
}

function outputOf(model: AttackedModel, l: number, input: tf.Tensor4D): Maps {
  const { features } = model.call(`nearby/${l}`, { input });
  const [, height, width, channels] = features!.shape as [number, number, number, number];
  const values = features!.dataSync<'float32'>();
  features!.dispose();
  return { height, width, channels, values };
}

/** Not by `tf.tidy`, which goes through every element of an array that it is to return. */
function withTensor<T>(values: Float32Array, shape: [number, number, number, number], use: (x: tf.Tensor4D) => T): T {
  const tensor = tf.tensor4d(values, shape);
  try {
    return use(tensor);
  } finally {
    tensor.dispose();
  }
}

function isSame(a: LogitTable, b: LogitTable, count: number): boolean {
  return Array.from({ length: count }, (_, i) => i).every((i) => a.row(i).every((z, j) => Object.is(z, b.row(i)[j])));
}
