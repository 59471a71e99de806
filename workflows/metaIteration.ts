/** One iteration of meta-training: the buffers start anew, episodes of time steps, one entry in the search log. */
import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';

import type { ArtifactRef } from '../artifacts/types';
import { mergeBanks, type Bank } from './bank';
import { followParent, runChild } from './control';
import { stepRow, tableOf } from './details';
import { episode } from './episode';
import { recordEpisode } from './log';
import { workflowIds } from './names';
import { notifiesByStep, notifyOfIteration } from './notices';
import { quick } from './proxies';
import { iterationKey, runAttributes } from './searchAttributes';
import { sideBySide } from './sideBySide';
import {
  addTimings,
  addTotals,
  noSteps,
  type EpisodeResult,
  type MetaIterationInput,
  type SearchResult,
} from './types';

interface Played {
  readonly policy: ArtifactRef;
  readonly objective: number;
  readonly episodes: readonly EpisodeResult[];
  readonly totals: SearchResult['totals'];
  readonly bank?: Bank;
}

export async function metaIteration(input: MetaIterationInput): Promise<SearchResult> {
  followParent();
  const { context, iteration } = input;
  const { episodes = 1, update } = context.spec.search.meta;
  upsertSearchAttributes([{ key: iterationKey, value: iteration }]);
  const played = episodes > 1 && update === 'iteration' ? await playAtOnce(input) : await playInARow(input);

  const { bank } = played;
  const outcomes = played.episodes.flatMap(({ outcome }) => outcome ?? []);
  const rows = played.episodes.flatMap(({ outcome, children = [] }) => outcome?.rows ?? children.map(stepRow));
  setCurrentDetails(tableOf(rows.slice(0, 100)));
  if (outcomes.length > 0 && !notifiesByStep(context)) await notifyOfIteration(context, outcomes);
  const where = { phase: 'meta', target: null, iteration } as const;
  const { log, meanReward } = await recordEpisode(input.log, where, played.objective, played.episodes);
  return { policy: played.policy, log, totals: played.totals, meanReward, bank };
}

/** Each episode goes on with the policy that the one before it left. */
async function playInARow(input: MetaIterationInput): Promise<Played> {
  const { episodes = 1 } = input.context.spec.search.meta;
  const results: EpisodeResult[] = [];
  let { policy, bank } = input;
  for (let index = 0; index < episodes; index++) {
    const result = await play(input, policy, index, false, bank);
    ({ policy, bank } = result);
    results.push(result);
  }
  const objective = results.reduce((sum, result) => sum + result.objective, 0) / results.length;
  return { policy, objective, episodes: results, totals: totalsOf(results), bank };
}

/** All episodes act by the policy of the iteration's start, which then learns from all of their steps. */
async function playAtOnce(input: MetaIterationInput): Promise<Played> {
  const { context, policy, iteration } = input;
  const { search } = context.spec;
  const results = await sideBySide(
    Array.from({ length: search.meta.episodes! }, (_, index) => () => play(input, policy, index, true, input.bank)),
  );
  const label = `update the policy, iteration ${iteration}`;
  const steps = results.flatMap((result) => result.steps!);
  const update = await quick.updatePolicy.executeWithOptions({ summary: label }, [
    { label, search, encoder: context.encoder, policy, steps },
  ]);
  const totals = addTimings(totalsOf(results), update.timing);
  const bank = mergeBanks(
    input.bank,
    results.map((result) => result.bank),
  );
  return { policy: update.policy, objective: update.objective, episodes: results, totals, bank };
}

async function play(
  { context, iteration }: MetaIterationInput,
  policy: ArtifactRef,
  index: number,
  collectOnly: boolean,
  bank: Bank | undefined,
): Promise<EpisodeResult> {
  const { iterations, episodes = 1, timeSteps } = context.spec.search.meta;
  const one = { context, phase: 'meta', target: null, iteration, iterations, timeSteps, policy, bank } as const;
  return await runChild(episode, {
    workflowId: workflowIds.episode(workflowInfo().workflowId, index),
    staticSummary:
      episodes === 1
        ? `episode of ${timeSteps} time steps`
        : `episode ${index + 1} of ${episodes}, ${timeSteps} time steps each`,
    typedSearchAttributes: runAttributes(context.runId),
    args: [episodes === 1 ? one : { ...one, episode: index, collectOnly }],
  });
}

function totalsOf(results: readonly EpisodeResult[]): SearchResult['totals'] {
  return results.reduce((sum, result) => addTotals(sum, result.totals), noSteps);
}
