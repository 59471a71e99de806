/**
 * Prints what square.py starts from: a network, images and the random numbers of the attack's streams. After `npm run build`:
 * node square-input.mjs > square-input.json
 */
import { randomStream } from '../../../dist/tensor/random.js';

const [height, width, channels, hidden, classes] = [6, 5, 2, 16, 4];
const size = height * width * channels;
const params = { seed: 11, epsilon: 0.08, queries: 60, restarts: 2, initialShare: 0.8 };
const points = [3, 4, 5, 17, 18, 40, 41, 42];

const rounded = (values) => Array.from(values, (value) => Number(value.toFixed(5)));
const weights = randomStream(1, 'square fixture', 'weights');
const network = {
  first: rounded(weights.normal(size * hidden, 0, 0.3)),
  second: rounded(weights.normal(hidden * classes, 0, 0.5)),
};
const images = points.map((point) => rounded(randomStream(1, 'square fixture', 'image', point).uniform(size)));

/** Uniform numbers for row and column and the signs' bits, for the stripes the bits of width x channels. */
const draws = points.map((point) =>
  Array.from({ length: params.restarts }, (_, restart) => ({
    stripes: Array.from(
      randomStream(params.seed, 'attack', 'square', restart, point, 'stripes').bernoulli(width * channels, 0.5),
    ),
    windows: Array.from({ length: params.queries }, (_, iteration) => {
      const stream = randomStream(params.seed, 'attack', 'square', restart, point, iteration);
      return [...rounded([stream.next(), stream.next()]), ...stream.bernoulli(channels, 0.5)];
    }),
  })),
);

console.log(
  JSON.stringify({ shape: [height, width, channels], hidden, classes, params, points, network, images, draws }),
);
