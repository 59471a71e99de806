import type { Network } from '../architectures/types';
import { Breather } from '../attacks/breather';
import { NonFiniteLogitsError } from '../attacks/errors';
import type { LabelledImages } from '../datasets/types';
import { createProgram } from '../tensor/program';
import { deriveSeed, randomStream } from '../tensor/random';
import { tf } from '../tensor/tf';
import type { Program, StateValues, VariableValue } from '../tensor/types';
import { augmentedImages } from './augment';
import { checkTrainingInputs } from './checkConfig';
import { ForeignCheckpointError, NonFiniteLossError } from './errors';
import { trainingFunctions } from './functions';
import { trainingMethod, type TrainingMethod } from './method';
import { momentumVariables } from './optimizer';
import { DataOrder, stepsPerEpoch } from './order';
import { learningRateAt } from './schedule';
import { heldOutAccuracy } from './selection';
import type { EpochRecord, TrainingCheckpoint, TrainingConfig, TrainingResult } from './types';

export interface TrainingOptions {
  readonly network: Network;
  readonly train: LabelledImages;
  /** Images that choose the best epoch, with `select: best-pgd`; never trained on. */
  readonly heldOut: LabelledImages | null;
  readonly config: TrainingConfig;
  /** Decides initial weights, order of the data, augmentation and noise. */
  readonly seed: number;
  /** Continues here; the rest of the options must be what they were. */
  readonly resumeFrom?: TrainingCheckpoint;
  /** Given a checkpoint of its own now and then, and once more when the signal is aborted. */
  readonly onCheckpoint?: (checkpoint: TrainingCheckpoint) => Promise<void> | void;
  /** Time between checkpoints; default 10,000. */
  readonly checkpointIntervalMs?: number;
  /** Fraction done in [0,1] and a line such as `epoch 3/10, loss 1.92`. */
  readonly onProgress?: (fraction: number, message: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * Trains a network adversarially from scratch: in each step the images of a batch are moved to where the loss is high
 * (the network in evaluation mode), then the weights take a step that lowers the method's loss there (in training mode).
 *
 * Equal options give equal bits, whether the training was interrupted and resumed or not.
 *
 * @throws TrainingInputError for options that cannot be trained with; NonFiniteLossError when training diverges;
 * ForeignCheckpointError when `resumeFrom` does not fit; the signal's reason, after a last checkpoint.
 */
export async function trainNetwork(options: TrainingOptions): Promise<TrainingResult> {
  checkTrainingInputs(options.network, options.train, options.heldOut, options.config);
  const training = new Training(options);
  try {
    return await training.run();
  } finally {
    training.dispose();
  }
}

class Training {
  private readonly method: TrainingMethod;
  private readonly program: Program;
  private readonly order: DataOrder;
  private readonly breather: Breather;
  private readonly stepsPerEpoch: number;
  private step = 0;
  private lossSum = 0;
  private stepsOfEpoch = 0;
  private history: readonly EpochRecord[] = [];
  private best: TrainingCheckpoint['best'] = null;
  private lastCheckpointAt = performance.now();

  constructor(private readonly options: TrainingOptions) {
    const { network, config, seed, train } = options;
    this.method = trainingMethod(config.method);
    const momentum = momentumVariables(network.variables);
    const initial = new Map<string, VariableValue>(network.initialize(deriveSeed(seed, 'weights')));
    for (const { name, shape } of momentum) {
      const size = shape.reduce((product, dimension) => product * dimension, 1);
      initial.set(name, { shape, data: new Float32Array(size) });
    }
    this.stepsPerEpoch = stepsPerEpoch(train.count, config.batchSize);
    this.order = new DataOrder(seed, train.count, config.batchSize);
    this.breather = new Breather(options.signal);
    this.program = createProgram({
      variables: [...network.variables, ...momentum],
      functions: trainingFunctions(network, this.method, config),
      initial,
      mode: config.mode,
      precision: config.precision,
    });
    if (options.resumeFrom) this.restore(options.resumeFrom, initial);
  }

  async run(): Promise<TrainingResult> {
    const { config, signal } = this.options;
    try {
      while (this.history.length < config.epochs) {
        // An abort during the evaluation that ends an epoch leaves a checkpoint between its last step and its record.
        if (this.stepsOfEpoch === this.stepsPerEpoch) await this.finishEpoch();
        else await this.runStep();
        await this.checkpointIfDue();
        await this.breathe();
      }
    } catch (error) {
      if (signal?.aborted === true && error === signal.reason) await this.deliverCheckpoint();
      throw error;
    }
    const { best } = this;
    if (best !== null) return { weights: best.weights, history: this.history, selectedEpoch: best.epoch };
    return { weights: this.readWeights(), history: this.history, selectedEpoch: config.epochs };
  }

  dispose(): void {
    this.program.dispose();
  }

  private async runStep(): Promise<void> {
    const { config, train, network, seed } = this.options;
    const epoch = Math.floor(this.step / this.stepsPerEpoch);
    const indices = this.order.indices(epoch, this.step % this.stepsPerEpoch);
    const { height, width, channels } = network.image;
    const pixels = augmentedImages(train, indices, network.image, config.augmentation, { seed, epoch });
    const images = tf.tensor4d(pixels, [indices.length, height, width, channels]);
    const labels = tf.tensor1d(
      Int32Array.from(indices, (index) => train.labels[index]!),
      'int32',
    );
    const learningRate = tf.scalar(this.learningRate());
    try {
      const adversarial = await this.maximizeLoss(images, labels);
      let loss: number;
      try {
        loss = this.callForLoss('trainStep', { images, adversarial, labels, learningRate });
      } finally {
        adversarial.dispose();
      }
      if (!Number.isFinite(loss)) throw this.diverged(`the loss is ${loss}`);
      this.lossSum += loss;
      this.step++;
      this.stepsOfEpoch++;
    } finally {
      tf.dispose([images, labels, learningRate]);
    }
  }

  /** The inner maximisation. */
  private async maximizeLoss(images: tf.Tensor4D, labels: tf.Tensor1D): Promise<tf.Tensor4D> {
    const { config, seed } = this.options;
    const { epsilon, steps } = config.attack;
    const target =
      this.method.innerTarget === 'labels' ? labels.clone() : this.program.call('logits', { images })['logits']!;
    const noise = this.method.startNoise(randomStream(seed, 'inner start', this.step), images.size, epsilon);
    let adversarial = tf.tidy(() => tf.add(images, tf.tensor4d(noise, images.shape))) as tf.Tensor4D;
    try {
      for (let i = 0; i < steps; i++) {
        const next = this.program.call('attackStep', { images, adversarial, target });
        adversarial.dispose();
        adversarial = next['adversarial'] as tf.Tensor4D;
        const [loss] = next['loss']!.dataSync();
        next['loss']!.dispose();
        if (!Number.isFinite(loss)) throw this.diverged(`the loss of the inner maximisation is ${loss}`);
        await this.breathe();
      }
      return adversarial;
    } catch (error) {
      adversarial.dispose();
      throw error;
    } finally {
      target.dispose();
    }
  }

  private callForLoss(name: string, inputs: Parameters<Program['call']>[1]): number {
    const { loss } = this.program.call(name, inputs);
    const [value] = loss!.dataSync();
    loss!.dispose();
    return value!;
  }

  private async finishEpoch(): Promise<void> {
    const { config, heldOut } = this.options;
    const epoch = this.history.length + 1;
    const loss = this.lossSum / this.stepsOfEpoch;
    const learningRate = this.learningRate(this.step - 1);
    const record: EpochRecord = { epoch, loss, learningRate };
    const weights = this.readWeights();
    if (config.select === 'best-pgd') {
      const accuracy = await this.evaluateHeldOut(heldOut!);
      if (this.best === null || accuracy > this.best.accuracy) this.best = { epoch, accuracy, weights };
      this.history = [...this.history, { ...record, heldOutAccuracy: accuracy }];
    } else {
      this.history = [...this.history, record];
    }
    this.lossSum = 0;
    this.stepsOfEpoch = 0;
    this.report();
  }

  private async evaluateHeldOut(heldOut: LabelledImages): Promise<number> {
    const { network, config, seed, signal } = this.options;
    try {
      return await heldOutAccuracy(this.program, network.image, heldOut, config, {
        seed,
        signal,
        onProgress: () => this.report(),
      });
    } catch (error) {
      if (!(error instanceof NonFiniteLogitsError)) throw error;
      throw this.diverged('the logits on the held-out set are not finite', this.step - 1, error);
    }
  }

  private learningRate(step = this.step): number {
    const { schedule, learningRate, epochs } = this.options.config;
    return learningRateAt(schedule, learningRate, step, { epochs, stepsPerEpoch: this.stepsPerEpoch });
  }

  private async breathe(): Promise<void> {
    if (await this.breather.breathe()) this.report();
  }

  private report(): void {
    const { epochs } = this.options.config;
    const epoch = Math.min(this.history.length + 1, epochs);
    const loss = this.stepsOfEpoch > 0 ? this.lossSum / this.stepsOfEpoch : this.history.at(-1)?.loss;
    const suffix = loss === undefined ? '' : `, loss ${loss.toPrecision(3)}`;
    this.options.onProgress?.(this.step / (epochs * this.stepsPerEpoch), `epoch ${epoch}/${epochs}${suffix}`);
  }

  private async checkpointIfDue(): Promise<void> {
    if (performance.now() - this.lastCheckpointAt < (this.options.checkpointIntervalMs ?? 10_000)) return;
    await this.deliverCheckpoint();
  }

  private async deliverCheckpoint(): Promise<void> {
    await this.options.onCheckpoint?.({
      step: this.step,
      state: this.program.readState(),
      best: this.best,
      history: this.history,
      partial: { lossSum: this.lossSum, steps: this.stepsOfEpoch },
    });
    this.lastCheckpointAt = performance.now();
  }

  private restore(checkpoint: TrainingCheckpoint, initial: StateValues): void {
    const { step, state, history, partial, best } = checkpoint;
    const missing = [...initial.keys()].find((name) => !state.has(name));
    if (missing !== undefined) throw new ForeignCheckpointError(`the checkpoint has no value of '${missing}'`);
    if (step !== history.length * this.stepsPerEpoch + partial.steps || partial.steps > this.stepsPerEpoch) {
      throw new ForeignCheckpointError(
        `the checkpoint is at step ${step} after ${history.length} epochs and ${partial.steps} steps, ` +
          `with ${this.stepsPerEpoch} steps per epoch`,
      );
    }
    this.program.writeState(state);
    this.step = step;
    this.lossSum = partial.lossSum;
    this.stepsOfEpoch = partial.steps;
    this.history = history;
    this.best = best;
  }

  /** @throws NonFiniteLossError when a weight is not finite: the last loss was computed before the last update. */
  private readWeights(): StateValues {
    const weights = this.program.readState(this.options.network.variables.map((variable) => variable.name));
    for (const [name, { data }] of weights) {
      if (!data.every(Number.isFinite)) throw this.diverged(`'${name}' is not finite`, this.step - 1);
    }
    return weights;
  }

  private diverged(what: string, step = this.step, cause?: Error): NonFiniteLossError {
    const epoch = Math.floor(step / this.stepsPerEpoch) + 1;
    return new NonFiniteLossError(what, { step, epoch, learningRate: this.learningRate(step) }, { cause });
  }
}
