import { Connection } from '@temporalio/client';

import type { ServerAccess } from './serverAccess';

/** Opens a connection for one use. Throws what the connection or `use` throws, within about `timeoutMs`. */
export async function withConnection<T>(
  server: string | ServerAccess,
  timeoutMs: number,
  use: (connection: Connection) => Promise<T>,
): Promise<T> {
  const access = typeof server === 'string' ? { address: server } : server;
  const connection = await Connection.connect({ ...access, connectTimeout: timeoutMs });
  try {
    return await connection.withDeadline(Date.now() + timeoutMs, () => use(connection));
  } finally {
    await connection.close();
  }
}

/** Whether a Temporal server answers there and knows the namespace. */
export async function isServing(
  server: string | ServerAccess,
  namespace = 'default',
  timeoutMs = 2_000,
): Promise<boolean> {
  try {
    await withConnection(server, timeoutMs, ({ workflowService }) => workflowService.describeNamespace({ namespace }));
    return true;
  } catch {
    return false;
  }
}
