/** Real processes for tests. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

export const repository = join(__dirname, '..', '..');

export interface Finished {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly milliseconds: number;
}

export interface Running {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
  /** Standard output and standard error so far. */
  output(): string;
}

/** Starts `rcnas` as its users do. */
export function startRcnas(args: readonly string[], environment: NodeJS.ProcessEnv = {}, cwd = repository): Running {
  const started = performance.now();
  const child = spawn(process.execPath, [join(repository, 'bin', 'rcnas.js'), ...args], {
    cwd,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const finished = new Promise<Finished>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, signal) =>
      resolve({ exitCode, signal, stdout, stderr, milliseconds: performance.now() - started }),
    );
  });
  return { child, finished, output: () => stdout + stderr };
}

/** Runs `rcnas` to its end. */
export function rcnas(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  cwd = repository,
): Promise<Finished> {
  return startRcnas(args, environment, cwd).finished;
}
