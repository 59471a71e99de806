/**
 * Writes fixtures/apgd-problem.json: a small smooth network, images and the noise of every start, for apgd.py and for the
 * test. Usage: npm run build && node tests/attacks/reference/apgd-problem.mjs, then apgd.py, then prettier on both.
 */
import { writeFileSync } from 'node:fs';

import { randomStream } from '../../../dist/tensor/random.js';

const seed = 11;
const [pixels, hidden, classes, points] = [16, 12, 5, 16];
const cases = [
  { title: 'cross-entropy', attack: 'apgd-ce', norm: 'linf', epsilon: 0.05, steps: 60, restarts: 2, rho: 0.75, classes },
  { title: 'cross-entropy, L2', attack: 'apgd-ce', norm: 'l2', epsilon: 0.15, steps: 60, restarts: 2, rho: 0.75, classes },
  { title: 'ratio', attack: 'apgd-dlr', norm: 'linf', epsilon: 0.05, steps: 100, restarts: 1, rho: 0.75, classes },
  { title: 'ratio, L2', attack: 'apgd-dlr', norm: 'l2', epsilon: 0.15, steps: 45, restarts: 1, rho: 0.6, classes },
  { title: 'ratio of three classes', attack: 'apgd-dlr', norm: 'linf', epsilon: 0.05, steps: 40, restarts: 1, rho: 0.75, classes: 3 },
  { title: 'targeted ratio', attack: 'apgd-t', norm: 'linf', epsilon: 0.05, steps: 50, restarts: 1, rho: 0.75, targets: 9, classes },
  { title: 'targeted ratio, L2', attack: 'apgd-t', norm: 'l2', epsilon: 0.15, steps: 30, restarts: 2, rho: 0.75, targets: 2, classes },
  { title: 'targeted cross-entropy of three classes', attack: 'apgd-t', norm: 'linf', epsilon: 0.05, steps: 40, restarts: 1, rho: 0.75, targets: 9, classes: 3 },
]; // prettier-ignore

/** Few decimals, so that float32 and float64 start from almost the same numbers. */
const short = (values, digits = 3) => Array.from(values, (value) => Number(value.toFixed(digits)));
const rows = (values, width) =>
  Array.from({ length: values.length / width }, (_, i) => values.slice(i * width, (i + 1) * width));
const normal = (name, n, std) => short(randomStream(seed, name).normal(n, 0, std));

const noiseOf = ({ attack, norm, restarts, targets = 0, classes }) => {
  const runs = [];
  for (let target = 0; target < Math.max(Math.min(targets, classes - 1), 1); target++)
    for (let restart = 0; restart < restarts; restart++) runs.push([restart, ...(targets > 0 ? [target] : [])]);
  return Array.from({ length: points }, (_, point) =>
    runs.map(([restart, ...target]) => {
      const stream = randomStream(seed, 'attack', attack, restart, point, ...target);
      return short(norm === 'linf' ? stream.uniform(pixels, -1, 1) : stream.normal(pixels), 7);
    }),
  );
};

const images = short(randomStream(seed, 'images').uniform(points * pixels, -0.1, 1.1)).map((v) => Math.min(Math.max(v, 0), 1)); // prettier-ignore
const problem = {
  seed,
  first: { weights: rows(normal('first', pixels * hidden, 1), hidden), bias: normal('first bias', hidden, 0.5) },
  second: { weights: rows(normal('second', hidden * classes, 1), classes), bias: normal('second bias', classes, 0.2) },
  images: rows(images, pixels),
  cases: cases.map((each) => ({ ...each, noise: noiseOf(each) })),
};
writeFileSync(new URL('../fixtures/apgd-problem.json', import.meta.url), JSON.stringify(problem));
