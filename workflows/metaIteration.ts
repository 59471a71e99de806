/** One iteration of meta-training: the buffers start anew, one episode of time steps, one entry in the search log. */
import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';

import { followParent, runChild } from './control';
import { stepTable } from './details';
import { episode } from './episode';
import { recordEpisode } from './log';
import { workflowIds } from './names';
import { iterationKey, runAttributes } from './searchAttributes';
import type { MetaIterationInput, SearchResult } from './types';

export async function metaIteration(input: MetaIterationInput): Promise<SearchResult> {
  followParent();
  const { context, iteration } = input;
  const { iterations, timeSteps } = context.spec.search.meta;
  upsertSearchAttributes([{ key: iterationKey, value: iteration }]);
  const result = await runChild(episode, {
    workflowId: workflowIds.episode(workflowInfo().workflowId, 0),
    staticSummary: `episode of ${timeSteps} time steps`,
    typedSearchAttributes: runAttributes(context.runId),
    args: [
      {
        context,
        phase: 'meta',
        target: null,
        iteration,
        iterations,
        timeSteps,
        policy: input.policy,
        bank: input.bank,
      },
    ],
  });
  setCurrentDetails(stepTable(result.children));
  const log = await recordEpisode(input.log, { phase: 'meta', target: null, iteration }, result);
  return { policy: result.policy, log, totals: result.totals, bank: result.bank };
}
