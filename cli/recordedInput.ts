/** What a workflow was started with, from its history: no worker is needed. */
import type { Client } from '@temporalio/client';
import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow';

/** @throws WorkflowNotFoundError */
export async function recordedInput<T>(client: Client, workflowId: string): Promise<T> {
  const { execution } = (await client.workflow.getHandle(workflowId).describe()).raw.workflowExecutionInfo!;
  const { history } = await client.workflowService.getWorkflowExecutionHistory({
    namespace: client.options.namespace,
    execution,
    maximumPageSize: 1,
  });
  const payloads = history?.events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads;
  const [input] = await decodeArrayFromPayloads(client.options.loadedDataConverter, payloads);
  return input as T;
}
