import { nominalChannels, outputChannels, outputSize, robustChannels, STEM_CHANNELS } from './channels';
import type { Architecture, ImageShape, NetworkCost, Stage, StageCost } from './types';

/** The parts add up: stem + stages + head = the network. */
export interface DetailedNetworkCost extends NetworkCost {
  readonly stem: StageCost;
  /** Final batch norm and linear layer. */
  readonly head: StageCost;
  /** Outputs of all batch norms for one image; not part of `macs`, but of the operations that some tools report. */
  readonly batchNormElements: number;
}

interface BlockCost extends StageCost {
  readonly batchNormElements: number;
}

/**
 * Trainable parameters and multiply-accumulates of one forward pass of one image, in closed form.
 * Convolutions and linear layers count as MACs; batch norm, activations, additions and pooling do not.
 */
export function networkCost(architecture: Architecture, image: ImageShape, classes: number): DetailedNetworkCost {
  let height = outputSize(image.height, architecture.stemStride);
  let width = outputSize(image.width, architecture.stemStride);
  let channels = STEM_CHANNELS;
  const stemParameters = 9 * image.channels * STEM_CHANNELS;
  const stem = { parameters: stemParameters, macs: stemParameters * height * width };

  const stages: BlockCost[] = architecture.stages.map((stage, i) => {
    const nominal = nominalChannels(i, stage.width);
    const blocks: BlockCost[] = [];
    for (let block = 0; block < stage.depth; block++) {
      const stride = block === 0 ? stage.stride : 1;
      const inputPixels = height * width;
      height = outputSize(height, stride);
      width = outputSize(width, stride);
      blocks.push(blockCost(stage, channels, nominal, stride, inputPixels, height * width));
      channels = outputChannels(nominal, stage.robust);
    }
    return sum(blocks);
  });

  const headMacs = channels * classes;
  const head = { parameters: 2 * channels + headMacs + classes, macs: headMacs };
  const whole = sum([
    { ...stem, batchNormElements: 0 },
    ...stages,
    { ...head, batchNormElements: channels * height * width },
  ]);
  return { ...whole, stem, stages: stages.map(({ parameters, macs }) => ({ parameters, macs })), head };
}

function blockCost(stage: Stage, c: number, w: number, stride: number, inputPixels: number, pixels: number): BlockCost {
  return (stage.robust ? robustBlockCost : basicBlockCost)(c, w, stride, inputPixels, pixels);
}

/** `c` input channels, `w` nominal width. */
function basicBlockCost(c: number, w: number, stride: number, inputPixels: number, pixels: number): BlockCost {
  const shortcut = stride !== 1 || c !== w ? c * w : 0;
  const filters = 9 * c * w + 9 * w * w + shortcut;
  return {
    parameters: filters + 2 * c + 2 * w,
    macs: filters * pixels,
    batchNormElements: c * inputPixels + w * pixels,
  };
}

function robustBlockCost(c: number, w: number, stride: number, inputPixels: number, pixels: number): BlockCost {
  const { branch: k, bottleneck: t, output: o, hidden: h } = robustChannels(w);
  const shortcut = stride !== 1 || c !== o ? c * o : 0;
  const reduce = c * t;
  const branches = 7 * 9 * k * (k / 4);
  const expand = t * o;
  const squeeze = 2 * o * h;
  return {
    parameters: reduce + branches + expand + shortcut + squeeze + 2 * (c + t + 7 * k + o),
    // The first convolution runs before the stride is taken, the squeeze-and-excitation on one pixel.
    macs: reduce * inputPixels + (branches + expand + shortcut) * pixels + squeeze,
    batchNormElements: (c + t) * inputPixels + (7 * k + o) * pixels,
  };
}

function sum(costs: readonly BlockCost[]): BlockCost {
  return {
    parameters: costs.reduce((total, cost) => total + cost.parameters, 0),
    macs: costs.reduce((total, cost) => total + cost.macs, 0),
    batchNormElements: costs.reduce((total, cost) => total + cost.batchNormElements, 0),
  };
}
