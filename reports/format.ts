/** Numbers as people read them: three significant digits, units (after a no-break space), intervals. */
import type { Stage } from '../architectures/types';
import type { Measure } from './plots/accuracy';
import type { Accuracy, AccuracyChange } from './types';

const NBSP = '\u00a0';

const PREFIXES = [
  { factor: 1e12, symbol: 'T' },
  { factor: 1e9, symbol: 'G' },
  { factor: 1e6, symbol: 'M' },
  { factor: 1e3, symbol: 'k' },
] as const;

/** `5.24 G`, `36.5 M`, `812`. */
export function formatCount(count: number): string {
  for (const { factor, symbol } of PREFIXES) {
    // 999.5 of a prefix would be printed as 1000, which is 1 of the next.
    if (Math.abs(count) >= 0.9995 * factor) return `${significant(count / factor)}${NBSP}${symbol}`;
  }
  return String(Math.round(count));
}

function significant(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude >= 99.95) return value.toFixed(0);
  if (magnitude >= 9.995) return value.toFixed(1);
  return value.toFixed(2);
}

/** `71.2 %` of a share in [0,1]. */
export function formatPercent(share: number): string {
  return `${(100 * share).toFixed(1)}${NBSP}%`;
}

/** `65.3–76.6 %`, the interval alone. */
export function formatInterval(accuracy: Accuracy): string {
  return `${(100 * accuracy.low).toFixed(1)}–${(100 * accuracy.high).toFixed(1)}${NBSP}%${unsound(accuracy)}`;
}

/** `71.2 % (65.3–76.6)`, and `unsound` behind one that an audit doubts. */
export function formatAccuracy(accuracy: Accuracy): string {
  const interval = `(${(100 * accuracy.low).toFixed(1)}–${(100 * accuracy.high).toFixed(1)})`;
  return `${formatPercent(accuracy.value)}${NBSP}${interval}${unsound(accuracy)}`;
}

function unsound({ doubts = [] }: Accuracy): string {
  return doubts.length === 0 ? '' : `${NBSP}unsound`;
}

/** One sentence for each reason to doubt an accuracy of the table, such as `pgd-8, the network: ...`. */
export function doubtsOf(measures: readonly Measure[]): string[] {
  const told = (measure: string, whose: string, accuracy: Accuracy | undefined) =>
    (accuracy?.doubts ?? []).map(({ flag, message }) => `${measure}, ${whose}: ${flag}: ${message}`);
  return measures.flatMap(({ measure, network, teacher }) => [
    ...told(measure, 'the network', network),
    ...told(measure, 'its teacher', teacher),
  ]);
}

/** `0.412`, `−0.250`. */
export function formatReward(reward: number): string {
  return minus(reward.toFixed(3));
}

/** Replaces the hyphen by a minus sign, which is as wide as a digit. */
export function minus(text: string): string {
  return text.replace(/^-/, '−');
}

/** `0.4 s`, `42 s`, `4 min 12 s`, `3 h 05 min`, `2 d 3 h`. */
export function formatDuration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)}${NBSP}s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}${NBSP}s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}${NBSP}min${NBSP}${String(whole % 60).padStart(2, '0')}${NBSP}s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 1440)
    return `${Math.floor(minutes / 60)}${NBSP}h${NBSP}${String(minutes % 60).padStart(2, '0')}${NBSP}min`;
  const hours = Math.round(seconds / 3600);
  return `${Math.floor(hours / 24)}${NBSP}d${NBSP}${hours % 24}${NBSP}h`;
}

/** How a size compares with the teacher's: `4.2× fewer`, `1.3× more`, `as many`. */
export function formatSaving(size: number, teacherSize: number): string {
  const factor = teacherSize / size;
  if (Math.abs(factor - 1) < 0.005) return 'as many';
  return factor > 1 ? `${saving(factor)}× fewer` : `${saving(1 / factor)}× more`;
}

function saving(factor: number): string {
  return factor >= 9.95 ? factor.toFixed(0) : factor >= 1.095 ? factor.toFixed(1) : factor.toFixed(2);
}

/** One stage in a word, as in names of networks: blocks x widen factor, `/2` for stride 2, `r` for robust blocks; `4×10/2r`. */
export function formatStage(stage: Stage): string {
  return `${stage.depth}×${stage.width}${stage.stride === 2 ? '/2' : ''}${stage.robust ? 'r' : ''}`;
}

export function formatStages(stages: readonly Stage[]): string {
  return stages.map(formatStage).join(' · ');
}

/** Nominal channels of stage `index` (from 0): 16 * 2^index * W. */
export function stageChannels(index: number, width: number): number {
  return 16 * 2 ** index * width;
}

/** `1 child`, `2 children`. */
export function countOf(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

/** Anchor of a child's row on the page; ids may hold names from the spec. Different ids have different anchors. */
export function childAnchor(id: string): string {
  return `child-${id.replace(/[^A-Za-z0-9.-]/gu, (character) => `_${character.codePointAt(0)!.toString(16)}_`)}`;
}

/** `+2.1 (−0.8 to +5.0)`; `0` for one network. */
export function formatChange({ difference, low, high, sameNetwork }: AccuracyChange): string {
  if (sameNetwork) return '0, the same network';
  return `${changeInPoints(difference)} (${changeInPoints(low)} to ${changeInPoints(high)})`;
}

function changeInPoints(share: number): string {
  const text = (100 * share).toFixed(1);
  return Number(text) === 0 ? '0.0' : Number(text) > 0 ? `+${text}` : minus(text);
}
