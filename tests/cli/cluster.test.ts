import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { freePort } from '../../worker/ports';
import { waitUntil } from '../../worker/processes';
import { startTemporalServer, type TemporalServer } from '../../worker/temporalServer';
import { buildDist, buildTimeoutMs } from '../support/dist';
import { rcnas, repository, startRcnas, type Finished } from '../support/process';
import { makeCertificates, startSecureServer, type Certificates } from '../support/secureServer';

let folder: string;
let server: TemporalServer;
let certificates: Certificates;
const closing: (() => Promise<unknown>)[] = [];
const timeoutMs = 240_000;

beforeAll(async () => {
  await buildDist();
  folder = mkdtempSync(join(tmpdir(), 'rcnas-cluster-'));
  certificates = makeCertificates(folder);
  const port = await freePort([], '127.0.0.1');
  // Bare, as a server is that somebody else set up.
  server = await startTemporalServer({ dbFile: join(folder, 'temporal.db'), port, searchAttributes: [] });
}, buildTimeoutMs);

afterAll(async () => {
  for (const close of closing) await close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const quickstart = join(repository, 'pipelines', 'quickstart.yaml');

function cluster(action: string, ...options: string[]): Promise<Finished> {
  return rcnas(['cluster', action, '--address', server.address, ...options]);
}

describe('rcnas cluster', () => {
  it(
    'makes namespace, retention and search attributes; a second call changes nothing',
    { timeout: timeoutMs },
    async () => {
      const before = await cluster('check', '--namespace', 'fresh');
      expect(before).toMatchObject({
        exitCode: 5,
        stderr: `rcnas: the Temporal server has no namespace 'fresh'; create it with "rcnas cluster init"\n`,
      });
      const names = ['RcnasRun', 'RcnasPhase', 'RcnasTarget', 'RcnasIteration', 'RcnasBestReward'];
      const first = await cluster('init', '--namespace', 'fresh', '--retention', '7', '--json');
      expect(first.stderr).toBe('');
      expect(JSON.parse(first.stdout)).toMatchObject({ change: 'created', retentionDays: 7, registered: names });
      const second = await cluster('init', '--namespace', 'fresh', '--json');
      expect(JSON.parse(second.stdout)).toMatchObject({ change: 'unchanged', retentionDays: 7, registered: [] });
      const third = await cluster('init', '--namespace', 'fresh', '--retention', '90');
      expect(third.stdout).toBe(
        'namespace          fresh: updated\nretention          90 days\nsearch attributes  unchanged\n',
      );
      expect(await cluster('check', '--namespace', 'fresh')).toMatchObject({ exitCode: 0 });
    },
  );

  it('is what submit asks for, before anything is started', { timeout: timeoutMs }, async () => {
    const refused = await rcnas(['submit', quickstart, '--address', server.address]);
    expect(refused).toMatchObject({ exitCode: 5, stdout: '' });
    expect(refused.stderr).toMatch(
      /^rcnas: the Temporal namespace 'default' lacks search attributes that rcnas sets: RcnasRun \(Keyword\), .*; register them with "rcnas cluster init"\n$/,
    );
    const runs = await rcnas(['status', '--json', '--address', server.address]);
    expect(JSON.parse(runs.stdout)).toEqual({ runs: [] });
  });
});

describe('a server behind TLS, client certificates and an API key', () => {
  const apiKey = 'key-from-a-file';

  it('is used by clients and workers with certificate, server name and key', { timeout: timeoutMs }, async () => {
    const secure = await startSecureServer(server.address, certificates, { apiKey, clientCertificate: true });
    closing.push(() => secure.close());
    const apiKeyFile = join(folder, 'api-key');
    writeFileSync(apiKeyFile, `${apiKey}\n`);
    const { ca, clientCert, clientKey } = certificates;
    const tls = ['--address', secure.address, '--tls-ca', ca, '--tls-server-name', 'temporal.test'];
    const client = ['--tls-cert', clientCert, '--tls-key', clientKey];

    expect(await rcnas(['cluster', 'init', ...tls, ...client, '--api-key-file', apiKeyFile])).toMatchObject({
      exitCode: 0,
      stderr: '',
    });
    const withoutKey = await rcnas(['status', ...tls, ...client]);
    expect(withoutKey).toMatchObject({
      exitCode: 5,
      stderr: `rcnas: the Temporal server at ${secure.address} refuses the credentials\n`,
    });
    const withoutCertificate = await rcnas(['status', ...tls, '--api-key-file', apiKeyFile]);
    expect(withoutCertificate.exitCode).toBe(5);
    expect(withoutCertificate.stderr).toMatch(
      new RegExp(`^rcnas: no Temporal server answers at ${secure.address}: TLS: .*certificate required`),
    );
    const untrusted = await rcnas(['status', '--tls', '--address', secure.address, ...client]);
    expect(untrusted.stderr).toMatch(/: TLS: .*certificate/);
    const otherName = await rcnas(['status', '--address', secure.address, '--tls-ca', ca, ...client]);
    expect(otherName.stderr).toContain("TLS: Hostname/IP does not match certificate's altnames");

    const environment = {
      RCNAS_TEMPORAL_ADDRESS: secure.address,
      RCNAS_TEMPORAL_TLS_CA: ca,
      RCNAS_TEMPORAL_TLS_CERT: clientCert,
      RCNAS_TEMPORAL_TLS_KEY: clientKey,
      RCNAS_TEMPORAL_TLS_SERVER_NAME: 'temporal.test',
      RCNAS_TEMPORAL_API_KEY: apiKey,
    };
    const worker = startRcnas(['worker', '--slots', '1', '--state-dir', join(folder, 'state')], environment);
    try {
      expect(await waitUntil(() => worker.output().includes('worker ready'), 120_000), worker.output()).toBe(true);
    } finally {
      worker.child.kill('SIGTERM');
    }
    expect(await worker.finished).toMatchObject({ exitCode: 0 });
    expect(worker.output()).not.toContain(apiKey);
  });
});
