/**
 * The files between `rcnas chaos` and the workers that it kills, in one folder: workers append to `events.jsonl` what
 * their activities do; `owed.json` says how many kills each activity has yet to survive.
 */
import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Phases of a run as kills are counted. */
export const chaosPhases = [
  'data',
  'teachers',
  'lips',
  'encoder',
  'meta',
  'fineTune',
  'final',
  'attacks',
  'report',
] as const;
export type ChaosPhase = (typeof chaosPhases)[number];

export interface ChaosEvent {
  /** `done`: the work is done, the server may not know yet. `failed`: the attempt ended otherwise. */
  readonly event: 'start' | 'progress' | 'done' | 'failed';
  /** The same in each run of one spec: workflow, activity and a digest of its input. */
  readonly id: string;
  readonly phase: ChaosPhase;
  /** Type of the activity. */
  readonly activity: string;
  readonly attempt: number;
  readonly pid: number;
  readonly timeMs: number;
}

/** Kills yet to come, by `id`. */
export type OwedKills = Readonly<Record<string, number>>;

const eventsFile = (folder: string): string => join(folder, 'events.jsonl');
const owedFile = (folder: string): string => join(folder, 'owed.json');

/** One write, so that lines of several processes never mix and a killed one leaves at most its last line unfinished. */
export function appendEvent(folder: string, event: ChaosEvent): void {
  mkdirSync(folder, { recursive: true });
  // A line that a killed process left unfinished ends here.
  appendFileSync(eventsFile(folder), `\n${JSON.stringify(event)}\n`);
}

/** Reads events from a file that grows. */
export function eventReader(folder: string): () => ChaosEvent[] {
  let read = 0;
  return () => {
    const text = readIfPresent(eventsFile(folder)).subarray(read);
    const end = text.lastIndexOf('\n') + 1;
    read += end;
    return text.subarray(0, end).toString('utf8').split('\n').flatMap(parseEvent);
  };
}

export function writeOwed(folder: string, owed: OwedKills): void {
  mkdirSync(folder, { recursive: true });
  const temporary = `${owedFile(folder)}.tmp`;
  writeFileSync(temporary, JSON.stringify(owed));
  renameSync(temporary, owedFile(folder));
}

export function readOwed(folder: string): OwedKills {
  const text = readIfPresent(owedFile(folder)).toString('utf8');
  return text === '' ? {} : (JSON.parse(text) as OwedKills);
}

function parseEvent(line: string): ChaosEvent[] {
  if (line === '') return [];
  try {
    return [JSON.parse(line) as ChaosEvent];
  } catch {
    return [];
  }
}

function readIfPresent(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}
