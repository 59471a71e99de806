import { batchNormInference, batchNormTraining } from '../tensor/batchNorm';
import { conv2d } from '../tensor/conv';
import { linear } from '../tensor/layers';
import { randomStream } from '../tensor/random';
import type { tf } from '../tensor/tf';
import type { TensorMap, VariableSpec } from '../tensor/types';

/** What a forward pass reads, and where batch norms leave their new running statistics. */
export interface ForwardPass {
  readonly state: TensorMap;
  readonly training: boolean;
  readonly updates: Record<string, tf.Tensor>;
}

export type Layer = (x: tf.Tensor4D, pass: ForwardPass) => tf.Tensor4D;
export type LinearLayer = (x: tf.Tensor2D, pass: ForwardPass) => tf.Tensor2D;

/** A variable with the values it starts from. */
export interface VariableDeclaration extends VariableSpec {
  readonly initialValues: (seed: number) => Float32Array;
}

/** A residual block, or the whole of the network's body. */
export interface Block {
  readonly forward: Layer;
  readonly outputChannels: number;
}

export interface ConvShape {
  readonly kernel: 1 | 3;
  readonly inputs: number;
  readonly outputs: number;
  readonly stride?: 1 | 2;
  readonly groups?: number;
}

/** Declares variables under a common prefix and makes the layers that use them. */
export class LayerScope {
  constructor(
    private readonly declarations: VariableDeclaration[],
    private readonly prefix = '',
  ) {}

  within(name: string): LayerScope {
    return new LayerScope(this.declarations, `${this.prefix}${name}/`);
  }

  /** Convolution without bias, padded to keep the map's size at stride 1; weights N(0, sqrt(2 / (k k outputs))). */
  conv(name: string, { kernel, inputs, outputs, stride = 1, groups = 1 }: ConvShape): Layer {
    const std = Math.sqrt(2 / (kernel * kernel * outputs));
    const filter = this.declare(name, [kernel, kernel, inputs / groups, outputs], true, (stream, size) =>
      stream.normal(size, 0, std),
    );
    const options = { stride, padding: (kernel - 1) / 2 };
    return (x, { state }) => conv2d(x, state[filter] as tf.Tensor4D, options);
  }

  /** Batch norm; scale 1, offset 0, running mean 0, running variance 1. */
  batchNorm(name: string, channels: number): Layer {
    const constant = (part: string, trainable: boolean, value: number): string =>
      this.declare(`${name}/${part}`, [channels], trainable, (_, size) => new Float32Array(size).fill(value));
    const scale = constant('scale', true, 1);
    const offset = constant('offset', true, 0);
    const mean = constant('mean', false, 0);
    const variance = constant('variance', false, 1);
    return (x, { state, training, updates }) => {
      const variables = {
        scale: state[scale] as tf.Tensor1D,
        offset: state[offset] as tf.Tensor1D,
        mean: state[mean] as tf.Tensor1D,
        variance: state[variance] as tf.Tensor1D,
      };
      if (!training) return batchNormInference(x, variables);
      const result = batchNormTraining(x, variables);
      updates[mean] = result.mean;
      updates[variance] = result.variance;
      return result.y;
    };
  }

  /** Linear layer; weights U(+-1/sqrt(inputs)), bias 0. */
  linear(name: string, inputs: number, outputs: number, withBias: boolean): LinearLayer {
    const bound = 1 / Math.sqrt(inputs);
    const weight = this.declare(`${name}/weight`, [inputs, outputs], true, (stream, size) =>
      stream.uniform(size, -bound, bound),
    );
    const bias = withBias
      ? this.declare(`${name}/bias`, [outputs], true, (_, size) => new Float32Array(size))
      : undefined;
    return (x, { state }) =>
      linear(x, state[weight] as tf.Tensor2D, bias === undefined ? undefined : (state[bias] as tf.Tensor1D));
  }

  /** Random values depend on the seed and the variable's name alone. */
  private declare(
    name: string,
    shape: readonly number[],
    trainable: boolean,
    values: (stream: ReturnType<typeof randomStream>, size: number) => Float32Array,
  ): string {
    const fullName = this.prefix + name;
    const size = shape.reduce((product, dimension) => product * dimension, 1);
    const initialValues = (seed: number): Float32Array => values(randomStream(seed, 'initialize', fullName), size);
    this.declarations.push({ name: fullName, shape, trainable, initialValues });
    return fullName;
  }
}
