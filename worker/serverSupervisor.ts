/** Keeps the Temporal server of a state folder running: uses the one that runs, else starts one, and again when it ends. */
import { setTimeout } from 'node:timers/promises';

import { isPortFree } from './ports';
import { isAlive } from './processes';
import { registerSearchAttributes, type SearchAttributeDefinition } from './searchAttributes';
import { withConnection } from './serverHealth';
import {
  databaseFile,
  findServer,
  livingServer,
  readServerState,
  withStartLock,
  writeServerState,
  type ServerState,
} from './serverState';
import { startTemporalServer } from './temporalServer';

export interface SupervisorOptions {
  /** Folder that holds the database, `server.json` and the server's log. */
  readonly stateDir: string;
  readonly searchAttributes: readonly SearchAttributeDefinition[];
  readonly port?: number;
  readonly uiPort?: number;
  readonly ip?: string;
  readonly namespace?: string;
  readonly logger: { info(message: string): void; warn(message: string): void };
}

export interface SupervisedServer {
  readonly address: string;
  readonly uiUrl: string;
  /** Process id of the server that runs now. */
  pid(): number;
  /** Whether the server that runs now was started here. One that was not is left running by `stop`. */
  isOwn(): boolean;
  stop(): Promise<void>;
}

interface Current {
  readonly state: ServerState;
  readonly own: boolean;
  /** Resolves when this server is gone. */
  readonly gone: Promise<void>;
  stop(): Promise<void>;
}

const firstBackoffMs = 250;
const longestBackoffMs = 10_000;
const registrationTimeoutMs = 10_000;
const watchIntervalMs = 1_000;
/** A server that is still coming up under another process is waited for. */
const attachWaitMs = 30_000;

/**
 * Resolves when a server answers. When it ends unexpectedly, it is started again on the same database and ports.
 * Throws what startTemporalServer throws when the first start fails.
 */
export async function superviseTemporalServer(options: SupervisorOptions): Promise<SupervisedServer> {
  const { logger } = options;
  const stopping = new AbortController();
  let current = await attachOrStart(options, stopping.signal);

  const watch = async (): Promise<void> => {
    let backoffMs = firstBackoffMs;
    while (!stopping.signal.aborted) {
      await current.gone;
      if (stopping.signal.aborted) return;
      logger.warn('the Temporal server ended unexpectedly and is started again; nothing is lost');
      for (;;) {
        await pause(backoffMs, stopping.signal);
        if (stopping.signal.aborted) return;
        try {
          const { port, uiPort } = current.state;
          current = await attachOrStart({ ...options, port, uiPort }, stopping.signal);
          if (stopping.signal.aborted) await current.stop();
          else logger.info(`the Temporal server answers again on ${current.state.address}`);
          backoffMs = firstBackoffMs;
          break;
        } catch (error) {
          logger.warn(`the Temporal server could not be started again: ${(error as Error).message}`);
          backoffMs = Math.min(backoffMs * 2, longestBackoffMs);
        }
      }
    }
  };
  const watching = watch();

  return {
    address: current.state.address,
    uiUrl: current.state.uiUrl,
    pid: () => current.state.pid,
    isOwn: () => current.own,
    async stop() {
      stopping.abort();
      await current.stop();
      await watching;
    },
  };
}

async function attachOrStart(options: SupervisorOptions, signal: AbortSignal): Promise<Current> {
  const { stateDir } = options;
  return withStartLock(stateDir, async () => {
    const running = await findServer(stateDir, attachWaitMs);
    if (running !== undefined) {
      // It may have been started by an older version of this program.
      await withConnection(running.address, registrationTimeoutMs, (connection) =>
        registerSearchAttributes(connection, options.namespace ?? 'default', options.searchAttributes),
      );
      return attached(running, signal);
    }
    const stuck = livingServer(stateDir);
    if (stuck !== undefined) {
      options.logger.warn(`the Temporal server ${stuck.pid} lives but does not answer; it is ended`);
      process.kill(stuck.pid, 'SIGKILL');
    }
    return started(options);
  });
}

async function started(options: SupervisorOptions): Promise<Current> {
  const { stateDir, ip = '127.0.0.1' } = options;
  const last = readServerState(stateDir);
  // The same ports as last time, so that links and other terminals stay valid.
  const port = options.port ?? (last && (await isPortFree(last.port, ip)) ? last.port : undefined);
  const uiPort = options.uiPort ?? (last && (await isPortFree(last.uiPort, ip)) ? last.uiPort : undefined);
  const dbFile = databaseFile(stateDir);
  const server = await startTemporalServer({ ...options, ip, dbFile, port, uiPort });
  const { pid, address, uiUrl } = server;
  const state = { pid, address, port: server.port, uiPort: server.uiPort, uiUrl, dbFile };
  writeServerState(stateDir, state);
  // Who comes while it shuts down waits, and starts the next one, instead of attaching to this one.
  return { state, own: true, gone: server.exited, stop: () => withStartLock(stateDir, () => server.stop()) };
}

function attached(state: ServerState, signal: AbortSignal): Current {
  const gone = (async () => {
    while (!signal.aborted && isAlive(state.pid)) await pause(watchIntervalMs, signal);
  })();
  return { state, own: false, gone, stop: () => gone };
}

/** Sleeps, but no longer than until the abort. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);
}
