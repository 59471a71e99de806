import { searchAttributes } from '../workflows/searchAttributes';
import { findServer } from '../worker/serverState';
import { superviseTemporalServer } from '../worker/serverSupervisor';
import { exitCodes } from './exitCodes';
import { interruptSignal } from './interrupt';
import type { GlobalOptions } from './options';

export interface ServerOptions {
  /** Default 7233, or a free one. */
  readonly port?: number;
  /** Default 8233, or a free one. */
  readonly uiPort?: number;
  /** Default `127.0.0.1`: only this machine. */
  readonly ip?: string;
}

/** Runs the embedded Temporal server of the state folder until it is interrupted. */
export async function serverCommand(options: GlobalOptions & ServerOptions): Promise<number> {
  const { stateDir, namespace, port, uiPort, ip } = options;
  const interrupt = interruptSignal();
  try {
    const running = await findServer(stateDir, 5_000);
    if (running !== undefined) {
      process.stderr.write(`a Temporal server of ${stateDir} runs already (process ${running.pid})\n`);
      print(running, options);
      return exitCodes.ok;
    }
    const log = (line: string): void => void process.stderr.write(`${line}\n`);
    const logger = { info: log, warn: log };
    const server = await superviseTemporalServer({ stateDir, namespace, port, uiPort, ip, searchAttributes, logger });
    print({ address: server.address, uiUrl: server.uiUrl, pid: server.pid() }, options);
    await aborted(interrupt.signal);
    await server.stop();
    process.stderr.write('Temporal server stopped; runs go on when it is started again\n');
    return exitCodes.ok;
  } finally {
    interrupt.release();
  }
}

function print(
  { address, uiUrl, pid }: { address: string; uiUrl: string; pid: number },
  { json }: GlobalOptions,
): void {
  if (json === true) process.stdout.write(`${JSON.stringify({ address, uiUrl, pid })}\n`);
  else process.stdout.write(`address  ${address}\npages    ${uiUrl}\n`);
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
