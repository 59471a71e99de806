import { batchNormInference, batchNormTraining } from '../batchNorm';
import { conv2d } from '../conv';
import { relu } from '../layers';
import { tf } from '../tf';
import type { Precision, TensorMap } from '../types';
import { toBfloat16 } from './bfloat16';
import { encodeGraph } from './encode';
import { fuse } from './fuse';
import { record } from './recorder';
import { Session } from './session';

const channels = 8;
const known = new Map<Precision, boolean>();

/**
 * Whether TensorFlow has all fused kernels here. They come with oneDNN on x64 processors; graphics cards, other
 * processors and `TF_ENABLE_ONEDNN_OPTS=0` lack some, which shows when they run.
 */
export function hasFusedKernels(precision: Precision): boolean {
  let found = known.get(precision);
  if (found === undefined) {
    found = tf.tidy(() => tryFusedKernels(precision));
    known.set(precision, found);
  }
  return found;
}

function tryFusedKernels(precision: Precision): boolean {
  const perChannel = tf.ones([channels]);
  const inputs: TensorMap = {
    x: tf.ones([1, 4, 4, channels]),
    filter: tf.ones([3, 3, channels, channels]),
    perChannel,
  };
  const types = Object.fromEntries(
    Object.entries(inputs).map(([name, { shape }]) => [name, { dtype: 'float32' as const, shape }]),
  );
  const graph = fuse(record('probe of fused kernels', types, residualBlock));
  let session: Session | undefined;
  try {
    session = new Session(encodeGraph(precision === 'bfloat16' ? toBfloat16(graph, true) : graph));
    session.run(inputs);
    return true;
  } catch {
    return false;
  } finally {
    session?.dispose();
  }
}

/** Has a place for each of the fused kernels. */
function residualBlock(tensors: TensorMap): TensorMap {
  const [x, filter] = [tensors['x'] as tf.Tensor4D, tensors['filter'] as tf.Tensor4D];
  const statistic = tensors['perChannel'] as tf.Tensor1D;
  const variables = { scale: statistic, offset: statistic, mean: statistic, variance: statistic };
  const norm = (y: tf.Tensor4D): tf.Tensor4D => batchNormInference(y, variables);
  const conv = (y: tf.Tensor4D): tf.Tensor4D => conv2d(y, filter, { stride: 1, padding: 1 });
  const inner = relu(norm(conv(relu(norm(x)))));
  const trained = relu(batchNormTraining(x, variables).y);
  return { y: tf.addN([norm(conv(x)), tf.addN([conv(inner), x])]), trained };
}
