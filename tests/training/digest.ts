import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import type { Precision } from '../../tensor/types';
import { repository } from '../support/process';
import { quickConfig } from './digits';

/** SHA-256 of all weights after a short compiled training on digits in a process of its own, from `dist/`. */
export async function trainingDigest(precision: Precision): Promise<string> {
  const config = { ...quickConfig, method: 'trades', mode: 'compiled', precision, batchSize: 24 };
  const script = `
    const { loadDataset } = require('./dist/datasets/load.js');
    const { buildNetwork } = require('./dist/architectures/network.js');
    const { parseArchitecture } = require('./dist/architectures/parse.js');
    const { trainNetwork } = require('./dist/training/train.js');
    (async () => {
      const data = await loadDataset({ source: 'digits', evaluation: 128 }, 1);
      const count = 60;
      const pixels = data.train.images.length / data.train.count;
      const train = { count, images: data.train.images.slice(0, count * pixels), labels: data.train.labels.slice(0, count) };
      const heldOut = { count: 20, images: data.evaluation.images.slice(0, 20 * pixels), labels: data.evaluation.labels.slice(0, 20) };
      const network = buildNetwork(parseArchitecture('WRN-10-1'), data.image, data.classes);
      const { weights } = await trainNetwork({ network, train, heldOut, seed: 3, config: ${JSON.stringify(config)} });
      const hash = require('node:crypto').createHash('sha256');
      for (const [name, value] of weights) hash.update(name).update(new Uint8Array(value.data.buffer));
      console.log(hash.digest('hex'));
    })();`;
  return (await promisify(execFile)(process.execPath, ['-e', script], { cwd: repository })).stdout.trim();
}
