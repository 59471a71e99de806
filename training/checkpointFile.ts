/** Checkpoints in a folder: whoever is killed while writing one leaves the one before it. */
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';

import { errorCode, removeUnfinished, writeFileAtomically } from '../artifacts/atomicWrite';
import { SafetensorsError } from '../artifacts/errors';
import { decodeSafetensors, encodeSafetensors } from '../artifacts/safetensors';
import type { StateValues, VariableValue } from '../tensor/types';
import { ForeignCheckpointError } from './errors';
import type { TrainingCheckpoint } from './types';

const formatVersion = 1;
/** The newest and the one before it, in case the newest cannot be read. */
const kept = 2;
/** Half-written files of this age have no writer any more. */
const unfinishedAfterMs = 60 * 60 * 1000;
const fileName = /^checkpoint-(\d{10})\.safetensors$/;
const statePrefix = 'state/';
const bestPrefix = 'best/';

/** What a checkpoint holds besides tensors. */
interface CheckpointHeader extends Pick<TrainingCheckpoint, 'step' | 'history' | 'partial'> {
  readonly version: number;
  readonly best: { readonly epoch: number; readonly accuracy: number } | null;
}

/**
 * Writes a checkpoint and removes older ones. Several processes may do so in one folder: each file is there whole or
 * not at all.
 * @param job - Digest of everything that decides the training's result.
 */
export async function saveCheckpoint(folder: string, job: string, checkpoint: TrainingCheckpoint): Promise<void> {
  const { step, history, partial, best } = checkpoint;
  const header: CheckpointHeader = {
    version: formatVersion,
    step,
    history,
    partial,
    best: best && { epoch: best.epoch, accuracy: best.accuracy },
  };
  const tensors = new Map<string, VariableValue>();
  for (const [name, value] of checkpoint.state) tensors.set(statePrefix + name, value);
  for (const [name, value] of best?.weights ?? []) tensors.set(bestPrefix + name, value);
  const bytes = encodeSafetensors(tensors, { job, checkpoint: JSON.stringify(header) });
  await writeFileAtomically(path.join(folder, `checkpoint-${String(step).padStart(10, '0')}.safetensors`), bytes);
  await prune(folder);
}

/**
 * The checkpoint of the latest step that can be read, or null when there is none: half-written and damaged files are
 * passed over.
 * @throws ForeignCheckpointError when it was written for another job.
 */
export async function loadNewestCheckpoint(folder: string, job: string): Promise<TrainingCheckpoint | null> {
  for (const name of await checkpointNames(folder)) {
    const file = path.join(folder, name);
    const read = await readCheckpoint(file);
    if (read === null) continue;
    if (read.job !== job) {
      throw new ForeignCheckpointError(`${file} belongs to the training ${read.job}, not to ${job}`);
    }
    return read.checkpoint;
  }
  return null;
}

async function readCheckpoint(file: string): Promise<{ job: string; checkpoint: TrainingCheckpoint } | null> {
  try {
    const { tensors, metadata } = decodeSafetensors(await readFile(file));
    const header = JSON.parse(metadata['checkpoint']!) as CheckpointHeader;
    if (header.version !== formatVersion) return null;
    const { step, history, partial, best } = header;
    return {
      job: metadata['job']!,
      checkpoint: {
        step,
        history,
        partial,
        state: withPrefix(tensors, statePrefix),
        best: best && { ...best, weights: withPrefix(tensors, bestPrefix) },
      },
    };
  } catch (error) {
    // Another process may have removed it for a newer one.
    if (errorCode(error) === 'ENOENT' || error instanceof SafetensorsError || error instanceof SyntaxError) return null;
    throw error;
  }
}

function withPrefix(tensors: StateValues, prefix: string): StateValues {
  const own = [...tensors].filter(([name]) => name.startsWith(prefix));
  return new Map(own.map(([name, value]) => [name.slice(prefix.length), value]));
}

async function prune(folder: string): Promise<void> {
  const names = await checkpointNames(folder);
  await Promise.all(names.slice(kept).map((name) => rm(path.join(folder, name), { force: true })));
  await removeUnfinished(folder, unfinishedAfterMs);
}

/** Latest step first. */
async function checkpointNames(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  });
  return names
    .filter((name) => fileName.test(name))
    .sort()
    .reverse();
}
