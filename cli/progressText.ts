import type { RunPhase, RunProgress } from '../workflows/types';
import type { RunSnapshot } from './snapshot';

const phaseTitles: Readonly<Record<RunPhase, string>> = {
  data: 'checking the data sets',
  teachers: 'training the teachers',
  encoder: 'pre-training the state encoder',
  'meta-training': 'meta-training',
  'fine-tuning': 'fine-tuning',
  evaluation: 'final training and attacks',
  report: 'writing the report',
  done: 'finished',
};

/** Below this share of the work a time estimate would be a guess. */
const leastFractionForEstimate = 0.05;

/** One line: phase, counts, best reward, time left. */
export function headline({ status, progress }: RunSnapshot, nowMs: number): string {
  if (progress === null && status !== 'running') return status;
  if (progress === null) return `${status}; no worker is running, so the run waits (start one with "rcnas worker")`;
  const { phase, paused, teachers, children, best } = progress;
  return [
    ...(paused ? ['paused'] : []),
    ...Object.values(progress.waitingForSpace ?? {})
      .slice(0, 1)
      .map((what) => `waiting for disk space: ${what}`),
    phaseTitles[phase],
    `teachers ${teachers.done}/${teachers.total}`,
    `children ${children.done}/${children.total}`,
    ...(best === null ? [] : [`best reward ${best.reward.toFixed(3)}`]),
    paused ? 'go on with: rcnas resume' : timeLeft(progress, nowMs),
  ].join(' · ');
}

/** What the trainers are doing, a line each. */
export function activityLines({ activities }: RunSnapshot): string[] {
  return activities.map(({ message, fraction, attempt, lastFailure }) => {
    const share = fraction === null ? '' : `${String(Math.floor(100 * fraction)).padStart(3)} % `;
    const retry = attempt > 1 ? ` (attempt ${attempt}${lastFailure === null ? '' : `, before: ${lastFailure}`})` : '';
    return `${share}${message}${retry}`;
  });
}

function timeLeft({ startedAtMs, fraction, phase }: RunProgress, nowMs: number): string {
  const elapsedSeconds = (nowMs - startedAtMs) / 1000;
  if (phase === 'done') return `took ${duration(elapsedSeconds)}`;
  if (fraction < leastFractionForEstimate) return `${duration(elapsedSeconds)} so far`;
  return `${duration(elapsedSeconds)} so far, about ${duration((elapsedSeconds * (1 - fraction)) / fraction)} left`;
}

/** Such as `42 s`, `3 min 20 s`, `5 h 12 min`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
