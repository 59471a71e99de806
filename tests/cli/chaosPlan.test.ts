import { describe, expect, it } from 'vitest';

import { planKills, victims, type PlannedActivity } from '../../cli/chaosPlan';

const activities: PlannedActivity[] = [
  { id: 'run prepareData 1', phase: 'data', activity: 'prepareData' },
  { id: 'run trainTeacher 1', phase: 'teachers', activity: 'trainTeacher' },
  { id: 'run trainTeacher 2', phase: 'teachers', activity: 'trainTeacher' },
  { id: 'run/meta-training computeReward 1', phase: 'meta', activity: 'computeReward' },
  { id: 'run/meta-training trainNetwork 1', phase: 'meta', activity: 'trainNetwork' },
  { id: 'run writeReport 1', phase: 'report', activity: 'writeReport' },
];
const options = { kills: 40, seed: 7, perPhase: 5, victims };

describe('planKills', () => {
  it('is a function of the seed and the activities', () => {
    expect(planKills(activities, options)).toEqual(planKills([...activities], options));
    expect(planKills(activities, { ...options, seed: 8 })).not.toEqual(planKills(activities, options));
  });

  it('plans as many kills as asked, with the minimum in each phase', () => {
    const plan = planKills(activities, options);
    const inPhase = (phase: string) =>
      activities
        .filter((activity) => activity.phase === phase)
        .reduce((sum, { id }) => sum + (plan.get(id)?.length ?? 0), 0);
    const counts = ['data', 'teachers', 'meta', 'report'].map(inPhase);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(40);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(5);
  });

  it('kills every kind of process, trainers only where one works', () => {
    const plan = planKills(activities, { ...options, kills: 100 });
    const of = (ids: readonly string[]) => ids.flatMap((id) => (plan.get(id) ?? []).flatMap((kill) => kill.victims));
    expect(new Set(of(activities.map(({ id }) => id)))).toEqual(new Set(victims));
    expect(of(['run prepareData 1', 'run/meta-training computeReward 1', 'run writeReport 1'])).not.toContain(
      'trainer',
    );
    const sizes = new Set([...plan.values()].flat().map((kill) => kill.victims.length));
    expect([...sizes].sort()).toEqual([1, 2, 3, 4]);
  });

  it('lets some kills follow at once on the one before, but never first', () => {
    const kills = [...planKills(activities, { ...options, kills: 100 }).values()];
    expect(kills.every(([first]) => first!.soonAfter === false)).toBe(true);
    expect(kills.flat().some(({ soonAfter }) => soonAfter)).toBe(true);
  });

  it('spares a server that is not its own', () => {
    const plan = planKills(activities, { ...options, victims: ['trainer', 'worker'] });
    expect(new Set([...plan.values()].flat().flatMap((kill) => kill.victims))).toEqual(new Set(['trainer', 'worker']));
  });

  it('refuses fewer kills than the minimum needs', () => {
    expect(() => planKills(activities, { ...options, kills: 19 })).toThrow(
      "19 kills are too few for 5 in each of the run's 4 phases (data, teachers, meta, report).",
    );
  });
});
