import { setImmediate } from 'node:timers/promises';

const longestHoldMs = 25;

/**
 * Lets a long loop of synchronous TensorFlow calls share its process: the event loop gets a turn when it has waited
 * for 25 ms, so that messages are answered and an abort is heard.
 */
export class Breather {
  private lastTurn = performance.now();

  constructor(private readonly signal?: AbortSignal) {}

  /** To be awaited between steps; resolves to whether the event loop had a turn. @throws the signal's reason once it is aborted. */
  async breathe(): Promise<boolean> {
    this.signal?.throwIfAborted();
    if (performance.now() - this.lastTurn < longestHoldMs) return false;
    await setImmediate();
    this.lastTurn = performance.now();
    this.signal?.throwIfAborted();
    return true;
  }
}
