/** The state of an attack in its job's folder: whoever is killed while writing it leaves the one before. */
import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { errorCode, writeFileAtomically } from '../../artifacts/atomicWrite';
import { decodeSafetensors, encodeSafetensors } from '../../artifacts/safetensors';
import type { AttackSnapshot, JsonValue } from '../../attacks/types';

const fileName = 'attack.state';
/** Hex digits of the SHA-256 of all that follows the first line, which they are. */
const digestLength = 64;

export async function saveAttackState(folder: string, { progress, tensors }: AttackSnapshot): Promise<void> {
  const bytes = encodeSafetensors(tensors, { progress: JSON.stringify(progress) });
  await mkdir(folder, { recursive: true });
  await writeFileAtomically(join(folder, fileName), Buffer.concat([Buffer.from(`${digestOf(bytes)}\n`), bytes]));
}

/** Null when there is none, or a damaged one: the attack begins anew then. */
export async function loadAttackState(folder: string): Promise<AttackSnapshot | null> {
  const file = await readFile(join(folder, fileName)).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  });
  if (file === null) return null;
  const bytes = file.subarray(digestLength + 1);
  if (file.toString('latin1', 0, digestLength + 1) !== `${digestOf(bytes)}\n`) return null;
  const { tensors, metadata } = decodeSafetensors(bytes);
  return { progress: JSON.parse(metadata['progress']!) as JsonValue, tensors };
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
