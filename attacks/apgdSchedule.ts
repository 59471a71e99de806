/**
 * When Auto-PGD halves its step (Croce and Hein 2020, "Reliable evaluation of adversarial robustness with an ensemble of
 * diverse parameter-free attacks", section 3): what one run from one start on one point knows of its losses, in plain
 * numbers.
 */

/** N updates follow the evaluation at the start, so N + 1 losses are seen. */
export interface ApgdSchedule {
  /** Losses seen, that at the start included. */
  evaluations: number;
  /** s, of the next update. */
  stepSize: number;
  /** k: updates from the previous check to the next one. */
  period: number;
  /** Updates since the previous check, and those among them that raised the loss. */
  counter: number;
  increases: number;
  previousLoss: number;
  bestLoss: number;
  bestLossAtCheck: number;
  /** Whether the step was halved at the previous check. */
  reduced: boolean;
  /** Whether the next update starts at the best image so far. */
  fromBest: boolean;
}

export interface ApgdUpdate {
  readonly stepSize: number;
  /** Weight of the new step; 1 - alpha is that of the momentum. */
  readonly alpha: number;
  /** 1 where the update starts at the best image so far. */
  readonly fromBest: 0 | 1;
  readonly bestLoss: number;
}

/** Below every loss, and finite in float32. */
const belowEveryLoss = -3e38;

const momentumAlpha = 0.75;

/** Share of the updates; at least one. */
function shareOf(steps: number, share: number): number {
  return Math.max(Math.trunc(share * steps), 1);
}

export function beginSchedule({ epsilon, steps }: { epsilon: number; steps: number }): ApgdSchedule {
  return {
    evaluations: 0,
    stepSize: 2 * epsilon,
    period: shareOf(steps, 0.22),
    counter: 0,
    increases: 0,
    // The reference implementation compares the loss after the first update with an entry of its history that is still 0.
    previousLoss: 0,
    bestLoss: belowEveryLoss,
    bestLossAtCheck: belowEveryLoss,
    // So that the first check asks for increases only.
    reduced: true,
    fromBest: false,
  };
}

/** The next update; the first one stays at the start, whose loss it is to tell. */
export function nextUpdate({ evaluations, stepSize, fromBest, bestLoss }: ApgdSchedule): ApgdUpdate {
  return {
    stepSize: evaluations === 0 ? 0 : stepSize,
    alpha: evaluations <= 1 ? 1 : momentumAlpha,
    fromBest: fromBest ? 1 : 0,
    bestLoss,
  };
}

/** Takes in the loss after the update that `nextUpdate` gave. */
export function observeLoss(
  schedule: ApgdSchedule,
  loss: number,
  { steps, rho }: { steps: number; rho: number },
): void {
  schedule.evaluations += 1;
  schedule.fromBest = false;
  schedule.bestLoss = Math.max(schedule.bestLoss, loss);
  if (schedule.evaluations === 1) {
    schedule.bestLossAtCheck = loss;
    return;
  }
  schedule.counter += 1;
  if (loss > schedule.previousLoss) schedule.increases += 1;
  schedule.previousLoss = loss;
  if (schedule.counter === schedule.period) check(schedule, steps, rho);
}

function check(schedule: ApgdSchedule, steps: number, rho: number): void {
  const tooFewIncreases = schedule.increases <= rho * schedule.period;
  const noProgress = !schedule.reduced && schedule.bestLossAtCheck >= schedule.bestLoss;
  schedule.reduced = tooFewIncreases || noProgress;
  schedule.bestLossAtCheck = schedule.bestLoss;
  if (schedule.reduced) {
    schedule.stepSize /= 2;
    schedule.fromBest = true;
  }
  schedule.period = Math.max(schedule.period - shareOf(steps, 0.03), shareOf(steps, 0.06));
  schedule.counter = 0;
  schedule.increases = 0;
}
