import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { freePort } from '../../worker/ports';
import { startTemporalServer, type TemporalServer } from '../../worker/temporalServer';
import { searchAttributes } from '../../workflows/searchAttributes';
import { buildDist, buildTimeoutMs } from '../support/dist';
import { rcnas } from '../support/process';
import { makeCertificates, startSecureServer, type SecureServer } from '../support/secureServer';
import { smallSpec } from './specs';

let folder: string;
let server: TemporalServer;
let secure: SecureServer;
const keyFile = (): string => join(folder, 'certificates', 'client.key');
const apiKey = `planted-${randomBytes(12).toString('hex')}`;
const codecKey = randomBytes(32).toString('base64');
const cloudSecret = `planted-${randomBytes(12).toString('hex')}`;
/** Not a secret, but the content of a history. */
const description = `described-${randomBytes(12).toString('hex')}`;

beforeAll(async () => {
  await buildDist();
  folder = mkdtempSync(join(tmpdir(), 'rcnas-secrets-'));
  for (const name of ['certificates', 'kept']) mkdirSync(join(folder, name));
  const dbFile = join(folder, 'kept', 'temporal.db');
  server = await startTemporalServer({ dbFile, port: await freePort([], '127.0.0.1'), searchAttributes });
  const certificates = makeCertificates(join(folder, 'certificates'));
  secure = await startSecureServer(server.address, certificates, { apiKey, clientCertificate: true });
}, buildTimeoutMs);

afterAll(async () => {
  await secure?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function* filesOf(directory: string): Generator<string> {
  for (const name of readdirSync(directory)) {
    const file = join(directory, name);
    const stats = statSync(file, { throwIfNoEntry: false });
    if (stats?.isDirectory() === true) yield* filesOf(file);
    else if (stats?.isFile() === true) yield file;
  }
}

/** Files below `kept` that hold the text. */
function filesWith(text: string): string[] {
  return [...filesOf(join(folder, 'kept'))].filter((file) => readFileSync(file).includes(text));
}

describe('secrets of a run', () => {
  it('are in no history, log, report or artifact; with a codec key, the histories tell nothing of the spec', async () => {
    const spec = join(folder, 'spec.yaml');
    writeFileSync(
      spec,
      smallSpec('secrets', { meta: '1' }).replace(
        '{ name: secrets }',
        `{ name: secrets, description: ${description} }`,
      ),
    );
    const certificate = (name: string): string => join(folder, 'certificates', name);
    const environment = {
      RCNAS_TEMPORAL_ADDRESS: secure.address,
      RCNAS_TEMPORAL_TLS_CA: certificate('ca.pem'),
      RCNAS_TEMPORAL_TLS_CERT: certificate('client.pem'),
      RCNAS_TEMPORAL_TLS_KEY: keyFile(),
      RCNAS_TEMPORAL_TLS_SERVER_NAME: 'temporal.test',
      RCNAS_TEMPORAL_API_KEY: apiKey,
      RCNAS_CODEC_KEY: codecKey,
      AWS_SECRET_ACCESS_KEY: cloudSecret,
      RCNAS_LOG_LEVEL: 'debug',
      RCNAS_DEBUG: '1',
      RCNAS_STATE_DIR: join(folder, 'kept', 'state'),
      RCNAS_RUNS_DIR: join(folder, 'kept', 'runs'),
    };
    const finished = await rcnas(['run', spec, '--json'], environment);
    expect(finished.exitCode, finished.stderr).toBe(0);
    const printed = finished.stdout + finished.stderr;
    const { runId } = JSON.parse(finished.stdout) as { runId: string };

    // What is looked for would be found: these are there, in the server's database too.
    expect(filesWith(runId).some((file) => file.includes('temporal.db'))).toBe(true);
    expect(filesWith(description).length).toBeGreaterThan(0);
    expect(readFileSync(join(folder, 'kept', 'state', 'worker.log'), 'utf8')).toContain('debug: ');

    const privateKey = readFileSync(keyFile(), 'utf8').split('\n')[1]!;
    for (const secret of [apiKey, codecKey, Buffer.from(codecKey, 'base64').toString('hex'), cloudSecret, privateKey]) {
      expect(filesWith(secret)).toEqual([]);
      expect(printed.includes(secret)).toBe(false);
    }
    expect(filesWith(description).filter((file) => file.includes('temporal.db'))).toEqual([]);

    const { RCNAS_CODEC_KEY: _, ...withoutKey } = environment;
    const watched = await rcnas(['status', runId], withoutKey);
    expect(watched.stdout).not.toContain(description);
  });
});
