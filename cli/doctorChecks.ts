/** What a machine needs to run rcnas, one check each. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, statfs } from 'node:fs/promises';
import { freemem, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { datasetNames } from '../datasets/info';
import { datasetDigest } from '../datasets/load';
import { installedLibrary, visibleGpus } from '../worker/gpus';
import { compiledFile, packageRoot } from '../worker/packagePaths';
import { isServing } from '../worker/serverHealth';
import { tlsProblem } from '../worker/serverAccess';
import { findServer } from '../worker/serverState';
import { findTemporalCli } from '../worker/temporalCli';
import { trainerEnvironment } from '../worker/trainerEnvironment';
import type { TensorflowProbe } from '../worker/tensorflowProbe';
import type { GlobalOptions } from './options';
import { serverAccess } from './serverAccess';

export interface CheckResult {
  readonly name: string;
  /** `note`: not needed now, but worth knowing. */
  readonly status: 'ok' | 'note' | 'problem';
  readonly found: string;
  /** What to do, when it is not ok. */
  readonly remedy?: string;
}

type Check = (options: GlobalOptions) => Promise<CheckResult>;

const execute = promisify(execFile);
const setUp = 'run: npm run setup';
const gibibyte = 2 ** 30;
const neededDiskBytes = 2 * gibibyte;
const neededMemoryBytes = 3 * gibibyte;

export const checks: readonly Check[] = [
  checkNode,
  checkAddon,
  checkTensorflow,
  checkTemporal,
  checkCompiler,
  checkBuild,
  checkDisk,
  checkMemory,
  ...datasetNames.map((source) => () => checkDataset(source)),
  checkServer,
];

async function checkNode(): Promise<CheckResult> {
  const name = 'Node';
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const supported = major === 22 || (major === 20 && minor >= 19);
  if (supported) return { name, status: 'ok', found: process.version };
  return { name, status: 'problem', found: process.version, remedy: 'install Node 20 (20.19 or newer) or 22' };
}

async function checkAddon(): Promise<CheckResult> {
  const name = 'TensorFlow addon';
  const folder = join('node_modules', '@tensorflow', 'tfjs-node-gpu', 'lib', `napi-v${napiVersion()}`);
  const file = join(folder, 'tfjs_binding.node');
  if (existsSync(join(packageRoot(), file))) return { name, status: 'ok', found: file };
  return { name, status: 'problem', found: `${file} is missing`, remedy: setUp };
}

/** Version of Node's native interface that the package is built against: the newest that both know. */
function napiVersion(): number {
  return Math.min(8, Number(process.versions.napi));
}

/** In a process of its own: a library that does not fit the machine may end it. */
async function checkTensorflow(): Promise<CheckResult> {
  const name = 'TensorFlow';
  try {
    const gpus = visibleGpus();
    const environment = trainerEnvironment({ threads: 1, storeRoot: '', gpu: gpus[0]?.id });
    const { stdout } = await execute(process.execPath, [compiledFile('worker/tensorflowProbe.js')], {
      env: environment,
    });
    const { version, device, correct } = JSON.parse(stdout) as TensorflowProbe;
    const models = gpus.map(({ id, model }) => `${model} (${id})`).join(', ');
    const found = `${version} on ${device === 'gpu' ? models : 'the processor'}`;
    if (correct && device === 'cpu' && (gpus.length > 0 || installedLibrary() === 'gpu')) {
      return { name, ...processorInsteadOfGpu(found, models) };
    }
    if (correct) return { name, status: 'ok', found: `${found}; a convolution gave the right numbers` };
    return { name, status: 'problem', found: `${found}; a convolution gave wrong numbers`, remedy: setUp };
  } catch (error) {
    return { name, status: 'problem', found: `it does not run: ${reason(error)}`, remedy: setUp };
  }
}

/** TensorFlow with CUDA that computes on the processor. */
function processorInsteadOfGpu(found: string, models: string): Omit<CheckResult, 'name'> {
  if (models === '') {
    const remedy = 'nvidia-smi -L names no GPU: check the driver, or go back to the processor: npm run setup -- --cpu';
    return { status: 'note', found, remedy };
  }
  const remedy =
    'it needs the driver, CUDA 12 and cuDNN 9, found by the loader (LD_LIBRARY_PATH); CUDA_VISIBLE_DEVICES=-1 keeps to the processor';
  return { status: 'problem', found: `${found}, not on ${models}`, remedy };
}

