/** `rcnas chaos`: proves on a spec that kills change nothing but the time a run takes. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { chaosPhases, type ChaosEvent } from '../worker/chaosEvents';
import { planKills, victims, type PlannedActivity } from './chaosPlan';
import { conductRun, type ConductedRun } from './chaosRun';
import { chaosTable, summarizeChaos } from './chaosSummary';
import { exitCodes } from './exitCodes';
import { interruptSignal } from './interrupt';
import { loadCheckedSpec } from './loadSpec';
import type { GlobalOptions, WorkerOptions } from './options';

export interface ChaosOptions {
  readonly kills: number;
  readonly seed: number;
  /** Kills in each phase at least; default 5, or fewer when there are too few kills for it. */
  readonly perPhase?: number;
}

export async function chaosCommand(
  specPath: string,
  options: GlobalOptions & WorkerOptions & ChaosOptions,
): Promise<number> {
  const { kills, seed, address, namespace } = options;
  const spec = await loadCheckedSpec(specPath);
  const folder = join(options.stateDir, 'chaos', `${spec.metadata.name}-${seed}`);
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const interrupt = interruptSignal();
  const common = {
    spec,
    specText: await readFile(specPath, 'utf8'),
    address,
    namespace,
    workerArguments: workerArguments(options),
    say,
    signal: interrupt.signal,
  };
  try {
    say(`logs, stores and reports: ${folder}`);
    say('undisturbed run');
    const undisturbed = await conductRun({ ...common, folder: join(folder, 'undisturbed') });
    if (undisturbed.results === null) {
      say(`the undisturbed run is ${undisturbed.status}, so there is nothing to compare with`);
      return exitCodes.runFailed;
    }
    const plan = planKills(activitiesOf(undisturbed), {
      kills,
      seed,
      perPhase: options.perPhase ?? Math.min(5, Math.floor(kills / chaosPhases.length)),
      victims: victims.filter((victim) => address === undefined || victim === 'trainer' || victim === 'worker'),
    });
    say(`finished after ${undisturbed.seconds.toFixed(0)} s; now with ${kills} kills`);
    const disturbed = await conductRun({
      ...common,
      folder: join(folder, 'disturbed'),
      plan,
      durationsMs: durationsOf(undisturbed.events),
    });
    const summary = summarizeChaos(undisturbed, disturbed, seed);
    if (options.json === true) process.stdout.write(`${JSON.stringify(summary)}\n`);
    else process.stdout.write(`${chaosTable(summary)}\n`);
    return summary.finished && summary.identical && summary.kills === kills ? exitCodes.ok : exitCodes.runFailed;
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    return exitCodes.interrupted;
  } finally {
    interrupt.release();
  }
}

function workerArguments({ slots, threads, xla }: WorkerOptions): string[] {
  return [
    ...(slots === undefined ? [] : ['--slots', String(slots)]),
    ...(threads === undefined ? [] : ['--threads', String(threads)]),
    ...(xla === true ? ['--xla'] : []),
  ];
}

/** In an order that does not depend on what happened to be finished first. */
function activitiesOf({ events }: ConductedRun): PlannedActivity[] {
  const byId = new Map(events.map(({ id, phase, activity }) => [id, { id, phase, activity }]));
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function durationsOf(events: readonly ChaosEvent[]): Map<string, number> {
  const starts = new Map<string, number>();
  const durations = new Map<string, number>();
  for (const { event, id, timeMs } of events) {
    if (event === 'start') starts.set(id, timeMs);
    else if (event === 'done') durations.set(id, timeMs - starts.get(id)!);
  }
  return durations;
}
