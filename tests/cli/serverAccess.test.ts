import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { GlobalOptions } from '../../cli/options';
import { payloadCodec, serverAccess } from '../../cli/serverAccess';

let folder: string;
const base = { stateDir: '/nowhere', runsDir: '/nowhere', namespace: 'default' };
const address = 'temporal.example:7233';

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const access = (options: Partial<GlobalOptions>, environment: NodeJS.ProcessEnv = {}) =>
  serverAccess({ ...base, ...options }, environment);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rcnas-access-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('access to a server', () => {
  it('is the embedded server when none is named', async () => {
    expect(await access({})).toBeUndefined();
  });

  it('is not encrypted when nothing asks for it', async () => {
    expect(await access({ address })).toEqual({ address });
  });

  it.each([
    [{ tls: true }, {}],
    [{}, { RCNAS_TEMPORAL_TLS: '1' }],
  ])('trusts the authorities of the system when TLS has no further options: %j %j', async (options, environment) => {
    expect(await access({ address, ...options }, environment)).toEqual({ address, tls: {} });
  });

  it('encrypts whenever there is an API key, from a file before the environment', async () => {
    const environment = { RCNAS_TEMPORAL_API_KEY: 'from-the-environment' };
    expect(await access({ address }, environment)).toEqual({ address, tls: {}, apiKey: 'from-the-environment' });
    const apiKeyFile = file('key', 'from-a-file\n');
    expect(await access({ address, apiKeyFile }, environment)).toEqual({ address, tls: {}, apiKey: 'from-a-file' });
  });

  it.each([
    [{ tls: true }, 'TLS and API keys are for a server named with --address; the embedded one has none.'],
    [{ address: 'http://x:1' }, "--address must be host:port, got 'http://x:1'."],
    [{ address, tlsCert: 'a' }, '--tls-cert and --tls-key belong together; one of them is missing.'],
    [{ address, tlsCa: '/nowhere/ca.pem' }, "--tls-ca: ENOENT: no such file or directory, open '/nowhere/ca.pem'."],
  ])('refuses %j', async (options, message) => {
    await expect(access(options)).rejects.toThrow(message);
  });

  it('refuses a certificate file that holds something else', async () => {
    const tlsCa = file('ca.pem', 'hello');
    await expect(access({ address, tlsCa })).rejects.toThrow(`--tls-ca: ${tlsCa} has no PEM block "CERTIFICATE".`);
  });

  it('does not print a secret that it refuses', async () => {
    const apiKeyFile = file('two-lines', 'secret-1\nsecret-2\n');
    await expect(access({ address, apiKeyFile })).rejects.toThrow(
      new RegExp(`^${apiKeyFile} must hold one line of printable characters.$`),
    );
    const variable = { RCNAS_CODEC_KEY: 'short-secret' };
    await expect(payloadCodec(base, variable)).rejects.toThrow(
      /^RCNAS_CODEC_KEY holds no key: it must be 32 bytes in base64 or hex, as "openssl rand -base64 32" prints them.$/,
    );
  });
});
