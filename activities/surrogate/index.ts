/** The jobs of a trainer without TensorFlow, for `rcnas simulate`: same inputs, same shape of results, no training. */
import { setTimeout as sleep } from 'node:timers/promises';

import type { JobTable } from '../jobs/types';
import {
  initializeSurrogatePolicy,
  pretrainSurrogateEncoder,
  proposeSurrogateAction,
  updateSurrogatePolicy,
} from './agent';
import { evaluateSurrogate, faceBankSurrogate, lipsSurrogate, trainSurrogate, transferSurrogate } from './networks';

const progressIntervalMs = 500;

/** @param secondsPerTraining - how long each training holds its slot; not part of the result */
export function surrogateJobs(secondsPerTraining: number): JobTable {
  return {
    trainNetwork: trainSurrogate((signal, progress) => passTime(1000 * secondsPerTraining, signal, progress)),
    evaluateNetwork: evaluateSurrogate,
    evaluateTransfer: transferSurrogate,
    faceBank: faceBankSurrogate,
    computeLips: lipsSurrogate,
    pretrainStateEncoder: pretrainSurrogateEncoder,
    initializePolicy: initializeSurrogatePolicy,
    proposeAction: proposeSurrogateAction,
    updatePolicy: updateSurrogatePolicy,
  };
}

async function passTime(durationMs: number, signal: AbortSignal, progress: (fraction: number) => void): Promise<void> {
  const startedMs = performance.now();
  for (;;) {
    signal.throwIfAborted();
    const passedMs = performance.now() - startedMs;
    if (passedMs >= durationMs) return;
    progress(passedMs / durationMs);
    await sleep(Math.min(progressIntervalMs, durationMs - passedMs), undefined, { signal }).catch(() => undefined);
  }
}