async function checkTemporal(): Promise<CheckResult> {
  const name = 'Temporal program';
  try {
    const program = findTemporalCli();
    const { stdout } = await execute(program, ['--version']);
    return { name, status: 'ok', found: `${stdout.trim()} at ${program}` };
  } catch (error) {
    return { name, status: 'problem', found: reason(error), remedy: setUp };
  }
}

async function checkCompiler(): Promise<CheckResult> {
  const name = 'C++ compiler';
  for (const compiler of [process.env['CXX'], 'c++', 'g++', 'clang++']) {
    if (!compiler) continue;
    const version = await execute(compiler, ['--version']).then(
      ({ stdout }) => stdout.split('\n')[0] ?? compiler,
      () => undefined,
    );
    if (version !== undefined) return { name, status: 'ok', found: version };
  }
  const remedy = 'install one (Debian: apt-get install g++); only the set-up needs it';
  return { name, status: 'note', found: 'none found', remedy };
}

async function checkBuild(): Promise<CheckResult> {
  const name = 'Workflow bundle';
  const file = join('dist', 'workflows', 'bundle.js');
  if (existsSync(compiledFile('workflows/bundle.js'))) return { name, status: 'ok', found: file };
  return { name, status: 'problem', found: `${file} is missing`, remedy: 'run: npm run build' };
}

async function checkDisk({ stateDir }: GlobalOptions): Promise<CheckResult> {
  const name = 'Disk space';
  let folder = stateDir;
  while (!existsSync(folder)) folder = dirname(folder);
  const { bavail, bsize } = await statfs(folder);
  const found = `${gibibytes(bavail * bsize)} free at ${folder}`;
  if (bavail * bsize >= neededDiskBytes) return { name, status: 'ok', found };
  return { name, status: 'problem', found, remedy: `free some, or put the state folder elsewhere with --state-dir` };
}

async function checkMemory(): Promise<CheckResult> {
  const name = 'Memory';
  const available = await availableMemory();
  const found = `${gibibytes(available)} available of ${gibibytes(totalmem())}`;
  if (available >= neededMemoryBytes) return { name, status: 'ok', found };
  return { name, status: 'note', found, remedy: 'end other programs, or use fewer trainers: --slots 1' };
}

/** What programs can still get, caches included; bounded by the limit of a container. */
async function availableMemory(): Promise<number> {
  const constrained = process.constrainedMemory();
  const limit = constrained > 0 ? constrained : Infinity;
  try {
    const match = /^MemAvailable:\s+(\d+) kB$/m.exec(await readFile('/proc/meminfo', 'utf8'));
    if (match) return Math.min(limit, Number(match[1]) * 1024);
  } catch {
    // No such file outside Linux.
  }
  return Math.min(limit, freemem());
}

async function checkDataset(source: (typeof datasetNames)[number]): Promise<CheckResult> {
  const name = `Data set ${source}`;
  try {
    await datasetDigest({ source, evaluation: 1 }, { downloadUrl: null });
    return { name, status: 'ok', found: 'complete, checked by SHA-256' };
  } catch (error) {
    const status = source === 'digits' ? 'problem' : 'note';
    const remedy =
      source === 'digits' ? 'get the checkout again' : 'nothing to do: it is downloaded when a spec needs it';
    return { name, status, found: reason(error).split('. ')[0]!, remedy };
  }
}

async function checkServer(options: GlobalOptions): Promise<CheckResult> {
  const { namespace, stateDir } = options;
  const name = 'Temporal server';
  const access = await serverAccess(options);
  if (access !== undefined) {
    const { address } = access;
    if (await isServing(access, namespace, 5_000)) return { name, status: 'ok', found: `answers at ${address}` };
    const tls = await tlsProblem(access);
    const remedy = tls === null ? 'check the address and the namespace' : `TLS: ${tls}`;
    return { name, status: 'problem', found: `nothing answers at ${address} for namespace ${namespace}`, remedy };
  }
  const server = await findServer(stateDir);
  if (server !== undefined) return { name, status: 'ok', found: `the embedded one answers at ${server.address}` };
  return { name, status: 'ok', found: 'none runs; "rcnas run" starts one for its run' };
}

function gibibytes(bytes: number): string {
  return `${(bytes / gibibyte).toFixed(1)} GiB`;
}

/** The first lines that say something; a child's standard error before Node's `Command failed`. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { stderr, signal } = error as { stderr?: string; signal?: string };
  if (signal) return `ended by ${signal}`;
  const said = (stderr ?? '').split('\n').find((line) => /error|cannot/i.test(line));
  return said?.trim() ?? error.message.split('\n')[0] ?? error.name;
}
