/** Algorithm 1 of RC-NAS: meta-training over iterations of episodes on sampled tasks. */
import { continueAsNew, setCurrentDetails, workflowInfo } from '@temporalio/workflow';

import { currentSpec, followParent, runChild, untilResumed } from './control';
import { metaIteration } from './metaIteration';
import { workflowIds } from './names';
import { runAttributes } from './searchAttributes';
import { addTotals, type MetaTrainingInput, type SearchResult } from './types';

/** A history of this workflow holds at most so many iterations, well below the server's limits. */
const iterationsPerRun = 200;

export async function metaTraining(input: MetaTrainingInput): Promise<SearchResult> {
  followParent();
  const { firstIteration } = input;
  const { iterations } = input.context.spec.search.meta;
  let { policy, log, totals, bank } = input;

  for (let iteration = firstIteration; iteration < iterations; iteration++) {
    await untilResumed();
    const context = { ...input.context, spec: currentSpec(input.context.spec) };
    setCurrentDetails(`iteration ${iteration + 1} of ${iterations}`);
    if (iteration - firstIteration >= iterationsPerRun || workflowInfo().continueAsNewSuggested) {
      await continueAsNew<typeof metaTraining>({ context, policy, log, firstIteration: iteration, totals, bank });
    }
    const result = await runChild(metaIteration, {
      workflowId: workflowIds.metaIteration(context.runId, iteration),
      staticSummary: `meta-training, iteration ${iteration + 1} of ${iterations}`,
      typedSearchAttributes: runAttributes(context.runId),
      args: [{ context, policy, log, iteration, bank }],
    });
    ({ policy, log, bank } = result);
    totals = addTotals(totals, result.totals);
  }
  setCurrentDetails(`all ${iterations} iterations finished`);
  return { policy, log, totals, bank };
}
