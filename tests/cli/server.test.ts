import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { freePort } from '../../worker/ports';
import { isAlive, waitUntil } from '../../worker/processes';
import { isServing } from '../../worker/serverHealth';
import { buildDist, buildTimeoutMs } from '../support/dist';
import { rcnas, startRcnas, type Running } from '../support/process';

let folder: string;
const started: Running[] = [];

beforeAll(buildDist, buildTimeoutMs);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rcnas-cli-server-'));
});

afterEach(async () => {
  for (const { child, finished } of started.splice(0)) {
    child.kill('SIGKILL');
    await finished;
  }
  rmSync(folder, { recursive: true, force: true });
});

async function startServer(): Promise<{ server: Running; address: string; pid: number }> {
  const port = await freePort([], '127.0.0.1');
  const uiPort = await freePort([], '127.0.0.1');
  const server = startRcnas([
    'server',
    '--json',
    '--state-dir',
    folder,
    '--port',
    String(port),
    '--ui-port',
    String(uiPort),
  ]);
  started.push(server);
  expect(await waitUntil(() => server.output().includes('\n'), 60_000)).toBe(true);
  const { address, uiUrl, pid } = JSON.parse(server.output()) as { address: string; uiUrl: string; pid: number };
  expect(address).toBe(`127.0.0.1:${port}`);
  expect(uiUrl).toBe(`http://127.0.0.1:${uiPort}`);
  return { server, address, pid };
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, host, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

describe('rcnas server', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('serves until %s, and leaves nothing running', async (signal) => {
    const { server, address, pid } = await startServer();
    expect(await isServing(address)).toBe(true);
    server.child.kill(signal);
    expect(await server.finished).toMatchObject({ exitCode: 0 });
    expect(isAlive(pid)).toBe(false);
  });

  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

  it.skipIf(outside === undefined)('listens on the loopback address only, pages included', async () => {
    const { server } = await startServer();
    const { address, uiUrl } = JSON.parse(server.output()) as { address: string; uiUrl: string };
    for (const port of [address.split(':')[1]!, new URL(uiUrl).port]) {
      expect(await answers('127.0.0.1', Number(port))).toBe(true);
      expect(await answers(outside!, Number(port))).toBe(false);
    }
  });

  it('is what other commands of the same state folder find, and is not started twice', async () => {
    const { address, pid } = await startServer();
    expect(await rcnas(['status', '--json', '--state-dir', folder])).toMatchObject({
      exitCode: 0,
      stdout: '{"runs":[]}\n',
    });
    expect(await rcnas(['server', '--state-dir', folder])).toMatchObject({
      exitCode: 0,
      stderr: `a Temporal server of ${folder} runs already (process ${pid})\n`,
      stdout: expect.stringContaining(`address  ${address}\n`) as string,
    });
  });

  it('names a port that is taken and ends with exit code 5', async () => {
    const { address } = await startServer();
    const other = mkdtempSync(join(tmpdir(), 'rcnas-cli-other-'));
    try {
      const port = address.split(':')[1]!;
      const { exitCode, stderr } = await rcnas(['server', '--state-dir', other, '--port', port]);
      expect(stderr).toBe(
        `rcnas: the Temporal server cannot start: port ${port} of 127.0.0.1 is taken by another program\n`,
      );
      expect(exitCode).toBe(5);
    } finally {
      rmSync(other, { recursive: true, force: true });
    }
  });
});
