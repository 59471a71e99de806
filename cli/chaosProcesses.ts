/** The processes of a run under chaos: kept alive as an operator's init system would, found and killed. Linux. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export interface KeptProcess {
  /** Undefined while it is being started again. */
  pid(): number | undefined;
  /** Ends it for good, gently. */
  stop(): Promise<void>;
}

const restartDelayMs = 200;

/** Runs a command of rcnas, and again whenever it ends, until it is stopped. Output is appended to `logFile`. */
export function keepRunning(
  entry: string,
  args: readonly string[],
  { logFile, environment }: { readonly logFile: string; readonly environment: NodeJS.ProcessEnv },
): KeptProcess {
  const stopping = new AbortController();
  let child: ChildProcess | undefined;
  const keep = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const log = openSync(logFile, 'a');
      // A group of its own: Ctrl+C reaches the conductor alone, which then stops what it has started.
      child = spawn(process.execPath, [entry, ...args], {
        env: { ...process.env, ...environment },
        stdio: ['ignore', log, log],
        detached: true,
      });
      closeSync(log);
      const running = child;
      await new Promise((resolve) => {
        running.once('exit', resolve);
        running.once('error', resolve);
      });
      child = undefined;
      await sleep(restartDelayMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const kept = keep();
  return {
    pid: () => child?.pid,
    async stop() {
      stopping.abort();
      child?.kill('SIGTERM');
      await kept;
    },
  };
}

/** Processes that `parent` has started whose command line holds `text`. */
export function childrenOf(parent: number, text: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent && commandLine(pid).includes(text));
}

/** Ends a process as a power cut would; false when there was none. */
export function killNow(pid: number): boolean {
  try {
    process.kill(pid, 'SIGKILL');
    return true;
  } catch {
    return false;
  }
}

function parentOf(pid: number): number | undefined {
  // `pid (name) state parent …`, and the name may hold anything.
  const [, parent] = /^\d+ \(.*\) \S (\d+) /s.exec(readProc(pid, 'stat')) ?? [];
  return parent === undefined ? undefined : Number(parent);
}

function commandLine(pid: number): string {
  return readProc(pid, 'cmdline').replaceAll('\0', ' ');
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
