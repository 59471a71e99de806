/** Carries out a plan of kills on a run in progress, from what its workers tell. */
import type { ChaosEvent, ChaosPhase } from '../worker/chaosEvents';
import type { KillPlan, PlannedKill, Victim } from './chaosPlan';

export interface KillRecord {
  readonly phase: ChaosPhase;
  readonly id: string;
  readonly victims: readonly Victim[];
  /** Processes that died. */
  readonly processes: number;
  readonly timeMs: number;
  /** From the kill to the first progress after it; null until then. */
  recoveredAfterMs: number | null;
}

export interface KillerOptions {
  readonly plan: KillPlan;
  /** Time that each activity took undisturbed, by id. */
  readonly durationsMs: ReadonlyMap<string, number>;
  /** Kills all processes of a kind; resolves with their number. */
  readonly kill: (victim: Victim) => number;
  /** Told after each kill: how many the activity still has to survive. */
  readonly onOwed: (owed: Readonly<Record<string, number>>) => void;
  /** Resolves when the server answers again. */
  readonly serverAnswers: () => Promise<void>;
  readonly onKill: (record: KillRecord) => void;
}

export interface Killer {
  onEvent(event: ChaosEvent): void;
  /** The run has ended: kills that have not been carried out are dropped, and all is recovered. */
  finish(): readonly KillRecord[];
}

/** Kills that follow one another at once do so within this time. */
const soonMs = 3_000;
/** A victim that is just being started again is waited for. */
const retryMs = 150;
const longestDelayMs = 20_000;

interface OpenKill {
  readonly record: KillRecord;
  readonly pid: number;
  readonly attempt: number;
  readonly needsNewWorker: boolean;
  /** The attempt that was hit cannot go on. */
  readonly needsNewAttempt: boolean;
  needsServer: boolean;
}

export function createKiller(options: KillerOptions): Killer {
  const waiting = new Map([...options.plan].map(([id, kills]) => [id, [...kills]]));
  const latest = new Map<string, ChaosEvent>();
  const timers = new Map<string, NodeJS.Timeout>();
  const records: KillRecord[] = [];
  let open: OpenKill[] = [];

  const owed = (): Record<string, number> =>
    Object.fromEntries([...waiting].filter(([, kills]) => kills.length > 0).map(([id, kills]) => [id, kills.length]));

  const arm = (id: string): void => {
    const next = waiting.get(id)?.[0];
    if (next === undefined || timers.has(id)) return;
    const spanMs = next.soonAfter ? soonMs : Math.min(options.durationsMs.get(id) ?? 0, longestDelayMs);
    timers.set(
      id,
      setTimeout(() => strike(id, next), next.at * spanMs),
    );
  };

  const strike = (id: string, planned: PlannedKill): void => {
    const target = latest.get(id)!;
    const processes = planned.victims.map((victim) => options.kill(victim)).reduce((sum, n) => sum + n, 0);
    if (processes === 0) {
      timers.set(
        id,
        setTimeout(() => strike(id, planned), retryMs),
      );
      return;
    }
    timers.delete(id);
    waiting.get(id)!.shift();
    options.onOwed(owed());
    const { victims } = planned;
    const record = { phase: target.phase, id, victims, processes, timeMs: Date.now(), recoveredAfterMs: null };
    const kill: OpenKill = {
      record,
      pid: target.pid,
      attempt: target.attempt,
      needsNewWorker: victims.includes('worker'),
      needsNewAttempt: victims.includes('trainer') && target.event !== 'done',
      needsServer: victims.includes('server') || victims.includes('supervisor'),
    };
    records.push(record);
    open.push(kill);
    options.onKill(record);
    if (waiting.get(id)![0]?.soonAfter === true) arm(id);
    if (kill.needsServer) {
      void options.serverAnswers().then(() => {
        kill.needsServer = false;
        lookAgain(kill);
      });
    } else {
      lookAgain(kill);
    }
  };

  /** A step that is done and held, or was heard of while the server was away, may tell nothing more. */
  const lookAgain = (kill: OpenKill): void => {
    const last = latest.get(kill.record.id)!;
    const isHeld = last.event === 'done' && !(kill.needsNewWorker && last.pid === kill.pid);
    if (isHeld || isRecovery(kill, last)) recover(kill, Date.now());
  };

  const recover = (kill: OpenKill, timeMs: number): void => {
    if (kill.record.recoveredAfterMs !== null) return;
    kill.record.recoveredAfterMs = Math.max(0, timeMs - kill.record.timeMs);
    open = open.filter((other) => other !== kill);
    arm(kill.record.id);
  };

  const isRecovery = (kill: OpenKill, event: ChaosEvent): boolean =>
    event.id === kill.record.id &&
    (event.event === 'progress' || event.event === 'done') &&
    event.timeMs > kill.record.timeMs &&
    !kill.needsServer &&
    !(kill.needsNewWorker && event.pid === kill.pid) &&
    !(kill.needsNewAttempt && event.event === 'progress' && event.attempt <= kill.attempt && event.pid === kill.pid);

  return {
    onEvent(event) {
      latest.set(event.id, event);
      if (event.event === 'start') arm(event.id);
      for (const kill of open.filter(({ record }) => record.id === event.id)) {
        if (isRecovery(kill, event)) recover(kill, event.timeMs);
        else if (!kill.needsServer) lookAgain(kill);
      }
    },
    finish() {
      for (const timer of timers.values()) clearTimeout(timer);
      for (const kill of open) recover(kill, Date.now());
      return records;
    },
  };
}
