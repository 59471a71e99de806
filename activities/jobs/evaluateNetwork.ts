/** Clean accuracy and accuracy under attack, which continues from the state that an earlier attempt left. */
import { encodeSafetensors } from '../../artifacts/safetensors';
import type { AuditEntry } from '../../attacks/auditEntry';
import type { AttackProgress, AttackResult } from '../../attacks/types';
import type { LabelledImages } from '../../datasets/types';
import { tf } from '../../tensor/tf';
import { loadAttackState, saveAttackState } from './attackState';
import { classifier, type Classifier } from './classifier';
import { loadData, loadNetwork, splitOf } from './loaded';
import type { JobContext, JobImplementation, JobParams, PointRange } from './types';

/** Images between two signs of life without an attack. */
const partSize = 256;
/** A state may be as large as the attacked images; written this fast it takes a few hundredths of the time. */
const stateBytesPerMs = 8_192;

export const evaluateNetwork: JobImplementation<'evaluateNetwork'> = async (params, context) => {
  const data = await loadData(params.data);
  const { network, weights } = await loadNetwork(context.store, params.network, data);
  const points = pointsOf(splitOf(data, params.split), params.range);
  const { height, width, channels } = data.image;
  const { attack, audit = false } = params;
  const model = classifier(network, weights, { attack, audit, count: points.count });
  const images = tf.tensor4d(points.images, [points.count, height, width, channels]);
  try {
    const clean = { correct: countClean(model, images, points.labels, context), total: points.count };
    if (attack === null) return { clean, robust: null, adversarial: null };
    const { broken, adversarial, stages, doubts } = await runAttack(model, images, points, params, context);
    const encoded = (): Buffer =>
      encodeSafetensors(new Map([['adversarial', { shape: images.shape, data: adversarial }]]));
    return {
      clean,
      robust: { correct: points.count - broken, total: points.count },
      adversarial: params.keepAdversarial ? await context.store.put(encoded(), 'adversarial') : null,
      ...(stages === undefined ? {} : { stages }),
      ...(audit || doubts.length > 0 ? { audit: doubts } : {}),
    };
  } finally {
    images.dispose();
    model.dispose();
  }
};

interface Points {
  /** Index of the first one in its split. */
  readonly first: number;
  readonly count: number;
  readonly images: Float32Array;
  readonly labels: Int32Array;
}

function pointsOf({ images, labels, count }: LabelledImages, range: PointRange | undefined): Points {
  const { first, count: wanted } = range ?? { first: 0, count };
  const end = Math.min(first + wanted, count);
  const size = images.length / count;
  return {
    first,
    count: end - first,
    images: images.subarray(first * size, end * size),
    labels: labels.subarray(first, end),
  };
}

function countClean(model: Classifier, images: tf.Tensor4D, labels: Int32Array, context: JobContext): number {
  let correct = 0;
  for (let start = 0; start < labels.length; start += partSize) {
    context.signal.throwIfAborted();
    const part = labels.subarray(start, start + partSize);
    correct += tf.tidy(() => model.countCorrect(images.slice(start, part.length), part));
    const done = start + part.length;
    context.progress(0, `${done} of ${labels.length} images without attack`);
  }
  return correct;
}

interface Attacked {
  readonly broken: number;
  readonly adversarial: Float32Array;
  readonly stages: AttackResult['stages'];
  readonly doubts: readonly AuditEntry[];
}

async function runAttack(
  model: Classifier,
  images: tf.Tensor4D,
  points: Points,
  { seed }: JobParams<'evaluateNetwork'>,
  { workDir, signal, progress, checkpointIntervalMs }: JobContext,
): Promise<Attacked> {
  const state = await loadAttackState(workDir);
  const labels = tf.tensor1d(points.labels, 'int32');
  try {
    const result = await model.attack(images, labels, {
      seed,
      pointIds: Array.from(points.labels, (_, i) => points.first + i),
      signal,
      onProgress: (reached) => progress(reached.fraction, describeProgress(reached)),
      onSnapshot: async (snapshot) => await saveAttackState(workDir, snapshot),
      snapshotIntervalMs: Math.max(checkpointIntervalMs, points.images.byteLength / stateBytesPerMs),
      ...(state === null ? {} : { resumeFrom: state }),
    });
    const broken = Array.from(result.success.dataSync()).filter(Boolean).length;
    const adversarial = Float32Array.from(result.adversarial.dataSync<'float32'>());
    tf.dispose([result.adversarial, result.success]);
    return { broken, adversarial, stages: result.stages, doubts: result.audit ?? [] };
  } finally {
    labels.dispose();
  }
}

/** With the bounds that the settled points put on the robust accuracy. */
export function describeProgress({ done, total, broken }: AttackProgress): string {
  const percent = (count: number): string => ((100 * count) / total).toFixed(1);
  const bounds = `robust accuracy between ${percent(Math.max(0, done - broken))} and ${percent(total - broken)} %`;
  return `${done} of ${total} images settled, ${bounds}`;
}
