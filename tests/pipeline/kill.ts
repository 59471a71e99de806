import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessFilter {
  /** Part of the command line. */
  readonly command: string;
  /** Part of the environment, to tell the processes of one run from those of another. */
  readonly environment?: string;
}

/** Ends all matching processes as a power cut would, waiting for the first to appear. Linux only. */
export async function killProcess(filter: ProcessFilter): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const pids = matching(filter);
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    if (pids.length > 0) return;
    if (Date.now() > deadline) throw new Error(`no process matches ${JSON.stringify(filter)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function matching({ command, environment }: ProcessFilter): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && pid !== process.pid)
    .filter((pid) => {
      try {
        const isCommand = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').includes(command);
        return isCommand && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(environment ?? '');
      } catch {
        return false;
      }
    });
}
