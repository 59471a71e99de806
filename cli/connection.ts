/** Which Temporal server a command talks to: the one that is named, or the embedded one of the state folder. */
import { Client, Connection } from '@temporalio/client';

import { findServer, livingServer } from '../worker/serverState';
import { NoServerError } from './errors';
import type { GlobalOptions } from './options';

export interface ServerConnection {
  readonly client: Client;
  readonly address: string;
  /** Page of the web UI, known for the embedded server. */
  readonly uiUrl: string | null;
  /** The embedded server's process is gone. It may be on its way back: a supervisor starts it again within seconds. */
  hasEnded(): boolean;
  close(): Promise<void>;
}

/** @throws NoServerError when nothing answers. */
export async function connect(options: GlobalOptions): Promise<ServerConnection> {
  const embedded = options.address === undefined ? await findServer(options.stateDir, 5_000) : undefined;
  const address = options.address ?? embedded?.address;
  if (address === undefined) {
    throw new NoServerError(
      `no Temporal server is running for ${options.stateDir}; start one with "rcnas server", or name one with --address`,
    );
  }
  try {
    const connection = await Connection.connect({ address, connectTimeout: '10s' });
    return {
      client: new Client({ connection, namespace: options.namespace }),
      address,
      uiUrl: embedded?.uiUrl ?? null,
      hasEnded: () => embedded !== undefined && livingServer(options.stateDir) === undefined,
      close: () => connection.close(),
    };
  } catch (error) {
    throw new NoServerError(`no Temporal server answers at ${address}`, { cause: error });
  }
}

/** Address of a workflow's page in the web UI. */
export function workflowPage(uiUrl: string, namespace: string, workflowId: string): string {
  return `${uiUrl}/namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(workflowId)}`;
}
