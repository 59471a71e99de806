/** One run of a spec with processes of its own, undisturbed or under a plan of kills. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { Client, Connection } from '@temporalio/client';

import { finalHash } from '../reports/finalHash';
import type { Report } from '../reports/types';
import type { ResolvedPipeline } from '../schemas/resolved';
import { eventReader, writeOwed, type ChaosEvent } from '../worker/chaosEvents';
import { chaosFolderVariable } from '../worker/chaosProbe';
import { packageRoot } from '../worker/packagePaths';
import { freePort } from '../worker/ports';
import { isServing } from '../worker/serverHealth';
import { findServer, livingServer } from '../worker/serverState';
import { workflowIds } from '../workflows/names';
import type { SearchResult } from '../workflows/types';
import { createKiller, type KillRecord } from './chaosKiller';
import type { KillPlan, Victim } from './chaosPlan';
import { childrenOf, keepRunning, killNow } from './chaosProcesses';
import { startRun, type RunHandle } from './runs';

export interface ConductOptions {
  readonly spec: ResolvedPipeline;
  readonly specText: string;
  /** Emptied first; gets the state, the reports and the logs of the processes. */
  readonly folder: string;
  /** A server that is not ours: it is not killed. */
  readonly address?: string;
  readonly namespace: string;
  /** Options of `rcnas worker`. */
  readonly workerArguments: readonly string[];
  readonly plan?: KillPlan;
  readonly durationsMs?: ReadonlyMap<string, number>;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

export interface ConductedRun {
  /** `completed`, `failed`, … */
  readonly status: string;
  readonly seconds: number;
  readonly events: readonly ChaosEvent[];
  readonly kills: readonly KillRecord[];
  /** What the run found; null when it did not complete. */
  readonly results: RunResults | null;
}

export interface RunResults {
  readonly report: Report;
  /** SHA-256 of the report without the run's name and its times. */
  readonly hash: string;
  /** SHA-256 of the policy after each part of the search, by workflow. */
  readonly policies: Readonly<Record<string, string>>;
  /** SHA-256 of every artifact in the store but the report. */
  readonly artifacts: readonly string[];
}

const localhost = '127.0.0.1';
const eventPollMs = 25;
const statusPollMs = 1_000;
const callTimeoutMs = 10_000;

/** Runs the spec to its end. Rejects with the signal's reason when that aborts. */
export async function conductRun(options: ConductOptions): Promise<ConductedRun> {
  const { folder, address, namespace, signal, spec } = options;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const stateDir = join(folder, 'state');
  const eventsFolder = join(folder, 'events');
  const entry = join(packageRoot(), 'bin', 'rcnas.js');
  const common = ['--state-dir', stateDir, '--runs-dir', join(folder, 'runs'), '--namespace', namespace];
  const keep = (name: string, ...args: string[]) =>
    keepRunning(entry, [...common, ...args], {
      logFile: join(folder, `${name}.log`),
      environment: { [chaosFolderVariable]: eventsFolder },
    });

  // Ports that nobody else looks for: a server that is killed has to come back where it was.
  const ports = async () => ['--port', String(await freePort([], localhost)), '--ui-port', String(await freePort([], localhost))]; // prettier-ignore
  const supervisor = address === undefined ? keep('server', 'server', ...(await ports())) : undefined;
  let worker: ReturnType<typeof keep> | undefined;
  let connection: Connection | undefined;
  try {
    const serverAddress = address ?? (await firstAddress(stateDir, signal));
    worker = keep(
      'worker',
      ...(address === undefined ? [] : ['--address', address]),
      'worker',
      ...options.workerArguments,
    );
    connection = Connection.lazy({ address: serverAddress });
    const client = new Client({ connection, namespace });
    const started = await startRun(client, spec, options.specText);
    const startedMs = performance.now();

    const kill = (victim: Victim): number => pidsOf(victim, { supervisor, worker, stateDir }).filter(killNow).length;
    const serverAnswers = async (): Promise<void> => {
      // The killed server may answer until the system has ended it.
      await sleep(300);
      while (!signal.aborted && !(await isServing(serverAddress, namespace))) await sleep(100);
    };
    const plan = options.plan ?? new Map<string, never>();
    writeOwed(eventsFolder, Object.fromEntries([...plan].map(([id, kills]) => [id, kills.length])));
    const killer = createKiller({
      plan,
      durationsMs: options.durationsMs ?? new Map<string, number>(),
      kill,
      onOwed: (owed) => writeOwed(eventsFolder, owed),
      serverAnswers,
      onKill: ({ victims, phase, id }) => options.say(`killed ${victims.join(', ')} in ${phase} (${id})`),
    });
    const events: ChaosEvent[] = [];
    const status = await untilClosed(client, started.handle, signal, eventReader(eventsFolder), (event) => {
      events.push(event);
      killer.onEvent(event);
    });
    const seconds = (performance.now() - startedMs) / 1000;
    const kills = killer.finish();
    const results = status === 'completed' ? await readResults(client, started.handle, spec, stateDir) : null;
    return { status, seconds, events, kills, results };
  } finally {
    await worker?.stop();
    await supervisor?.stop();
    await connection?.close();
  }
}

