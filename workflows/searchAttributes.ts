/** Search attributes of every workflow, typed; registered when a server is set up, checked when a worker starts. */
import { defineSearchAttributeKey, SearchAttributeType, type SearchAttributePair } from '@temporalio/common';

export const runKey = defineSearchAttributeKey('RcnasRun', SearchAttributeType.KEYWORD);
export const phaseKey = defineSearchAttributeKey('RcnasPhase', SearchAttributeType.KEYWORD);
export const targetKey = defineSearchAttributeKey('RcnasTarget', SearchAttributeType.KEYWORD);
export const iterationKey = defineSearchAttributeKey('RcnasIteration', SearchAttributeType.INT);
export const bestRewardKey = defineSearchAttributeKey('RcnasBestReward', SearchAttributeType.DOUBLE);

/** Names and types as `temporal server start-dev --search-attribute Name=Type` takes them. */
export const searchAttributes = [
  { name: runKey.name, type: 'Keyword' },
  { name: phaseKey.name, type: 'Keyword' },
  { name: targetKey.name, type: 'Keyword' },
  { name: iterationKey.name, type: 'Int' },
  { name: bestRewardKey.name, type: 'Double' },
] as const;

/** What every child workflow of a run carries, so that the UI can list a run by its name. */
export function runAttributes(runId: string): SearchAttributePair[] {
  return [{ key: runKey, value: runId }];
}
