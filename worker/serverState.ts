/** Which embedded server belongs to a state folder: `server.json`, and `server.lock` while one is being started. */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
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

/** A watch over where the state folder's server is. */
export interface AddressWatch {
  /** Aborts when the server answers at another address than before. */
  readonly moved: AbortSignal;
  /** That address; null while there is none. */
  newAddress(): string | null;
  stop(): void;
}

/** A server that is started again takes another port when a program has taken its own in between. */
export function watchAddress(stateDir: string, address: string, intervalMs = 2_000): AddressWatch {
  const moved = new AbortController();
  let found: string | null = null;
  let looking = false;
  const look = async (): Promise<void> => {
    if (looking || readServerState(stateDir)?.address === address) return;
    looking = true;
    const server = await findServer(stateDir);
    looking = false;
    if (server === undefined || server.address === address) return;
    found = server.address;
    moved.abort(new Error(`the Temporal server of ${stateDir} is at ${found} now`));
  };
  const timer = setInterval(() => void look(), intervalMs);
  return { moved: moved.signal, newAddress: () => found, stop: () => clearInterval(timer) };
}

/** Runs `start` while no other process starts a server for the same folder. */
export async function withStartLock<T>(stateDir: string, start: () => Promise<T>): Promise<T> {
  mkdirSync(stateDir, { recursive: true });
  const file = lockFile(stateDir);
  while (!takeLock(file)) await sleep(100);
  try {
    return await start();
  } finally {
    rmSync(file, { force: true });
  }
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