async function firstAddress(stateDir: string, signal: AbortSignal): Promise<string> {
  for (;;) {
    signal.throwIfAborted();
    const server = await findServer(stateDir);
    if (server !== undefined) return server.address;
    await sleep(200);
  }
}

function pidsOf(
  victim: Victim,
  of: {
    readonly supervisor?: { pid(): number | undefined };
    readonly worker?: { pid(): number | undefined };
    readonly stateDir: string;
  },
): number[] {
  const asList = (pid: number | undefined): number[] => (pid === undefined ? [] : [pid]);
  const workerPid = of.worker?.pid();
  switch (victim) {
    case 'trainer':
      return workerPid === undefined ? [] : childrenOf(workerPid, 'worker/trainer.js');
    case 'worker':
      return asList(workerPid);
    case 'server':
      return asList(livingServer(of.stateDir)?.pid);
    case 'supervisor':
      return asList(of.supervisor?.pid());
  }
}

/** Follows the events closely and asks for the run's state now and then; a server that is away is waited for. */
async function untilClosed(
  client: Client,
  handle: RunHandle,
  signal: AbortSignal,
  read: () => ChaosEvent[],
  onEvent: (event: ChaosEvent) => void,
): Promise<string> {
  let status = 'running';
  const poll = async (): Promise<void> => {
    while (status === 'running' && !signal.aborted) {
      await sleep(statusPollMs);
      const described = await client
        .withDeadline(Date.now() + callTimeoutMs, () => handle.describe())
        .catch(() => undefined);
      status = described?.status.name.toLowerCase() ?? 'running';
    }
  };
  const polling = poll();
  while (status === 'running' && !signal.aborted) {
    read().forEach(onEvent);
    await sleep(eventPollMs);
  }
  await polling;
  signal.throwIfAborted();
  read().forEach(onEvent);
  return status;
}

async function readResults(
  client: Client,
  handle: RunHandle,
  spec: ResolvedPipeline,
  stateDir: string,
): Promise<RunResults> {
  const { directory } = await patiently(() => handle.result());
  const report = JSON.parse(await readFile(join(directory, 'report.json'), 'utf8')) as Report;
  const parts = [
    ...(spec.search.meta.iterations > 0 ? [workflowIds.metaTraining(handle.workflowId)] : []),
    ...spec.targets.map(({ name }) => workflowIds.fineTune(handle.workflowId, name)),
  ];
  const policies: Record<string, string> = {};
  for (const id of parts) {
    const { policy } = await patiently(
      async () => (await client.workflow.getHandle(id).result()) as Pick<SearchResult, 'policy'>,
    );
    policies[id] = policy.sha256;
  }
  const { report: stored } = await patiently(() => handle.result());
  const artifacts = readdirSync(join(stateDir, 'store', 'objects'), { recursive: true, encoding: 'utf8' })
    .map((file) => file.split('/').at(-1)!)
    .filter((name) => /^[0-9a-f]{64}$/.test(name) && name !== stored.sha256)
    .sort();
  return { report, hash: finalHash(report), policies, artifacts };
}

/** The last kill may have hit the server. */
async function patiently<T>(call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (attempt === 60) throw error;
      await sleep(1_000);
    }
  }
}
