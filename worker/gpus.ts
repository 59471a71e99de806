/** Which GPUs trainers may use. Found without loading TensorFlow, so that it can be decided before a trainer starts. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { packageRoot } from './packagePaths';

export interface Gpu {
  /** What CUDA_VISIBLE_DEVICES calls it: an index or a UUID. */
  readonly id: string;
  /** Such as `NVIDIA H100 80GB HBM3`; `unknown model` where nvidia-smi does not tell. */
  readonly model: string;
}

interface ListedGpu {
  readonly index: string;
  readonly uuid: string;
  readonly model: string;
}

const listed = /^GPU (\d+): (.+) \(UUID: (\S+)\)$/;
const nvidiaSmiTimeoutMs = 10_000;

/**
 * The GPUs of this machine, or those that CUDA_VISIBLE_DEVICES leaves of them; none when TensorFlow for the processor
 * was set up.
 *
 * @param listing - Output of `nvidia-smi -L`, or null where there is none.
 */
export function visibleGpus(
  environment: NodeJS.ProcessEnv = process.env,
  listing: () => string | null = nvidiaSmiListing,
  library: string | null = installedLibrary(),
): Gpu[] {
  if (library === null || library === 'cpu') return [];
  const given = environment['CUDA_VISIBLE_DEVICES'];
  if (given === undefined) return parseListing(listing()).map(({ uuid, model }) => ({ id: uuid, model }));
  const ids = namedDevices(given);
  if (ids.length === 0) return [];
  const all = parseListing(listing());
  return ids.map((id) => {
    const found = all.find(({ index, uuid }) => index === id || uuid.startsWith(id));
    return { id, model: found?.model ?? 'unknown model' };
  });
}

/** The GPU of each slot: slot i has GPU i modulo their number. */
export function gpuOfSlot(gpus: readonly Gpu[], slot: number): Gpu | undefined {
  return gpus[slot % gpus.length];
}

/**
 * The GPUs of the first one's model: others would give other last bits under the same key.
 *
 * @returns `left` are the others.
 */
export function ofOneModel(gpus: readonly Gpu[]): { readonly used: readonly Gpu[]; readonly left: readonly Gpu[] } {
  const isFirst = ({ model }: Gpu): boolean => model === gpus[0]!.model;
  return { used: gpus.filter(isFirst), left: gpus.filter((gpu) => !isFirst(gpu)) };
}

/** As CUDA reads it: a list that ends at the first entry that names none. */
function namedDevices(text: string): string[] {
  const entries = text.split(',').map((entry) => entry.trim());
  const end = entries.findIndex((entry) => !/^(\d+|GPU-\S+|MIG-\S+)$/.test(entry));
  return end < 0 ? entries : entries.slice(0, end);
}

function parseListing(text: string | null): ListedGpu[] {
  return (text ?? '').split('\n').flatMap((line) => {
    const [, index, model, uuid] = listed.exec(line.trim()) ?? [];
    return index === undefined ? [] : [{ index, model: model!, uuid: uuid! }];
  });
}

function nvidiaSmiListing(): string | null {
  try {
    const options = { encoding: 'utf8', stdio: 'pipe', timeout: nvidiaSmiTimeoutMs } as const;
    return execFileSync('nvidia-smi', ['-L'], options);
  } catch {
    return null;
  }
}

/** What the set-up was asked for: `cpu`, `gpu` or `path:<folder>`; null when it has not run. */
export function installedLibrary(): string | null {
  try {
    const text = readFileSync(join(packageRoot(), 'node_modules', '.rcnas', 'stamps.json'), 'utf8');
    const stamps = JSON.parse(text) as { libtensorflow?: { facts?: { choice?: string } } };
    return stamps.libtensorflow?.facts?.choice ?? null;
  } catch {
    return null;
  }
}
