import { attribute, defineKernel, runOps, stopGradient, type OpAttribute } from './op';
import { tf } from './tf';

/** Added to the variance. */
export const BATCH_NORM_EPSILON = 1e-5;

/** Share of the old running statistics that a training step keeps. */
export const BATCH_NORM_DECAY = 0.9;

export interface BatchNormVariables {
  /** Float32 [C], trainable. */
  readonly scale: tf.Tensor1D;
  /** Float32 [C], trainable. */
  readonly offset: tf.Tensor1D;
  /** Float32 [C], running mean. */
  readonly mean: tf.Tensor1D;
  /** Float32 [C], running variance. */
  readonly variance: tf.Tensor1D;
}

export interface BatchNormResult {
  /** Float32 [N,H,W,C]. */
  readonly y: tf.Tensor4D;
  /** New running mean, in training. Not differentiable. */
  readonly mean: tf.Tensor1D;
  /** New running variance, in training. Not differentiable. */
  readonly variance: tf.Tensor1D;
}

/**
 * Batch normalisation (Ioffe and Szegedy 2015) with the statistics of the batch. New running statistics are
 * 0.9 old + 0.1 batch, where the batch variance counts N*H*W - 1 elements (PyTorch's rule); the normalisation
 * itself divides by N*H*W.
 *
 * @param x Float32 [N,H,W,C].
 */
export function batchNormTraining(x: tf.Tensor4D, variables: BatchNormVariables): BatchNormResult {
  const outputs = normalizeByBatch(kernelInputs(x, variables), {});
  return { y: outputs[0] as tf.Tensor4D, mean: outputs[1] as tf.Tensor1D, variance: outputs[2] as tf.Tensor1D };
}

/**
 * Batch normalisation with the running statistics.
 *
 * @param x Float32 [N,H,W,C].
 */
export function batchNormInference(x: tf.Tensor4D, variables: BatchNormVariables): tf.Tensor4D {
  return normalizeByRunning(kernelInputs(x, variables), {})[0] as tf.Tensor4D;
}

type Input = 'x' | 'scale' | 'offset' | 'mean' | 'variance';

/** The running statistics may come from an earlier forward pass of the same loss, as in TRADES. */
function kernelInputs(x: tf.Tensor4D, variables: BatchNormVariables): Record<Input, tf.Tensor> {
  const { scale, offset, mean, variance } = variables;
  return { x, scale, offset, mean: stopGradient(mean), variance: stopGradient(variance) };
}

function opAttributes(training: boolean): OpAttribute[] {
  return [
    attribute.type('T'),
    attribute.type('U'),
    attribute.float('epsilon', BATCH_NORM_EPSILON),
    attribute.string('data_format', 'NHWC'),
    attribute.bool('is_training', training),
  ];
}

/** TensorFlow mixes batch statistics into the given ones with this factor; 1 gives the batch's own. */
function averageFactor(training: boolean): OpAttribute {
  return attribute.float('exponential_avg_factor', training ? 1 - BATCH_NORM_DECAY : 1);
}

/** Outputs: y, running mean, running variance, and three reserves for the gradient kernel. */
const OUTPUTS = 6;

const backward = defineKernel<
  'dy' | 'x' | 'scale' | 'reserve1' | 'reserve2' | 'reserve3',
  { readonly training: boolean },
  tf.Tensor[]
>({
  name: 'RcnasBatchNormGradient',
  run: ({ dy, x, scale, reserve1, reserve2, reserve3 }, { training }) => {
    const inputs = [dy, x, scale, reserve1, reserve2, reserve3];
    const [dx, dScale, dOffset, unused1, unused2] = runOps('FusedBatchNormGradV3', opAttributes(training), inputs, 5);
    unused1!.dispose();
    unused2!.dispose();
    return [dx!, dScale!, dOffset!];
  },
});

const normalizeByBatch = defineKernel<Input, object, tf.Tensor[]>({
  name: 'RcnasBatchNormTraining',
  run: ({ x, scale, offset, mean, variance }) =>
    runOps(
      'FusedBatchNormV3',
      [...opAttributes(true), averageFactor(true)],
      [x, scale, offset, mean, variance],
      OUTPUTS,
    ),
  gradient: {
    inputs: ['x', 'scale'],
    outputs: [false, false, false, true, true, true],
    of: (dys, saved) => {
      const [x, scale, reserve1, reserve2, reserve3] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
      const [dx, dScale, dOffset] = backward(
        { dy: dys[0]!, x, scale, reserve1, reserve2, reserve3 },
        { training: true },
      ) as [tf.Tensor, tf.Tensor, tf.Tensor];
      return { x: () => dx, scale: () => dScale, offset: () => dOffset };
    },
  },
});

const normalizeByRunning = defineKernel<Input, object, tf.Tensor[]>({
  name: 'RcnasBatchNormInference',
  run: ({ x, scale, offset, mean, variance }) => {
    const attributes = [...opAttributes(false), averageFactor(false)];
    const [y, , , , , reserve3] = runOps('FusedBatchNormV3', attributes, [x, scale, offset, mean, variance], OUTPUTS);
    return [y!, reserve3!];
  },
  gradient: {
    inputs: ['x', 'scale', 'mean', 'variance'],
    outputs: [false, true],
    of: (dys, saved) => {
      const [x, scale, reserve1, reserve2, reserve3] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
      const dy = dys[0]!;
      const fused = (index: number) => (): tf.Tensor =>
        backward({ dy, x, scale, reserve1, reserve2, reserve3 }, { training: false })[index]!;
      return {
        // Attacks want this one alone, and it is a third of the fused kernel's work.
        x: () => tf.mul(dy, tf.mul(scale, tf.rsqrt(tf.add(reserve2, BATCH_NORM_EPSILON)))),
        scale: fused(1),
        offset: fused(2),
      };
    },
  },
});
