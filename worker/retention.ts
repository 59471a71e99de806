/** How long the embedded server keeps runs that have ended: they can be looked at and forked for so long. */
import type { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';

export const retentionDays = 90;

/** The development server's own choice is one day, less than a long run takes. */
export async function keepEndedRuns({ workflowService }: Connection, namespace: string): Promise<void> {
  await workflowService.updateNamespace({
    namespace,
    config: { workflowExecutionRetentionTtl: msToTs(`${retentionDays} days`) },
  });
}
