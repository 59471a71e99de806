import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { buildDist, buildTimeoutMs } from '../support/dist';
import { startRcnas, type Running } from '../support/process';

interface ServerFile {
  readonly pid: number;
  readonly port: number;
}

let stateDir: string;
const started: Running[] = [];
let squatter: Server | undefined;

beforeAll(async () => {
  await buildDist();
  stateDir = mkdtempSync(join(tmpdir(), 'rcnas-follows-'));
}, buildTimeoutMs);

afterAll(async () => {
  for (const { child } of started.reverse()) child.kill('SIGINT');
  await Promise.all(started.map(({ finished }) => finished));
  squatter?.close();
  rmSync(stateDir, { recursive: true, force: true });
}, 120_000);

function start(...args: string[]): Running {
  const running = startRcnas([...args, '--state-dir', stateDir]);
  started.push(running);
  return running;
}

async function until(isTrue: () => boolean, what: () => string): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!isTrue()) {
    if (Date.now() > deadline) throw new Error(what());
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const serverFile = (): ServerFile => JSON.parse(readFileSync(join(stateDir, 'server.json'), 'utf8')) as ServerFile;

describe('a worker of the embedded server', () => {
  it('follows the server to another port when its own was taken while it was down', async () => {
    const first = start('server');
    await until(() => first.output().includes('pages'), first.output);
    const { pid, port } = serverFile();
    const worker = start('worker', '--slots', '1');
    await until(() => worker.output().includes(`server 127.0.0.1:${port}`), worker.output);

    // The supervisor would start the server again at once.
    first.child.kill('SIGKILL');
    process.kill(pid, 'SIGKILL');
    await until(() => !isAlive(pid), () => `process ${pid} lives`); // prettier-ignore
    squatter = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve, reject) => {
      squatter!.once('error', reject).listen(port, '127.0.0.1', resolve);
    });

    const second = start('server');
    await until(() => second.output().includes('pages'), second.output);
    const moved = serverFile().port;
    expect(moved).not.toBe(port);
    await until(() => worker.output().includes(`server 127.0.0.1:${moved}`), worker.output);
    expect(worker.output()).toContain(`the Temporal server is at 127.0.0.1:${moved} now; the worker follows it`);
  }, 400_000);
});
