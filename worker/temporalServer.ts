/** The embedded Temporal server: the temporal CLI's development server on a file database. */
import { fork, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { compiledFile } from './packagePaths';
import { freePort, isPortFree, listensOn } from './ports';
import { isAlive, sleep } from './processes';
import type { GuardMessage } from './serverGuard';
import { keepEndedRuns } from './retention';
import { withoutSecrets } from './serverAccess';
import { registerSearchAttributes, type SearchAttributeDefinition } from './searchAttributes';
import { isServing, withConnection } from './serverHealth';
import { findTemporalCli } from './temporalCli';

export interface TemporalServerOptions {
  /** SQLite file that keeps all workflows; made when missing. */
  readonly dbFile: string;
  /** What the server prints; default `temporal-server.log` beside the database. */
  readonly logFile?: string;
  /** Port of the service; without it 7233, or any free one when that is taken. */
  readonly port?: number;
  /** Port of the web pages; without it 8233, or any free one when that is taken. */
  readonly uiPort?: number;
  /** Default `127.0.0.1`. */
  readonly ip?: string;
  /** Made besides `default`. */
  readonly namespace?: string;
  readonly searchAttributes: readonly SearchAttributeDefinition[];
  /** Longest time until the server answers; default 60 s. */
  readonly startTimeoutMs?: number;
}

export interface TemporalServer {
  /** host:port */
  readonly address: string;
  readonly uiUrl: string;
  readonly port: number;
  readonly uiPort: number;
  readonly pid: number;
  /** Resolves when the server has ended, for whatever reason. */
  readonly exited: Promise<void>;
  stop(): Promise<void>;
}

/** The server did not start; the message holds the end of its log. */
export class TemporalServerError extends Error {
  override readonly name = 'TemporalServerError';

  /** @param lostPort Whether another program took a port that was free a moment ago, so that another start may do. */
  constructor(
    message: string,
    readonly lostPort = false,
  ) {
    super(message);
  }
}

const defaultPort = 7233;
const defaultUiPort = 8233;
const attempts = 3;
const registrationTimeoutMs = 10_000;
/** A server that did not get its port has ended by then. */
const strangersAnswerForMs = 5_000;
const largestLogBytes = 16 * 2 ** 20;
/**
 * What the server prints when a port was taken between the look at it and its use. Its services have ports of
 * their own choice, too; a service without one panics (github.com/temporalio/cli/issues/667).
 */
const lostPortPattern = /address already in use|can't (set|bind) .*port|^panic: .*nil pointer dereference/im;

/**
 * Starts a server and waits until it answers. It ends with this process, even when this process is killed.
 * Throws TemporalCliMissingError or TemporalServerError.
 */
export async function startTemporalServer(options: TemporalServerOptions): Promise<TemporalServer> {
  const program = findTemporalCli();
  const ip = options.ip ?? '127.0.0.1';
  for (const port of [options.port, options.uiPort]) {
    if (port !== undefined && !(await isPortFree(port, ip))) {
      throw new TemporalServerError(
        `the Temporal server cannot start: port ${port} of ${ip} is taken by another program`,
      );
    }
  }
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort(attempt === 1 ? [defaultPort] : [], ip));
    const uiPort = options.uiPort ?? (await freePort(attempt === 1 ? [defaultUiPort] : [], ip));
    try {
      return await startOn(program, options, ip, port, uiPort);
    } catch (error) {
      const lostPort = error instanceof TemporalServerError && error.lostPort;
      if (!lostPort || attempt === attempts) throw error;
    }
  }
}

async function startOn(
  program: string,
  options: TemporalServerOptions,
  ip: string,
  port: number,
  uiPort: number,
): Promise<TemporalServer> {
  const logFile = options.logFile ?? join(dirname(options.dbFile), 'temporal-server.log');
  mkdirSync(dirname(options.dbFile), { recursive: true });
  mkdirSync(dirname(logFile), { recursive: true });
  const logStart = shortenLog(logFile);
  const log = openSync(logFile, 'a');
  const guard = fork(compiledFile('worker/serverGuard.js'), [program, ...serverArguments(options, ip, port, uiPort)], {
    detached: true,
    env: withoutSecrets(process.env),
    execArgv: [],
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);

  let ended = false;
  let serverPid: number | undefined;
  guard.on('message', (message: GuardMessage) => (serverPid = message.serverPid));
  const exited = new Promise<void>((resolve) => {
    const end = (): void => {
      ended = true;
      // A killed guard leaves its server behind.
      if (serverPid !== undefined && isAlive(serverPid)) process.kill(serverPid, 'SIGKILL');
      resolve();
    };
    guard.once('exit', end);
    guard.once('error', end);
  });

  const address = `${ip}:${port}`;
  const fail = async (what: string): Promise<never> => {
    await stopGuard(guard, exited);
    const printed = readFileSync(logFile).subarray(logStart).toString('utf8').trimEnd();
    const end = `its log ${logFile} ends with:\n${lastLines(printed)}`;
    throw new TemporalServerError(`the Temporal server ${what}; ${end}`, lostPortPattern.test(printed));
  };
  const deadline = performance.now() + (options.startTimeoutMs ?? 60_000);
  // Another server may have taken the port in the meantime and answer in this one's place; then this one soon ends. A
  // program that starts the server as a child of its own listens nowhere itself.
  let answeredMs = Number.POSITIVE_INFINITY;
  const isItself = (pid: number): boolean =>
    listensOn(pid, port) || performance.now() - answeredMs > strangersAnswerForMs;
  for (;;) {
    if (serverPid !== undefined && (await isServing(address, options.namespace))) {
      answeredMs = Math.min(answeredMs, performance.now());
      if (isItself(serverPid) && !ended) break;
    }
    if (ended) await fail('ended at once');
    if (performance.now() > deadline) await fail(`did not answer on ${address} in time`);
    await sleep(100);
  }
  const namespace = options.namespace ?? 'default';
  await withConnection(address, registrationTimeoutMs, async (connection) => {
    await registerSearchAttributes(connection, namespace, options.searchAttributes);
    await keepEndedRuns(connection, namespace);
  }).catch((error: unknown) => fail(`does not take the search attributes: ${String(error)}`));
  return {
    address,
    uiUrl: `http://${ip}:${uiPort}`,
    port,
    uiPort,
    pid: serverPid,
    exited,
    stop: () => stopGuard(guard, exited),
  };
}

function serverArguments(options: TemporalServerOptions, ip: string, port: number, uiPort: number): string[] {
  return [
    ...['server', 'start-dev', '--ip', ip, '--port', String(port), '--ui-port', String(uiPort)],
    ...['--db-filename', options.dbFile, '--log-level', 'warn', '--ui-disable-news-fetch'],
    ...(options.namespace !== undefined && options.namespace !== 'default' ? ['--namespace', options.namespace] : []),
    ...options.searchAttributes.flatMap(({ name, type }) => ['--search-attribute', `${name}=${type}`]),
  ];
}

async function stopGuard(guard: ChildProcess, exited: Promise<void>): Promise<void> {
  guard.kill('SIGTERM');
  await exited;
}

/** Empties a log that has grown large; returns where the next line will be. */
function shortenLog(file: string): number {
  const { size } = statSync(file, { throwIfNoEntry: false }) ?? { size: 0 };
  if (size <= largestLogBytes) return size;
  truncateSync(file);
  return 0;
}

function lastLines(text: string): string {
  return text === '' ? '(nothing)' : text.split('\n').slice(-12).join('\n');
}
