/**
 * Compiles the checkout to `dist/`: TypeScript to JavaScript, files that are no TypeScript beside it, and the workflows
 * as one bundle, which the worker loads in 0.4 s instead of bundling for 6 s. Does nothing when no source has changed.
 *
 *   node scripts/build.mjs
 */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { root } from './locate.mjs';
import { SetupFailure } from './setup/failure.mjs';
import { runProgram } from './setup/run-program.mjs';
import { Stamps, writeAtomically } from './setup/stamps.mjs';

/** Folders that make up the program; the others are about it. */
const ROOMS = [
  'activities',
  'architectures',
  'artifacts',
  'attacks',
  'bench',
  'cli',
  'datasets',
  'pipelines',
  'reports',
  'schemas',
  'search',
  'tensor',
  'training',
  'worker',
  'workflows',
];
const dist = join(root, 'dist');
const bundle = join('workflows', 'bundle.js');
const buildInfo = join(dist, '.tsbuildinfo');

/**
 * @param {(line: string) => void} say
 * @returns {Promise<boolean>} whether anything was built
 */
export async function build(say) {
  const sources = listSources();
  const key = keyOf(sources);
  const stamps = new Stamps(join(dist, '.stamps.json'));
  if (stamps.isCurrent('build', key)) return false;
  const started = Date.now();
  // Remembered by tsc, which would not write again what somebody has deleted.
  if (outputsOf(sources).some((file) => !existsSync(join(dist, file)))) rmSync(buildInfo, { force: true });
  removeStale(new Set([...outputsOf(sources), bundle]));
  for (const file of sources.filter((name) => !isCompiled(name))) copy(file);
  await compile();
  const outputs = outputsOf(sources);
  if (sources.includes(join('workflows', 'index.ts'))) {
    await bundleWorkflows();
    outputs.push(bundle);
  }
  stamps.record(
    'build',
    key,
    outputs.map((file) => join(dist, file)),
  );
  say(`Built dist/ from ${sources.length} files in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return true;
}

/** Paths of all sources, relative to the checkout, in a fixed order. */
function listSources() {
  const files = readdirSync(root).filter((name) => name.endsWith('.ts'));
  for (const room of ROOMS.filter((name) => existsSync(join(root, name))))
    files.push(...listFiles(join(root, room)).map((name) => join(room, name)));
  return files.sort();
}

function listFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1));
}

function keyOf(sources) {
  const hash = createHash('sha256').update(process.version);
  const deciding = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json', join('scripts', 'build.mjs')];
  for (const file of [...deciding, ...sources]) hash.update(`\0${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

const isCompiled = (file) => extname(file) === '.ts' && !file.endsWith('.d.ts');

/** Files below dist/ that must be there after a build. */
function outputsOf(sources) {
  return sources.map((file) => (isCompiled(file) ? file.replace(/\.ts$/, '.js') : file));
}

/** A deleted or renamed source must not live on in dist/. */
function removeStale(expected) {
  if (!existsSync(dist)) return;
  for (const file of listFiles(dist)) {
    const owner = file.replace(/(\.d\.ts|\.js)(\.map)?$/, '.js');
    if (!expected.has(owner) && !expected.has(file)) rmSync(join(dist, file));
  }
}

async function compile() {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { ok, output } = await runProgram(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root });
  if (!ok)
    throw new SetupFailure('The sources do not compile.', ['Correct what the lines above name, then: npm run build'], {
      output,
    });
}

function copy(file) {
  mkdirSync(dirname(join(dist, file)), { recursive: true });
  copyFileSync(join(root, file), join(dist, file));
}

async function bundleWorkflows() {
  const { bundleWorkflowCode, DefaultLogger } = createRequire(import.meta.url)('@temporalio/worker');
  const workflowsPath = join(dist, 'workflows', 'index.js');
  const workflowInterceptorModules = [join(dist, 'workflows', 'interceptors.js')];
  try {
    const { code } = await bundleWorkflowCode({
      workflowsPath,
      workflowInterceptorModules,
      logger: new DefaultLogger('ERROR'),
    });
    writeAtomically(join(dist, bundle), code);
  } catch (cause) {
    throw new SetupFailure(
      `The workflows cannot be bundled: ${cause.message}`,
      ['A workflow may import only what is deterministic: no Node built-ins, nothing of TensorFlow.'],
      { cause },
    );
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  build((line) => process.stderr.write(`[build] ${line}\n`)).then(
    (built) => built || process.stderr.write('[build] dist/ is up to date\n'),
    (error) => {
      process.stderr.write(`${error instanceof SetupFailure ? error : error.stack}\n`);
      process.exitCode = 1;
    },
  );
}
