/** The TensorFlow C library and its headers, placed where the addon of tfjs-node looks for them. */
import { existsSync, lstatSync, mkdirSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

import { addonFolder, cacheFolder } from '../locate.mjs';
import { downloadArchive } from './archive.mjs';
import { fillOnce, linkTree, makeTemporaryFolder } from './cache.mjs';
import { SetupFailure } from './failure.mjs';
import { TENSORFLOW_ARCHIVE_VERSION, TENSORFLOW_VERSION, TENSORFLOW_WHEELS } from './versions.mjs';
import { downloadWheel, findPython, unpackWheel } from './wheel.mjs';

const deps = join(addonFolder, 'deps');
const library = join(deps, 'lib');
const target = `${process.platform}-${process.arch}`;

/** `libtensorflow.so.2` on Linux, `libtensorflow.2.dylib` on macOS. */
const versioned = (name) => (process.platform === 'darwin' ? `${name}.2.dylib` : `${name}.so.2`);
const plain = (name) => (process.platform === 'darwin' ? `${name}.dylib` : `${name}.so`);

/** What the wheel's files are called below lib/ and include/; the addon needs the C API's headers only. */
const WHEEL_RULES = {
  'tensorflow/(libtensorflow_(?:cc|framework)\\.(?:so\\.2|2\\.dylib))': 'lib/\\1',
  'tensorflow/include/(tensorflow/c/.*\\.h|tensorflow/core/platform/ctstring.*\\.h|tsl/platform/ctstring.*\\.h|xla/tsl/c/.*\\.h)':
    'include/\\1',
};

/** The files that must stay in place for the addon to load. */
export function libraryFiles() {
  return [join(library, versioned('libtensorflow')), join(library, versioned('libtensorflow_framework'))];
}

/** Whether both libraries and the headers are in place, whoever put them there. */
export function isLibraryInPlace() {
  return [...libraryFiles(), join(deps, 'include', 'tensorflow', 'c', 'c_api.h')].every((path) => existsSync(path));
}

/** Links to a folder of the user: `lib/` and `include/`, or both kinds of files as in Python's package `tensorflow`. */
export function useLibraryFrom(folder) {
  const from = resolve(folder);
  const holders = [join(from, 'lib'), from].filter((path) => existsSync(path));
  const found = (name) => holders.map((path) => join(path, name)).find((path) => existsSync(path));
  const main = found(versioned('libtensorflow')) ?? found(versioned('libtensorflow_cc'));
  const framework = found(versioned('libtensorflow_framework'));
  const include = join(from, 'include');
  if (!main || !framework || !existsSync(join(include, 'tensorflow', 'c', 'c_api.h'))) {
    throw new SetupFailure(`RCNAS_LIBTENSORFLOW=${folder} holds no TensorFlow C library.`, [
      `It must be a folder with lib/${versioned('libtensorflow')}, lib/${versioned('libtensorflow_framework')} and include/tensorflow/c/c_api.h.`,
      'Unset RCNAS_LIBTENSORFLOW to let the set-up fetch one.',
    ]);
  }
  emptyDeps();
  symlinkSync(include, join(deps, 'include'));
  mkdirSync(library, { recursive: true });
  // The library finds its framework beside itself, so both are linked by their real names too.
  for (const file of [main, framework]) linkAs(file, file.slice(dirname(file).length + 1));
  linkNames(main.slice(dirname(main).length + 1));
}

/**
 * Takes the library from the user's cache, filling it first when needed: from the wheel, else from the archive.
 * @param {'cpu' | 'gpu'} variant
 * @param {{ show: boolean, say: (line: string) => void }} console
 */
export async function installLibrary(variant, { show, say }) {
  const folder = (version) => join(cacheFolder, 'libtensorflow', `${version}-${variant}-${target}`);
  const fromWheel = folder(TENSORFLOW_VERSION);
  const fromArchive = folder(TENSORFLOW_ARCHIVE_VERSION);
  let source = fromWheel;
  if (!existsSync(fromWheel)) {
    const python = findPython();
    try {
      await fillOnce(fromWheel, (temporary) => fillFromWheel(python, variant, temporary, { show, say }));
    } catch (cause) {
      if (!(cause instanceof SetupFailure)) throw cause;
      await fillOnce(fromArchive, (temporary) => fillFromArchive(variant, temporary, say, cause));
      source = fromArchive;
    }
  }
  emptyDeps();
  linkTree(source, deps);
  const names = readdirSync(library);
  linkNames([versioned('libtensorflow_cc'), versioned('libtensorflow')].find((name) => names.includes(name)));
}

async function fillFromWheel(python, variant, temporary, { show, say }) {
  const wheel = TENSORFLOW_WHEELS[`${variant}-${target}`];
  if (!wheel)
    throw new SetupFailure(`No wheel with TensorFlow ${TENSORFLOW_VERSION} (${variant}) exists for ${target}.`);
  say(`Downloading TensorFlow ${TENSORFLOW_VERSION} (${variant}, ${wheel.size}, once per user)`);
  const downloads = makeTemporaryFolder(join(tmpdir(), 'rcnas-setup-'));
  try {
    const file = await downloadWheel(python, { ...wheel, version: TENSORFLOW_VERSION }, downloads, show);
    await unpackWheel(python, file, temporary, WHEEL_RULES);
  } finally {
    rmSync(downloads, { recursive: true, force: true });
  }
}

async function fillFromArchive(variant, temporary, say, wheelFailure) {
  const arch = { x64: 'x86_64', arm64: 'arm64' }[process.arch];
  const url = `https://storage.googleapis.com/tensorflow/versions/${TENSORFLOW_ARCHIVE_VERSION}/libtensorflow-${variant}-${process.platform}-${arch}.tar.gz`;
  say(`${wheelFailure.message} Trying the archive of TensorFlow ${TENSORFLOW_ARCHIVE_VERSION}: ${url}`);
  try {
    await downloadArchive(url, temporary);
  } catch (failure) {
    throw new SetupFailure(
      'The TensorFlow C library could be had neither as a wheel nor as an archive.',
      [
        'Check that this machine reaches a Python package index: python3 -m pip download --no-deps tensorflow-cpu (proxy: HTTPS_PROXY; own index: PIP_INDEX_URL).',
        'Or name a copy that you have: RCNAS_LIBTENSORFLOW=/folder npm run setup, a folder with lib/ and include/, or the folder of an installed Python package tensorflow.',
        ...wheelFailure.remedies,
      ],
      { cause: failure, output: `${wheelFailure.output ?? wheelFailure.message}\n${failure.message}` },
    );
  }
}

function emptyDeps() {
  rmSync(deps, { recursive: true, force: true });
  mkdirSync(deps, { recursive: true });
}

/** Names that the linker (-ltensorflow) and the loader (.so.2) ask for. */
function linkNames(main) {
  const framework = versioned('libtensorflow_framework');
  linkAs(main, versioned('libtensorflow'));
  linkAs(main, plain('libtensorflow'));
  linkAs(framework, plain('libtensorflow_framework'));
}

function linkAs(file, name) {
  const path = join(library, name);
  if (path === resolve(library, file)) return;
  if (lstatSync(path, { throwIfNoEntry: false })) {
    if (realpathSync(path) === realpathSync(resolve(library, file))) return;
    rmSync(path);
  }
  symlinkSync(file, path);
}
