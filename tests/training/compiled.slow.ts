import { execFile, spawn } from 'node:child_process';
import { setFlagsFromString } from 'node:v8';
import { promisify } from 'node:util';
import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, it } from 'vitest';

import { tf } from '../../tensor/tf';
import { trainNetwork } from '../../training/train';
import { buildDist, buildTimeoutMs } from '../support/dist';
import { repository } from '../support/process';
import { trainingDigest } from './digest';
import { digits, digitsNetwork, firstImages, quickConfig } from './digits';

const precisions = ['float32', 'bfloat16'] as const;
const mebibyte = 2 ** 20;

beforeAll(buildDist, buildTimeoutMs);

describe('compiled training', () => {
  it.each(precisions)('holds no more tensors and memory after 1,000 steps in %s', async (precision) => {
    const [epochs, stepsPerEpoch] = [100, 10];
    const data = await digits();
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const tensors: number[] = [];
    const resident: number[] = [];
    await trainNetwork({
      network: digitsNetwork('WRN-10-1', data),
      train: firstImages(data.train, stepsPerEpoch * quickConfig.batchSize),
      heldOut: null,
      config: { ...quickConfig, method: 'trades', epochs, select: 'last', mode: 'compiled', precision },
      seed: 6,
      onProgress: (fraction) => {
        // The first report after the last step of an epoch; others come from within a step.
        if (fraction * epochs < tensors.length + 1 - 1e-6) return;
        collectGarbage();
        tensors.push(tf.memory().numTensors);
        resident.push(process.memoryUsage().rss / mebibyte);
      },
    });
    expect(tensors.length).toBe(epochs);
    // Caches and pools of memory fill up in the first fifth.
    const settled = Math.floor(tensors.length / 5);
    expect(new Set(tensors.slice(settled)).size).toBe(1);
    const growth = highest(resident.slice(-settled)) - highest(resident.slice(settled, 2 * settled));
    console.log(`${precision}: resident memory grew by ${growth.toFixed(1)} MiB over the last 600 steps`);
    // One activation of a batch left behind at each step would be 37 MiB.
    expect(growth).toBeLessThan(16);
  });

  it.each(precisions)('gives the same weights 20 times, half of them on a busy machine, in %s', async (precision) => {
    const digests: string[] = [];
    for (let i = 0; i < 10; i++) digests.push(await trainingDigest(precision));
    const busy = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
    try {
      for (let i = 0; i < 10; i++) digests.push(await trainingDigest(precision));
      expect(busy.exitCode).toBeNull();
    } finally {
      busy.kill('SIGKILL');
    }
    expect(digests).toHaveLength(20);
    expect(digests[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(digests).size).toBe(1);
  });

  it.each(precisions)('trains WRN-28-10 in batches of 64 within 8 GiB in %s', async (precision) => {
    const options = { mode: 'compiled', precision, batch: 64, innerSteps: 2 };
    const script = `
      const { buildNetwork } = require('./dist/architectures/network.js');
      const { parseArchitecture } = require('./dist/architectures/parse.js');
      const { tradesStep } = require('./dist/bench/tradesStep.js');
      const network = buildNetwork(parseArchitecture('WRN-28-10'), { height: 32, width: 32, channels: 3 }, 10);
      const step = tradesStep(network, ${JSON.stringify(options)});
      for (let i = 0; i < 2; i++) step.run();
      console.log(process.resourceUsage().maxRSS);`;
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], { cwd: repository });
    const gibibytes = Number(stdout) / 2 ** 20;
    console.log(`${precision}: at most ${gibibytes.toFixed(2)} GiB resident`);
    expect(gibibytes).toBeGreaterThan(0);
    expect(gibibytes).toBeLessThanOrEqual(8);
  });
});

function highest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b));
}
