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
