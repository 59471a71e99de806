/**
 * Runs a pipeline on a real Temporal server with PostgreSQL, kills the server in the middle, and compares the report
 * with that of the embedded server:
 *
 *   node scripts/cluster-test.mjs [--folder FOLDER] [--spec SPEC]
 *
 * Needs Go (the server is built from its module, which takes minutes the first time; kept in FOLDER/bin) and the programs
 * of PostgreSQL 12 or newer. As root it starts PostgreSQL as the user `postgres`. Prints one line of JSON; fails when
 * the reports differ.
 */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { createServer, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { findOnPath, root } from './locate.mjs';

const SERVER = 'go.temporal.io/server';
const VERSION = 'v1.32.0';

const { values: options } = parseArgs({
  options: {
    folder: { type: 'string' },
    spec: { type: 'string', default: join(root, 'pipelines', 'quickstart.yaml') },
  },
});
const folder = resolve(options.folder ?? mkdtempSync(join(tmpdir(), 'rcnas-cluster-')));
mkdirSync(join(folder, 'bin'), { recursive: true });
const say = (line) => process.stderr.write(`[cluster] ${line}\n`);
const started = [];

function run(program, args, extra = {}) {
  return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], ...extra });
}

function start(name, program, args, extra = {}) {
  const log = openSync(join(folder, `${name}.log`), 'a');
  const child = spawn(program, args, { stdio: ['ignore', log, log], ...extra });
  child.ended = new Promise((settle) => child.once('exit', (code) => settle(code)));
  started.push(child);
  return child;
}

const rcnas = (...args) => [process.execPath, [join(root, 'bin', 'rcnas.js'), ...args]];

/** Below 32768: the server keeps its ports in columns of 16 bits with a sign. */
async function freePorts(count) {
  const ports = [];
  for (let port = 20_000 + (process.pid % 10_000); ports.length < count; port++) {
    const server = createServer();
    const isFree = await new Promise((settle) => {
      server.once('error', () => settle(false));
      server.listen(port, '127.0.0.1', () => settle(true));
    });
    if (!isFree) continue;
    ports.push(port);
    await new Promise((settle) => server.close(settle));
  }
  return ports;
}

async function waitFor(what, check, limitMs = 300_000) {
  const deadline = Date.now() + limitMs;
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error(`waited too long for ${what}; logs are in ${folder}`);
    await sleep(200);
  }
}

const answers = (port) =>
  new Promise((settle) => {
    const socket = connect(port, '127.0.0.1', () => settle(true) ?? socket.destroy());
    socket.once('error', () => settle(false));
  });

/** Both programs come out of Go under the name of their folder. */
function buildPrograms() {
  const bin = join(folder, 'bin');
  for (const [name, path, made] of [
    ['temporal-server', 'cmd/server', 'server'],
    ['temporal-sql-tool', 'cmd/tools/sql', 'sql'],
  ]) {
    if (existsSync(join(bin, name))) continue;
    say(`building ${name} ${VERSION}`);
    run('go', ['install', '-ldflags=-s -w', `${SERVER}/${path}@${VERSION}`], { env: { ...process.env, GOBIN: bin } });
    renameSync(join(bin, made), join(bin, name));
  }
  return join(run('go', ['env', 'GOMODCACHE']).trim(), `${SERVER}@${VERSION}`, 'schema', 'postgresql', 'v12');
}

