import { globalAveragePool, relu } from '../tensor/layers';
import type { tf } from '../tensor/tf';
import type { TensorMap } from '../tensor/types';
import { basicBlock } from './basicBlock';
import { nominalChannels, STEM_CHANNELS } from './channels';
import { LayerScope, type Block, type ForwardPass, type VariableDeclaration } from './layers';
import { robustBlock } from './robustBlock';
import type { Architecture, ImageShape, LocalCut, Network } from './types';

/** Stages before the layer at which attacks on inner layers cut the network. */
const HEAD_STAGES = 2;

/** Blocks of `local`, at most: in images of 32x32 a pixel changes nearly all of the output of later ones. */
const LOCAL_BLOCKS = 3;

/**
 * Builds the network of an architecture: conv3x3 stem, stages of residual blocks, then batch norm, ReLU, global
 * average pool and a linear layer. Images are not normalised. Maps may shrink to 1x1.
 *
 * Variables are named by place, such as `stage1/block1/conv1` and `head/bn/scale`.
 */
export function buildNetwork(architecture: Architecture, image: ImageShape, classes: number): Network {
  const declarations: VariableDeclaration[] = [];
  const scope = new LayerScope(declarations);
  const stem = scope.conv('stem/conv', {
    kernel: 3,
    inputs: image.channels,
    outputs: STEM_CHANNELS,
    stride: architecture.stemStride,
  });
  const blocks = residualBlocks(scope, architecture);
  const features = blocks.at(-1)!.outputChannels;
  const cut = architecture.stages.slice(0, HEAD_STAGES).reduce((depth, stage) => depth + stage.depth, 0);
  const head = scope.within('head');
  const bn = head.batchNorm('bn', features);
  const classify = head.linear('linear', features, classes, true);

  const upTo = (end: number, images: tf.Tensor4D, pass: ForwardPass): tf.Tensor4D =>
    through(blocks.slice(0, end), stem(images, pass), pass);
  const from = (start: number, x: tf.Tensor4D, pass: ForwardPass): tf.Tensor2D =>
    classify(globalAveragePool(relu(bn(through(blocks.slice(start), x, pass), pass))), pass);
  const evaluation = (state: TensorMap): ForwardPass => ({ state, training: false, updates: {} });

  return {
    architecture,
    image,
    classes,
    variables: declarations.map(({ name, shape, trainable }) => ({ name, shape, trainable })),
    initialize: (seed) =>
      new Map(declarations.map(({ name, shape, initialValues }) => [name, { shape, data: initialValues(seed) }])),
    forward: (state: TensorMap, images: tf.Tensor4D, training: boolean) => {
      checkImages(images, image);
      const updates: Record<string, tf.Tensor> = {};
      const pass: ForwardPass = { state, training, updates };
      return { logits: from(cut, upTo(cut, images, pass), pass), updates };
    },
    head: (state, images) => {
      checkImages(images, image);
      return upTo(cut, images, evaluation(state));
    },
    tail: (state, features) => from(cut, features, evaluation(state)),
    local: localReaches(architecture).map((reach, b) => ({
      ...reach,
      head: (state, input) => {
        const pass = evaluation(state);
        return blocks[b]!.forward(b === 0 ? stem(input, pass) : input, pass);
      },
      tail: (state, features) => from(b + 1, features, evaluation(state)),
    })),
  };
}

/** Of basic blocks: two 3x3 convolutions, the first of which has the block's stride; before the first block the stem's. */
function localReaches({ stemStride, stages }: Architecture): Pick<LocalCut, 'radius' | 'stride'>[] {
  const strides = stages.flatMap(({ depth, stride, robust }) =>
    Array.from({ length: depth }, (_, b) => (robust ? null : b === 0 ? stride : 1)),
  );
  const firstRobust = strides.indexOf(null);
  const local = strides.slice(0, firstRobust < 0 ? LOCAL_BLOCKS : Math.min(firstRobust, LOCAL_BLOCKS)) as number[];
  return local.map((stride, b) =>
    b === 0 ? { radius: 1 + stemStride * (1 + stride), stride: stemStride * stride } : { radius: 1 + stride, stride },
  );
}

function through(blocks: readonly Block[], x: tf.Tensor4D, pass: ForwardPass): tf.Tensor4D {
  return blocks.reduce((map, block) => block.forward(map, pass), x);
}

function residualBlocks(scope: LayerScope, architecture: Architecture): Block[] {
  const blocks: Block[] = [];
  let channels = STEM_CHANNELS;
  architecture.stages.forEach((stage, i) => {
    const makeBlock = stage.robust ? robustBlock : basicBlock;
    for (let b = 0; b < stage.depth; b++) {
      const place = scope.within(`stage${i + 1}/block${b + 1}`);
      const block = makeBlock(place, channels, nominalChannels(i, stage.width), b === 0 ? stage.stride : 1);
      blocks.push(block);
      channels = block.outputChannels;
    }
  });
  return blocks;
}

function checkImages(images: tf.Tensor4D, { height, width, channels }: ImageShape): void {
  const [, h, w, c] = images.shape;
  if (images.rank !== 4 || h !== height || w !== width || c !== channels)
    throw new RangeError(`images must have shape [N,${height},${width},${channels}], got [${images.shape.join(',')}]`);
}
