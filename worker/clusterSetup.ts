/** What a Temporal server needs once before rcnas can use it: a namespace, its retention, the search attributes. */
import { msToTs } from '@temporalio/common/lib/time';
import type { temporal } from '@temporalio/proto';

import { sleep } from './processes';
import {
  checkSearchAttributes,
  registerSearchAttributes,
  SearchAttributesError,
  type OperatorConnection,
  type SearchAttributeDefinition,
} from './searchAttributes';
import { grpcCode, grpcCodes } from './serverAccess';

type Namespace = temporal.api.workflowservice.v1.IDescribeNamespaceResponse;

/** The part of a connection that is needed here. */
export interface SetupConnection extends OperatorConnection {
  readonly workflowService: {
    describeNamespace(request: { namespace: string }): Promise<Namespace>;
    registerNamespace(request: temporal.api.workflowservice.v1.IRegisterNamespaceRequest): Promise<unknown>;
    updateNamespace(request: temporal.api.workflowservice.v1.IUpdateNamespaceRequest): Promise<unknown>;
    countWorkflowExecutions(request: { namespace: string }): Promise<unknown>;
  };
}

export interface ClusterSetup {
  readonly namespace: string;
  /** Days that finished runs stay in the server; default: what the namespace has, 30 for a new one. */
  readonly retentionDays?: number;
  readonly searchAttributes: readonly SearchAttributeDefinition[];
  /** How long to wait until every part of the server knows what is new; default 60 s. */
  readonly timeoutMs?: number;
}

export interface ClusterSetupResult {
  readonly change: 'created' | 'updated' | 'unchanged';
  readonly retentionDays: number;
  /** Names of the search attributes that were registered now. */
  readonly registered: readonly string[];
}

export const defaultRetentionDays = 30;
const dayMs = 24 * 3600 * 1000;

/**
 * Makes what is missing and leaves the rest; a second call changes nothing. Resolves when workflows can be started.
 *
 * @throws SearchAttributesError when an attribute exists with another type or the server does not take them
 */
export async function prepareCluster(connection: SetupConnection, setup: ClusterSetup): Promise<ClusterSetupResult> {
  const { namespace, searchAttributes } = setup;
  const deadline = performance.now() + (setup.timeoutMs ?? 60_000);
  const { change, retentionDays } = await prepareNamespace(connection, setup);
  // Its parts learn of a namespace one after the other.
  await until(deadline, () => connection.workflowService.countWorkflowExecutions({ namespace }));
  const registered = await until(deadline, () => registerSearchAttributes(connection, namespace, searchAttributes));
  await until(deadline, () => checkSearchAttributes(connection, namespace, searchAttributes));
  return { change, retentionDays, registered: registered.map(({ name }) => name) };
}

async function prepareNamespace(
  { workflowService }: SetupConnection,
  { namespace, retentionDays }: ClusterSetup,
): Promise<{ change: ClusterSetupResult['change']; retentionDays: number }> {
  const found = await workflowService.describeNamespace({ namespace }).catch((error: unknown) => {
    if (grpcCode(error) === grpcCodes.notFound) return null;
    throw error;
  });
  if (found === null) {
    const days = retentionDays ?? defaultRetentionDays;
    const workflowExecutionRetentionPeriod = msToTs(days * dayMs);
    try {
      await workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod });
      return { change: 'created', retentionDays: days };
    } catch (error) {
      // Another call of this command was faster.
      if (grpcCode(error) !== grpcCodes.alreadyExists) throw error;
      return { change: 'unchanged', retentionDays: days };
    }
  }
  const present = Number(found.config?.workflowExecutionRetentionTtl?.seconds ?? 0) / (dayMs / 1000);
  if (retentionDays === undefined || retentionDays === present) return { change: 'unchanged', retentionDays: present };
  await workflowService.updateNamespace({
    namespace,
    config: { workflowExecutionRetentionTtl: msToTs(retentionDays * dayMs) },
  });
  return { change: 'updated', retentionDays };
}

/** Repeats what fails because the server does not know the namespace or the attributes yet. */
async function until<T>(deadline: number, attempt: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const soon = grpcCode(error) === grpcCodes.notFound || error instanceof SearchAttributesError;
      const final = error instanceof SearchAttributesError && error.reason === 'type';
      if (!soon || final || performance.now() > deadline) throw error;
      await sleep(500);
    }
  }
}