/** A database of its own, that only this machine can reach. */
async function startPostgres(port) {
  const bin = process.env.PG_BIN ?? postgresFolder();
  const data = join(folder, 'postgres');
  const asRoot = process.getuid() === 0;
  const user = asRoot ? { uid: Number(run('id', ['-u', 'postgres'])), gid: Number(run('id', ['-g', 'postgres'])) } : {};
  mkdirSync(data, { recursive: true, mode: 0o700 });
  if (asRoot) {
    chmodSync(folder, 0o755);
    chownSync(data, user.uid, user.gid);
  }
  const extra = { ...user, cwd: '/' };
  if (!existsSync(join(data, 'PG_VERSION')))
    run(join(bin, 'initdb'), ['-A', 'trust', '-U', 'temporal', '-D', data], extra);
  const settings = ['-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${data}`];
  start('postgres', join(bin, 'postgres'), ['-D', data, ...settings], extra);
  await waitFor('PostgreSQL', () => answers(port));
}

function postgresFolder() {
  const found = findOnPath('pg_config');
  if (found) return run(found, ['--bindir']).trim();
  for (let version = 20; version >= 12; version--) {
    const bin = `/usr/lib/postgresql/${version}/bin`;
    if (existsSync(join(bin, 'initdb'))) return bin;
  }
  throw new Error(
    'PostgreSQL is not installed (Debian: apt-get install postgresql); PG_BIN names its folder of programs',
  );
}

function setUpSchema(schemas, port) {
  const env = {
    ...process.env,
    ...{ SQL_PLUGIN: 'postgres12', SQL_HOST: '127.0.0.1', SQL_PORT: String(port), SQL_USER: 'temporal' },
    ...{ TEMPORAL_SCHEMAS: schemas, TEMPORAL_SQL_TOOL: join(folder, 'bin', 'temporal-sql-tool') },
  };
  writeFileSync(join(folder, 'schema.log'), run('sh', [join(root, 'deploy', 'temporal', 'schema.sh')], { env }));
}

/** As JSON, which is YAML. */
function writeConfig(file, databasePort, ports) {
  const sql = (databaseName) => ({
    sql: {
      ...{ pluginName: 'postgres12', databaseName, connectAddr: `127.0.0.1:${databasePort}`, connectProtocol: 'tcp' },
      ...{ user: 'temporal', password: '', maxConns: 20, maxIdleConns: 20, maxConnLifetime: '1h' },
    },
  });
  const service = (index) => ({
    rpc: { grpcPort: ports[2 * index], membershipPort: ports[2 * index + 1], bindOnLocalHost: true },
  });
  const address = `127.0.0.1:${ports[0]}`;
  const config = {
    log: { stdout: true, level: 'warn' },
    persistence: {
      ...{ defaultStore: 'default', visibilityStore: 'visibility', numHistoryShards: 4 },
      datastores: { default: sql('temporal'), visibility: sql('temporal_visibility') },
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' } },
    services: { frontend: service(0), matching: service(1), history: service(2), worker: service(3) },
    clusterMetadata: {
      ...{ enableGlobalNamespace: false, failoverVersionIncrement: 10 },
      ...{ masterClusterName: 'active', currentClusterName: 'active' },
      clusterInformation: {
        active: { enabled: true, initialFailoverVersion: 1, rpcName: 'frontend', rpcAddress: address },
      },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    archival: { history: { state: 'disabled' }, visibility: { state: 'disabled' } },
    publicClient: { hostPort: address },
  };
  writeFileSync(file, JSON.stringify(config, null, 2));
}

async function startServer(config, port) {
  const args = ['--config-file', config, '--allow-no-auth', 'start'];
  const server = start('temporal-server', join(folder, 'bin', 'temporal-server'), args);
  await waitFor('the Temporal server', async () => server.exitCode === null && (await answers(port)));
  return server;
}

/** SHA-256 of the report without its times. */
function reportHash(runsDir) {
  const rest = JSON.parse(readFileSync(join(runsDir, 'latest', 'report.json'), 'utf8'));
  delete rest.timings;
  return createHash('sha256').update(JSON.stringify(rest)).digest('hex');
}

async function onEmbedded() {
  const [state, runs] = [join(folder, 'embedded'), join(folder, 'embedded-runs')];
  const child = start(
    'embedded',
    ...rcnas('run', options.spec, '--slots', '2', '--state-dir', state, '--runs-dir', runs),
  );
  if ((await child.ended) !== 0) throw new Error(`the run on the embedded server failed; see ${folder}/embedded.log`);
  return reportHash(runs);
}

async function onCluster() {
  const schemas = buildPrograms();
  const [databasePort, ...ports] = await freePorts(9);
  await startPostgres(databasePort);
  setUpSchema(schemas, databasePort);
  const config = join(folder, 'server.yaml');
  writeConfig(config, databasePort, ports);
  let server = await startServer(config, ports[0]);
  const [state, runs] = [join(folder, 'cluster'), join(folder, 'cluster-runs')];
  const common = ['--address', `127.0.0.1:${ports[0]}`, '--state-dir', state, '--runs-dir', runs];
  say(
    run(...rcnas('cluster', 'init', ...common))
      .trimEnd()
      .replaceAll('\n', '; '),
  );
  start('worker', ...rcnas('worker', '--slots', '2', ...common));
  const runId = run(...rcnas('submit', options.spec, ...common)).trim();
  const log = join(folder, 'worker.log');
  await waitFor('a child in training', () => /started: .*meta/.test(readFileSync(log, 'utf8')), 3_600_000);
  server.kill('SIGKILL');
  await server.ended;
  await sleep(5_000);
  say('the server was killed and is started again');
  server = await startServer(config, ports[0]);
  const watching = start('watch', ...rcnas('watch', runId, ...common));
  const exitCode = await watching.ended;
  if (exitCode !== 0) throw new Error(`the run on the cluster ended with ${exitCode}; see ${folder}/watch.log`);
  return reportHash(runs);
}

try {
  const embedded = await onEmbedded();
  say(`embedded server: ${embedded}`);
  const cluster = await onCluster();
  say(`PostgreSQL:      ${cluster}`);
  process.stdout.write(`${JSON.stringify({ identical: cluster === embedded, embedded, cluster, serverKills: 1 })}\n`);
  process.exitCode = cluster === embedded ? 0 : 1;
} finally {
  for (const child of started.reverse()) child.kill('SIGTERM');
  await Promise.all(started.map((child) => child.ended));
}
