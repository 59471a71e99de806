import type { Schedule } from './types';

export interface TrainingLength {
  readonly epochs: number;
  readonly stepsPerEpoch: number;
}

/** Milestones are sums of fractions in floating point. */
const tolerance = 1e-9;

/**
 * Learning rate of a step, counted from 0 over all epochs.
 *
 * - `constant`: the base.
 * - `step`, per epoch: the base times `factor` for each milestone that the finished share of all epochs has reached.
 * - `cosine`, per step: from 0 up to the base in a straight line over the share `warmup` of all steps (the first step
 *   already gets its part of it), then base * (1 + cos(pi * t)) / 2 with t from 0 to 1 over the others.
 */
export function learningRateAt(schedule: Schedule, base: number, step: number, length: TrainingLength): number {
  const { epochs, stepsPerEpoch } = length;
  switch (schedule.type) {
    case 'constant':
      return base;
    case 'step': {
      const share = Math.floor(step / stepsPerEpoch) / epochs;
      const reached = schedule.milestones.filter((milestone) => share >= milestone - tolerance).length;
      return base * schedule.factor ** reached;
    }
    case 'cosine': {
      const steps = epochs * stepsPerEpoch;
      const warmupSteps = schedule.warmup * steps;
      if (step < warmupSteps) return base * Math.min(1, (step + 1) / warmupSteps);
      return (base * (1 + Math.cos((Math.PI * (step - warmupSteps)) / (steps - warmupSteps)))) / 2;
    }
  }
}
