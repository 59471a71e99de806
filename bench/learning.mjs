/**
 * Does the agent learn? Runs pipelines/learning.yaml for several seeds, with its policy and with one that never changes
 * (learning rate 1e-12: random actions), and prints the mean reward of each fifth of the iterations.
 *
 *   node bench/learning.mjs [--seeds 1,2,3] [--state-dir .rcnas-learning]
 *
 * Both searches of a seed share one store: the teachers are trained once.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '1,2,3' }, 'state-dir': { type: 'string', default: '.rcnas-learning' } },
});
const stateDir = values['state-dir'];
const parts = 5;
mkdirSync(stateDir, { recursive: true });
const spec = readFileSync(join(root, 'pipelines', 'learning.yaml'), 'utf8');

function rewardsOf(seed, agent) {
  const file = join(stateDir, `${agent}-${seed}.yaml`);
  const rate = agent === 'random' ? 1e-12 : 0.02;
  writeFileSync(
    file,
    spec
      .replace(/^seed: .*/m, `seed: ${seed}`)
      .replace('name: learning', `name: learning-${agent}-${seed}`)
      .replace('learningRate: 0.02', `learningRate: ${rate}`),
  );
  const runs = join(stateDir, 'runs', `${agent}-${seed}`);
  const run = spawnSync(
    process.execPath,
    [join(root, 'bin', 'rcnas.js'), '--state-dir', stateDir, '--runs-dir', runs, 'run', file],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  if (run.status !== 0) throw new Error(`the run of ${file} ended with ${run.status}`);
  const { children } = JSON.parse(readFileSync(join(runs, 'latest', 'report.json'), 'utf8'));
  return children.filter(({ phase }) => phase === 'meta').map(({ reward }) => reward);
}

const mean = (numbers) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
const deviation = (numbers) => Math.sqrt(mean(numbers.map((x) => (x - mean(numbers)) ** 2)));

const rows = [];
for (const seed of values.seeds.split(',').map(Number)) {
  for (const agent of ['random', 'policy']) {
    // As the agent learns from them: at least -1.
    const rewards = rewardsOf(seed, agent).map((reward) => Math.max(-1, reward));
    const size = rewards.length / parts;
    const fifths = Array.from({ length: parts }, (_, i) => mean(rewards.slice(i * size, (i + 1) * size)));
    const last = rewards.slice(rewards.length / 2);
    rows.push({ seed, agent, fifths, lastHalf: mean(last), standardError: deviation(last) / Math.sqrt(last.length) });
    console.log(JSON.stringify(rows.at(-1)));
  }
}
console.log('\n| seed | actions | fifths of the iterations | second half |');
console.log('|---|---|---|---|');
for (const { seed, agent, fifths, lastHalf, standardError } of rows) {
  const cells = fifths.map((x) => x.toFixed(2)).join(' ');
  console.log(`| ${seed} | ${agent} | ${cells} | ${lastHalf.toFixed(3)} ± ${standardError.toFixed(3)} |`);
}
