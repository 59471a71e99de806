import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { JobParams } from '../../activities/jobs/types';
import { isAlive, sleep, waitUntil } from '../../worker/processes';
import { createTrainerPool, type TrainerPool, type TrainerPoolOptions } from '../../worker/trainerPool';
import { buildDist, buildTimeoutMs } from '../support/dist';

const entry = join(__dirname, 'fixtures', 'trainer.cjs');

let folder: string;
let pool: TrainerPool;
let lines: string[];

beforeAll(buildDist, buildTimeoutMs);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rcnas-pool-'));
  lines = [];
});

afterEach(async () => {
  await pool.close();
  rmSync(folder, { recursive: true, force: true });
});

function open(options: Partial<TrainerPoolOptions> = {}): TrainerPool {
  const log = (line: string): void => void lines.push(line);
  const logger = { debug: log, info: log, warn: log };
  pool = createTrainerPool({
    slots: 1,
    threadsPerTrainer: 1,
    storeRoot: folder,
    entry,
    workDirGraceMs: 50,
    logger,
    ...options,
  });
  return pool;
}

interface Call {
  readonly signal?: AbortSignal;
  readonly onProgress?: (fraction: number, message: string) => void;
  readonly key?: string;
}

let calls = 0;

/** The fixture has one job, whose parameters say what it does. */
async function run(params: Record<string, unknown>, call: Call = {}): Promise<Record<string, unknown>> {
  const result: unknown = await pool.run('trainNetwork', params as unknown as JobParams<'trainNetwork'>, {
    workDir: join(folder, 'work', call.key ?? `job-${(calls += 1)}`),
    onProgress: call.onProgress ?? (() => undefined),
    signal: call.signal ?? new AbortController().signal,
  });
  return result as Record<string, unknown>;
}

async function announced(file: string): Promise<number> {
  expect(await waitUntil(() => existsSync(file) && readFileSync(file, 'utf8') !== '', 20_000)).toBe(true);
  return Number(readFileSync(file, 'utf8'));
}

