/** What a run does for each target: fine-tuning, then final training and attacks. */
import { patched } from '@temporalio/workflow';

import type { ReportInput, TargetResult } from '../activities/types';
import type { ArtifactRef } from '../artifacts/types';
import type { ResolvedTarget } from '../schemas/resolved';
import type { Bank } from './bank';
import { currentSpec, runChild } from './control';
import { evaluation } from './evaluation';
import { fineTune } from './fineTune';
import { storeInParts } from './lists';
import { workflowIds } from './names';
import { encodedBytes } from './payloadLimit';
import { brief, briefStepsPatch } from './proxies';
import { runAttributes } from './searchAttributes';
import type { SearchContext, StepTotals } from './types';

/** Where meta-training ended; every target starts from it. */
export interface MetaTrained {
  readonly context: SearchContext;
  readonly policy: ArtifactRef;
  readonly log: ArtifactRef | null;
  readonly bank?: Bank;
}

export interface FinishedTarget {
  readonly result: TargetResult;
  readonly log: ArtifactRef | null;
  readonly bank?: Bank;
  readonly fineTuning: StepTotals;
  readonly training: StepTotals;
  readonly attacks: StepTotals;
}

export async function searchForTarget(
  { context, policy, log, bank }: MetaTrained,
  target: ResolvedTarget,
  onEvaluation: () => void,
): Promise<FinishedTarget> {
  const { runId } = context;
  const contextNow = () => ({ ...context, spec: currentSpec(context.spec) });
  const tuned = await runChild(fineTune, {
    workflowId: workflowIds.fineTune(runId, target.name),
    staticSummary: `fine-tuning for ${target.name}: ${target.attack} on ${target.data} with ${target.teacher}`,
    typedSearchAttributes: runAttributes(runId),
    args: [{ context: contextNow(), target, policy, log, bank }],
  });
  onEvaluation();
  const evaluated = await runChild(evaluation, {
    workflowId: workflowIds.evaluation(runId, target.name),
    staticSummary: `final training and attacks for ${target.name}`,
    typedSearchAttributes: runAttributes(runId),
    args: [{ context: contextNow(), target, policy: tuned.policy, log: tuned.log }],
  });
  const { result, training, attacks } = evaluated;
  return { result, log: tuned.log, bank: tuned.bank, fineTuning: tuned.totals, training, attacks };
}

/** Results of targets fit into one payload up to this size together; more go by reference. */
const inlineBytes = 12_000;

export async function finalByReference(
  final: readonly TargetResult[],
): Promise<Pick<ReportInput, 'final' | 'finalParts'>> {
  if (encodedBytes(final) <= inlineBytes || !patched(briefStepsPatch)) return { final };
  return { final: [], finalParts: await storeInParts('target-results', final) };
}

/** One log of what all targets added, in their order in the spec: as if they had been searched one after the other. */
export async function mergeTargetLogs(
  base: ArtifactRef | null,
  logs: readonly (ArtifactRef | null)[],
): Promise<ArtifactRef | null> {
  if (logs.length === 1) return logs[0]!;
  const merged = await brief().mergeLogs.executeWithOptions({ summary: 'one log of all targets' }, [{ base, logs }]);
  return merged.log;
}
