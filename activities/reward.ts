/** Activities that score time steps, keep the search log and choose the final child. */
import { ApplicationFailure } from '@temporalio/activity';

import type { ArtifactRef } from '../artifacts/types';
import { annealingFactor } from '../search/annealing';
import { reward, VIOLATION_REWARD } from '../search/reward';
import { proposeChild } from './agent';
import { accuracy } from './count';
import type { ActivityDependencies } from './dependencies';
import { toApplicationFailure } from './failures';
import { lightStep, optionsOfActivity, withSoundInputs } from './recompute';
import { readSearchLog } from './searchLog';
import type { Activities, ChildRecord, ChosenChild, SearchLog } from './types';

type RewardActivities = Pick<Activities, 'computeReward' | 'recordIteration' | 'mergeLogs' | 'chooseChild'>;

/** Samples drawn from the final policy when no child of the search met the budget. */
const fallbackSamples = 64;

export function rewardActivities(dependencies: ActivityDependencies): RewardActivities {
  return {
    async computeReward({ reward: config, iteration, iterations, student, teacher, proposal, budgetMacs, classes }) {
      const annealing = annealingFactor(config.annealing, iteration, iterations);
      if (proposal.refused !== null) return { reward: VIOLATION_REWARD, annealing };
      const size = config.size === 'macs' ? 'macs' : 'parameters';
      try {
        const value = reward({
          // A child that could not be trained classifies nothing: it costs its reward, not the run.
          studentAccuracy: student === null ? 0 : accuracy(student),
          teacherAccuracy: accuracy(teacher),
          studentSize: proposal.childCost[size],
          teacherSize: proposal.teacherCost[size],
          cost: proposal.childCost.macs,
          budget: budgetMacs,
          annealing,
          chance: 1 / classes,
        });
        return { reward: value, annealing };
      } catch (error) {
        throw toApplicationFailure(error, 'reward');
      }
    },

    async recordIteration(entry) {
      try {
        const label = `search log, iteration ${entry.summary.iteration}`;
        return { log: await lightStep(dependencies, 'recordIteration', entry, label) };
      } catch (error) {
        throw toApplicationFailure(error, 'search log');
      }
    },

    async mergeLogs(branches) {
      try {
        return { log: await lightStep(dependencies, 'mergeLogs', branches, 'search log of all targets') };
      } catch (error) {
        throw toApplicationFailure(error, 'search log');
      }
    },

    async chooseChild(input) {
      const { search, target, teacher } = input;
      const log = await soundSearchLog(dependencies, input.log);
      const position = { phase: 'fine-tune', target, iteration: 0, timeStep: 0 } as const;
      const mode = await proposeChild(dependencies, {
        ...input,
        label: `mode of the policy for ${target}`,
        position,
        choose: 'mode',
      });
      const candidates = log.children
        .filter((child) => child.target === target && isWithinBudget(child))
        .sort((a, b) => b.reward - a.reward);
      const best = candidates[0];
      if (best !== undefined && (search.choose === 'best-reward' || mode.overBudget)) return fromRecord(best);
      if (!mode.overBudget) return { architecture: mode.child, ...mode.childCost, chosenBy: 'policy-mode', from: null };
      for (let timeStep = 1; timeStep <= fallbackSamples; timeStep++) {
        const label = `sample ${timeStep} of the policy for ${target}`;
        const sample = await proposeChild(dependencies, {
          ...input,
          label,
          position: { ...position, iteration: search.fineTune.iterations, timeStep },
          choose: 'sample',
        });
        if (!sample.overBudget)
          return { architecture: sample.child, ...sample.childCost, chosenBy: 'policy-sample', from: null };
      }
      throw ApplicationFailure.nonRetryable(
        `target ${target}: no child of the search, nor the policy's mode, nor ${fallbackSamples} samples of it stay within ` +
          `${teacher.budgetMacs} MACs; raise the budget of ${teacher.baseTeacher} or search longer`,
        'NoChildWithinBudgetError',
      );
    },
  };
}

/** Reads the search log; a damaged one is made again. */
export async function soundSearchLog(dependencies: ActivityDependencies, log: ArtifactRef | null): Promise<SearchLog> {
  return await withSoundInputs(dependencies, optionsOfActivity(), () => readSearchLog(dependencies.store, log));
}

function isWithinBudget(child: ChildRecord): boolean {
  return !child.overBudget && child.failed === null && child.refused === null;
}

function fromRecord(child: ChildRecord): ChosenChild {
  const { parameters, macs } = child;
  return { architecture: child.child, parameters, macs, chosenBy: 'best-reward', from: child.id };
}
