import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Client, Connection } from '@temporalio/client';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { freePort, listensOn } from '../../worker/ports';
import { isAlive, waitUntil } from '../../worker/processes';
import { isServing } from '../../worker/serverHealth';
import { databaseFile, findServer, livingServer, readServerState, writeServerState } from '../../worker/serverState';
import { superviseTemporalServer, type SupervisedServer, type SupervisorOptions } from '../../worker/serverSupervisor';
import { startTemporalServer, type TemporalServer } from '../../worker/temporalServer';
import { findTemporalCli } from '../../worker/temporalCli';
import { buildDist, buildTimeoutMs } from '../support/dist';

const searchAttributes = [
  { name: 'Teacher', type: 'Keyword' },
  { name: 'Reward', type: 'Double' },
] as const;

let folder: string;
const cleanups: (() => Promise<unknown>)[] = [];

beforeAll(buildDist, buildTimeoutMs);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rcnas-server-'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  rmSync(folder, { recursive: true, force: true });
});

async function start(options: { port?: number; uiPort?: number } = {}): Promise<TemporalServer> {
  const server = await startTemporalServer({ dbFile: join(folder, 'temporal.db'), searchAttributes, ...options });
  cleanups.push(() => server.stop());
  return server;
}

async function supervise(options: Partial<SupervisorOptions> = {}): Promise<SupervisedServer & { lines: string[] }> {
  const lines: string[] = [];
  const log = (line: string): void => void lines.push(line);
  // Each test takes ports of its own: files of tests run side by side.
  const port = await freePort([], '127.0.0.1');
  const uiPort = await freePort([], '127.0.0.1');
  const logger = { info: log, warn: log };
  const server = await superviseTemporalServer({
    stateDir: folder,
    searchAttributes,
    port,
    uiPort,
    logger,
    ...options,
  });
  cleanups.push(() => server.stop());
  return Object.assign(server, { lines });
}

async function withClient<T>(address: string, use: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address });
  try {
    return await use(new Client({ connection }));
  } finally {
    await connection.close();
  }
}

async function occupy(port: number): Promise<void> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => sockets.add(socket));
  const taken = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
  // Something else on this machine may hold it already, which serves as well.
  if (!taken) return;
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
}

describe('listensOn', () => {
  it('knows whether it is the process that listens, and on which port', async () => {
    const socket = createServer();
    await new Promise<void>((resolve) => socket.listen(0, '127.0.0.1', resolve));
    const { port } = socket.address() as AddressInfo;
    expect(listensOn(process.pid, port)).toBe(true);
    expect(listensOn(process.ppid, port)).toBe(false);
    await new Promise((resolve) => socket.close(resolve));
    expect(listensOn(process.pid, port)).toBe(false);
  });
});

describe('startTemporalServer', () => {
  it('serves with the search attributes, shows its pages, and keeps workflows over a restart', async () => {
    // A port of its own: a server of another test file could take the usual one as soon as it is free.
    const first = await start({ port: await freePort([], '127.0.0.1') });
    await withClient(first.address, async (client) => {
      const { customAttributes } = await client.connection.operatorService.listSearchAttributes({
        namespace: 'default',
      });
      expect(Object.keys(customAttributes)).toEqual(expect.arrayContaining(['Teacher', 'Reward']));
      await client.workflow.start('anything', { taskQueue: 'nobody', workflowId: 'kept' });
    });
    expect((await fetch(first.uiUrl)).status).toBe(200);
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);
    expect(await isServing(first.address)).toBe(false);

    const second = await start();
    const status = await withClient(
      second.address,
      async (client) => (await client.workflow.getHandle('kept').describe()).status.name,
    );
    expect(status).toBe('RUNNING');
  });

  it('adds search attributes that an older database lacks', async () => {
    const old = await startTemporalServer({ dbFile: join(folder, 'temporal.db'), searchAttributes: [] });
    await old.stop();
    const { address } = await start();
    const { customAttributes } = await withClient(address, (client) =>
      client.connection.operatorService.listSearchAttributes({ namespace: 'default' }),
    );
    expect(Object.keys(customAttributes)).toEqual(expect.arrayContaining(['Teacher', 'Reward']));
  });

  it('takes other ports when the usual ones are taken', async () => {
    await occupy(7233);
    await occupy(8233);
    const server = await start();
    expect([server.port, server.uiPort]).not.toContain(7233);
    expect([server.port, server.uiPort]).not.toContain(8233);
    expect(await isServing(server.address)).toBe(true);
  });

  it('names a port that is taken', async () => {
    const port = await freePort([], '127.0.0.1');
    await occupy(port);
    await expect(start({ port })).rejects.toThrow(
      `the Temporal server cannot start: port ${port} of 127.0.0.1 is taken by another program`,
    );
  });

  it('says what the server printed when it cannot start', async () => {
    writeFileSync(
      join(folder, 'temporal.db'),
      'this is no database, but text of some length that nobody can take for one',
    );
    await expect(start({ port: await freePort([], '127.0.0.1') })).rejects.toThrow(
      /^the Temporal server ended at once; its log .*temporal-server\.log ends with:\n(.*\n)*.*file is not a database/,
    );
  });

  it('starts again when another program was faster in taking a port of one of its services', async () => {
    const program = join(folder, 'temporal-that-panics-once');
    const panicked = join(folder, 'panicked');
    const panic = 'panic: runtime error: invalid memory address or nil pointer dereference';
    const lines = [
      '#!/bin/sh',
      `if [ -e '${panicked}' ]; then exec '${findTemporalCli()}' "$@"; fi`,
      `touch '${panicked}'; echo '${panic}' >&2; exit 2`,
    ];
    writeFileSync(program, lines.join('\n'), { mode: 0o755 });
    vi.stubEnv('RCNAS_TEMPORAL_CLI', program);
    const server = await start({ port: await freePort([], '127.0.0.1') });
    expect(await isServing(server.address)).toBe(true);
    expect(readFileSync(join(folder, 'temporal-server.log'), 'utf8')).toContain(panic);
  });

  it('ends the server when this process is killed', async () => {
    const script = join(folder, 'owner.cjs');
    const compiled = join(__dirname, '..', '..', 'dist', 'worker', 'temporalServer.js');
    writeFileSync(
      script,
      `const { startTemporalServer } = require(${JSON.stringify(compiled)});
       startTemporalServer({ dbFile: ${JSON.stringify(join(folder, 'temporal.db'))}, searchAttributes: [] })
         .then(({ pid }) => require('node:fs').writeFileSync(${JSON.stringify(join(folder, 'pid'))}, String(pid)));`,
    );
    const owner = spawn(process.execPath, [script], { stdio: 'ignore' });
    const file = join(folder, 'pid');
    expect(await waitUntil(() => existsSync(file) && readFileSync(file, 'utf8') !== '', 30_000)).toBe(true);
    const pid = Number(readFileSync(file, 'utf8'));
    expect(isAlive(pid)).toBe(true);
    owner.kill('SIGKILL');
    // At once, and not when it has shut down in order: in the meantime it would be taken for one that runs.
    expect(await waitUntil(() => !isAlive(pid), 8_000)).toBe(true);
  });
});

