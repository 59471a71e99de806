/**
 * What orchestration costs, with formulas in place of networks:
 *
 *   node bench/orchestration.mjs meta     500 children, 100 iterations of 5 time steps, trainings of no time
 *   node bench/orchestration.mjs slots    10,000 children of one second on 64 slots
 *
 * Options change the size: --iterations N --episodes N --time-steps N --seconds S --slots N --update step|iteration
 * --local or --no-local (steps of children inside workflow tasks; the default of `slots`, not of `meta`).
 * --keep leaves the folder with server and store; --json prints one document.
 *
 * Prints the wall time, what of it is not training (`overhead`), the processor time of worker and server, their
 * memory at tenths of the run, and the longest and largest histories. Needs `npm run build`, not TensorFlow.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const root = join(import.meta.dirname, '..');
const require = createRequire(join(root, 'dist', 'index.js'));

const presets = {
  meta: { iterations: 100, episodes: 1, 'time-steps': 5, seconds: 0, slots: 2, update: 'step' },
  slots: { iterations: 4, episodes: 250, 'time-steps': 10, seconds: 1, slots: 64, update: 'iteration', local: true },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    iterations: { type: 'string' },
    episodes: { type: 'string' },
    'time-steps': { type: 'string' },
    seconds: { type: 'string' },
    slots: { type: 'string' },
    update: { type: 'string' },
    local: { type: 'boolean' },
    'no-local': { type: 'boolean' },
    keep: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const preset = presets[positionals[0]];
if (preset === undefined) throw new Error(`say what to measure: ${Object.keys(presets).join(' or ')}`);
const numbers = ['iterations', 'episodes', 'time-steps', 'seconds', 'slots'];
const settings = { ...preset };
for (const name of numbers) if (values[name] !== undefined) settings[name] = Number(values[name]);
if (values.local || values['no-local']) settings.local = values.local === true;
if (values.update !== undefined) settings.update = values.update;

const folder = mkdtempSync(join(tmpdir(), 'rcnas-orchestration-'));
const stateDir = join(folder, 'simulation');
const say = (line) => process.stderr.write(`${line}\n`);

const result = await measure().finally(() =>
  values.keep ? say(`kept: ${folder}`) : rmSync(folder, { recursive: true, force: true }),
);
if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
else print(result);

async function measure() {
  const specFile = join(folder, 'load.yaml');
  writeFileSync(specFile, specText());
  const startedMs = performance.now();
  const child = spawn(
    process.execPath,
    [
      join(root, 'bin', 'rcnas.js'),
      'simulate',
      specFile,
      ...['--slots', String(settings.slots), '--seconds-per-child', String(settings.seconds)],
      ...(settings.local ? ['--local-steps'] : []),
      ...['--state-dir', folder, '--json'],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const samples = [];
  const sampler = setInterval(() => {
    const server = serverProcess();
    const sample = { worker: processUse(child.pid), server: server && processUse(server) };
    if (sample.worker && sample.server) samples.push({ atSeconds: (performance.now() - startedMs) / 1000, ...sample });
  }, 1000);
  const exitCode = await ended;
  clearInterval(sampler);
  if (exitCode !== 0) throw new Error(`rcnas simulate ended with exit code ${exitCode}`);
  const report = JSON.parse(output);
  return summarize(report, samples, await readHistories(report.runId));
}

function specText() {
  return `apiVersion: rcnas/v1
kind: Pipeline
metadata: { name: load }
seed: 1
data: { digits: { source: digits, evaluation: 256 } }
attacks:
  fgsm: { type: fgsm, epsilon: 0.1 }
  pgd: { type: pgd, epsilon: 0.1, steps: 20, stepSize: 0.01 }
teachers:
  - { architecture: WRN-10-2, budget: 1.2M }
  - { architecture: WRN-16-2, budget: 2.5M }
search:
  meta: { iterations: ${settings.iterations}, timeSteps: ${settings['time-steps']}, update: ${settings.update}${settings.episodes > 1 ? `, episodes: ${settings.episodes}` : ''} }
  fineTune: { iterations: 1 }
targets: [{ data: digits, attack: pgd, teacher: WRN-16-2 }]
evaluate: [clean, pgd]
`;
}

function summarize(report, samples, histories) {
  const { children, timings } = report;
  const meta = histories.filter(({ type }) => type !== 'evaluation');
  const activities = sum(histories.map((history) => history.activities));
  const localActivities = sum(histories.map((history) => history.localActivities));
  // The children of the search proper: they are trained on all slots; what comes before and after is not counted.
  const search = meta.find(({ type }) => type === 'metaTraining');
  const trained = children.filter(({ phase, refused }) => phase === 'meta' && refused === undefined).length;
  const idealSeconds = (trained * settings.seconds) / settings.slots;
  const searchSeconds = search.seconds;
  const last = samples.at(-1);
  const tenths = Array.from({ length: 11 }, (_, i) => samples[Math.round((i / 10) * (samples.length - 1))]);
  return {
    settings,
    children: children.length,
    trained,
    searchSeconds,
    idealSeconds,
    overheadShare: settings.seconds === 0 ? null : searchSeconds / idealSeconds - 1,
    totalSeconds: timings.totalSeconds,
    activities,
    localActivities,
    overheadMsPerActivity:
      settings.seconds === 0 ? (1000 * timings.totalSeconds) / (activities + localActivities) : null,
    cpuMsPerActivity: {
      worker: (1000 * last.worker.cpuSeconds) / (activities + localActivities),
      server: (1000 * last.server.cpuSeconds) / (activities + localActivities),
    },
    memoryMiB: {
      worker: tenths.map(({ worker }) => Math.round(worker.residentBytes / 2 ** 20)),
      server: tenths.map(({ server }) => Math.round(server.residentBytes / 2 ** 20)),
    },
    histories: Object.values(groupByType(histories)),
    loadAverage: loadavg()[0],
  };
}

function groupByType(histories) {
  const types = {};
  for (const { type, events, bytes, largestPayloadBytes, largestPayloadOf } of histories) {
    const known = (types[type] ??= {
      type,
      executions: 0,
      mostEvents: 0,
      mostBytes: 0,
      largestPayloadBytes: 0,
      largestPayloadOf: '',
    });
    known.executions++;
    known.mostEvents = Math.max(known.mostEvents, events);
    known.mostBytes = Math.max(known.mostBytes, bytes);
    if (largestPayloadBytes > known.largestPayloadBytes)
      Object.assign(known, { largestPayloadBytes, largestPayloadOf });
  }
  return types;
}

/** The server went with the run; it is started again on its database. */
async function readHistories(runId) {
  const { startTemporalServer } = require('./worker/temporalServer.js');
  const { searchAttributes } = require('./workflows/searchAttributes.js');
  const { Client, Connection } = require('@temporalio/client');
  const server = await startTemporalServer({ dbFile: join(stateDir, 'temporal.db'), searchAttributes });
  const connection = await Connection.connect({ address: server.address });
  try {
    const client = new Client({ connection });
    const executions = [];
    for await (const execution of client.workflow.list({ query: `RcnasRun = '${runId}'` })) executions.push(execution);
    const histories = [];
    for (const { workflowId, runId: execution, type, startTime, closeTime } of executions) {
      const { events } = await client.workflow.getHandle(workflowId, execution).fetchHistory();
      histories.push({ type, seconds: (closeTime - startTime) / 1000, ...describeHistory(events) });
    }
    return histories;
  } finally {
    await connection.close();
    await server.stop();
  }
}

