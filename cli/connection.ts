/** Which Temporal server a command talks to: the one that is named, or the embedded one of the state folder. */
import { Client, Connection } from '@temporalio/client';

import type { EncryptingCodec } from '../worker/payloadCodec';
import { grpcCode, grpcCodes, tlsProblem, type ServerAccess } from '../worker/serverAccess';
import { findServer, livingServer } from '../worker/serverState';
import { NoServerError } from './errors';
import type { GlobalOptions } from './options';
import { payloadCodec, serverAccess } from './serverAccess';

export interface ServerConnection {
  readonly client: Client;
  readonly address: string;
  readonly access: ServerAccess;
  readonly codec: EncryptingCodec | undefined;
  /** Page of the web UI, known for the embedded server. */
  readonly uiUrl: string | null;
  /** The embedded server's process is gone. It may be on its way back: a supervisor starts it again within seconds. */
  hasEnded(): boolean;
  close(): Promise<void>;
}

/** Address and credentials of the server that is named, or of the embedded one when it runs. @throws NoServerError */
export async function findAccess(
  options: GlobalOptions,
  waitMs: number,
): Promise<{ readonly access: ServerAccess; readonly uiUrl: string | null; readonly embedded: boolean }> {
  const named = await serverAccess(options);
  if (named !== undefined) return { access: named, uiUrl: null, embedded: false };
  const found = await findServer(options.stateDir, waitMs);
  if (found !== undefined) return { access: { address: found.address }, uiUrl: found.uiUrl, embedded: true };
  throw new NoServerError(
    `no Temporal server is running for ${options.stateDir}; start one with "rcnas server", or name one with --address`,
  );
}

/** @throws NoServerError when nothing answers. */
export async function connect(options: GlobalOptions): Promise<ServerConnection> {
  const codec = await payloadCodec(options);
  const { access, uiUrl, embedded } = await findAccess(options, 5_000);
  const { address } = access;
  try {
    const connection = await Connection.connect({ ...access, connectTimeout: '10s' });
    return {
      client: new Client({
        connection,
        namespace: options.namespace,
        ...(codec ? { dataConverter: { payloadCodecs: [codec] } } : {}),
      }),
      address,
      access,
      codec,
      uiUrl,
      hasEnded: () => embedded && livingServer(options.stateDir) === undefined,
      close: () => connection.close(),
    };
  } catch (error) {
    const code = grpcCode(error);
    if (code === grpcCodes.unauthenticated || code === grpcCodes.permissionDenied) {
      throw new NoServerError(`the Temporal server at ${address} refuses the credentials`, { cause: error });
    }
    const tls = await tlsProblem(access);
    const reason = tls === null ? '' : `: TLS: ${tls}`;
    throw new NoServerError(`no Temporal server answers at ${address}${reason}`, { cause: error });
  }
}

/** Address of a workflow's page in the web UI. */
export function workflowPage(uiUrl: string, namespace: string, workflowId: string): string {
  return `${uiUrl}/namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(workflowId)}`;
}
