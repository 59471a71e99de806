/** The end of a target: choose the child, train it fully, attack it and its teacher on the test set. */
import { setCurrentDetails } from '@temporalio/workflow';

import type { NetworkRef } from '../activities/jobs/types';
import type { FinalEvaluation, TargetResult } from '../activities/types';
import { followParent } from './control';
import { boundsDetails } from './details';
import { durable, quick } from './proxies';
import { attackOnTestSet, type Bounds, type TestAttack, type TestAttackResult } from './testAttack';
import { addTimings, addTotals, noSteps, type EvaluationInput, type StepTotals } from './types';

export interface EvaluationResult {
  readonly result: TargetResult;
  readonly training: StepTotals;
  readonly attacks: StepTotals;
}

export async function evaluation(input: EvaluationInput): Promise<EvaluationResult> {
  followParent();
  const { context, target, policy, log } = input;
  const { spec, data, teachers, encoder } = context;
  const specTeacher = spec.teachers.find(({ name }) => name === target.teacher)!;
  const teacher = teachers.find(({ name, data: on }) => name === target.teacher && on === target.data)!;
  const dataSet = data[target.data]!;

  const character = await durable.characterizeTask.executeWithOptions({ summary: `task of ${target.name}` }, [
    {
      label: `task of ${target.name}`,
      network: teacher.network,
      data: dataSet.ref,
      attack: spec.attacks[target.attack]!,
      lips: spec.search.lips,
      lipsNetwork: teacher.lipsNetwork,
      seed: spec.seed,
    },
  ]);
  const chosen = await quick.chooseChild.executeWithOptions({ summary: `choose the network for ${target.name}` }, [
    {
      search: spec.search,
      log,
      target: target.name,
      data: dataSet,
      teacher: {
        architecture: teacher.network.architecture,
        budgetMacs: specTeacher.budgetMacs,
        baseTeacher: specTeacher.name,
        origin: 'teacher',
      },
      encoder,
      policy,
      lips: character.lips,
      baseArchitecture: specTeacher.architecture,
      seed: spec.seed,
    },
  ]);

  setCurrentDetails(`${target.name}: full training of ${chosen.architecture.name} (${chosen.chosenBy})`);
  const label = `full training of ${chosen.architecture.name} for ${target.name}`;
  const trained = await durable.trainNetwork.executeWithOptions({ summary: label }, [
    { label, architecture: chosen.architecture, data: dataSet.ref, config: spec.training.final, seed: spec.seed },
  ]);

  const doing = `${target.name}: attacks on ${chosen.architecture.name} and its teacher ${teacher.name}`;
  const bounds = new Map<string, Bounds>();
  const onBounds = (reached: Bounds) => {
    bounds.set(reached.label, reached);
    setCurrentDetails(boundsDetails(doing, [...bounds.values()]));
  };
  setCurrentDetails(doing);
  const [network, ofTeacher] = await Promise.all([
    attackOnTest(input, trained.network, trained.selectedEpoch, onBounds),
    attackOnTest(input, teacher.network, teacher.selectedEpoch, onBounds),
  ]);
  setCurrentDetails(`${target.name}: finished with ${chosen.architecture.name}`);
  return {
    result: { target: target.name, chosen, network: network.evaluation, teacher: ofTeacher.evaluation, policy },
    training: addTimings(noSteps, trained.timing),
    attacks: addTotals(network.totals, ofTeacher.totals),
  };
}

async function attackOnTest(
  { context, target }: EvaluationInput,
  network: NetworkRef,
  selectedEpoch: number,
  onBounds: TestAttack['onBounds'],
): Promise<{ evaluation: FinalEvaluation; totals: StepTotals }> {
  const { spec } = context;
  const { name } = network.architecture;
  const data = context.data[target.data]!;
  const evaluateClean = async () => {
    const label = `clean accuracy of ${name} on the test set`;
    return await durable.evaluateNetwork.executeWithOptions({ summary: label }, [
      { label, network, data: data.ref, split: 'test', attack: null, seed: spec.seed },
    ]);
  };
  const attackWith = async (attack: string) => {
    const label = `${attack} against ${name} on the test set`;
    return await attackOnTestSet({ label, network, data, attack: spec.attacks[attack]!, seed: spec.seed, onBounds });
  };
  const attackNames = spec.evaluate.filter((attack) => attack !== 'clean');
  const [clean, ...attacked] = await Promise.all([evaluateClean(), ...attackNames.map(attackWith)] as const);
  const byAttack = <T>(of: (result: TestAttackResult) => T): Record<string, T> =>
    Object.fromEntries(attackNames.map((attack, i) => [attack, of(attacked[i]!)]));
  return {
    evaluation: {
      ...network,
      selectedEpoch,
      clean: clean.clean,
      attacks: byAttack(({ robust }) => robust!),
      audit: byAttack(({ audit = [] }) => audit),
    },
    totals: attacked.reduce((sum, { totals }) => addTotals(sum, totals), addTimings(noSteps, clean.timing)),
  };
}
