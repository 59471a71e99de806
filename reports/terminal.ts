import { styleText } from 'node:util';

import {
  countOf,
  formatChange,
  doubtsOf,
  formatAccuracy,
  formatCount,
  formatDuration,
  formatReward,
  formatSaving,
} from './format';
import { PHASES } from './phases';
import { measuresOf } from './plots/accuracy';
import type { Report, ReportFinal } from './types';

export interface SummaryOptions {
  /** ANSI colours; default false. */
  readonly colour?: boolean;
}

const WIDTH = 80;

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

/** The closing words of a run on a terminal: each final network beside its teacher, in about 20 lines of 80 columns. */
export function summarizeReport(report: Report, options: SummaryOptions = {}): string {
  const paint: Paint = (style, text) => (options.colour === true ? coloured(style, text) : text);
  const lines = [headline(report, paint), ...(report.message === undefined ? [] : [paint('red', report.message)])];
  for (const final of report.final) lines.push('', ...finalLines(report, final, paint));
  if (report.final.length === 0) lines.push('', 'no final network was trained');
  lines.push(...previousLines(report));
  lines.push('', ...searchLines(report, paint));
  return lines.join('\n').replaceAll('\u00a0', ' ');
}

/** The caller decides on colour, whatever the stream is: newer Node would ask the stream itself. */
function coloured(style: Style, text: string): string {
  const unchecked = styleText as (format: Style, content: string, settings: { validateStream: boolean }) => string;
  return unchecked(style, text, { validateStream: false });
}

function headline({ name, status, seed, timings }: Report, paint: Paint): string {
  const style = status === 'completed' ? 'green' : status === 'failed' ? 'red' : 'yellow';
  return `${paint('bold', name)}  ${paint(style, status)} in ${formatDuration(timings.totalSeconds)}, seed ${seed}`;
}

function finalLines(report: Report, final: ReportFinal, paint: Paint): string[] {
  const over = final.macs > final.budgetMacs;
  const rows = [
    ['', 'final network', `teacher ${final.teacher.name}`],
    ...measuresOf(final).map(({ measure, network, teacher }) => [
      measure === 'clean' ? 'clean' : `${measure}${measure === final.attack ? ' (target)' : ''}`,
      network ? formatAccuracy(network) : '-',
      teacher ? formatAccuracy(teacher) : '-',
    ]),
    ['parameters', sized(final.parameters, final.teacher.parameters), formatCount(final.teacher.parameters)],
    ['MACs', sized(final.macs, final.teacher.macs), formatCount(final.teacher.macs)],
  ];
  const budget = `${over ? 'over' : 'within'} the budget of ${formatCount(final.budgetMacs)} MACs`;
  return [
    `${report.final.length > 1 ? `${paint('bold', final.target)}: ` : ''}${paint('cyan', final.network)}, ${over ? paint('red', budget) : budget}`,
    ...alignColumns(rows).map((line, index) => `  ${index === 0 ? paint('dim', line) : line}`),
    ...doubtsOf(measuresOf(final)).map((doubt) => `  ${paint('red', `unsound: ${doubt}`)}`),
    `  ${paint('dim', `test set of ${final.clean.n.toLocaleString('en-US')} images, 95 % intervals`)}`,
  ];
}

/** This run's accuracies beside those of the run before of the same schedule. */
function previousLines({ previous }: Report): string[] {
  if (previous === undefined) return [];
  const rows = previous.targets.flatMap(({ target, clean, attacks }) =>
    [...(clean === null ? [] : [['clean', clean] as const]), ...Object.entries(attacks)].map(([measure, change]) => [
      target,
      measure,
      `${formatAccuracy(change.now)}, before ${formatAccuracy(change.before)}`,
      formatChange(change),
    ]),
  );
  const head = `beside ${previous.runId}, differences in points`;
  return ['', head, ...alignColumns(rows).map((line) => `  ${line}`)];
}

function sized(size: number, teacherSize: number): string {
  return `${formatCount(size)} (${formatSaving(size, teacherSize)})`;
}

function searchLines(report: Report, paint: Paint): string[] {
  const { children, timings } = report;
  const over = children.filter((child) => child.overBudget).length;
  const unmeasured = children.filter((child) => child.studentAccuracy === null).length;
  const best = children.reduce<number | null>((top, child) => Math.max(top ?? child.reward, child.reward), null);
  const notes = [
    `${over} over budget`,
    ...(unmeasured > 0 ? [`${unmeasured} not measured`] : []),
    ...(best === null ? [] : [`best reward ${formatReward(best)}`]),
  ];
  const phases = PHASES.filter(({ key }) => timings.phases[key] > 0).map(
    ({ key, label }) => `${label.toLowerCase()} ${formatDuration(timings.phases[key])}`,
  );
  return [
    `search  ${countOf(children.length, 'child', 'children')}: ${notes.join(', ')}`,
    ...wrapList(phases, WIDTH - 8).map((line, index) => `${index === 0 ? 'time    ' : ' '.repeat(8)}${line}`),
    paint('dim', `steps   ${timings.computedSteps} computed, ${timings.reusedSteps} reused`),
  ];
}

/** Joins items by commas in lines of at most `width` characters, unless a single item is longer. */
function wrapList(items: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const [index, item] of items.entries()) {
    const text = index < items.length - 1 ? `${item},` : item;
    const last = lines.at(-1);
    if (last !== undefined && characters(last) + 1 + characters(text) <= width)
      lines[lines.length - 1] = `${last} ${text}`;
    else lines.push(text);
  }
  return lines;
}

/** Pads all but the last column to their widest entry, counted in characters, two spaces between. */
export function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => characters(row[column] ?? ''))),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - characters(cell)))
      .join('  ')
      .trimEnd(),
  );
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

function characters(text: string): number {
  return [...segmenter.segment(text)].length;
}
