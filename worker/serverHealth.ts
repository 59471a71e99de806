import { Connection } from '@temporalio/client';

/** Opens a connection for one use. Throws what the connection or `use` throws, within about `timeoutMs`. */
export async function withConnection<T>(
  address: string,
  timeoutMs: number,
  use: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await Connection.connect({ address, connectTimeout: timeoutMs });
  try {
    return await connection.withDeadline(Date.now() + timeoutMs, () => use(connection));
  } finally {
    await connection.close();
  }
}

/** Whether a Temporal server answers there and knows the namespace. */
export async function isServing(address: string, namespace = 'default', timeoutMs = 2_000): Promise<boolean> {
  try {
    await withConnection(address, timeoutMs, ({ workflowService }) => workflowService.describeNamespace({ namespace }));
    return true;
  } catch {
    return false;
  }
}
