/** What Square asks the network about next, a batch at a time. */
import type { ImageShape } from './engine/kernels';
import type { LaneBatch } from './engine/pointAttack';
import { valuesOf } from './engine/values';
import { drawWindow, moveWindow, type Window } from './squareWindows';

export interface SquareLane {
  readonly point: number;
  restart: number;
  /** Of the next query; -1 for the stripes. */
  iteration: number;
  /** Of the best image; null before the first query. */
  margin: number | null;
  queries: number;
}

/** A query about a point: the stripes, or a window on its best image. */
export interface SquareQuery {
  /** Row of the batch whose point it is about. */
  readonly lane: number;
  /** -1 for the stripes. */
  readonly iteration: number;
  /** Null for the stripes. */
  readonly window: Window | null;
}

export interface SquarePlan {
  readonly queries: readonly SquareQuery[];
  /** The images to ask about, those of the k-th query in row k; as many as the batch has. */
  readonly candidates: Float32Array;
}

/**
 * As many queries as the batch has rows: the next one of every lane in use, and in the rows left over those that come
 * after it if it is rejected, as nearly all are. So no row of a batch is idle, and the attack takes fewer batches.
 *
 * Windows that change nothing are passed over, but for the last one of a run, which is always asked about.
 */
export function planQueries(
  { queries, epsilon, initialShare }: { queries: number; epsilon: number; initialShare: number },
  { lanes, inUse, state, images, seed }: LaneBatch<SquareLane>,
  size: ImageShape,
): SquarePlan {
  const [best, clean] = [valuesOf(state['adversarial']!), valuesOf(images)];
  const pixels = size.height * size.width * size.channels;
  const candidates = new Float32Array(lanes.length * pixels);
  const plan: SquareQuery[] = [];

  /** Plans the first query from this iteration on that changes the image. */
  const add = (lane: number, from: number): void => {
    const { restart, point } = lanes[lane]!;
    const offset = lane * pixels;
    const candidate = candidates.subarray(plan.length * pixels, (plan.length + 1) * pixels);
    candidate.set(best.subarray(offset, offset + pixels));
    let iteration = from;
    let window: Window | null = null;
    for (; iteration >= 0; iteration++) {
      window = drawWindow({ seed, restart, point, iteration }, size, initialShare);
      const changed = moveWindow(window, size, { best, clean, offset }, epsilon, candidate);
      if (changed || iteration >= queries - 1) break;
    }
    plan.push({ lane, iteration, window });
  };

  for (let lane = 0; lane < inUse; lane++) add(lane, lanes[lane]!.iteration);
  // The stripes are accepted, so what follows them is not known yet.
  let latest = plan.filter(({ iteration }) => iteration >= 0).sort((a, b) => a.iteration - b.iteration);
  while (plan.length < lanes.length) {
    const next = latest.filter(({ iteration }) => iteration < queries - 1).slice(0, lanes.length - plan.length);
    if (next.length === 0) break;
    next.forEach(({ lane, iteration }) => add(lane, iteration + 1));
    latest = plan.slice(-next.length);
  }
  // Nothing is left to ask: the last query once more.
  while (plan.length < lanes.length) {
    candidates.copyWithin(plan.length * pixels, (plan.length - 1) * pixels, plan.length * pixels);
    plan.push(plan.at(-1)!);
  }
  return { queries: plan, candidates };
}
