/**
 * Do eager, compiled and bfloat16 training reach the same loss? Trains WRN-10-1 on Fashion-MNIST by TRADES with the
 * defaults of a spec, once per seed and variant, and judges all networks alike: clean, and by PGD-20, on test images.
 * Prints Markdown tables and draws the losses.
 *
 *   node bench/curves.mjs [--seeds 1,2,3] [--images 4000] [--epochs 3] [--test 1000] [--plot FILE] [--quick]
 *
 * `--quick` is a trial of the script: seed 1, 256 images, one epoch, 128 test images, and no plot unless one is named.
 * The data set is looked for where `rcnas` looks for it (RCNAS_DATA_DIR).
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const architecture = 'WRN-10-1';
const variants = [
  { name: 'eager float32', mode: 'eager', precision: 'float32' },
  { name: 'compiled float32', mode: 'compiled', precision: 'float32' },
  { name: 'compiled bfloat16', mode: 'compiled', precision: 'bfloat16' },
];
const attack = { type: 'pgd', epsilon: 8 / 255, steps: 20, stepSize: 0.8 / 255 };

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    images: { type: 'string' },
    epochs: { type: 'string' },
    test: { type: 'string' },
    plot: { type: 'string' },
    quick: { type: 'boolean', default: false },
  },
});
const defaults = values.quick
  ? { seeds: '1', images: 256, epochs: 1, test: 128, plot: null }
  : { seeds: '1,2,3', images: 4000, epochs: 3, test: 1000, plot: join(root, 'docs', 'images', 'loss-curves.svg') };
const seeds = (values.seeds ?? defaults.seeds).split(',').map(Number);
const [images, epochs, test] = ['images', 'epochs', 'test'].map((key) => Number(values[key] ?? defaults[key]));
const plot = values.plot ?? defaults.plot;
if (![...seeds, images, epochs, test].every((value) => Number.isSafeInteger(value) && value >= 1)) {
  console.error('seeds, images, epochs and test are whole numbers of at least 1');
  process.exit(2);
}

process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
const dist = createRequire(join(root, 'dist', 'package.json'));
const { buildNetwork } = dist('./architectures/network.js');
const { parseArchitecture } = dist('./architectures/parse.js');
const { classifier } = dist('./activities/jobs/classifier.js');
const { loadDataset } = dist('./datasets/load.js');
const { wilson } = dist('./reports/wilson.js');
const { parseSpec } = dist('./schemas/load.js');
const { tf } = dist('./tensor/tf.js');
const { trainNetwork } = dist('./training/train.js');

/** What a spec that says no more than this trains with. */
function defaultConfig() {
  const loaded = parseSpec(
    `apiVersion: rcnas/v1
kind: Pipeline
metadata: { name: curves }
data: { clothes: { source: fashion-mnist, evaluation: 128 } }
attacks: { pgd: { type: pgd, epsilon: 8/255 } }
teachers: [{ architecture: ${architecture}, budget: 100M }]
training: { child: { method: trades, epochs: ${epochs} } }
targets: [{ data: clothes, attack: pgd, teacher: ${architecture} }]
`,
    'curves.yaml',
  );
  if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join('; '));
  return loaded.spec.training.child;
}

async function judge(network, weights, data, seed) {
  const { height, width, channels } = data.image;
  const model = classifier(network, weights, { attack, count: data.test.count });
  const x = tf.tensor4d(data.test.images, [data.test.count, height, width, channels]);
  const y = tf.tensor1d(data.test.labels, 'int32');
  const classes = tf.tidy(() => tf.argMax(model.logitsOf(x), 1).dataSync());
  const { adversarial, success } = await model.attack(x, y, { seed });
  const robust = Array.from(success.dataSync(), (broken) => broken === 0);
  tf.dispose([x, y, adversarial, success]);
  model.dispose();
  return { clean: Array.from(data.test.labels, (label, i) => classes[i] === label), robust };
}

const config = defaultConfig();
const results = [];
for (const seed of seeds) {
  const data = await loadDataset(
    { source: 'fashion-mnist', evaluation: 128, limitTrain: images, limitTest: test },
    seed,
  );
  const network = buildNetwork(parseArchitecture(architecture), data.image, data.classes);
  for (const { name, mode, precision } of variants) {
    const started = performance.now();
    const trained = await trainNetwork({
      network,
      train: data.train,
      heldOut: null,
      config: { ...config, mode, precision },
      seed,
    });
    const seconds = (performance.now() - started) / 1000;
    const losses = trained.history.map(({ loss }) => loss);
    results.push({ seed, name, losses, ...(await judge(network, trained.weights, data, seed)) });
    console.error(`seed ${seed}, ${name}: trained in ${seconds.toFixed(0)} s`);
  }
}

