import { describe, expect, it } from 'vitest';

import { createKiller, type Killer, type KillRecord } from '../../cli/chaosKiller';
import type { PlannedKill, Victim } from '../../cli/chaosPlan';
import type { ChaosEvent } from '../../worker/chaosEvents';
import { waitUntil } from '../../worker/processes';

const id = 'run trainTeacher 1';

interface Scene {
  readonly killer: Killer;
  readonly kills: KillRecord[];
  owed(): number;
  answer(): void;
  tell(event: ChaosEvent['event'], change?: Partial<ChaosEvent>): void;
}

function scene(...planned: readonly (readonly Victim[])[]): Scene {
  const kills: KillRecord[] = [];
  let owed = planned.length;
  let answer!: () => void;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  const plan: PlannedKill[] = planned.map((victims) => ({ victims, at: 0, soonAfter: false }));
  const killer = createKiller({
    plan: new Map([[id, plan]]),
    durationsMs: new Map(),
    kill: () => 1,
    onOwed: (counts) => (owed = counts[id] ?? 0),
    serverAnswers: () => answered,
    onKill: (record) => void kills.push(record),
  });
  const tell: Scene['tell'] = (event, change = {}) =>
    killer.onEvent({
      ...{ event, id, phase: 'teachers', activity: 'trainTeacher', attempt: 1, pid: 10, timeMs: Date.now() + 5 },
      ...change,
    });
  return { killer, kills, owed: () => owed, answer, tell };
}

const patienceMs = 20_000;

describe('createKiller', () => {
  it('counts a killed worker as recovered when another one gets on with the step', async () => {
    const { kills, tell, owed } = scene(['worker']);
    tell('start');
    expect(await waitUntil(() => kills.length === 1, patienceMs)).toBe(true);
    expect(owed()).toBe(0);
    tell('progress');
    expect(kills[0]!.recoveredAfterMs).toBeNull();
    tell('start', { attempt: 2, pid: 11 });
    expect(kills[0]!.recoveredAfterMs).toBeNull();
    tell('progress', { attempt: 2, pid: 11 });
    expect(kills[0]!.recoveredAfterMs).toBeGreaterThan(0);
  });

  it('does not take what the killed attempt had told for progress', async () => {
    const { kills, tell } = scene(['trainer']);
    tell('start');
    expect(await waitUntil(() => kills.length === 1, patienceMs)).toBe(true);
    tell('progress');
    expect(kills[0]!.recoveredAfterMs).toBeNull();
    tell('progress', { attempt: 2 });
    expect(kills[0]!.recoveredAfterMs).toBeGreaterThan(0);
  });

  it('waits for the server, also when the step went on without it', async () => {
    const { kills, tell, answer } = scene(['server']);
    tell('start');
    expect(await waitUntil(() => kills.length === 1, patienceMs)).toBe(true);
    tell('progress');
    expect(kills[0]!.recoveredAfterMs).toBeNull();
    answer();
    expect(await waitUntil(() => kills[0]!.recoveredAfterMs !== null, patienceMs)).toBe(true);
  });

  it('hits a step that is done and held again and again, until it has survived all its kills', async () => {
    const { killer, kills, tell, answer, owed } = scene(['trainer'], ['server'], ['trainer']);
    answer();
    tell('start');
    tell('done');
    expect(await waitUntil(() => owed() === 0, patienceMs)).toBe(true);
    expect(kills.map(({ victims }) => victims)).toEqual([['trainer'], ['server'], ['trainer']]);
    expect(killer.finish().every(({ recoveredAfterMs }) => recoveredAfterMs !== null)).toBe(true);
  });

  it('drops at the end of the run what it could not carry out', () => {
    const { killer, kills, owed } = scene(['worker']);
    expect(killer.finish()).toEqual([]);
    expect([kills.length, owed()]).toEqual([0, 1]);
  });
});
