import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { loadCheckedSpec } from '../../cli/loadSpec';
import { startRun } from '../../cli/runs';
import { freePort } from '../../worker/ports';
import { isAlive, sleep, waitUntil } from '../../worker/processes';
import { runWorker, type RunWorkerOptions } from '../../worker/runWorker';
import { superviseTemporalServer, type SupervisedServer } from '../../worker/serverSupervisor';
import { startTemporalServer } from '../../worker/temporalServer';
import { searchAttributes } from '../../workflows/searchAttributes';
import { defaultTaskQueue, trainerQueue } from '../../workflows/names';
import { buildDist, buildTimeoutMs } from '../support/dist';
import { startRcnas } from '../support/process';

const slowTrainer = join(__dirname, 'fixtures', 'slowTrainer.cjs');

let serverFolder: string;
let server: SupervisedServer;
let connection: Connection;
let client: Client;
let folder: string;

beforeAll(async () => {
  await buildDist();
  serverFolder = mkdtempSync(join(tmpdir(), 'rcnas-worker-server-'));
  const logger = { info: () => undefined, warn: () => undefined };
  const port = await freePort([], '127.0.0.1');
  const uiPort = await freePort([], '127.0.0.1');
  server = await superviseTemporalServer({ stateDir: serverFolder, searchAttributes, port, uiPort, logger });
  connection = await Connection.connect({ address: server.address });
  client = new Client({ connection });
}, buildTimeoutMs);

afterAll(async () => {
  await connection?.close();
  await server?.stop();
  rmSync(serverFolder, { recursive: true, force: true });
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rcnas-worker-'));
  process.env['RCNAS_TEST_STARTS'] = join(folder, 'starts');
});

const running: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const stop of running.splice(0).reverse()) await stop();
  rmSync(folder, { recursive: true, force: true });
});

interface TestWorker {
  readonly lines: string[];
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

function startWorker(options: Partial<RunWorkerOptions> = {}): TestWorker {
  const lines: string[] = [];
  const log = (line: string): void => void lines.push(line);
  const controller = new AbortController();
  const ended = runWorker({
    address: server.address,
    namespace: 'default',
    taskQueue: defaultTaskQueue,
    slots: 1,
    threads: 1,
    stateDir: folder,
    runsDir: join(folder, 'runs'),
    shutdownSignal: controller.signal,
    logger: { debug: () => undefined, info: log, warn: log, error: log },
    trainers: { entry: slowTrainer },
    ...options,
  });
  // A test that expects a failure awaits it itself.
  ended.catch(() => undefined);
  const stop = (): Promise<void> => (controller.abort(), ended);
  running.push(() => stop().catch(() => undefined));
  return { lines, ended, stop };
}

async function submit(name: string, data: string): Promise<WorkflowHandle> {
  const file = join(folder, `${name}.yaml`);
  writeFileSync(
    file,
    `apiVersion: rcnas/v1
kind: Pipeline
metadata: { name: ${name} }
seed: 7
data: { digits: ${data} }
attacks: { pgd-8: { type: pgd, epsilon: 8/255, steps: 5, stepSize: 2/255 } }
teachers: [{ architecture: WRN-16-2, budget: 1.5M }]
targets: [{ data: digits, attack: pgd-8, teacher: WRN-16-2 }]
evaluate: [clean, pgd-8]
`,
  );
  const { handle } = await startRun(client, await loadCheckedSpec(file), readFileSync(file, 'utf8'));
  running.push(() => handle.terminate().catch(() => undefined));
  return handle as unknown as WorkflowHandle;
}

/** First step of each attempt so far. */
function starts(): number[] {
  const file = join(folder, 'starts');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map(Number) : [];
}

async function failureOf(handle: WorkflowHandle): Promise<string> {
  const error: unknown = await handle.result().then(
    () => new Error('the run completed'),
    (thrown: unknown) => thrown,
  );
  const messages: string[] = [];
  for (let e = error; e instanceof Error; e = e.cause) messages.push(e.message);
  return messages.join(' <- ');
}

describe('runWorker', () => {
  it('runs workflows and activities, and an error of the input ends the run with its message', async () => {
    const { lines, stop } = startWorker();
    const handle = await submit(
      'missing-data',
      `{ source: digits, path: ${join(folder, 'nowhere')}, evaluation: 128 }`,
    );
    expect(await failureOf(handle)).toContain(join(folder, 'nowhere'));
    await stop();
    expect(lines[0]).toBe(
      `worker ready: 1 trainer(s) of 1 thread(s), TensorFlow none on cpu, server ${server.address}`,
    );
    expect(lines.at(-1)).toBe('worker stopped; what it did is saved');
  });

  it('saves a running job when it is asked to end, and the next worker goes on from there', async () => {
    const first = startWorker();
    await submit('interrupted', '{ source: digits, evaluation: 128 }');
    expect(await waitUntil(() => starts().length === 1, 30_000)).toBe(true);
    await sleep(1_500);
    const askedMs = performance.now();
    await first.stop();
    expect(performance.now() - askedMs).toBeLessThan(15_000);

    startWorker();
    // On a busy machine the step may have to be found by its heartbeats, which takes 30 s.
    expect(await waitUntil(() => starts().length === 2, 90_000)).toBe(true);
    expect(starts()[0]).toBe(0);
    expect(starts()[1]).toBeGreaterThan(20);
  }, 180_000);

  it('goes on when the server was killed in the middle of a job', async () => {
    const { lines } = startWorker();
    const handle = await submit('outage', '{ source: digits, evaluation: 128 }');
    expect(await waitUntil(() => starts().length === 1, 30_000)).toBe(true);
    const pid = server.pid();
    process.kill(pid, 'SIGKILL');
    expect(await waitUntil(() => server.pid() !== pid, 30_000)).toBe(true);
    expect(await failureOf(handle)).toContain('the test has seen enough');
    // Not a line for each of the native client's attempts.
    expect(lines.filter((line) => line.includes('does not answer')).length).toBeLessThanOrEqual(1);
  }, 120_000);

  it('gives up when no server answers in time', async () => {
    const { ended } = startWorker({ address: '127.0.0.1:1', connectTimeoutMs: 500 });
    await expect(ended).rejects.toMatchObject({
      name: 'ServerUnreachableError',
      message: 'no Temporal server answers at 127.0.0.1:1',
    });
  });

  it('ends quietly when it is asked to end while it waits for a server', async () => {
    const { stop } = startWorker({ address: '127.0.0.1:1' });
    await sleep(300);
    await stop();
  });

  it('names the search attributes that the server lacks, with the command that registers them', async () => {
    const bare = await startTemporalServer({
      dbFile: join(folder, 'bare.db'),
      searchAttributes: searchAttributes.slice(1),
    });
    running.push(() => bare.stop());
    const { ended } = startWorker({ address: bare.address });
    const { name, type } = searchAttributes[0];
    await expect(ended).rejects.toMatchObject({
      name: 'SearchAttributesError',
      message:
        `the Temporal namespace 'default' lacks search attributes that rcnas sets: ${name} (${type}); ` +
        'register them with "rcnas cluster init"',
    });
  });

  it('refuses a search attribute of another type', async () => {
    const { name } = searchAttributes[0];
    const other = await startTemporalServer({
      dbFile: join(folder, 'other.db'),
      searchAttributes: [{ name, type: 'Double' }],
    });
    running.push(() => other.stop());
    const { ended } = startWorker({ address: other.address });
    await expect(ended).rejects.toThrow(
      `the Temporal namespace 'default' has the search attribute ${name} as INDEXED_VALUE_TYPE_DOUBLE, not as Keyword`,
    );
  });
});

describe.runIf(process.platform === 'linux')('rcnas worker', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'ends on %s with exit code 0 and leaves no trainer behind',
    async (signal) => {
      const worker = startRcnas(['worker', '--slots', '1', '--address', server.address, '--state-dir', folder]);
      running.push(async () => (worker.child.kill('SIGKILL'), worker.finished));
      expect(await waitUntil(() => worker.output().includes('worker ready'), 60_000)).toBe(true);
      const children = readFileSync(`/proc/${worker.child.pid}/task/${worker.child.pid}/children`, 'utf8')
        .trim()
        .split(' ')
        .map(Number);
      expect(children).toHaveLength(1);
      worker.child.kill(signal);
      const { exitCode, stderr } = await worker.finished;
      expect(stderr).toContain('worker stopped; what it did is saved');
      expect(exitCode).toBe(0);
      expect(children.filter(isAlive)).toEqual([]);
    },
  );

