/** Runs programs to their end and keeps what they print. */
import { spawn, spawnSync } from 'node:child_process';

/**
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean }} [options] `show`: let a person see the output as
 *   it comes (progress bars); it is then not kept
 * @returns {Promise<{ ok: boolean, output: string }>} never rejects; `output` is stdout and stderr as they came
 */
export function runProgram(program, args, { cwd, env, show = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      env,
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    });
    // A download must not go on when the set-up was interrupted.
    const stop = () => child.kill();
    process.once('exit', stop);
    let output = '';
    const keep = (chunk) => (output += chunk);
    child.stdout?.setEncoding('utf8').on('data', keep);
    child.stderr?.setEncoding('utf8').on('data', keep);
    child.on('error', (error) => resolve({ ok: false, output: error.message }));
    child.on('close', (code) => {
      process.off('exit', stop);
      resolve({ ok: code === 0, output });
    });
  });
}

/** First line that a program prints on stdout, or null when it cannot be run. */
export function firstLine(program, args) {
  const result = spawnSync(program, args, { encoding: 'utf8', timeout: 30_000 });
  return result.status === 0 ? result.stdout.trim().split('\n')[0] : null;
}
