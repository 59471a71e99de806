import { averagePool3x3Stride2, globalAveragePool, relu } from '../tensor/layers';
import { tf } from '../tensor/tf';
import { ROBUST_GROUPS, ROBUST_SCALES, robustChannels } from './channels';
import type { Block, ForwardPass, Layer, LayerScope } from './layers';

/**
 * Robust residual block (Huang et al. 2023, "Revisiting residual networks for adversarial robustness"): a
 * bottleneck whose 3x3 convolutions run over eight channel chunks, hierarchically at stride 1, with four groups each, and
 * a residual squeeze-and-excitation. The first convolution takes the raw x, as in the authors' code; the
 * activated x feeds only the projection of the shortcut.
 *
 * @param inputs Channels of x.
 * @param width Nominal width w, a multiple of 16; the block gives 4w channels.
 */
export function robustBlock(scope: LayerScope, inputs: number, width: number, stride: 1 | 2): Block {
  const { branch, bottleneck, output, hidden } = robustChannels(width);
  // Without a projection nothing reads this batch norm. Its parameters belong to the published sizes.
  const bn1 = scope.batchNorm('bn1', inputs);
  const conv1 = scope.conv('conv1', { kernel: 1, inputs, outputs: bottleneck });
  const bn2 = scope.batchNorm('bn2', bottleneck);
  const branches = Array.from({ length: ROBUST_SCALES - 1 }, (_, j) =>
    branchLayer(scope.within(`branch${j + 1}`), branch, stride),
  );
  const conv3 = scope.conv('conv3', { kernel: 1, inputs: bottleneck, outputs: output });
  const excite = squeezeAndExcitation(scope.within('se'), output, hidden);
  const isProjected = stride !== 1 || inputs !== output;
  const shortcut = isProjected ? scope.conv('shortcut', { kernel: 1, inputs, outputs: output, stride }) : undefined;
  const mixScales = stride === 1 ? hierarchical : parallel;
  return {
    outputChannels: output,
    forward: (x, pass) => {
      const u = relu(bn2(conv1(x, pass), pass));
      const chunks = tf.split<tf.Tensor4D>(u, ROBUST_SCALES, 3);
      const z = conv3(tf.concat(mixScales(chunks, branches, pass), 3), pass);
      const projected = shortcut === undefined ? x : shortcut(relu(bn1(x, pass)), pass);
      return tf.addN([z, projected, excite(z, pass)]);
    },
  };
}

/** f_j: ReLU(BN(conv3x3_s)) in four groups. */
function branchLayer(scope: LayerScope, channels: number, stride: 1 | 2): Layer {
  const conv = scope.conv('conv', { kernel: 3, inputs: channels, outputs: channels, stride, groups: ROBUST_GROUPS });
  const bn = scope.batchNorm('bn', channels);
  return (x, pass) => relu(bn(conv(x, pass), pass));
}

/** Stride 1: y_1 = f_1(x_1), y_j = f_j(x_j + y_{j-1}), and the last chunk passes through. */
function hierarchical(chunks: tf.Tensor4D[], branches: Layer[], pass: ForwardPass): tf.Tensor4D[] {
  const outputs: tf.Tensor4D[] = [];
  branches.forEach((f, j) => {
    const input = j === 0 ? chunks[0]! : tf.addN([chunks[j]!, outputs[j - 1]!]);
    outputs.push(f(input, pass));
  });
  return [...outputs, chunks[ROBUST_SCALES - 1]!];
}

/** Stride 2: y_j = f_j(x_j), and the last chunk is average-pooled. */
function parallel(chunks: tf.Tensor4D[], branches: Layer[], pass: ForwardPass): tf.Tensor4D[] {
  const outputs = branches.map((f, j) => f(chunks[j]!, pass));
  return [...outputs, averagePool3x3Stride2(chunks[ROBUST_SCALES - 1]!)];
}

/** SE(v) with v = BN(z): v times a gate per channel, sigmoid(W_2 ReLU(W_1 mean(v))). */
function squeezeAndExcitation(scope: LayerScope, channels: number, hidden: number): Layer {
  const bn = scope.batchNorm('bn', channels);
  const reduce = scope.linear('reduce', channels, hidden, false);
  const expand = scope.linear('expand', hidden, channels, false);
  return (z, pass) => {
    const v = bn(z, pass);
    const gate = tf.sigmoid(expand(relu(reduce(globalAveragePool(v), pass)), pass));
    return tf.mul(v, tf.reshape(gate, [-1, 1, 1, channels]));
  };
}
