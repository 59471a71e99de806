import { buildNetwork } from '../../architectures/network';
import { parseArchitecture } from '../../architectures/parse';
import type { Network } from '../../architectures/types';
import { loadDataset } from '../../datasets/load';
import type { Dataset, LabelledImages } from '../../datasets/types';
import type { TrainingConfig } from '../../training/types';

export async function digits(): Promise<Dataset> {
  return await loadDataset({ source: 'digits', evaluation: 128 }, 1);
}

export function digitsNetwork(name: string, data: Dataset): Network {
  return buildNetwork(parseArchitecture(name), data.image, data.classes);
}

export function firstImages({ images, labels, count }: LabelledImages, limit: number): LabelledImages {
  return { count: limit, images: images.slice(0, (images.length / count) * limit), labels: labels.slice(0, limit) };
}

export const quickConfig: TrainingConfig = {
  method: 'standard',
  epochs: 2,
  batchSize: 16,
  learningRate: 0.05,
  momentum: 0.9,
  nesterov: true,
  weightDecay: 2e-4,
  clipNorm: 5,
  schedule: { type: 'cosine', warmup: 0.2 },
  attack: { epsilon: 16 / 255, steps: 2, stepSize: 8 / 255 },
  beta: 6,
  augmentation: { crop: 1, flip: true },
  select: 'best-pgd',
  precision: 'float32',
  mode: 'compiled',
};
