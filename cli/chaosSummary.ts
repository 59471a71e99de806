/** What a run under chaos shows: kills and recovery times per phase, and whether the results are the same. */
import { chaosPhases, type ChaosPhase } from '../worker/chaosEvents';
import type { KillRecord } from './chaosKiller';
import { victims, type Victim } from './chaosPlan';
import type { ConductedRun, RunResults } from './chaosRun';

export interface RecoverySeconds {
  readonly median: number;
  readonly worst: number;
}

export interface ChaosSummary {
  readonly kills: number;
  readonly finished: boolean;
  readonly identical: boolean;
  /** What is not the same, in words. */
  readonly differences: readonly string[];
  readonly seed: number;
  /** Kills that hit a process of the kind. */
  readonly victims: Readonly<Record<Victim, number>>;
  readonly recoverySeconds: RecoverySeconds | null;
  readonly phases: Partial<Readonly<Record<ChaosPhase, { kills: number; recoverySeconds: RecoverySeconds | null }>>>;
  readonly undisturbed: { readonly seconds: number; readonly hash: string };
  readonly disturbed: { readonly seconds: number; readonly hash: string | null };
}

export function summarizeChaos(undisturbed: ConductedRun, disturbed: ConductedRun, seed: number): ChaosSummary {
  const { kills } = disturbed;
  const phases = chaosPhases
    .filter((phase) => undisturbed.events.some((event) => event.phase === phase))
    .map((phase) => {
      const ofPhase = kills.filter((kill) => kill.phase === phase);
      return [phase, { kills: ofPhase.length, recoverySeconds: recoverySeconds(ofPhase) }] as const;
    });
  const differences =
    disturbed.results === null
      ? [`the disturbed run is ${disturbed.status}`]
      : compareResults(undisturbed.results!, disturbed.results);
  return {
    kills: kills.length,
    finished: disturbed.status === 'completed',
    identical: differences.length === 0,
    differences,
    seed,
    victims: Object.fromEntries(
      victims.map((victim) => [victim, kills.filter((kill) => kill.victims.includes(victim)).length]),
    ) as Record<Victim, number>,
    recoverySeconds: recoverySeconds(kills),
    phases: Object.fromEntries(phases),
    undisturbed: { seconds: round(undisturbed.seconds), hash: undisturbed.results!.hash },
    disturbed: { seconds: round(disturbed.seconds), hash: disturbed.results?.hash ?? null },
  };
}

/** Reports without names and times, policies, weights and every other artifact. */
export function compareResults(a: RunResults, b: RunResults): string[] {
  const differences: string[] = [];
  if (a.hash !== b.hash) differences.push(`the reports differ: ${a.hash} and ${b.hash}`);
  for (const [id, sha256] of Object.entries(a.policies)) {
    if (b.policies[id] !== sha256) differences.push(`the policies of ${id} differ`);
  }
  const weights = ({ report }: RunResults) => report.final.map((final) => final.weights).join();
  if (weights(a) !== weights(b)) differences.push('the weights of the final networks differ');
  const missing = (from: RunResults, to: RunResults) => {
    const known = new Set(to.artifacts);
    return from.artifacts.filter((sha256) => !known.has(sha256)).length;
  };
  const counts = [missing(a, b), missing(b, a)] as const;
  if (counts[0] + counts[1] > 0) {
    differences.push(`${counts[0]} artifacts are in the undisturbed run only, ${counts[1]} in the disturbed one only`);
  }
  return differences;
}

export function chaosTable(summary: ChaosSummary): string {
  const seconds = (value: RecoverySeconds | null) =>
    value === null ? ['-', '-'] : [value.median.toFixed(1), value.worst.toFixed(1)];
  const rows = [
    ['phase', 'kills', 'median s', 'worst s'],
    ...Object.entries(summary.phases).map(([phase, { kills, recoverySeconds: times }]) => [
      phase,
      String(kills),
      ...seconds(times),
    ]),
    ['all', String(summary.kills), ...seconds(summary.recoverySeconds)],
  ];
  const table = rows.map(
    ([phase, ...numbers]) => phase!.padEnd(10) + numbers.map((text) => text.padStart(10)).join(''),
  );
  const { undisturbed, disturbed, victims: hit } = summary;
  return [
    ...table,
    '',
    `kills that hit: ${victims.map((victim) => `${victim} ${hit[victim]}`).join(', ')}`,
    `undisturbed: ${undisturbed.seconds} s, ${undisturbed.hash}`,
    `disturbed:   ${disturbed.seconds} s, ${disturbed.hash ?? 'no result'}`,
    ...(summary.identical
      ? ['identical: report, policies, weights and every other artifact']
      : ['NOT identical:', ...summary.differences.map((difference) => `  ${difference}`)]),
  ].join('\n');
}

function recoverySeconds(kills: readonly KillRecord[]): RecoverySeconds | null {
  const seconds = kills.map(({ recoveredAfterMs }) => recoveredAfterMs! / 1000).sort((a, b) => a - b);
  if (seconds.length === 0) return null;
  // The upper of the two in the middle: nothing is rounded in our favour.
  return { median: round(seconds[Math.floor(seconds.length / 2)]!), worst: round(seconds.at(-1)!) };
}

function round(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
