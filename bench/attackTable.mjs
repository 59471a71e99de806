/**
 * What every attack does to one network: trains it adversarially on Fashion-MNIST, attacks the same test images with each
 * attack of the library, and prints a Markdown table in the order in which strength is expected.
 *
 *   node bench/attackTable.mjs [--network WRN-10-1] [--train 10000] [--epochs 8] [--images 256] [--attacks pgd,apgd-ce,...]
 *                              [--weights FILE]
 *
 * The weights are kept in the file and not trained again if it is there. The data set is looked for where `rcnas` looks for it
 * (RCNAS_DATA_DIR).
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const epsilon = 8 / 255;
/** Attacks without a word here run with their defaults. */
const settings = {
  pgd: { steps: 20, stepSize: 0.8 / 255 },
  cw: { steps: 20, stepSize: 0.8 / 255 },
  hopskipjump: { queries: 3000 },
  // The default search tries 64 configurations per round, which takes hours on two cores.
  'adaptive-search': { rounds: 2, trials: 8, points: 32 },
};
const everything = [
  'hopskipjump',
  'naa',
  'square',
  'fgsm',
  'pgd',
  'cw',
  'apgd-ce',
  'apgd-dlr',
  'fab-t',
  'apgd-t',
  'a3',
  'adaptive-search',
  'autoattack',
];

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values: options } = parseArgs({
  options: {
    network: { type: 'string', default: 'WRN-10-1' },
    train: { type: 'string', default: '10000' },
    epochs: { type: 'string', default: '8' },
    images: { type: 'string', default: '256' },
    attacks: { type: 'string', default: everything.join() },
    weights: { type: 'string' },
  },
});
const [train, epochs, images] = ['train', 'epochs', 'images'].map((name) => Number(options[name]));
if (![train, epochs, images].every((value) => Number.isSafeInteger(value) && value >= 1)) {
  console.error('train, epochs and images are whole numbers of at least 1');
  process.exit(2);
}

process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
process.env.TF_NUM_INTRAOP_THREADS ??= '2';
const dist = createRequire(join(root, 'dist', 'package.json'));
const { buildNetwork } = dist('./architectures/network.js');
const { parseArchitecture } = dist('./architectures/parse.js');
const { decodeSafetensors, encodeSafetensors } = dist('./artifacts/safetensors.js');
const { classifier } = dist('./activities/jobs/classifier.js');
const { loadDataset } = dist('./datasets/load.js');
const { wilson } = dist('./reports/wilson.js');
const { parseSpec } = dist('./schemas/load.js');
const { tf } = dist('./tensor/tf.js');
const { trainNetwork } = dist('./training/train.js');

const seed = 1;
const data = await loadDataset(
  { source: 'fashion-mnist', evaluation: 128, limitTrain: train, limitTest: images },
  seed,
);
const network = buildNetwork(parseArchitecture(options.network), data.image, data.classes);

async function weights() {
  if (options.weights !== undefined && existsSync(options.weights))
    return decodeSafetensors(readFileSync(options.weights)).tensors;
  const { spec } = parseSpec(
    `apiVersion: rcnas/v1
kind: Pipeline
metadata: { name: attacks }
data: { clothes: { source: fashion-mnist, evaluation: 128 } }
attacks: { pgd: { type: pgd, epsilon: 8/255 } }
teachers: [{ architecture: WRN-10-1, budget: 100M }]
training: { child: { method: trades, epochs: ${epochs} } }
targets: [{ data: clothes, attack: pgd, teacher: WRN-10-1 }]
`,
    'attacks.yaml',
  );
  console.error(`training ${options.network} on ${data.train.count} images, ${epochs} epochs`);
  const config = spec.training.child;
  const trained = await trainNetwork({ network, train: data.train, heldOut: null, config, seed });
  if (options.weights !== undefined) writeFileSync(options.weights, encodeSafetensors(trained.weights));
  return trained.weights;
}

const trained = await weights();
const { height, width, channels } = data.image;
const x = tf.tensor4d(data.test.images, [images, height, width, channels]);
const y = tf.tensor1d(data.test.labels, 'int32');
const accuracy = (correct) => {
  const { value, low, high } = wilson(correct, images);
  return `${(100 * value).toFixed(1)} (${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)})`;
};
const describe = (params) =>
  Object.entries(params)
    .map(([key, value]) => `${key} ${key === 'stepSize' ? '0.8/255' : value}`)
    .join(', ');
const row = (cells) => console.log(`| ${cells.join(' | ')} |`);

console.log(
  `${options.network} on Fashion-MNIST, TRADES, ${train} images, ${epochs} epochs; ${images} test images, epsilon 8/255.\n`,
);
row(['attack', 'correct, %', 'seconds', 'audit']);
row(['---', '---', '---', '---']);
const plain = classifier(network, trained, { count: images });
row(['none', accuracy(plain.countCorrect(x, data.test.labels)), '', '']);
plain.dispose();
for (const type of options.attacks.split(',')) {
  const started = performance.now();
  const attack = { type, epsilon, ...settings[type] };
  const model = classifier(network, trained, { attack, count: images });
  const result = await model.attack(x, y, { seed });
  const robust = Array.from(result.success.dataSync()).filter((broken) => broken === 0).length;
  tf.dispose([result.adversarial, result.success]);
  model.dispose();
  const flags = (result.audit ?? []).map(({ flag }) => flag);
  const said = settings[type] === undefined ? '' : ` (${describe(settings[type])})`;
  row([type + said, accuracy(robust), ((performance.now() - started) / 1000).toFixed(0), flags.join(', ')]);
  for (const { attack: stage, attacked, broken } of result.stages ?? [])
    row([`– ${stage}`, `broke ${broken} of ${attacked}`, '', '']);
}
tf.dispose([x, y]);
