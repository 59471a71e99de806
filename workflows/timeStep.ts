/** One time step of RC-NAS (section 3.3): sample a task, describe it, compress its teacher, train and score the child. */
import { ActivityFailure, ApplicationFailure } from '@temporalio/workflow';

import type { Count, NetworkRef } from '../activities/jobs/types';
import type { ChildRecord, Proposal, StepPosition, TaskCharacter } from '../activities/types';
import type { ArtifactRef } from '../artifacts/types';
import type { Task, Transition } from '../search/types';
import { bankKey } from './bank';
import { durable, quick } from './proxies';
import { addTimings, noSteps, type EpisodeInput, type StepTotals } from './types';

/** A task drawn from the buffers, with its teacher's weights, accuracy and LIPS embedding. */
export interface DescribedTask {
  readonly task: Task;
  readonly character: TaskCharacter;
}

/** A described task and the action that the policy took; the child is not trained yet. */
export interface ProposedStep extends DescribedTask {
  readonly position: StepPosition;
  readonly id: string;
  readonly proposal: Proposal;
}

export interface StepResult {
  readonly record: ChildRecord;
  readonly transition: Transition;
  /** Trained child, null when it was refused or could not be trained. */
  readonly network: NetworkRef | null;
  /** With the bank: the attacked evaluation set of the child, under the key of its task. */
  readonly found: { readonly key: string; readonly images: ArtifactRef } | null;
  readonly totals: StepTotals;
}

/** Attacks the teacher on the evaluation set: its robust accuracy and LIPS. */
export async function describeTask(
  { context }: EpisodeInput,
  task: Task,
  network: NetworkRef,
  position: StepPosition,
): Promise<DescribedTask> {
  const { spec, data, teachers } = context;
  const label = `${stepId(position)}: ${task.attack} against ${task.teacher.architecture.name} on ${task.data}`;
  const trained = teachers.find(({ name, data: on }) => name === task.teacher.baseTeacher && on === task.data)!;
  const character = await durable.characterizeTask.executeWithOptions({ summary: label }, [
    {
      label,
      network,
      data: data[task.data]!.ref,
      attack: spec.attacks[task.attack]!,
      lips: spec.search.lips,
      // Children have no clean-trained twin; their LIPS is taken on themselves.
      lipsNetwork: task.teacher.origin === 'teacher' ? trained.lipsNetwork : network,
      seed: spec.seed,
    },
  ]);
  return { task, character };
}

/** Encodes the state and lets the policy act. */
export async function proposeStep(
  { context }: EpisodeInput,
  policy: ArtifactRef,
  { task, character }: DescribedTask,
  position: StepPosition,
): Promise<ProposedStep> {
  const { spec, data, encoder } = context;
  const id = stepId(position);
  const label = `${id}: policy compresses ${task.teacher.architecture.name}`;
  const proposal = await quick.proposeChild.executeWithOptions({ summary: label }, [
    {
      label,
      search: spec.search,
      encoder,
      policy,
      teacher: task.teacher,
      data: data[task.data]!,
      lips: character.lips,
      baseArchitecture: spec.teachers.find(({ name }) => name === task.teacher.baseTeacher)!.architecture,
      seed: spec.seed,
      position,
      choose: 'sample',
    },
  ]);
  return { position, id, task, character, proposal };
}

