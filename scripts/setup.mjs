/**
 * Makes a checkout ready to run: packages, TensorFlow, Temporal, build. Needs nothing but Node, Python with pip and a
 * C++ compiler; does only what is missing, so it is instant the second time.
 *
 *   node scripts/setup.mjs [--quiet] [--cpu | --gpu]
 *
 * --quiet says nothing unless there is something to do. --gpu takes TensorFlow with CUDA (Linux x64, NVIDIA driver and
 * CUDA 12 and cuDNN 9 libraries needed), --cpu goes back; the choice is kept until the other one is made.
 */
import { existsSync, lstatSync, mkdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

import { findOnPath, ownTemporal, root, stateFolder } from './locate.mjs';
import { addonFile, addonSourcesKey, compileAddon, findCompiler, verifyAddon } from './setup/addon.mjs';
import { SetupFailure } from './setup/failure.mjs';
import { installLibrary, isLibraryInPlace, libraryFiles, useLibraryFrom } from './setup/libtensorflow.mjs';
import { differenceFromLock, installPackages } from './setup/packages.mjs';
import { Stamps } from './setup/stamps.mjs';
import { installTemporal } from './setup/temporal.mjs';
import { isSupportedNode, TEMPORAL_VERSION, TENSORFLOW_VERSION } from './setup/versions.mjs';

const OPTIONS = ['--quiet', '--cpu', '--gpu'];
const options = process.argv.slice(2);
const quiet = options.includes('--quiet');
const show = process.stderr.isTTY === true;
/** Standard output stays free: `npm start` may be asked for JSON. */
const say = (line) => process.stderr.write(`[set-up] ${line}\n`);

async function setUp() {
  checkCall();
  const stamps = new Stamps(join(stateFolder, 'stamps.json'));
  const started = Date.now();
  // Read before npm ci empties node_modules, stamps and all.
  const choice = chooseLibrary(stamps.facts('libtensorflow')?.choice);
  await setUpPackages();
  const changed = [
    await setUpLibrary(stamps, choice),
    await setUpAddon(stamps, choice),
    await setUpTemporal(stamps),
    await setUpBuild(),
    linkCommand(),
  ].some(Boolean);
  const versions = `TensorFlow ${stamps.facts('addon').tensorflow}, Temporal CLI ${stamps.facts('temporal').version}`;
  if (changed) say(`Ready after ${Math.round((Date.now() - started) / 1000)} s: ${versions}`);
  else if (!quiet) say(`Everything is in place: ${versions}`);
}

function checkCall() {
  const unknown = options.find((option) => !OPTIONS.includes(option));
  if (unknown) throw new SetupFailure(`Unknown option ${unknown}; there are ${OPTIONS.join(', ')}.`);
  if (!isSupportedNode(process.version)) {
    throw new SetupFailure(`Node ${process.version} is not supported: rcnas needs Node 20 (20.19 or newer) or 22.`, [
      'Install one of them, for instance with nvm: nvm install 22',
    ]);
  }
  if (process.platform === 'win32')
    throw new SetupFailure('Windows is not supported.', ['Use the Windows Subsystem for Linux.']);
}

/** `cpu`, `gpu`, or `path:<folder>` for a library of the user. */
function chooseLibrary(previous) {
  if (options.includes('--gpu')) return 'gpu';
  if (options.includes('--cpu')) return 'cpu';
  if (process.env.RCNAS_LIBTENSORFLOW) return `path:${process.env.RCNAS_LIBTENSORFLOW}`;
  return previous ?? 'cpu';
}

async function setUpPackages() {
  const difference = differenceFromLock(root);
  if (!difference) return;
  say(`Installing the npm packages (${difference})`);
  await installPackages(root);
}

const libraryKey = (choice) => `${choice} ${TENSORFLOW_VERSION} ${process.platform}-${process.arch}`;

async function setUpLibrary(stamps, choice) {
  const key = libraryKey(choice);
  if (stamps.isCurrent('libtensorflow', key) && isLibraryInPlace()) return false;
  // Found out before a download of some hundred MB, not after it.
  findCompiler();
  if (choice.startsWith('path:')) {
    say(`Using the TensorFlow C library in ${choice.slice('path:'.length)}`);
    useLibraryFrom(choice.slice('path:'.length));
  } else if (isLibraryInPlace() && !stamps.facts('libtensorflow') && !options.includes('--gpu')) {
    say('Using the TensorFlow C library that is already in place');
  } else {
    say(`Putting the TensorFlow C library in place (${choice})`);
    await installLibrary(choice, { show, say });
  }
  stamps.record('libtensorflow', key, libraryFiles(), { choice });
  return true;
}

async function setUpAddon(stamps, choice) {
  const key = `${libraryKey(choice)} ${addonSourcesKey()}`;
  if (stamps.isCurrent('addon', key)) return false;
  const compiler = findCompiler();
  say(`Compiling TensorFlow's binding with ${compiler} (about 15 s)`);
  await compileAddon(compiler);
  const tensorflow = await verifyAddon();
  say(`TensorFlow ${tensorflow} runs: a convolution gave the right numbers`);
  if (tensorflow !== TENSORFLOW_VERSION)
    say(`rcnas is tested with TensorFlow ${TENSORFLOW_VERSION}; results may differ in the last digits`);
  stamps.record('addon', key, [addonFile], { tensorflow });
  return true;
}

async function setUpTemporal(stamps) {
  const key = `${TEMPORAL_VERSION} ${process.env.RCNAS_TEMPORAL_CLI ?? findOnPath('temporal') ?? ''}`;
  if (stamps.isCurrent('temporal', key)) return false;
  say('Putting the Temporal CLI in place');
  const { version, origin } = await installTemporal({ show, say });
  say(`Temporal CLI ${version} runs (${origin})`);
  stamps.record('temporal', key, [ownTemporal], { version });
  return true;
}

async function setUpBuild() {
  const { build } = await import('./build.mjs');
  return build(say);
}

/** What npm would link for a package that is installed, so that `npx rcnas` works in the checkout. */
function linkCommand() {
  const link = join(root, 'node_modules', '.bin', 'rcnas');
  const target = join(root, 'bin', 'rcnas.js');
  if (existsSync(link) && realpathSync(link) === realpathSync(target)) return false;
  if (lstatSync(link, { throwIfNoEntry: false })) rmSync(link);
  mkdirSync(join(root, 'node_modules', '.bin'), { recursive: true });
  symlinkSync(join('..', '..', 'bin', 'rcnas.js'), link);
  return true;
}

// An orderly exit, so that temporary folders are removed.
process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));
setUp().catch((error) => {
  process.stderr.write(`${error instanceof SetupFailure ? error : error.stack}\n`);
  process.exitCode = 1;
});
