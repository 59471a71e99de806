/** A real S3-compatible server for tests: versitygw over a folder, built by `node scripts/s3-test-server.mjs`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { repository } from './process';

const program = process.env['RCNAS_TEST_S3_SERVER'] ?? join(repository, 'node_modules', '.rcnas', 'bin', 'versitygw');

/** Planted to be looked for: it must turn up nowhere. */
export const secretKey = 'planted-secret-3f9c1a7e';

export const hasS3Server = existsSync(program);
if (!hasS3Server) {
  process.stderr.write(
    `no S3 server at ${program}: tests against it are left out; "node scripts/s3-test-server.mjs"\n`,
  );
}

export interface S3Server {
  /** `s3://` and the name of a bucket that exists. */
  readonly url: string;
  /** Folder in which the server keeps the bucket's objects as files. */
  readonly bucketFolder: string;
  /** What a client needs: endpoint, region, credentials. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ends the server as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again on its port, with what it holds. */
  start(): Promise<void>;
  /** Ends it and removes what it holds. */
  close(): Promise<void>;
}

export async function startS3Server(): Promise<S3Server> {
  const folder = mkdtempSync(join(tmpdir(), 'rcnas-s3-'));
  const bucketFolder = join(folder, 'rcnas-bucket');
  mkdirSync(bucketFolder);
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const credentials = { access: 'planted-access-key', secret: secretKey };
  let child = launch();

  function launch() {
    return spawn(program, ['--port', `127.0.0.1:${port}`, '--quiet', 'posix', folder], {
      env: { ROOT_ACCESS_KEY: credentials.access, ROOT_SECRET_KEY: credentials.secret },
      stdio: 'ignore',
    });
  }

  async function answers(): Promise<void> {
    const deadline = Date.now() + 60_000;
    for (;;) {
      const response = await fetch(endpoint).catch(() => null);
      if (response !== null) return;
      if (Date.now() > deadline) throw new Error(`${program} does not answer at ${endpoint}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async function kill(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }

  await answers();
  return {
    url: 's3://rcnas-bucket',
    bucketFolder,
    environment: {
      AWS_ENDPOINT_URL_S3: endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: credentials.access,
      AWS_SECRET_ACCESS_KEY: credentials.secret,
    },
    kill,
    async start() {
      child = launch();
      await answers();
    },
    async close() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
