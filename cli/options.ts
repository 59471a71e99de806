import { delimiter, resolve } from 'node:path';

import { InvalidArgumentError } from 'commander';

/** Options that every command has. */
export interface GlobalOptions {
  /** Absolute path of the folder with the store, checkpoints and the embedded server's database. */
  readonly stateDir: string;
  /** Absolute path of the folder that receives one folder per run. */
  readonly runsDir: string;
  /** `s3://bucket/prefix` of artifacts and results; without it they lie in the state folder. */
  readonly store?: string;
  /** host:port of a Temporal server; without it the embedded server of the state folder. */
  readonly address?: string;
  /** Temporal namespace. */
  readonly namespace: string;
  /** Encrypt the connection to the server; default RCNAS_TEMPORAL_TLS, else false. Any other TLS option implies it. */
  readonly tls?: boolean;
  /** PEM file of the certificate authority of the server; default the system's. */
  readonly tlsCa?: string;
  /** PEM files of the client's certificate and key. */
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  /** Name that the server's certificate is for, where it is not the host of the address. */
  readonly tlsServerName?: string;
  /** File with the API key; default RCNAS_TEMPORAL_API_KEY. */
  readonly apiKeyFile?: string;
  /** File with the key that encrypts what the server stores; default RCNAS_CODEC_KEY, else nothing is encrypted. */
  readonly codecKeyFile?: string;
  /** Print one JSON document on standard output. */
  readonly json?: boolean;
}

/** Options of commands that start a run. */
export interface StartOptions {
  /** Bytes of artifacts that the run may have in the store. */
  readonly diskBudget?: number;
  /** 1 goes first, 5 last; default 3. */
  readonly priority?: number;
  /** Workers of one device only; default any. */
  readonly queue?: 'any' | 'cpu' | 'gpu';
}

/** Options of commands that run a worker. */
export interface WorkerOptions {
  /** Trainer processes at a time; default by the machine's processors and memory. */
  readonly slots?: number;
  /** TensorFlow's threads in each trainer; part of what decides the last bits of a result. */
  readonly threads?: number;
  /** Let XLA compile parts of TensorFlow's graphs; default RCNAS_XLA, else false. */
  readonly xla?: boolean;
  /** Folders that the data of specs may come from, instead of the usual ones. */
  readonly dataRoot?: readonly string[];
}

/** A parser of whole numbers; it throws InvalidArgumentError. */
export function atLeast(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isSafeInteger(value) || value < least)
      throw new InvalidArgumentError(`It must be a whole number of at least ${least}.`);
    return value;
  };
}

/** Such as `500MB`, `2.5 GB`, `1TiB`; in bytes. @throws InvalidArgumentError */
export function byteCount(text: string): number {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?) ?([kKMGT]i?B|B)?$/.exec(text) ?? [];
  if (number === undefined) throw new InvalidArgumentError(`It must be a size such as 500MB or 2.5GB, got '${text}'.`);
  const power = 'BKMGT'.indexOf((unit[0] ?? 'B').toUpperCase());
  return Math.floor(Number(number) * (unit.includes('i') ? 1024 : 1000) ** power);
}

/** How trainers compute, from options and environment. */
export function trainerChoices(
  { xla }: WorkerOptions,
  environment: NodeJS.ProcessEnv = process.env,
): { readonly xla: boolean; readonly deterministic: boolean } {
  return {
    xla: xla ?? switchOf(environment, 'RCNAS_XLA', false),
    deterministic: switchOf(environment, 'RCNAS_DETERMINISTIC', true),
  };
}

/** @throws InvalidArgumentError on anything but 0 and 1. */
export function switchOf(environment: NodeJS.ProcessEnv, name: string, byDefault: boolean): boolean {
  const value = environment[name];
  if (value === undefined || value === '') return byDefault;
  if (value !== '0' && value !== '1') throw new InvalidArgumentError(`${name} must be 0 or 1, got '${value}'.`);
  return value === '1';
}

/**
 * Folders that the data of specs may come from: those named by `--data-root`, else the folder of the command, that of
 * the state, that of the spec, and where data sets are installed.
 */
export function dataRoots(
  { dataRoot, stateDir }: WorkerOptions & GlobalOptions,
  specFolder?: string,
  environment: NodeJS.ProcessEnv = process.env,
): readonly string[] {
  if (dataRoot !== undefined && dataRoot.length > 0) return dataRoot.map((folder) => resolve(folder));
  const named = environment['RCNAS_DATA_ROOTS'] ?? '';
  const chosen = named.split(delimiter).filter((folder) => folder !== '');
  if (chosen.length > 0) return chosen.map((folder) => resolve(folder));
  const installed = environment['RCNAS_DATA_DIR'];
  return [process.cwd(), stateDir, '/usr/share/datasets', ...[specFolder, installed].filter(isFolder)];
}

function isFolder(folder: string | undefined): folder is string {
  return folder !== undefined && folder !== '';
}
