/** What Square asks the network about next, a batch at a time. */
import type { ImageShape } from './engine/kernels';
import type { LaneBatch } from './engine/pointAttack';
import { changesNothing, drawWindow, type Window } from './squareWindows';

export interface SquareLane {
  readonly point: number;
  restart: number;
  /** Of the next query; -1 for the stripes. */
  iteration: number;
  /** Of the best image; null before the first query. */
  margin: number | null;
  queries: number;
}

export interface SquareQuery {
  /** Row of the batch whose point it is about. */
  readonly lane: number;
  readonly iteration: number;
  /** Null for the stripes. */
  readonly window: Window | null;
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
): SquareQuery[] {
  const best = state['adversarial']!.dataSync<'float32'>();
  const clean = images.dataSync<'float32'>();
  const pixels = size.height * size.width * size.channels;

  const query = (i: number, from: number): SquareQuery => {
    const { restart, point } = lanes[i]!;
    if (from < 0) return { lane: i, iteration: from, window: null };
    for (let iteration = from; ; iteration++) {
      const window = drawWindow({ seed, restart, point, iteration }, size, initialShare);
      const isLast = iteration >= queries - 1;
      if (isLast || !changesNothing(window, size, { best, clean, offset: i * pixels }, epsilon))
        return { lane: i, iteration, window };
    }
  };

  const plan = Array.from({ length: inUse }, (_, i) => query(i, lanes[i]!.iteration));
  // The stripes are accepted, so what follows them is not known yet.
  let latest = plan.filter(({ window }) => window !== null).sort((a, b) => a.iteration - b.iteration);
  while (plan.length < lanes.length) {
    const next = latest
      .filter(({ iteration }) => iteration < queries - 1)
      .slice(0, lanes.length - plan.length)
      .map(({ lane, iteration }) => query(lane, iteration + 1));
    if (next.length === 0) break;
    plan.push(...next);
    latest = next;
  }
  // Nothing is left to ask: the last query once more.
  while (plan.length < lanes.length) plan.push(plan.at(-1)!);
  return plan;
}
