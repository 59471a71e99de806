/** Markdown for the Temporal UI: what a workflow has done so far, readable without the code. */
import type { ChildRecord } from '../activities/types';
import type { RunPhase, RunProgress, StepNotice } from './types';

export function stepTable(records: readonly ChildRecord[]): string {
  const rows = records.map((record) => {
    const accuracy =
      record.student === null
        ? (record.refused ?? record.failed ?? '-')
        : percent(record.student.correct / record.student.total);
    const cells = [
      record.id,
      record.task.attack,
      record.task.data,
      record.teacher.architecture.name,
      record.child.name,
    ];
    return `| ${[...cells, megaMacs(record.macs, record.overBudget), accuracy, record.reward.toFixed(3)].join(' | ')} |`;
  });
  const head =
    '| step | attack | data | compresses | child | MACs | robust accuracy | reward |\n|---|---|---|---|---|---|---|---|';
  return [head, ...rows].join('\n');
}

const phaseTitles: Readonly<Record<RunPhase, string>> = {
  data: 'checking the data sets',
  teachers: 'training the teachers',
  encoder: 'pre-training the state encoder',
  'meta-training': 'meta-training',
  'fine-tuning': 'fine-tuning on the targets',
  evaluation: 'final training and attacks',
  report: 'writing the report',
  done: 'finished',
};

export function runDetails(name: string, progress: RunProgress): string {
  const { phase, teachers, children, targets, best, latest, waitingForSpace = {} } = progress;
  return [
    `**${name}**: ${phaseTitles[phase]}`,
    ...Object.entries(waitingForSpace).map(([step, what]) => `\n**waiting for disk space: ${what}** (${step})`),
    '',
    `- teachers trained: ${teachers.done} of ${teachers.total}`,
    `- children scored: ${children.done} of ${children.total}`,
    `- targets finished: ${targets.done} of ${targets.total}`,
    ...(best === null ? [] : [`- best reward: ${describeNotice(best)}`]),
    ...(latest === null ? [] : [`- latest: ${describeNotice(latest)}`]),
  ].join('\n');
}

function describeNotice({ id, child, reward, robustAccuracy, macs, overBudget }: StepNotice): string {
  const accuracy = robustAccuracy === null ? 'not evaluated' : `robust accuracy ${percent(robustAccuracy)}`;
  return `${reward.toFixed(3)} (${id}, ${child}, ${accuracy}, ${megaMacs(macs, overBudget)})`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function megaMacs(macs: number, overBudget: boolean): string {
  return `${(macs / 1e6).toFixed(2)}M MACs${overBudget ? ', over budget' : ''}`;
}
