/**
 * A network of the wide residual family as users of TensorFlow.js write it: its own operations and gradients, nothing
 * of tensor/. What "eager tfjs-node" means in a bench, and a second implementation to check ours against.
 */
import type { Network, Stage } from '../architectures/types';
import { tf } from '../tensor/tf';
import type { StateValues } from '../tensor/types';

const varianceEpsilon = 1e-5;
const decay = 0.9;
const scales = 8;
const groups = 4;

export class TfjsNetwork {
  private readonly variables: ReadonlyMap<string, tf.Variable>;

  constructor(
    private readonly network: Network,
    seed: number,
  ) {
    const values = network.initialize(seed);
    this.variables = new Map(
      network.variables.map(({ name, shape, trainable }) => [
        name,
        tf.tidy(() => tf.variable(tf.tensor(values.get(name)!.data, [...shape]), trainable, name)),
      ]),
    );
  }

  get trainable(): tf.Variable[] {
    return [...this.variables.values()].filter((variable) => variable.trainable);
  }

  /** The variables in the network's order. */
  read(): StateValues {
    return new Map(
      [...this.variables].map(([name, variable]) => [
        name,
        { shape: variable.shape, data: Float32Array.from(variable.dataSync<'float32'>()) },
      ]),
    );
  }

  dispose(): void {
    this.variables.forEach((variable) => variable.dispose());
  }

  /** In training with batch statistics, and running averages are updated. */
  logits(images: tf.Tensor4D, training: boolean): tf.Tensor2D {
    const { stemStride, stages } = this.network.architecture;
    let x = this.conv('stem/conv', images, stemStride);
    stages.forEach((stage, i) => {
      for (let block = 0; block < stage.depth; block++)
        x = this.block(`stage${i + 1}/block${block + 1}`, x, stage, block === 0 ? stage.stride : 1, training);
    });
    const features = tf.mean(this.activate('head/bn', x, training), [1, 2]);
    const weight = this.variable('head/linear/weight') as unknown as tf.Tensor2D;
    return tf.add(tf.matMul(features as tf.Tensor2D, weight), this.variable('head/linear/bias'));
  }

  private block(name: string, x: tf.Tensor4D, { robust }: Stage, stride: 1 | 2, training: boolean): tf.Tensor4D {
    return robust ? this.robustBlock(name, x, stride, training) : this.basicBlock(name, x, stride, training);
  }

  private basicBlock(name: string, x: tf.Tensor4D, stride: 1 | 2, training: boolean): tf.Tensor4D {
    const a = this.activate(`${name}/bn1`, x, training);
    const y = this.activate(`${name}/bn2`, this.conv(`${name}/conv1`, a, stride), training);
    return tf.add(this.conv(`${name}/conv2`, y), this.has(`${name}/shortcut`) ? this.shortcut(name, a, stride) : x);
  }

  private robustBlock(name: string, x: tf.Tensor4D, stride: 1 | 2, training: boolean): tf.Tensor4D {
    const u = this.activate(`${name}/bn2`, this.conv(`${name}/conv1`, x), training);
    const chunks = tf.split<tf.Tensor4D>(u, scales, 3);
    const outputs: tf.Tensor4D[] = [];
    for (let j = 0; j < scales - 1; j++) {
      const input = stride === 1 && j > 0 ? tf.add<tf.Tensor4D>(chunks[j]!, outputs[j - 1]!) : chunks[j]!;
      const place = `${name}/branch${j + 1}`;
      outputs.push(this.activate(`${place}/bn`, this.groupedConv(`${place}/conv`, input, stride), training));
    }
    outputs.push(stride === 1 ? chunks[scales - 1]! : tf.avgPool(padByOne(chunks[scales - 1]!), 3, 2, 'valid'));
    const z = this.conv(`${name}/conv3`, tf.concat(outputs, 3));
    const shortcut = this.has(`${name}/shortcut`)
      ? this.shortcut(name, this.activate(`${name}/bn1`, x, training), stride)
      : x;
    return tf.addN([z, shortcut, this.excite(`${name}/se`, z, training)]);
  }