function describeHistory(events) {
  let largestPayloadBytes = 0;
  let largestPayloadOf = '';
  let bytes = 0;
  const visit = (value, event) => {
    if (value === null || typeof value !== 'object') return;
    if (value.data instanceof Uint8Array && 'metadata' in value) {
      bytes += value.data.length;
      if (value.data.length > largestPayloadBytes) {
        largestPayloadBytes = value.data.length;
        largestPayloadOf = nameOf(event, events);
      }
      return;
    }
    for (const part of Array.isArray(value) ? value : Object.values(value)) visit(part, event);
  };
  for (const event of events) visit(event, event);
  return {
    events: events.length,
    bytes,
    largestPayloadBytes,
    largestPayloadOf,
    activities: events.filter((event) => event.activityTaskScheduledEventAttributes).length,
    localActivities: events.filter((event) => event.markerRecordedEventAttributes?.markerName === 'core_local_activity')
      .length,
  };
}

function nameOf(event, events) {
  const [kind] = Object.keys(event).filter((key) => key.endsWith('EventAttributes') && event[key]);
  const attributes = event[kind];
  const scheduled =
    attributes.scheduledEventId && events.find(({ eventId }) => eventId.eq?.(attributes.scheduledEventId));
  const activity =
    attributes.activityType?.name ?? scheduled?.activityTaskScheduledEventAttributes?.activityType?.name ?? '';
  return `${kind.replace('EventAttributes', '')} ${activity}`.trim();
}

function serverProcess() {
  try {
    return JSON.parse(readFileSync(join(stateDir, 'server.json'), 'utf8')).serverPid ?? findServer();
  } catch {
    return undefined;
  }
}

function findServer() {
  for (const pid of readdirSync('/proc').map(Number).filter(Number.isInteger)) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      if (command[0].endsWith('temporal') && command.includes(join(stateDir, 'temporal.db'))) return pid;
    } catch {
      // It has ended.
    }
  }
  return undefined;
}

function processUse(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return {
      cpuSeconds: (Number(fields[11]) + Number(fields[12])) / 100,
      residentBytes: 1024 * Number(/VmRSS:\s+(\d+)/.exec(status)[1]),
    };
  } catch {
    return undefined;
  }
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

function print(result) {
  const { histories, memoryMiB, cpuMsPerActivity, ...rest } = result;
  for (const [name, value] of Object.entries(rest))
    say(`${name}: ${typeof value === 'object' ? JSON.stringify(value) : value}`);
  say(
    `processor time per activity, ms: worker ${cpuMsPerActivity.worker.toFixed(1)}, server ${cpuMsPerActivity.server.toFixed(1)}`,
  );
  say(`memory at tenths of the run, MiB: worker ${memoryMiB.worker.join(' ')}; server ${memoryMiB.server.join(' ')}`);
  for (const h of histories)
    say(
      `${h.type}: ${h.executions} executions, at most ${h.mostEvents} events and ${h.mostBytes} bytes of payload, largest payload ${h.largestPayloadBytes} (${h.largestPayloadOf})`,
    );
}
