/** Address, TLS, API key and codec key from options and environment. Secrets come from files or variables, never as arguments. */
import { readFile } from 'node:fs/promises';

import { InvalidArgumentError } from 'commander';

import { codecKeyFrom, encryptingCodec, type EncryptingCodec } from '../worker/payloadCodec';
import type { ServerAccess } from '../worker/serverAccess';
import { switchOf, type GlobalOptions } from './options';

/**
 * The server that options name; undefined means the embedded one.
 *
 * @throws InvalidArgumentError when a file cannot be used or options contradict each other
 */
export async function serverAccess(
  options: GlobalOptions,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<ServerAccess | undefined> {
  const { address, tlsCa, tlsCert, tlsKey, tlsServerName, apiKeyFile } = options;
  const apiKey = await secret(apiKeyFile, '--api-key-file', environment, 'RCNAS_TEMPORAL_API_KEY');
  const wanted = options.tls ?? switchOf(environment, 'RCNAS_TEMPORAL_TLS', false);
  const named = [tlsCa, tlsCert, tlsKey, tlsServerName].some((value) => value !== undefined);
  if (address === undefined) {
    if (!wanted && !named && apiKey === undefined) return undefined;
    throw new InvalidArgumentError(
      'TLS and API keys are for a server named with --address; the embedded one has none.',
    );
  }
  checkAddress(address);
  if ((tlsCert === undefined) !== (tlsKey === undefined)) {
    throw new InvalidArgumentError('--tls-cert and --tls-key belong together; one of them is missing.');
  }
  if (!wanted && !named && apiKey === undefined) return { address };
  const [ca, crt, key] = await Promise.all([
    pem(tlsCa, '--tls-ca', 'CERTIFICATE'),
    pem(tlsCert, '--tls-cert', 'CERTIFICATE'),
    pem(tlsKey, '--tls-key', 'PRIVATE KEY'),
  ]);
  const tls = {
    ...(tlsServerName === undefined ? {} : { serverNameOverride: tlsServerName }),
    ...(ca === undefined ? {} : { serverRootCACertificate: ca }),
    ...(crt === undefined || key === undefined ? {} : { clientCertPair: { crt, key } }),
  };
  return { address, tls, ...(apiKey === undefined ? {} : { apiKey }) };
}

/** The codec that encrypts what goes to the server; undefined without a key. @throws InvalidArgumentError */
export async function payloadCodec(
  { codecKeyFile }: GlobalOptions,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<EncryptingCodec | undefined> {
  const text = await secret(codecKeyFile, '--codec-key-file', environment, 'RCNAS_CODEC_KEY');
  if (text === undefined) return undefined;
  const key = codecKeyFrom(text);
  if (key === null) {
    const source = codecKeyFile === undefined ? 'RCNAS_CODEC_KEY' : codecKeyFile;
    throw new InvalidArgumentError(
      `${source} holds no key: it must be 32 bytes in base64 or hex, as "openssl rand -base64 32" prints them.`,
    );
  }
  return encryptingCodec(key);
}

async function secret(
  file: string | undefined,
  option: string,
  environment: NodeJS.ProcessEnv,
  variable: string,
): Promise<string | undefined> {
  const value = file === undefined ? environment[variable] : await contents(file, option);
  if (value === undefined || (file === undefined && value === '')) return undefined;
  const text = value.trim();
  // Anything else cannot travel in a header. The value is not quoted: it is secret.
  if (!/^[\x21-\x7e]+$/.test(text)) {
    throw new InvalidArgumentError(`${file ?? variable} must hold one line of printable characters.`);
  }
  return text;
}

async function pem(file: string | undefined, option: string, label: string): Promise<Buffer | undefined> {
  if (file === undefined) return undefined;
  const text = await contents(file, option);
  if (!new RegExp(`-----BEGIN (?:[A-Z]+ )*${label}-----`).test(text)) {
    throw new InvalidArgumentError(`${option}: ${file} has no PEM block "${label}".`);
  }
  return Buffer.from(text);
}

async function contents(file: string, option: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new InvalidArgumentError(`${option}: ${(error as Error).message}.`);
  }
}

function checkAddress(address: string): void {
  if (!/^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::[0-9]{1,5})?$/.test(address)) {
    throw new InvalidArgumentError(`--address must be host:port, got '${address}'.`);
  }
}
