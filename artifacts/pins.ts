/** What people want kept: runs and artifacts by name, in one file of the state folder. */
import { mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { errorCode, writeFileAtomically } from './atomicWrite';

export interface Pin {
  /** Id of a run, or SHA-256 of an artifact. */
  readonly name: string;
  readonly kind: 'run' | 'artifact';
  /** ISO 8601, UTC. */
  readonly pinnedAt: string;
  /** SHA-256 of all artifacts that the pin keeps. */
  readonly artifacts: readonly string[];
}

/** The file of pins cannot be understood; nothing may be removed until it is put right. */
export class PinsError extends Error {
  override readonly name = 'PinsError';
}

const fileName = 'pins.json';

/** In the order in which they were made. @throws PinsError */
export async function readPins(stateDir: string): Promise<readonly Pin[]> {
  const file = join(stateDir, fileName);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
  try {
    const { pins } = JSON.parse(text) as { pins: Pin[] };
    if (pins.every(({ name, artifacts }) => typeof name === 'string' && Array.isArray(artifacts))) return pins;
  } catch (cause) {
    throw new PinsError(`${file} is not a list of pins; put it right, or delete it to have no pins`, { cause });
  }
  throw new PinsError(`${file} is not a list of pins; put it right, or delete it to have no pins`);
}

/** Adds a pin or renews the one of this name. */
export async function addPin(stateDir: string, pin: Pin): Promise<void> {
  await change(stateDir, (pins) => [...pins.filter(({ name }) => name !== pin.name), pin]);
}

/** False when there is none of this name. */
export async function removePin(stateDir: string, name: string): Promise<boolean> {
  let found = false;
  await change(stateDir, (pins) => {
    found = pins.some((pin) => pin.name === name);
    return pins.filter((pin) => pin.name !== name);
  });
  return found;
}

const lockTimeoutMs = 10_000;
/** A lock this old is of a process that died within the moment it takes. */
const staleLockMs = 60_000;

/** One writer at a time, so that two commands at once both count. */
async function change(stateDir: string, edit: (pins: readonly Pin[]) => readonly Pin[]): Promise<void> {
  await mkdir(stateDir, { recursive: true });
  const lock = join(stateDir, `${fileName}.lock`);
  await take(lock);
  try {
    const pins = edit(await readPins(stateDir));
    await writeFileAtomically(join(stateDir, fileName), Buffer.from(`${JSON.stringify({ pins }, null, 2)}\n`));
  } finally {
    await rm(lock, { force: true });
  }
}

async function take(lock: string): Promise<void> {
  const deadline = Date.now() + lockTimeoutMs;
  for (;;) {
    try {
      await (await open(lock, 'wx')).close();
      return;
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
    const age = await stat(lock).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > staleLockMs) await rm(lock, { force: true });
    else if (Date.now() > deadline) throw new PinsError(`${lock} is held by another command`);
    else await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
