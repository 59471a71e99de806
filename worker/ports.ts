import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';

/** Whether a server could listen there now. */
export function isPortFree(port: number, ip: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: ip, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** The first free port of `preferred`, else one that the system picks. */
export async function freePort(preferred: readonly number[], ip: string): Promise<number> {
  for (const port of preferred) {
    if (await isPortFree(port, ip)) return port;
  }
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ port: 0, host: ip }, () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

/**
 * Whether the process listens on the TCP port, by the sockets that Linux shows of it; true where that cannot be seen.
 *
 * @param pid Of a process of this user.
 */
export function listensOn(pid: number, port: number): boolean {
  try {
    const listening = ['tcp', 'tcp6'].flatMap((table) => inodesListeningOn(`/proc/${pid}/net/${table}`, port));
    const opened = readdirSync(`/proc/${pid}/fd`).map((fd) => linkOf(`/proc/${pid}/fd/${fd}`));
    return listening.some((inode) => opened.includes(`socket:[${inode}]`));
  } catch {
    return !existsSync('/proc/self/fd');
  }
}

/** Inodes of the sockets in state LISTEN (0A) on the port, which the table has in hexadecimal after the address. */
function inodesListeningOn(table: string, port: number): string[] {
  if (!existsSync(table)) return [];
  const hexadecimal = port.toString(16).toUpperCase().padStart(4, '0');
  return readFileSync(table, 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => local?.endsWith(`:${hexadecimal}`) === true && state === '0A')
    .map((fields) => fields[9]!);
}

/** A descriptor may be closed while it is looked at. */
function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
