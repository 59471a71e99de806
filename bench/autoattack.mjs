/**
 * How fast is AutoAttack, version standard, beside the reference implementation in PyTorch? Trains a network adversarially on
 * Fashion-MNIST (padded to 32x32 pixels, three equal channels), then attacks the same test images with the same weights on
 * both sides, one after the other in each round. Prints a Markdown table.
 *
 *   node bench/autoattack.mjs [--network WRN-10-1] [--images 256] [--rounds 3] [--python python3] [--weights FILE]
 *     [--processes 2]
 *
 * As `rcnas attack` does, rcnas shares the images among processes of one thread each; PyTorch has one process of as many threads.
 * Times are from the start of the processes to their end on both sides, stages without that start.
 * The weights are kept in the file and not trained again if it is there. The Python needs PyTorch and the package `autoattack`
 * of the attack's authors. The data set is looked for where `rcnas` looks for it (RCNAS_DATA_DIR).
 */
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values: options } = parseArgs({
  options: {
    network: { type: 'string', default: 'WRN-10-1' },
    images: { type: 'string', default: '256' },
    rounds: { type: 'string', default: '3' },
    python: { type: 'string', default: 'python3' },
    weights: { type: 'string' },
    processes: { type: 'string', default: '2' },
    // Of the processes that this one starts.
    first: { type: 'string' },
    part: { type: 'string' },
  },
});
const [count, rounds, processes] = [options.images, options.rounds, options.processes].map(Number);
if (![count, rounds, processes].every((value) => Number.isSafeInteger(value) && value >= 1)) {
  console.error('images, rounds and processes are whole numbers of at least 1');
  process.exit(2);
}

process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
const threads = 2;
process.env.TF_NUM_INTRAOP_THREADS ??= String(threads);
const dist = createRequire(join(root, 'dist', 'package.json'));
const { buildNetwork } = dist('./architectures/network.js');
const { parseArchitecture } = dist('./architectures/parse.js');
const { decodeSafetensors, encodeSafetensors } = dist('./artifacts/safetensors.js');
const { classifier } = dist('./activities/jobs/classifier.js');
const { loadDataset } = dist('./datasets/load.js');
const { parseSpec } = dist('./schemas/load.js');
const { tf } = dist('./tensor/tf.js');
const { trainNetwork } = dist('./training/train.js');

const seed = 1;
const epsilon = 8 / 255;
const image = { height: 32, width: 32, channels: 3 };
const architecture = parseArchitecture(options.network);
const network = buildNetwork(architecture, image, 10);

/** 28x28 images in one channel as 32x32 in three. */
function padded({ images, labels, count: size }) {
  const out = tf.tidy(() => {
    const small = tf.tensor4d(images, [size, 28, 28, 1]);
    return tf.tile(tf.pad(small, [[0, 0], [2, 2], [2, 2], [0, 0]]), [1, 1, 1, 3]).dataSync(); // prettier-ignore
  });
  return { images: Float32Array.from(out), labels, count: size };
}

const data = await loadDataset(
  { source: 'fashion-mnist', evaluation: 128, limitTrain: 4000, limitTest: Math.max(count, 16) },
  seed,
);

async function weights() {
  if (options.weights !== undefined && existsSync(options.weights))
    return decodeSafetensors(readFileSync(options.weights)).tensors;
  const { spec } = parseSpec(
    `apiVersion: rcnas/v1
kind: Pipeline
metadata: { name: autoattack }
data: { clothes: { source: fashion-mnist, evaluation: 128 } }
attacks: { pgd: { type: pgd, epsilon: 8/255 } }
teachers: [{ architecture: WRN-10-1, budget: 100M }]
training: { child: { method: trades, epochs: 4 } }
targets: [{ data: clothes, attack: pgd, teacher: WRN-10-1 }]
`,
    'autoattack.yaml',
  );
  console.error(`training ${options.network} on ${data.train.count} images`);
  const trained = await trainNetwork({
    network,
    train: padded(data.train),
    heldOut: null,
    config: spec.training.child,
    seed,
  });
  if (options.weights !== undefined) writeFileSync(options.weights, encodeSafetensors(trained.weights));
  return trained.weights;
}

const trained = await weights();
const test = padded(data.test);
const pixels = image.height * image.width * image.channels;
const images = test.images.slice(0, count * pixels);
const labels = test.labels.slice(0, count);

const attackStages = ['apgd-ce', 'apgd-t', 'fab-t', 'square'];

