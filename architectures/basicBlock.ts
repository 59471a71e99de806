import { relu } from '../tensor/layers';
import { tf } from '../tensor/tf';
import type { Block, LayerScope } from './layers';

/**
 * Pre-activation block of wide residual networks (Zagoruyko and Komodakis 2016):
 * y = conv3x3(ReLU(BN(conv3x3_s(a)))) with a = ReLU(BN(x)). The shortcut is x itself, or, where the map or the number of
 * channels changes, conv1x1_s of the activated a.
 */
export function basicBlock(scope: LayerScope, inputs: number, width: number, stride: 1 | 2): Block {
  const bn1 = scope.batchNorm('bn1', inputs);
  const conv1 = scope.conv('conv1', { kernel: 3, inputs, outputs: width, stride });
  const bn2 = scope.batchNorm('bn2', width);
  const conv2 = scope.conv('conv2', { kernel: 3, inputs: width, outputs: width });
  const isProjected = stride !== 1 || inputs !== width;
  const shortcut = isProjected ? scope.conv('shortcut', { kernel: 1, inputs, outputs: width, stride }) : undefined;
  return {
    outputChannels: width,
    forward: (x, pass) => {
      const a = relu(bn1(x, pass));
      const y = conv2(relu(bn2(conv1(a, pass), pass)), pass);
      return tf.addN([y, shortcut === undefined ? x : shortcut(a, pass)]);
    },
  };
}
