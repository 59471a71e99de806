import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { buildDist, buildTimeoutMs } from '../support/dist';
import { startRcnas, type Running } from '../support/process';

interface ServerFile {
  readonly pid: number;
  readonly port: number;
}

let folder: string;
const started: Running[] = [];

beforeAll(async () => {
  await buildDist();
  folder = mkdtempSync(join(tmpdir(), 'rcnas-follows-'));
}, buildTimeoutMs);

afterAll(async () => {
  for (const { child } of started.reverse()) child.kill('SIGINT');
  await Promise.all(started.map(({ finished }) => finished));
  rmSync(folder, { recursive: true, force: true });
}, 120_000);

function start(state: string, ...args: string[]): Running {
  const running = startRcnas([...args, '--state-dir', join(folder, state)]);
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

const serverFile = (): ServerFile => JSON.parse(readFileSync(join(folder, 'own', 'server.json'), 'utf8')) as ServerFile;

describe('a worker of the embedded server', () => {
  it('leaves a server of strangers that took the port of its own, and follows its own to another port', async () => {
    const first = start('own', 'server');
    await until(() => first.output().includes('pages'), first.output);
    const { pid, port } = serverFile();
    const worker = start('own', 'worker', '--slots', '1');
    await until(() => worker.output().includes(`server 127.0.0.1:${port}`), worker.output);

    // The supervisor would start the server again at once.
    first.child.kill('SIGKILL');
    process.kill(pid, 'SIGKILL');
    await until(
      () => !isAlive(pid),
      () => `process ${pid} lives`,
    );
    const strangers = start('strangers', 'server', '--port', String(port));
    await until(() => strangers.output().includes('pages'), strangers.output);
    const stranger = `another Temporal server than that of ${join(folder, 'own')} answers at 127.0.0.1:${port} now`;
    await until(() => worker.output().includes(stranger), worker.output);

    const second = start('own', 'server');
    await until(() => second.output().includes('pages'), second.output);
    const moved = serverFile().port;
    expect(moved).not.toBe(port);
    await until(() => worker.output().includes(`server 127.0.0.1:${moved}`), worker.output);
  }, 400_000);
});