  it('has the steps of a worker that was killed tried again at once, without waiting for their heartbeats', async () => {
    const killed = startRcnas(['worker', '--slots', '1', '--address', server.address, '--state-dir', folder]);
    running.push(async () => (killed.child.kill('SIGKILL'), killed.finished));
    await submit('orphaned', '{ source: digits, evaluation: 128 }');
    expect(await waitUntil(() => killed.output().includes('started: train teacher'), 120_000)).toBe(true);
    killed.child.kill('SIGKILL');
    await killed.finished;
    const { lines } = startWorker();
    expect(await waitUntil(() => starts().length === 1, 120_000)).toBe(true);
    expect(lines).toContain('1 step(s) of a worker that was killed are tried again');
  }, 300_000);

  it('finds steps that the server hands to a dead worker only after it has begun itself', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    const taskQueue = { name: trainerQueue(defaultTaskQueue) };
    const taken = connection.withDeadline(Date.now() + 120_000, () =>
      connection.workflowService.pollActivityTaskQueue({
        namespace: 'default',
        taskQueue,
        identity: `rcnas ${pid}@${hostname()}`,
      }),
    );
    const { lines } = startWorker();
    await submit('late', '{ source: digits, evaluation: 128 }');
    expect((await taken).activityType?.name).toBe('trainTeacher');
    expect(await waitUntil(() => starts().length > 0, 120_000)).toBe(true);
    expect(lines).toContain('1 step(s) of a worker that was killed are tried again');
  }, 300_000);

  it('waits for the embedded server of its folder when that was there before', async () => {
    const first = startRcnas(['server', '--state-dir', folder]);
    running.push(async () => (first.child.kill('SIGTERM'), first.finished));
    expect(await waitUntil(() => first.output().includes('address'), 120_000)).toBe(true);
    first.child.kill('SIGTERM');
    await first.finished;
    const worker = startRcnas(['worker', '--slots', '1', '--state-dir', folder]);
    running.push(async () => (worker.child.kill('SIGKILL'), worker.finished));
    await sleep(1_000);
    const second = startRcnas(['server', '--state-dir', folder]);
    running.push(async () => (second.child.kill('SIGTERM'), second.finished));
    expect(await waitUntil(() => worker.output().includes('worker ready'), 120_000)).toBe(true);
  }, 400_000);
});