describe('a pool of trainers', () => {
  it('runs a job, reports its progress and keeps the process for the next job', async () => {
    open();
    const heard: [number, string][] = [];
    const first = await run({ action: 'steps', count: 3, milliseconds: 210 }, { onProgress: (...p) => heard.push(p) });
    const second = await run({ action: 'echo', value: [1, Number.NaN] });
    expect(heard).toEqual([
      [0, 'step 0 of 3'],
      [1 / 3, 'step 1 of 3'],
      [2 / 3, 'step 2 of 3'],
    ]);
    expect(second['value']).toEqual([1, Number.NaN]);
    expect(second['pid']).toBe(first['pid']);
  });

  it('runs as many jobs at a time as it has slots, and the others in the order of their arrival', async () => {
    open({ slots: 2 });
    const finished: number[] = [];
    const jobs = [500, 900, 100, 100].map((milliseconds, index) =>
      run({ action: 'steps', count: 1, milliseconds }).then(({ pid }) => (finished.push(index), pid)),
    );
    const pids = await Promise.all(jobs);
    expect(finished).toEqual([0, 2, 3, 1]);
    expect(new Set(pids).size).toBe(2);
  });

  it('says that a job waits while all trainers are busy', async () => {
    open();
    const busy = run({ action: 'steps', count: 1, milliseconds: 100 });
    const heard: string[] = [];
    await run({ action: 'echo' }, { onProgress: (_, message) => heard.push(message) });
    await busy;
    expect(heard).toEqual(['waiting for a free trainer']);
  });

  it('never runs two jobs of the same folder at the same time', async () => {
    open({ slots: 2, workDirGraceMs: 10_000 });
    const order: string[] = [];
    const slow = run({ action: 'steps', count: 1, milliseconds: 400 }, { key: 'same' }).then(() => order.push('slow'));
    const quick = run({ action: 'echo' }, { key: 'same' }).then(() => order.push('quick'));
    await Promise.all([slow, quick]);
    expect(order).toEqual(['slow', 'quick']);
  });

  it('sets the number of threads before the trainer loads anything', async () => {
    open({ threadsPerTrainer: 3 });
    const names = ['TF_NUM_INTRAOP_THREADS', 'TF_NUM_INTEROP_THREADS', 'OMP_NUM_THREADS', 'TF_CPP_MIN_LOG_LEVEL'];
    expect(await run({ action: 'environment', names })).toEqual(['3', '1', '3', '3']);
  });

  it('gives slot i the GPU i modulo their number', async () => {
    const gpus = ['GPU-a', 'GPU-b'].map((id) => ({ id, model: 'one' }));
    process.env['RCNAS_TEST_DEVICE'] = 'gpu';
    try {
      open({ slots: 3, gpus });
      const names = ['CUDA_VISIBLE_DEVICES'];
      const given = await Promise.all([1, 2, 3].map(() => run({ action: 'environment', names })));
      expect(given).toEqual([['GPU-a'], ['GPU-b'], ['GPU-a']]);
    } finally {
      delete process.env['RCNAS_TEST_DEVICE'];
    }
  });

  it('refuses a trainer that computes on the processor where a GPU was meant', async () => {
    open({ gpus: [{ id: 'GPU-a', model: 'one' }] });
    await expect(run({ action: 'echo' })).rejects.toMatchObject({
      name: 'TrainerStartError',
      message:
        'the trainer process could not start: TensorFlow finds no GPU with CUDA_VISIBLE_DEVICES=GPU-a; "rcnas doctor" tells more, CUDA_VISIBLE_DEVICES=-1 keeps to the processor',
    });
  });

  it('rejects a job whose trainer is killed with TrainerCrashedError, and runs the next one in a new process', async () => {
    open();
    const file = join(folder, 'pid');
    const job = run({ action: 'steps', count: 1000, milliseconds: 20, announce: file });
    const pid = await announced(file);
    process.kill(pid, 'SIGKILL');
    await expect(job).rejects.toMatchObject({
      name: 'TrainerCrashedError',
      nonRetryable: false,
      message: `trainer process ${pid} was ended by SIGKILL (the system may have run out of memory) during trainNetwork`,
    });
    const next = await run({ action: 'echo', value: 1 });
    expect(next['value']).toBe(1);
    expect(next['pid']).not.toBe(pid);
  });

  it('rejects a job whose trainer exits', async () => {
    open();
    await expect(run({ action: 'exit', code: 7 })).rejects.toThrow(/ended with exit code 7 during trainNetwork/);
  });

  it('replaces a trainer that died while it was idle', async () => {
    open();
    const { pid } = await run({ action: 'echo' });
    process.kill(pid as number, 'SIGKILL');
    expect(await waitUntil(() => pool.pids().length === 0, 5_000)).toBe(true);
    expect((await run({ action: 'echo' }))['pid']).not.toBe(pid);
  });

  it('kills a trainer that gives no sign of life, also one inside a native call', async () => {
    open({ silentLimitMs: 5_000 });
    await run({ action: 'echo' });
    const [pid] = pool.pids();
    await expect(run({ action: 'silent', milliseconds: 60_000 })).rejects.toMatchObject({
      name: 'TrainerHungError',
      nonRetryable: false,
      message: expect.stringMatching(
        /^trainer process \d+ gave no sign of life for ([5-9]|1\d) s during trainNetwork$/,
      ) as string,
    });
    expect(isAlive(pid!)).toBe(false);
    expect(await run({ action: 'echo', value: 2 })).toMatchObject({ value: 2 });
  });

  it('leaves a slow trainer alone as long as it reports progress', async () => {
    open({ silentLimitMs: 4_000 });
    await run({ action: 'echo' });
    expect(await run({ action: 'steps', count: 6, milliseconds: 1_000, blocking: true })).toMatchObject({ count: 6 });
  });

  it.each([
    { kind: 'one that waits between steps', blocking: false },
    { kind: 'one whose main thread is blocked in every step', blocking: true },
  ])(
    'ends an aborted job with the reason after its checkpoint, and the next attempt goes on from there: $kind',
    async ({ blocking }) => {
      open();
      const file = join(folder, 'pid');
      const controller = new AbortController();
      const params = { action: 'steps', count: 80, milliseconds: 20, blocking, announce: file };
      const job = run(params, { key: 'resumed', signal: controller.signal });
      await announced(file);
      await sleep(300);
      const reason = new Error('cancelled by its caller');
      controller.abort(reason);
      await expect(job).rejects.toBe(reason);
      const saved = Number(readFileSync(join(folder, 'work', 'resumed', 'step'), 'utf8'));
      expect(saved).toBeGreaterThan(0);
      expect(await run(params, { key: 'resumed' })).toMatchObject({ first: saved, count: 80 });
    },
  );

  it('kills a job that does not end in time after an abort', async () => {
    open({ abortGraceMs: 200 });
    await run({ action: 'echo' });
    const [pid] = pool.pids();
    const controller = new AbortController();
    const job = run({ action: 'silent', milliseconds: 60_000 }, { signal: controller.signal });
    setTimeout(() => controller.abort(new Error('enough')), 300);
    await expect(job).rejects.toThrow('enough');
    expect(await waitUntil(() => !isAlive(pid!), 5_000)).toBe(true);
  });

  it('drops an aborted job that still waits', async () => {
    open();
    const busy = run({ action: 'steps', count: 1, milliseconds: 200 });
    const controller = new AbortController();
    const dropped = run({ action: 'echo' }, { signal: controller.signal });
    controller.abort(new Error('not needed any more'));
    await expect(dropped).rejects.toThrow('not needed any more');
    await busy;
  });

  it('carries the name, message and verdict of an error across the process boundary', async () => {
    open();
    const fail = (nonRetryable?: boolean) =>
      run({ action: 'fail', name: 'NonFiniteLossError', message: 'the loss is NaN', nonRetryable });
    await expect(fail(true)).rejects.toMatchObject({
      name: 'NonFiniteLossError',
      message: 'the loss is NaN',
      nonRetryable: true,
    });
    await expect(fail()).rejects.toMatchObject({ name: 'NonFiniteLossError', nonRetryable: false });
    await expect(run({ action: 'mistake' })).rejects.toMatchObject({ name: 'TypeError', nonRetryable: true });
    const outOfMemory = run({ action: 'tooMuchMemory' });
    await expect(outOfMemory).rejects.toMatchObject({ name: 'RangeError', nonRetryable: false });
  });

  it('replaces a trainer after a job that failed, after its number of jobs, and when it has grown too large', async () => {
    open({ maxJobsPerTrainer: 3, maxRssBytes: 300 * 2 ** 20 });
    const pidOf = async (params: Record<string, unknown>) => (await run(params))['pid'] as number;
    const a = await pidOf({ action: 'echo' });
    await expect(run({ action: 'fail', name: 'Error', message: 'no' })).rejects.toThrow('no');
    const b = [await pidOf({ action: 'echo' }), await pidOf({ action: 'echo' }), await pidOf({ action: 'echo' })];
    const c = await pidOf({ action: 'grow', bytes: 400 * 2 ** 20 });
    const d = await pidOf({ action: 'echo' });
    expect(new Set(b).size).toBe(1);
    expect(new Set([a, b[0], c, d]).size).toBe(4);
  });

  it('removes the folder of a job that succeeded and keeps that of one that failed', async () => {
    open();
    await run({ action: 'echo' }, { key: 'good' });
    await expect(run({ action: 'fail', name: 'Error', message: 'no' }, { key: 'bad' })).rejects.toThrow('no');
    expect(await waitUntil(() => !existsSync(join(folder, 'work', 'good')), 5_000)).toBe(true);
    expect(existsSync(join(folder, 'work', 'bad'))).toBe(true);
  });

  it('logs what trainers print, without what TensorFlow always prints', async () => {
    open();
    const printed = [
      '2026-03-01 10:00:00.123456: I tensorflow/core/platform/cpu_feature_guard.cc:210] This TensorFlow binary is optimized',
      'WARNING: All log messages before absl::InitializeLog() is called are written to STDERR',
      'I0000 00:00:1770000000.123456    4711 cpu_feature_guard.cc:227] This TensorFlow binary is optimized',
      '2026-03-01 10:00:00.123456: E tensorflow/core/framework/op_kernel.cc:1] out of memory',
      'a line of a job',
    ];
    await run({ action: 'print', lines: printed });
    expect(lines.filter((line) => printed.includes(line))).toEqual(printed.slice(3));
  });

  it('fails for good when the trainer cannot load its code', async () => {
    process.env['RCNAS_TEST_FAIL_LOAD'] = '1';
    try {
      open();
      await expect(run({ action: 'echo' })).rejects.toMatchObject({
        name: 'TrainerStartError',
        nonRetryable: true,
        message: 'the trainer process could not start: Error: libtensorflow.so.2: cannot open shared object file',
      });
      await expect(pool.tensorflowVersion()).rejects.toThrow('cannot open shared object file');
    } finally {
      delete process.env['RCNAS_TEST_FAIL_LOAD'];
    }
  });

  it('tells the version of TensorFlow that the trainers load', async () => {
    open();
    expect(await pool.tensorflowVersion()).toBe('none');
  });

  it('closes: running jobs save and end, waiting ones are dropped, no process stays', async () => {
    open();
    const file = join(folder, 'pid');
    const running = run({ action: 'steps', count: 1000, milliseconds: 20, announce: file }, { key: 'running' });
    const waiting = run({ action: 'echo' });
    const outcomes = Promise.allSettled([running, waiting]);
    const pid = await announced(file);
    await pool.close();
    const closed = { status: 'rejected', reason: { name: 'TrainerPoolClosedError' } };
    expect(await outcomes).toMatchObject([closed, closed]);
    expect(existsSync(join(folder, 'work', 'running', 'step'))).toBe(true);
    expect(isAlive(pid)).toBe(false);
    await expect(run({ action: 'echo' })).rejects.toThrow('the worker is shutting down');
  });

  it('refuses a number of slots that is none', () => {
    expect(() => open({ slots: 0 })).toThrow('slots must be a whole number of at least 1, but is 0');
  });
});

