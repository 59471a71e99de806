/**
 * A process between rcnas and the Temporal server it started: `serverGuard <program> <arguments...>`. It runs the
 * server and ends it as soon as the channel to rcnas closes, so that no server is left behind when rcnas is killed; on SIGTERM
 * it lets the server shut down.
 * It runs in a session of its own, so that Ctrl+C reaches rcnas alone, which stops the server last.
 */
import { spawn } from 'node:child_process';

/** From the guard to its parent. */
export interface GuardMessage {
  readonly serverPid: number;
}

const killAfterMs = 5_000;

const [program, ...args] = process.argv.slice(2);
if (program === undefined) throw new Error('serverGuard needs a program to run');

const server = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
server.once('error', (error) => {
  console.error(`${program}: ${error.message}`);
  process.exit(127);
});
server.once('exit', (code) => process.exit(code ?? 1));

let stopping = false;
const stop = (): void => {
  if (stopping) return;
  stopping = true;
  server.kill('SIGTERM');
  setTimeout(() => server.kill('SIGKILL'), killAfterMs).unref();
};
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop);

/** A server that still answers while it shuts down would be taken for a running one by the next rcnas of the folder. */
const stopAtOnce = (): void => void server.kill('SIGKILL');
process.on('disconnect', stopAtOnce);

if (!process.connected) stopAtOnce();
else if (server.pid !== undefined) process.send?.({ serverPid: server.pid } satisfies GuardMessage, () => undefined);
