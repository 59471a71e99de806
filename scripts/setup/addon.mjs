/**
 * The native addon of tfjs-node, compiled directly: its own installer would fetch a prebuilt addon for TensorFlow 2.9
 * and Node's headers; neither is needed, since the addon uses Node-API, whose headers are an npm package.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { addonFolder, root } from '../locate.mjs';
import { SetupFailure } from './failure.mjs';
import { firstLine, runProgram } from './run-program.mjs';

const NAPI_VERSION = 8;
const binding = join(addonFolder, 'binding');
export const addonFile = join(addonFolder, 'lib', `napi-v${NAPI_VERSION}`, 'tfjs_binding.node');

/** The C++ compiler: CXX, else g++, clang++ or c++, whichever is there. */
export function findCompiler() {
  const candidates = process.env.CXX ? [process.env.CXX] : ['g++', 'clang++', 'c++'];
  const compiler = candidates.find((program) => firstLine(program, ['--version']) !== null);
  if (compiler) return compiler;
  throw new SetupFailure(`A C++17 compiler is needed to build TensorFlow's binding (tried ${candidates.join(', ')}).`, [
    'Debian, Ubuntu: sudo apt-get install g++. Fedora: sudo dnf install gcc-c++. macOS: xcode-select --install.',
    'Another compiler can be named: CXX=/path/to/g++ npm run setup',
  ]);
}

/** Everything about the addon's sources and flags that decides the compiled file. */
export function addonSourcesKey() {
  const hash = createHash('sha256')
    .update(compilerArguments('').join('\n'))
    .update(process.env.CXX ?? '');
  for (const name of readdirSync(binding).sort()) hash.update(name).update(readFileSync(join(binding, name)));
  return hash.digest('hex');
}

/** Compiles to a temporary name and moves it into place, so that a running process keeps the addon it has loaded. */
export async function compileAddon(compiler) {
  const temporary = `${addonFile}.${process.pid}.tmp`;
  mkdirSync(join(addonFolder, 'lib', `napi-v${NAPI_VERSION}`), { recursive: true });
  const { ok, output } = await runProgram(compiler, compilerArguments(temporary), { cwd: addonFolder });
  if (!ok) {
    rmSync(temporary, { force: true });
    throw new SetupFailure(
      `${compiler} could not compile TensorFlow's binding.`,
      ['A compiler for C++17 is needed (g++ 9, clang 10 or newer): CXX=/path/to/g++ npm run setup'],
      { output },
    );
  }
  renameSync(temporary, addonFile);
}

/**
 * Loads the addon in a process of its own and lets TensorFlow convolve.
 * @returns {Promise<string>} TensorFlow's version
 */
export async function verifyAddon() {
  const script = `
    const tf = require('@tensorflow/tfjs-node-gpu');
    const image = tf.ones([1, 5, 5, 2]);
    const sum = tf.conv2d(image, tf.ones([3, 3, 2, 4]), 1, 'valid').sum().dataSync()[0];
    if (sum !== 9 * 9 * 2 * 4) throw new Error('a convolution of ones gave ' + sum + ', expected 648');
    console.log('TensorFlow ' + tf.backend().binding.TF_Version);`;
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' };
  const { ok, output } = await runProgram(process.execPath, ['-e', script], { cwd: root, env });
  const version = /^TensorFlow (\S+)$/m.exec(output)?.[1];
  if (!ok || !version) {
    throw new SetupFailure(
      'TensorFlow was built, but does not run.',
      [
        "The library needs glibc 2.27 or newer and, from x86 processors, AVX. With a library of your own, try the set-up's: unset RCNAS_LIBTENSORFLOW; npm run setup -- --cpu",
        'Start over: rm -rf node_modules, then npm run setup',
      ],
      { output },
    );
  }
  return version;
}

function compilerArguments(output) {
  const mac = process.platform === 'darwin';
  return [
    ...['-std=c++17', '-O2', '-w', '-fPIC', '-shared'],
    ...[`-DNAPI_VERSION=${NAPI_VERSION}`, '-DNODE_GYP_MODULE_NAME=tfjs_binding', '-DBUILDING_NODE_EXTENSION'],
    ...['-I.', '-I..', '-Ideps/include', `-I${join(root, 'node_modules', 'node-api-headers', 'include')}`],
    ...['binding/tfjs_backend.cc', 'binding/tfjs_binding.cc', '-o', output],
    ...['-Ldeps/lib', '-ltensorflow', '-ltensorflow_framework'],
    ...(mac
      ? ['-undefined', 'dynamic_lookup', '-Wl,-rpath,@loader_path/../../deps/lib']
      : ['-Wl,-rpath,$ORIGIN/../../deps/lib']),
  ];
}
