import type { Network } from '../architectures/types';
import type { LabelledImages } from '../datasets/types';
import { TrainingInputError } from './errors';
import type { TrainingConfig } from './types';

/** @throws TrainingInputError naming the first value that cannot be trained with, and the rule. */
export function checkTrainingInputs(
  network: Network,
  train: LabelledImages,
  heldOut: LabelledImages | null,
  config: TrainingConfig,
): void {
  checkConfig(config);
  checkImages('the training set', network, train);
  if (train.count < 2) throw new TrainingInputError(`training needs at least 2 images, got ${train.count}`);
  if (config.select !== 'best-pgd') return;
  if (heldOut === null || heldOut.count === 0) {
    throw new TrainingInputError("select: 'best-pgd' needs a held-out set");
  }
  checkImages('the held-out set', network, heldOut);
}

function checkConfig(config: TrainingConfig): void {
  const { attack, schedule, augmentation } = config;
  const require = (name: string, value: number, rule: string, holds: boolean): void => {
    if (!holds) throw new TrainingInputError(`${name} must be ${rule}, got ${value}`);
  };
  const requireCount = (name: string, value: number, least: number): void =>
    require(name, value, `an integer >= ${least}`, Number.isSafeInteger(value) && value >= least);
  const requireBetween = (name: string, value: number, low: number, high: number): void =>
    require(name, value, high === Infinity ? `a number >= ${low}` : `in [${low}, ${high}]`, value >= low &&
      value <= high &&
      Number.isFinite(value));
  requireCount('epochs', config.epochs, 1);
  requireCount('batchSize', config.batchSize, 2);
  require('learningRate', config.learningRate, 'a number > 0', config.learningRate > 0 &&
    Number.isFinite(config.learningRate));
  requireBetween('momentum', config.momentum, 0, 1);
  requireBetween('weightDecay', config.weightDecay, 0, Infinity);
  if (config.clipNorm !== null) require('clipNorm', config.clipNorm, 'null or a number > 0', config.clipNorm > 0);
  requireBetween('attack.epsilon', attack.epsilon, 0, 1);
  requireCount('attack.steps', attack.steps, 0);
  requireBetween('attack.stepSize', attack.stepSize, 0, 1);
  requireBetween('beta', config.beta, 0, Infinity);
  requireCount('augmentation.crop', augmentation.crop, 0);
  if (schedule.type === 'cosine') {
    require('schedule.warmup', schedule.warmup, 'in [0, 1)', schedule.warmup >= 0 && schedule.warmup < 1);
  }
}

function checkImages(what: string, { image, classes }: Network, { count, images, labels }: LabelledImages): void {
  const values = count * image.height * image.width * image.channels;
  if (images.length !== values) {
    const shape = [count, image.height, image.width, image.channels].join(',');
    throw new TrainingInputError(`${what} must have ${values} values for shape [${shape}], got ${images.length}`);
  }
  if (labels.length !== count) throw new TrainingInputError(`${what} has ${count} images and ${labels.length} labels`);
  const wrong = labels.find((label) => label < 0 || label >= classes);
  if (wrong !== undefined)
    throw new TrainingInputError(`${what} has label ${wrong}, the network has ${classes} classes`);
}
