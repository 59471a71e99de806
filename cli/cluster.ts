/** `rcnas cluster`: what a Temporal server needs once before runs can use it. */
import { checkSearchAttributes, SearchAttributesError } from '../worker/searchAttributes';
import { grpcCode, grpcCodes } from '../worker/serverAccess';
import { prepareCluster } from '../worker/clusterSetup';
import { searchAttributes } from '../workflows/searchAttributes';
import { connect } from './connection';
import { exitCodes } from './exitCodes';
import type { GlobalOptions } from './options';

export type ClusterAction = 'init' | 'check';

export interface ClusterOptions {
  /** Days that finished runs stay in the server. */
  readonly retention?: number;
}

const callTimeoutMs = 90_000;

/** `init` makes what is missing; `check` only says whether something is, for probes and scripts. */
export async function clusterCommand(action: ClusterAction, options: GlobalOptions & ClusterOptions): Promise<number> {
  const { namespace, retention } = options;
  const server = await connect(options);
  const { connection } = server.client;
  try {
    await connection.withDeadline(Date.now() + callTimeoutMs, async () => {
      if (action === 'check') {
        await checkSearchAttributes(connection, namespace, searchAttributes);
        print({ address: server.address, namespace, ready: true }, options, [
          `namespace ${namespace} of ${server.address} has what rcnas needs`,
        ]);
        return;
      }
      const setup = { namespace, searchAttributes, ...(retention === undefined ? {} : { retentionDays: retention }) };
      const done = await prepareCluster(connection, setup);
      const attributes = done.registered.length === 0 ? 'unchanged' : `registered ${done.registered.join(', ')}`;
      print({ address: server.address, namespace, ...done }, options, [
        `namespace          ${namespace}: ${done.change}`,
        `retention          ${done.retentionDays} days`,
        `search attributes  ${attributes}`,
      ]);
    });
    return exitCodes.ok;
  } catch (error) {
    const code = grpcCode(error);
    if (code !== grpcCodes.permissionDenied && code !== grpcCodes.unimplemented) throw error;
    // Temporal Cloud lets only its own tools make these.
    const list = searchAttributes.map(({ name, type }) => `  ${name} (${type})`).join('\n');
    const message = `the server does not let this client set up namespaces; make the namespace '${namespace}' and these search attributes with its own tools:\n${list}`;
    throw new SearchAttributesError(message, 'missing', { cause: error });
  } finally {
    await server.close();
  }
}

function print(document: object, { json }: GlobalOptions, lines: readonly string[]): void {
  process.stdout.write(json === true ? `${JSON.stringify(document)}\n` : `${lines.join('\n')}\n`);
}