describe('a trainer whose worker is killed', () => {
  it.each([
    { what: 'idle between steps', blocking: false, milliseconds: 50 },
    { what: 'inside a native call of a minute', blocking: true, milliseconds: 60_000 },
  ])('ends itself: $what', async ({ blocking, milliseconds }) => {
    open();
    const file = join(folder, 'pid');
    const script = join(folder, 'owner.cjs');
    mkdirSync(join(folder, 'work'), { recursive: true });
    writeFileSync(
      script,
      `const { createTrainerPool } = require(${JSON.stringify(join(__dirname, '..', '..', 'dist', 'worker', 'trainerPool.js'))});
       const log = () => undefined;
       const pool = createTrainerPool({ slots: 1, threadsPerTrainer: 1, storeRoot: ${JSON.stringify(folder)}, entry: ${JSON.stringify(entry)}, logger: { debug: log, info: log, warn: log } });
       const params = { action: 'steps', count: 1000, milliseconds: ${milliseconds}, blocking: ${blocking}, announce: ${JSON.stringify(file)} };
       pool.run('trainNetwork', params, { workDir: ${JSON.stringify(join(folder, 'work', 'x'))}, onProgress: log, signal: new AbortController().signal });`,
    );
    const owner = spawn(process.execPath, [script], { stdio: 'ignore' });
    const pid = await announced(file);
    owner.kill('SIGKILL');
    expect(await waitUntil(() => !isAlive(pid), 5_000)).toBe(true);
  });
});

describe.runIf(process.platform === 'linux')('a trainer on Linux', () => {
  it('is the first process to go when memory runs out', async () => {
    open();
    const { pid } = await run({ action: 'echo' });
    expect(execFileSync('cat', [`/proc/${String(pid)}/oom_score_adj`], { encoding: 'utf8' }).trim()).toBe('700');
  });
});
