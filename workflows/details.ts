/** Markdown for the Temporal UI: what a workflow has done so far, readable without the code. */
import type { ChildRecord } from '../activities/types';
import type { Bounds } from './testAttack';
import type { IterationLine, RunPhase, RunProgress, StepNotice } from './types';

export function stepTable(records: readonly ChildRecord[]): string {
  return tableOf(records.map(stepRow));
}

export function tableOf(rows: readonly string[]): string {
  const head =
    '| step | attack | data | compresses | child | MACs | robust accuracy | reward |\n|---|---|---|---|---|---|---|---|';
  return [head, ...rows].join('\n');
}

export function stepRow(record: ChildRecord): string {
  const accuracy =
    record.student === null
      ? (record.refused ?? record.failed ?? '-')
      : percent(record.student.correct / record.student.total) + boundText(record.bankBound);
  const { id, task, teacher, child } = record;
  const cells = [id, task.attack, task.data, teacher.architecture.name, child.name];
  return `| ${[...cells, megaMacs(record.macs, record.overBudget), accuracy, record.reward.toFixed(3)].join(' | ')} |`;
}

/** What meta-training has done: its last iterations, also those before it continued as new. */
export function iterationTable(iterations: number, recent: readonly IterationLine[], next: number): string {
  const head = next < iterations ? `iteration ${next + 1} of ${iterations}` : `all ${iterations} iterations finished`;
  if (recent.length === 0) return head;
  const first = recent[0]!.iteration;
  return [
    head,
    '',
    ...(first > 0 ? [`Iterations 1 to ${first} are in earlier executions of this workflow.`, ''] : []),
    '| iteration | mean reward |',
    '|---|---|',
    ...recent.map(({ iteration, meanReward }) => `| ${iteration + 1} | ${meanReward.toFixed(3)} |`),
  ].join('\n');
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

function boundText(bound: ChildRecord['bankBound']): string {
  return bound === undefined ? '' : ` (bank: at most ${percent(bound.correct / bound.total)})`;
}

/** Attacks whose parts are not all done, with what the parts that are say of the robust accuracy. */
export function boundsDetails(doing: string, bounds: readonly Bounds[]): string {
  const lines = bounds.map(({ label, settled, broken, total }) => {
    const range = `${percent((settled - broken) / total)} to ${percent((total - broken) / total)}`;
    return `- ${label}: ${settled} of ${total} images settled, robust accuracy ${range}`;
  });
  return [doing, '', ...lines].join('\n').trimEnd();
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
