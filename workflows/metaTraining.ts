/** Algorithm 1 of RC-NAS: meta-training over iterations of episodes on sampled tasks. */
import { continueAsNew, setCurrentDetails, workflowInfo } from '@temporalio/workflow';

import { changeControl, controlState, currentSpec, followParent, runChild, untilResumed } from './control';
import { iterationTable } from './details';
import { metaIteration } from './metaIteration';
import { workflowIds } from './names';
import { runAttributes } from './searchAttributes';
import { addTotals, type IterationLine, type MetaTrainingInput, type SearchResult } from './types';

/** A history of this workflow holds at most so many iterations, well below the server's limits. */
const iterationsPerRun = 200;
/** Of the iterations before it, each execution tells of so many. */
const iterationsTold = 50;

export async function metaTraining(input: MetaTrainingInput): Promise<SearchResult> {
  followParent();
  if (input.control !== undefined) changeControl(input.control);
  const { firstIteration } = input;
  const { iterations } = input.context.spec.search.meta;
  let { policy, log, totals, bank } = input;
  let recent: readonly IterationLine[] = input.recent ?? [];

  for (let iteration = firstIteration; iteration < iterations; iteration++) {
    await untilResumed();
    const context = { ...input.context, spec: currentSpec(input.context.spec) };
    setCurrentDetails(iterationTable(iterations, recent, iteration));
    if (iteration - firstIteration >= iterationsPerRun || workflowInfo().continueAsNewSuggested) {
      const next = { context, policy, log, firstIteration: iteration, totals, recent, bank, control: controlState() };
      await continueAsNew<typeof metaTraining>(next);
    }
    const result = await runChild(metaIteration, {
      workflowId: workflowIds.metaIteration(context.runId, iteration),
      staticSummary: `meta-training, iteration ${iteration + 1} of ${iterations}`,
      typedSearchAttributes: runAttributes(context.runId),
      args: [{ context, policy, log, iteration, bank }],
    });
    ({ policy, log, bank } = result);
    totals = addTotals(totals, result.totals);
    if (result.meanReward !== undefined)
      recent = [...recent, { iteration, meanReward: result.meanReward }].slice(-iterationsTold);
  }
  setCurrentDetails(iterationTable(iterations, recent, iterations));
  return { policy, log, totals, bank };
}
