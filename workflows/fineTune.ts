/** Algorithm 2 of RC-NAS: fine-tuning by one-step episodes on the target task. */
import { setCurrentDetails, workflowInfo } from '@temporalio/workflow';

import { currentSpec, followParent, runChild } from './control';
import { stepRow, tableOf } from './details';
import { episode } from './episode';
import { recordEpisode } from './log';
import { workflowIds } from './names';
import { runAttributes } from './searchAttributes';
import { addTotals, noSteps, type FineTuneInput, type SearchResult } from './types';

export async function fineTune(input: FineTuneInput): Promise<SearchResult> {
  followParent();
  const { target } = input;
  const { iterations } = input.context.spec.search.fineTune;
  let { policy, log, bank } = input;
  let totals = noSteps;
  const rows: string[] = [];

  for (let iteration = 0; iteration < iterations; iteration++) {
    const context = { ...input.context, spec: currentSpec(input.context.spec) };
    const result = await runChild(episode, {
      workflowId: workflowIds.episode(workflowInfo().workflowId, iteration),
      staticSummary: `fine-tuning for ${target.name}, iteration ${iteration + 1} of ${iterations}`,
      typedSearchAttributes: runAttributes(context.runId),
      args: [{ context, phase: 'fine-tune', target, iteration, iterations, timeSteps: 1, policy, bank }],
    });
    ({ policy, bank } = result);
    totals = addTotals(totals, result.totals);
    rows.push(...(result.outcome?.rows ?? result.children!.map(stepRow)));
    setCurrentDetails(tableOf(rows));
    const where = { phase: 'fine-tune', target: target.name, iteration } as const;
    ({ log } = await recordEpisode(log, where, result.objective, [result]));
  }
  return { policy, log, totals, bank };
}