const count = (flags) => flags.filter(Boolean).length;
const percent = (value) => (100 * value).toFixed(1);

function accuracy(flags) {
  const { value, low, high } = wilson(count(flags), flags.length);
  return `${percent(value)} % [${percent(low)}, ${percent(high)}]`;
}

/** Exact two-sided test of McNemar (1947) on images that one of two networks alone gets right. */
function mcNemar(first, second) {
  const onlyFirst = count(first.map((right, i) => right && !second[i]));
  const onlySecond = count(second.map((right, i) => right && !first[i]));
  const total = onlyFirst + onlySecond;
  let term = 0.5 ** total;
  // Beyond a thousand the power is no number any more; there are not so many test images that differ.
  let tail = 0;
  for (let k = 0; k <= Math.min(onlyFirst, onlySecond); k++) {
    tail += term;
    term *= (total - k) / (k + 1);
  }
  return `${onlyFirst} : ${onlySecond}, p = ${Math.min(1, 2 * tail).toFixed(2)}`;
}

const largestDifference = (a, b) => Math.max(...a.map((loss, i) => Math.abs(loss - b[i]) / Math.abs(b[i])));
const row = (cells) => console.log(`| ${cells.join(' | ')} |`);

console.log(
  `${architecture} on Fashion-MNIST, TRADES with a spec's defaults: ${images} images, ${epochs} epochs, batches of ${config.batchSize}; judged on ${test} test images.\n`,
);
row(['seed', 'variant', 'mean loss of each epoch', 'clean accuracy', 'under PGD-20']);
row(['---', '---', '---', '---', '---']);
for (const { seed, name, losses, clean, robust } of results)
  row([seed, name, losses.map((loss) => loss.toFixed(4)).join(' '), accuracy(clean), accuracy(robust)]);

console.log(
  '\nAgainst eager float32 of the same seed; images that only eager : only the variant gets right, by McNemar.\n',
);
row(['seed', 'variant', 'largest relative difference of a loss', 'clean', 'under PGD-20']);
row(['---', '---', '---', '---', '---']);
for (const seed of seeds) {
  const [eager, ...others] = results.filter((result) => result.seed === seed);
  for (const { name, losses, clean, robust } of others) {
    const difference = largestDifference(losses, eager.losses).toExponential(1);
    row([seed, name, difference, mcNemar(eager.clean, clean), mcNemar(eager.robust, robust)]);
  }
}

if (plot !== null) await draw(plot);

async function draw(file) {
  const { drawPlot } = dist('./reports/plots/vega.js');
  const { withLegend } = dist('./reports/plots/legend.js');
  const { light } = dist('./reports/plots/palette.js');
  const colours = [light.muted, light.meta, light.fineTune];
  const rows = results.flatMap(({ seed, name, losses }) =>
    losses.map((loss, i) => ({ seed, name, loss, epoch: i + 1 })),
  );
  const drawing = await drawPlot({
    width: 600,
    height: 260,
    data: { values: rows },
    mark: { type: 'line', point: true, strokeWidth: 1.5 },
    encoding: {
      x: { field: 'epoch', type: 'quantitative', axis: { title: 'epoch', tickMinStep: 1, format: 'd' } },
      y: { field: 'loss', type: 'quantitative', scale: { zero: false }, axis: { title: 'mean TRADES loss' } },
      color: {
        field: 'name',
        type: 'nominal',
        legend: null,
        scale: { domain: variants.map(({ name }) => name), range: colours },
      },
      detail: { field: 'seed' },
    },
  });
  const legend = variants.map(({ name }, i) => ({
    label: `${name}, a line per seed`,
    symbol: 'line',
    colour: colours[i],
  }));
  // Shown on pages of any colour.
  const ground = `<rect width="100%" height="100%" fill="${light.surface}"/>`;
  writeFileSync(file, `${withLegend(drawing, legend).replace(/^<svg [^>]*>/, (head) => head + ground)}\n`);
  console.error(`drawn to ${file}`);
}