  private excite(name: string, z: tf.Tensor4D, training: boolean): tf.Tensor4D {
    const v = this.batchNorm(`${name}/bn`, z, training);
    const hidden = tf.relu(tf.matMul(tf.mean(v, [1, 2]), this.variable(`${name}/reduce/weight`)));
    const gate = tf.sigmoid(tf.matMul(hidden, this.variable(`${name}/expand/weight`)));
    return tf.mul(v, tf.reshape(gate, [-1, 1, 1, v.shape[3]]));
  }

  private shortcut(name: string, x: tf.Tensor4D, stride: 1 | 2): tf.Tensor4D {
    return tf.conv2d(x, this.filter(`${name}/shortcut`), stride, 'valid');
  }

  private conv(name: string, x: tf.Tensor4D, stride: 1 | 2 = 1): tf.Tensor4D {
    return convolve(x, this.filter(name), stride);
  }

  /** tf.conv2d has no groups. */
  private groupedConv(name: string, x: tf.Tensor4D, stride: 1 | 2): tf.Tensor4D {
    const filters = tf.split<tf.Tensor4D>(this.filter(name), groups, 3);
    return tf.concat(
      tf.split<tf.Tensor4D>(x, groups, 3).map((group, i) => convolve(group, filters[i]!, stride)),
      3,
    );
  }

  private activate(name: string, x: tf.Tensor4D, training: boolean): tf.Tensor4D {
    return tf.relu(this.batchNorm(name, x, training));
  }

  private batchNorm(name: string, x: tf.Tensor4D, training: boolean): tf.Tensor4D {
    const [scale, offset, runningMean, runningVariance] = ['scale', 'offset', 'mean', 'variance'].map((part) =>
      this.variable(`${name}/${part}`),
    ) as unknown as [
      tf.Variable<tf.Rank.R1>,
      tf.Variable<tf.Rank.R1>,
      tf.Variable<tf.Rank.R1>,
      tf.Variable<tf.Rank.R1>,
    ];
    if (!training) return tf.batchNorm4d(x, runningMean, runningVariance, offset, scale, varianceEpsilon);
    const moments = tf.moments(x, [0, 1, 2]);
    const [mean, variance] = [moments.mean, moments.variance] as [tf.Tensor1D, tf.Tensor1D];
    const count = x.size / x.shape[3];
    const average = (running: tf.Variable<tf.Rank.R1>, value: tf.Tensor1D): void =>
      running.assign(tf.add(tf.mul(running, decay), tf.mul(value, 1 - decay)));
    average(runningMean, mean);
    average(runningVariance, tf.mul(variance, count / (count - 1)));
    return tf.batchNorm4d(x, mean, variance, offset, scale, varianceEpsilon);
  }

  private filter(name: string): tf.Tensor4D {
    return this.variable(name) as tf.Tensor4D;
  }

  private has(name: string): boolean {
    return this.variables.has(name);
  }

  private variable(name: string): tf.Variable {
    const variable = this.variables.get(name);
    if (variable === undefined) throw new TypeError(`the network has no variable '${name}'`);
    return variable;
  }
}

/** Padding that keeps the map's size at stride 1, the same on all sides at stride 2, where 'same' is not. */
function convolve(x: tf.Tensor4D, filter: tf.Tensor4D, stride: 1 | 2): tf.Tensor4D {
  if (stride === 1) return tf.conv2d(x, filter, 1, 'same');
  return tf.conv2d(padByOne(x), filter, stride, 'valid');
}

function padByOne(x: tf.Tensor4D): tf.Tensor4D {
  return tf.pad4d(x, [
    [0, 0],
    [1, 1],
    [1, 1],
    [0, 0],
  ]);
}