describe('superviseTemporalServer', () => {
  it('starts a killed server again on the same ports and database', async () => {
    const server = await supervise();
    await withClient(server.address, (client) =>
      client.workflow.start('anything', { taskQueue: 'nobody', workflowId: 'kept' }),
    );
    const firstPid = server.pid();
    process.kill(firstPid, 'SIGKILL');
    expect(await waitUntil(() => server.pid() !== firstPid, 30_000)).toBe(true);
    const status = await withClient(
      server.address,
      async (client) => (await client.workflow.getHandle('kept').describe()).status.name,
    );
    expect(status).toBe('RUNNING');
    expect(server.lines).toEqual([
      'the Temporal server ended unexpectedly and is started again; nothing is lost',
      `the Temporal server answers again on ${server.address}`,
    ]);
    expect(readServerState(folder)?.pid).toBe(server.pid());
  });

  it('uses the server of the folder that runs already, leaves it running, and takes over when it ends', async () => {
    const owner = await supervise();
    const [guest, third] = await Promise.all([supervise(), supervise()]);
    expect([guest.pid(), third.pid()]).toEqual([owner.pid(), owner.pid()]);
    expect([owner.isOwn(), guest.isOwn(), third.isOwn()]).toEqual([true, false, false]);
    await third.stop();
    expect(await isServing(owner.address)).toBe(true);

    const ownersPid = owner.pid();
    await owner.stop();
    expect(await waitUntil(() => guest.pid() !== ownersPid, 30_000)).toBe(true);
    expect(guest.isOwn()).toBe(true);
    expect(await isServing(guest.address)).toBe(true);
    expect(guest.address).toBe(owner.address);
  });

  it('does not take a server that shuts down for one that runs', async () => {
    const leaving = await supervise();
    const leaversPid = leaving.pid();
    const stopped = leaving.stop();
    const next = await supervise({ port: undefined, uiPort: undefined });
    await stopped;
    expect(next.isOwn()).toBe(true);
    expect(next.pid()).not.toBe(leaversPid);
    expect(next.address).toBe(leaving.address);
    expect(await isServing(next.address)).toBe(true);
  });

  it('takes the ports of last time when they are free', async () => {
    const first = await supervise();
    await first.stop();
    const second = await supervise({ port: undefined, uiPort: undefined });
    expect([second.address, second.uiUrl]).toEqual([first.address, first.uiUrl]);
  });

  it('leaves no process behind when it stops', async () => {
    const server = await supervise();
    const pid = server.pid();
    await server.stop();
    expect(isAlive(pid)).toBe(false);
    expect(await findServer(folder)).toBeUndefined();
  });
});

describe('the record of a running server', () => {
  const state = { pid: process.pid, address: '127.0.0.1:1', port: 1, uiPort: 2, uiUrl: 'http://127.0.0.1:2' };

  it('does not count when its process is another program, another folder or gone', () => {
    const dbFile = databaseFile(folder);
    writeServerState(folder, { ...state, dbFile });
    if (process.platform === 'linux') expect(livingServer(folder)).toBeUndefined();
    writeServerState(folder, { ...state, dbFile: '/elsewhere/temporal.db' });
    expect(livingServer(folder)).toBeUndefined();
    writeServerState(folder, { ...state, pid: 2 ** 22 + 1, dbFile });
    expect(livingServer(folder)).toBeUndefined();
  });

  it('does not count when it is damaged or missing', () => {
    expect(readServerState(folder)).toBeUndefined();
    for (const text of ['', '{', 'null', '{"pid": "12"}', '{"pid": -1}']) {
      writeFileSync(join(folder, 'server.json'), text);
      expect(readServerState(folder)).toBeUndefined();
    }
  });
});

describe('findTemporalCli', () => {
  it('takes the program that RCNAS_TEMPORAL_CLI names', () => {
    expect(findTemporalCli({ RCNAS_TEMPORAL_CLI: process.execPath })).toBe(process.execPath);
    expect(() => findTemporalCli({ RCNAS_TEMPORAL_CLI: '/no/temporal' })).toThrow(
      'RCNAS_TEMPORAL_CLI is /no/temporal, which is not an executable file',
    );
  });
});
