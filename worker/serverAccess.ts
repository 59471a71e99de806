/** How a Temporal server is reached: address, TLS and API key. What is secret is held in memory only. */
import { connect as connectTls } from 'node:tls';

import type { TLSConfig } from '@temporalio/common/lib/internal-non-workflow';

export interface ServerAccess {
  /** host:port */
  readonly address: string;
  /** Without it the connection is not encrypted; `{}` trusts the system's certificate authorities. */
  readonly tls?: TLSConfig;
  /** Sent with every call, over TLS only. */
  readonly apiKey?: string;
}

/** Variables of the environment whose values are secret; processes that need none are started without them. */
export const secretVariables = ['RCNAS_TEMPORAL_API_KEY', 'RCNAS_CODEC_KEY'] as const;

export function withoutSecrets(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const names: readonly string[] = secretVariables;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !names.includes(name)));
}

const defaultPort = 7233;
const handshakeTimeoutMs = 5_000;

/** Why no encrypted connection comes about, in words of the TLS library; null when it is not TLS that fails. */
export async function tlsProblem({ address, tls }: ServerAccess): Promise<string | null> {
  if (tls === undefined) return null;
  const { hostname, port } = new URL(`tcp://${address}`);
  const host = hostname.replace(/^\[|\]$/g, '');
  const reason = await new Promise<string | null>((resolve) => {
    const socket = connectTls({
      host,
      port: Number(port || defaultPort),
      servername: tls.serverNameOverride ?? host,
      ALPNProtocols: ['h2'],
      ...(tls.serverRootCACertificate ? { ca: Buffer.from(tls.serverRootCACertificate) } : {}),
      ...(tls.clientCertPair
        ? { cert: Buffer.from(tls.clientCertPair.crt), key: Buffer.from(tls.clientCertPair.key) }
        : {}),
    });
    const end = (found: string | null): void => {
      socket.destroy();
      resolve(found);
    };
    // With TLS 1.3 a server refuses a client's certificate after the handshake; else it speaks first.
    socket.once('data', () => end(null));
    socket.once('error', (error: NodeJS.ErrnoException) => end(isOutage(error) ? null : error.message));
    socket.setTimeout(handshakeTimeoutMs, () => end(null));
  });
  return reason;
}

function isOutage({ code }: NodeJS.ErrnoException): boolean {
  return ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'].includes(code ?? '');
}

/** gRPC's code of an error or of what caused it. */
export function grpcCode(error: unknown): number | undefined {
  for (let current = error; typeof current === 'object' && current !== null;) {
    const { code, cause } = current as { code?: unknown; cause?: unknown };
    if (typeof code === 'number') return code;
    current = cause;
  }
  return undefined;
}

export const grpcCodes = { deadlineExceeded: 4, notFound: 5, alreadyExists: 6, permissionDenied: 7, unimplemented: 12, unavailable: 14, unauthenticated: 16 } as const; // prettier-ignore