/** Trains and attacks the child and computes its reward. */
export async function scoreStep(input: EpisodeInput, step: ProposedStep): Promise<StepResult> {
  const { spec, data } = input.context;
  const { proposal, character, task, id } = step;
  let totals = addTimings(noSteps, character.timing, proposal.timing);
  let network: NetworkRef | null = null;
  let student: Count | null = null;
  let failed: string | null = null;
  let bankBound: Count | undefined;
  let found: StepResult['found'] = null;

  if (proposal.refused === null) {
    try {
      const label = `${id}: train ${proposal.child.name} on ${task.data}`;
      const trained = await durable.trainNetwork.executeWithOptions({ summary: label }, [
        {
          label,
          architecture: proposal.child,
          data: data[task.data]!.ref,
          config: spec.training.child,
          seed: spec.seed,
        },
      ]);
      totals = addTimings(totals, trained.timing);
      const faced = await faceBank(input, step, trained.network);
      if (faced !== null) {
        bankBound = faced.robust;
        totals = addTimings(totals, faced.timing);
      }
      const evaluation = await attackChild(input, step, trained.network);
      totals = addTimings(totals, evaluation.timing);
      if (evaluation.adversarial) found = { key: taskKey(input, step), images: evaluation.adversarial };
      student = evaluation.robust;
      network = trained.network;
    } catch (error) {
      failed = untrainableReason(error);
    }
  }

  const reward = await quick.computeReward.executeWithOptions({ summary: `${id}: reward` }, [
    {
      reward: spec.search.reward,
      iteration: input.iteration,
      iterations: input.iterations,
      student,
      teacher: character.robust,
      proposal: { childCost: proposal.childCost, teacherCost: proposal.teacherCost, refused: proposal.refused },
      budgetMacs: task.teacher.budgetMacs,
      classes: data[task.data]!.info.classes,
    },
  ]);

  const record: ChildRecord = {
    ...step.position,
    id,
    task: { data: task.data, attack: task.attack },
    teacher: task.teacher,
    teacherMacs: proposal.teacherCost.macs,
    child: proposal.child,
    ...proposal.childCost,
    action: proposal.action,
    overBudget: proposal.overBudget,
    refused: proposal.refused,
    failed,
    student,
    teacherAccuracy: character.robust,
    ...(bankBound === undefined ? {} : { bankBound }),
    ...reward,
  };
  const transition = { state: proposal.state, action: proposal.action, reward: reward.reward };
  return { record, transition, network, found, totals };
}

function taskKey({ context }: EpisodeInput, { task }: ProposedStep): string {
  return bankKey(task.data, context.spec.attacks[task.attack]!);
}

/** Shows the child what was found against others on its task; null where there is nothing. */
async function faceBank(input: EpisodeInput, step: ProposedStep, network: NetworkRef) {
  const images = input.bank?.[taskKey(input, step)] ?? [];
  if (images.length === 0) return null;
  const label = `${step.id}: ${images.length} sets of the bank against the child`;
  return await durable.faceBank.executeWithOptions({ summary: label }, [
    { label, network, data: input.context.data[step.task.data]!.ref, bank: images },
  ]);
}

async function attackChild(input: EpisodeInput, { id, task, character }: ProposedStep, network: NetworkRef) {
  const { spec, data } = input.context;
  const shared = { network, data: data[task.data]!.ref, split: 'evaluation' as const };
  const label = `${id}: ${task.attack} against the child`;
  return spec.search.reward.threat === 'white-box'
    ? await durable.evaluateNetwork.executeWithOptions({ summary: label }, [
        {
          label,
          ...shared,
          attack: spec.attacks[task.attack]!,
          seed: spec.seed,
          ...(input.bank === undefined ? {} : { keepAdversarial: true }),
        },
      ])
    : await durable.evaluateTransfer.executeWithOptions({ summary: label }, [
        { label, ...shared, adversarial: character.adversarial },
      ]);
}

/** Failures that are the child's own: they cost its reward, not the run. Everything else is thrown on. */
const untrainableTypes = ['NonFiniteLossError', 'NonFiniteLogitsError', 'UntrainableError'];

function untrainableReason(error: unknown): string {
  const cause = error instanceof ActivityFailure ? error.cause : undefined;
  if (cause instanceof ApplicationFailure && untrainableTypes.includes(cause.type ?? '')) return cause.message;
  throw error;
}

/** Unique in the run and readable: `meta-003-1`, `fine-tune-digits-002-0`. */
export function stepId({ phase, target, iteration, timeStep }: StepPosition): string {
  const scope = target === null ? phase : `${phase}-${target}`;
  return `${scope}-${String(iteration).padStart(3, '0')}-${timeStep}`;
}
