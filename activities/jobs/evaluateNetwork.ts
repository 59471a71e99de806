/** Clean accuracy and accuracy under attack, in parts: a part that is finished survives a crash. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { writeFileAtomically } from '../../artifacts/atomicWrite';
import { decodeSafetensors, encodeSafetensors } from '../../artifacts/safetensors';
import type { ResolvedAttack } from '../../schemas/resolved';
import { tf } from '../../tensor/tf';
import type { VariableValue } from '../../tensor/types';
import { classifier, type Classifier } from './classifier';
import { loadData, loadNetwork, splitOf } from './loaded';
import type { JobContext, JobImplementation } from './types';

/** Images per part: seconds of attack on a small network, minutes on a large one. */
const partSize = 256;

interface Part {
  readonly clean: number;
  readonly robust: number;
  /** Float32 images of the part, with an attack. */
  readonly adversarial: Float32Array | null;
}

export const evaluateNetwork: JobImplementation<'evaluateNetwork'> = async (params, context) => {
  const data = await loadData(params.data);
  const { network, weights } = await loadNetwork(context.store, params.network, data);
  const { images, labels, count } = splitOf(data, params.split);
  const { height, width, channels } = data.image;
  const pixels = height * width * channels;
  const model = classifier(network, weights, { attack: params.attack, count });
  const parts: Part[] = [];
  try {
    for (let start = 0; start < count; start += partSize) {
      const size = Math.min(partSize, count - start);
      const index = start / partSize;
      parts.push(
        (await readPart(context.workDir, index)) ??
          (await computePart(model, params, context, {
            images: tf.tensor4d(images.subarray(start * pixels, (start + size) * pixels), [
              size,
              height,
              width,
              channels,
            ]),
            labels: labels.subarray(start, start + size),
            start,
            count,
          })),
      );
      if (start + size < count) await writePart(context.workDir, index, parts[index]!);
    }
  } finally {
    model.dispose();
  }

  const sum = (of: (part: Part) => number) => parts.reduce((total, part) => total + of(part), 0);
  const isAttacked = params.attack !== null;
  return {
    clean: { correct: sum((part) => part.clean), total: count },
    robust: isAttacked ? { correct: sum((part) => part.robust), total: count } : null,
    adversarial:
      isAttacked && params.keepAdversarial
        ? await context.store.put(encodeAdversarial(parts, [count, height, width, channels]), 'adversarial')
        : null,
  };
};

interface PartInput {
  readonly images: tf.Tensor4D;
  readonly labels: Int32Array;
  readonly start: number;
  readonly count: number;
}

async function computePart(
  model: Classifier,
  { attack, seed }: { readonly attack: ResolvedAttack | null; readonly seed: number },
  context: JobContext,
  { images, labels, start, count }: PartInput,
): Promise<Part> {
  const labelTensor = tf.tensor1d(labels, 'int32');
  try {
    const clean = model.countCorrect(images, labels);
    if (attack === null) {
      context.progress((start + labels.length) / count, `${start + labels.length} of ${count} images`);
      return { clean, robust: clean, adversarial: null };
    }
    const result = await model.attack(images, labelTensor, {
      seed,
      pointIds: Array.from(labels, (_, i) => start + i),
      signal: context.signal,
      onProgress: ({ done }) => context.progress((start + done) / count, `${start + done} of ${count} images attacked`),
    });
    const success = Array.from(result.success.dataSync());
    const adversarial = Float32Array.from(result.adversarial.dataSync<'float32'>());
    tf.dispose([result.adversarial, result.success]);
    return { clean, robust: success.filter((broken) => !broken).length, adversarial };
  } finally {
    tf.dispose([images, labelTensor]);
  }
}

async function readPart(workDir: string, index: number): Promise<Part | null> {
  try {
    const { tensors } = decodeSafetensors(await readFile(partFile(workDir, index)));
    const [clean, robust] = tensors.get('counts')!.data;
    return { clean: clean!, robust: robust!, adversarial: tensors.get('adversarial')?.data ?? null };
  } catch {
    // Absent or damaged: it is computed again.
    return null;
  }
}

async function writePart(workDir: string, index: number, { clean, robust, adversarial }: Part): Promise<void> {
  await mkdir(workDir, { recursive: true });
  const tensors = new Map<string, VariableValue>([['counts', { shape: [2], data: Float32Array.of(clean, robust) }]]);
  if (adversarial !== null) tensors.set('adversarial', { shape: [adversarial.length], data: adversarial });
  await writeFileAtomically(partFile(workDir, index), encodeSafetensors(tensors));
}

function partFile(workDir: string, index: number): string {
  return join(workDir, `part-${index}.safetensors`);
}

function encodeAdversarial(parts: readonly Part[], shape: readonly number[]): Buffer {
  const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
  let offset = 0;
  for (const { adversarial } of parts) {
    data.set(adversarial!, offset);
    offset += adversarial!.length;
  }
  return encodeSafetensors(new Map([['adversarial', { shape, data }]]));
}
