/** Which embedded server belongs to a state folder: `server.json`, and `server.lock` while one is being started or stopped. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { commandLineOf, isAlive, sleep } from './processes';
import { isServing } from './serverHealth';

export interface ServerState {
  readonly pid: number;
  readonly address: string;
  readonly port: number;
  readonly uiPort: number;
  readonly uiUrl: string;
  readonly dbFile: string;
}

/** Attaching, starting and the wait for the first answer together take less. */
const longestStartMs = 120_000;

const stateFile = (stateDir: string): string => join(stateDir, 'server.json');
const lockFile = (stateDir: string): string => join(stateDir, 'server.lock');

export function databaseFile(stateDir: string): string {
  return join(resolve(stateDir), 'temporal.db');
}

/** What was recorded last, whether that server still lives or not. */
export function readServerState(stateDir: string): ServerState | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(stateFile(stateDir), 'utf8'));
    return isServerState(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function writeServerState(stateDir: string, state: ServerState): void {
  mkdirSync(stateDir, { recursive: true });
  const temporary = `${stateFile(stateDir)}.${process.pid}`;
  writeFileSync(temporary, `${JSON.stringify(state, undefined, 2)}\n`);
  renameSync(temporary, stateFile(stateDir));
}

/** The server of this state folder when its process lives and is a Temporal server on this folder's database. */
export function livingServer(stateDir: string): ServerState | undefined {
  const state = readServerState(stateDir);
  if (state === undefined || state.dbFile !== databaseFile(stateDir) || !isAlive(state.pid)) return undefined;
  const commandLine = commandLineOf(state.pid);
  // The system may have given the number to another process since.
  if (commandLine !== undefined && !(commandLine.includes('start-dev') && commandLine.includes(state.dbFile)))
    return undefined;
  return state;
}

/** The server of this state folder when it lives and answers; waits for one that is still coming up. */
export async function findServer(stateDir: string, waitMs = 0): Promise<ServerState | undefined> {
  const deadline = performance.now() + waitMs;
  for (;;) {
    const state = livingServer(stateDir);
    if (state !== undefined && (await isServing(state.address))) return state;
    if (state === undefined || performance.now() >= deadline) return undefined;
    await sleep(200);
  }
}

export interface AddressWatch {
  /** Aborts, with a reason to be told, when the state folder's server is no longer what answers at the address. */
  readonly moved: AbortSignal;
  stop(): void;
}

/**
 * While a server is down another program may take its port. Then it comes back at another one, and if the other program is
 * a Temporal server as well, who goes on asking at the old address works for strangers.
 */
export function watchAddress(stateDir: string, address: string, intervalMs = 2_000): AddressWatch {
  const moved = new AbortController();
  let looking = false;
  const look = async (): Promise<void> => {
    const alive = livingServer(stateDir);
    if (looking || alive?.address === address) return;
    looking = true;
    const answers = await isServing(alive?.address ?? address);
    looking = false;
    // The folder's own server answers before its state is written; until then its starter holds the lock.
    if (!answers || isBeingStarted(stateDir) || livingServer(stateDir)?.address === address) return;
    const reason =
      alive === undefined
        ? `another Temporal server than that of ${stateDir} answers at ${address} now`
        : `the Temporal server is at ${alive.address} now, not at ${address}`;
    moved.abort(new Error(reason));
  };
  const timer = setInterval(() => void look(), intervalMs);
  return { moved: moved.signal, stop: () => clearInterval(timer) };
}

/** Runs `change` while no other process starts or stops a server for the same folder. */
export async function withStartLock<T>(stateDir: string, change: () => Promise<T>): Promise<T> {
  mkdirSync(stateDir, { recursive: true });
  const file = lockFile(stateDir);
  while (!takeLock(file)) await sleep(100);
  try {
    return await change();
  } finally {
    rmSync(file, { force: true });
  }
}

function isBeingStarted(stateDir: string): boolean {
  const file = lockFile(stateDir);
  return existsSync(file) && !isStale(file);
}

function takeLock(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  if (isStale(file)) rmSync(file, { force: true });
  return false;
}

/** Left behind by a process that was killed. Process numbers are used again, so age decides as well. */
function isStale(file: string): boolean {
  try {
    const holder = Number(readFileSync(file, 'utf8'));
    const dead = Number.isInteger(holder) && holder > 0 && !isAlive(holder);
    return dead || Date.now() - statSync(file).mtimeMs > longestStartMs;
  } catch {
    return false;
  }
}

function isServerState(value: unknown): value is ServerState {
  if (typeof value !== 'object' || value === null) return false;
  const { pid, address, port, uiPort, uiUrl, dbFile } = value as Partial<Record<keyof ServerState, unknown>>;
  return (
    [pid, port, uiPort].every((n) => Number.isInteger(n) && (n as number) > 0) &&
    [address, uiUrl, dbFile].every((text) => typeof text === 'string')
  );
}