/** Of rcnas: one process's part of the attack, recording and compiling included. */
async function attackPart(first, size) {
  const started = performance.now();
  const attack = { type: 'autoattack', epsilon, batchSize: size };
  const model = classifier(network, trained, { attack, count: size });
  const x = tf.tensor4d(images.slice(first * pixels, (first + size) * pixels), [size, image.height, image.width, image.channels]); // prettier-ignore
  const own = labels.slice(first, first + size);
  const y = tf.tensor1d(own, 'int32');
  /** When each stage was first seen under way. */
  const begun = [];
  const result = await model.attack(x, y, {
    seed,
    pointIds: Array.from(own, (_, i) => first + i),
    onProgress: ({ fraction }) => (begun[Math.floor(fraction * attackStages.length)] ??= performance.now()),
  });
  const ended = performance.now();
  const perStage = Object.fromEntries(
    attackStages.map((stage, i) => [stage, ((begun[i + 1] ?? ended) - (i === 0 ? started : begun[i])) / 1000]),
  );
  const broken = Object.fromEntries(
    result.stages.map(({ attack: stage, broken: some }) => [stage.replace(/^[0-9]+-/u, ''), some]),
  );
  return { perStage, correct: model.countCorrect(x, own), broken };
}

/** Of rcnas: the whole attack; seconds of stages are the mean over the processes. */
async function ours() {
  const started = performance.now();
  const size = Math.ceil(count / processes);
  const given = process.argv.slice(2);
  const env = { ...process.env, TF_NUM_INTRAOP_THREADS: String(Math.max(1, Math.floor(threads / processes))) };
  const parts = await Promise.all(
    Array.from({ length: processes }, async (_, i) => {
      const first = i * size;
      const args = [...given, '--weights', weightsFile, '--first', `${first}`, '--part', `${Math.min(size, count - first)}`]; // prettier-ignore
      const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(import.meta.url), ...args], {
        env,
      });
      return JSON.parse(stdout.trim().split('\n').at(-1));
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  const sum = (of) => parts.reduce((total, part) => total + of(part), 0);
  const robust = { clean: sum(({ correct }) => correct) / count };
  let left = robust.clean * count;
  for (const stage of attackStages) robust[stage] = (left -= sum(({ broken }) => broken[stage])) / count;
  const perStage = Object.fromEntries(
    attackStages.map((stage) => [stage, sum((part) => part.perStage[stage]) / processes]),
  );
  return { seconds, robust, perStage };
}

if (options.part !== undefined) {
  console.log(JSON.stringify(await attackPart(Number(options.first), Number(options.part))));
  process.exit();
}

const folder = mkdtempSync(join(tmpdir(), 'rcnas-autoattack-'));
const file = join(folder, 'network.safetensors');
const weightsFile = join(folder, 'weights.safetensors');
writeFileSync(weightsFile, encodeSafetensors(trained));
function writePeerFile() {
  const model = classifier(network, trained, { count });
  const x = tf.tensor4d(images, [count, image.height, image.width, image.channels]);
  const logits = model.logitsOf(x);
  const tensors = new Map(network.variables.map(({ name }) => [name, trained.get(name)]));
  tensors.set('images', { shape: [count, image.height, image.width, image.channels], data: images });
  tensors.set('labels', { shape: [count], data: Float32Array.from(labels) });
  tensors.set('logits', { shape: [count, 10], data: Float32Array.from(logits.dataSync()) });
  writeFileSync(file, encodeSafetensors(tensors));
  tf.dispose([x, logits]);
  model.dispose();
}

function peer() {
  const started = performance.now();
  const argument = JSON.stringify({
    stages: architecture.stages,
    stemStride: architecture.stemStride ?? 1,
    image: [image.height, image.width, image.channels],
    classes: 10,
    threads,
    epsilon,
    batch: count,
    seed,
    file,
  });
  const output = execFileSync(options.python, [join(root, 'bench', 'pytorch_autoattack.py'), argument], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const result = JSON.parse(output.toString().trim().split('\n').at(-1));
  return { ...result, seconds: (performance.now() - started) / 1000 };
}

const percent = (share) => (share === undefined ? '–' : (100 * share).toFixed(1));
const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

const stages = ['clean', ...attackStages];
const row = (cells) => console.log(`| ${cells.join(' | ')} |`);
try {
  writePeerFile();
  const ratios = [];
  const head = [
    ...['round', 'program', 'seconds'],
    ...attackStages.map((stage) => `s of ${stage}`),
    ...stages.map((stage) => `% after ${stage}`),
    'largest error of a logit',
  ];
  row(head);
  row(head.map(() => '---'));
  const seconds = ({ seconds: all, perStage }) => [all, ...attackStages.map((stage) => perStage[stage])].map((value) => value?.toFixed(1) ?? '–'); // prettier-ignore
  for (let round = 1; round <= rounds; round++) {
    const [mine, theirs] = [await ours(), peer()];
    ratios.push(mine.seconds / theirs.seconds);
    row([round, 'rcnas', ...seconds(mine), ...stages.map((stage) => percent(mine.robust[stage])), '']);
    const shares = stages.map((stage) => percent(theirs.robust[stage]));
    row([round, 'PyTorch', ...seconds(theirs), ...shares, theirs.logitError.toExponential(1)]);
  }
  console.log(`\nratio of times, rcnas to PyTorch: median ${median(ratios).toFixed(3)} of ${ratios.map((r) => r.toFixed(3)).join(', ')}`); // prettier-ignore
} finally {
  rmSync(folder, { recursive: true, force: true });
}
