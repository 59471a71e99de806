import { childAnchor, countOf, formatAccuracy, formatCount } from '../format';
import type { Accuracy, Report, ReportChild } from '../types';
import type { Figure } from './figure';
import { NARROW, WIDE } from './figure';
import { STAR, withLegend } from './legend';
import type { LegendEntry } from './legend';
import { light } from './palette';
import { drawPlot } from './vega';
import type { PlotSpec } from './vega';

const SMALL = 380;

/** Kinds of points from back to front. */
const KINDS = [
  { kind: 'not measured', symbol: 'cross', colour: light.alert, shape: 'M-0.7,-0.7L0.7,0.7M-0.7,0.7L0.7,-0.7' },
  { kind: 'teacher', symbol: 'diamond', colour: light.teacher, shape: 'diamond' },
  { kind: 'meta-training child, over budget', symbol: 'circle', colour: light.meta, shape: 'circle', hollow: true },
  { kind: 'meta-training child', symbol: 'circle', colour: light.meta, shape: 'circle' },
  {
    kind: 'fine-tuning child, over budget',
    symbol: 'triangle',
    colour: light.fineTune,
    shape: 'triangle-up',
    hollow: true,
  },
  { kind: 'fine-tuning child', symbol: 'triangle', colour: light.fineTune, shape: 'triangle-up' },
  { kind: 'chosen child', symbol: 'square', colour: light.network, shape: 'square', hollow: true },
  { kind: 'final network, test set', symbol: 'star', colour: light.network, shape: STAR },
] as const;

const SIZES: Partial<Record<Kind, number>> = { teacher: 90, 'chosen child': 220, 'final network, test set': 150 };

type Kind = (typeof KINDS)[number]['kind'];

interface Point {
  readonly macs: number;
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
  readonly kind: Kind;
  readonly tip: string;
  readonly href: string;
}

export interface TradeoffFigure extends Figure {
  readonly data: string;
  readonly attack: string;
  /** Whether a target of the run asks for this data set and attack; such figures are drawn large. */
  readonly isTarget: boolean;
}

/**
 * Children as robust accuracy against MACs, one figure per data set and attack: accuracies under different
 * attacks have no common axis. Those of the targets come first.
 */
export async function tradeoffFigures(report: Report): Promise<readonly TradeoffFigure[]> {
  const groups = new Map<string, { data: string; attack: string }>();
  const wanted = [...report.final, ...report.spec.targets, ...report.children.map((child) => child.task)];
  for (const { data, attack } of wanted) groups.set(JSON.stringify([data, attack]), { data, attack });
  const figures: TradeoffFigure[] = [];
  for (const { data, attack } of groups.values()) {
    const children = report.children.filter((child) => child.task.data === data && child.task.attack === attack);
    const points = pointsOf(report, children, data, attack);
    if (points.length === 0) continue;
    const isTarget = report.spec.targets.some((target) => target.data === data && target.attack === attack);
    const budgets = budgetsOf(report, children, data, attack);
    const legend = legendOf(points, budgets);
    figures.push({
      id: `tradeoff-${figures.length + 1}`,
      title: `Robust accuracy against cost: ${attack} on ${data}`,
      description: describe(points, children, budgets),
      svg: withLegend(await drawPlot(specification(points, budgets, isTarget ? WIDE : SMALL)), legend),
      ...(isTarget ? { narrow: withLegend(await drawPlot(specification(points, budgets, NARROW)), legend) } : {}),
      data,
      attack,
      isTarget,
    });
  }
  return figures;
}

function pointsOf(report: Report, children: readonly ReportChild[], data: string, attack: string): Point[] {
  const finals = report.final.filter((final) => final.data === data && final.attack === attack);
  const chosen = new Set(finals.flatMap((final) => final.chosenFrom ?? []));
  const measured = children.flatMap((child) => {
    const accuracy = child.studentAccuracy;
    if (accuracy === null) return [];
    const kind: Kind =
      child.phase === 'meta'
        ? child.overBudget
          ? 'meta-training child, over budget'
          : 'meta-training child'
        : child.overBudget
          ? 'fine-tuning child, over budget'
          : 'fine-tuning child';
    const kinds = chosen.has(child.id) ? [kind, 'chosen child' as const] : [kind];
    return kinds.map((entry) => pointOf(child.id, child.macs, accuracy, entry, `#${childAnchor(child.id)}`));
  });
  const values = measured.flatMap((point) => [point.value, point.low ?? point.value]);
  const floor = values.length > 0 ? Math.min(...values) : 0;
  const missing = children
    .filter((child) => child.studentAccuracy === null)
    .map((child) => ({
      macs: child.macs,
      value: floor,
      kind: 'not measured' as const,
      tip: `${child.id}: ${formatCount(child.macs)} MACs, ${child.refused === undefined ? 'failed' : 'refused'}`,
      href: `#${childAnchor(child.id)}`,
    }));
  const teachers = report.teachers.flatMap((teacher) => {
    const accuracy = teacher.data === data ? teacher.attacks[attack] : undefined;
    return accuracy ? [pointOf(teacher.name, teacher.macs, accuracy, 'teacher', '#teachers')] : [];
  });
  const tested = finals.flatMap((final) => {
    const accuracy = final.attacks[attack];
    return accuracy ? [pointOf(final.network, final.macs, accuracy, 'final network, test set', '#results')] : [];
  });
  return [...missing, ...teachers, ...measured, ...tested];
}

function pointOf(name: string, macs: number, accuracy: Accuracy, kind: Kind, href: string): Point {
  const { value, low, high } = accuracy;
  return {
    macs,
    value,
    low,
    high,
    kind,
    tip: `${name} (${kind}): ${formatAccuracy(accuracy)}, ${formatCount(macs)} MACs`,
    href,
  };
}

function budgetsOf(report: Report, children: readonly ReportChild[], data: string, attack: string): number[] {
  const budgets = [
    ...children.map((child) => child.task.budgetMacs),
    ...report.final.filter((final) => final.data === data && final.attack === attack).map((final) => final.budgetMacs),
  ];
  return [...new Set(budgets)].sort((a, b) => a - b);
}

function legendOf(points: readonly Point[], budgets: readonly number[]): LegendEntry[] {
  const present = KINDS.filter(({ kind }) => points.some((point) => point.kind === kind));
  return [
    ...[...present].reverse().map((entry) => ({ ...entry, label: entry.kind })),
    ...(budgets.length > 0 ? [{ label: 'budget', symbol: 'dash' as const, colour: light.alert }] : []),
  ];
}

function describe(points: readonly Point[], children: readonly ReportChild[], budgets: readonly number[]): string {
  const measured = children.flatMap((child) =>
    child.studentAccuracy ? [{ ...child, accuracy: child.studentAccuracy }] : [],
  );
  const best = measured.reduce<(typeof measured)[number] | undefined>(
    (top, child) => (!child.overBudget && child.accuracy.value > (top?.accuracy.value ?? -1) ? child : top),
    undefined,
  );
  const over = children.filter((child) => child.overBudget).length;
  const parts = [
    `${countOf(children.length, 'child', 'children')}, ${over} over budget, ${children.length - measured.length} not measured`,
    best &&
      `most accurate within budget: ${best.id} with ${formatAccuracy(best.accuracy)} at ${formatCount(best.macs)} MACs`,
    budgets.length > 0 && `budgets: ${budgets.map((budget) => `${formatCount(budget)} MACs`).join(', ')}`,
    ...points
      .filter((point) => point.kind === 'final network, test set' || point.kind === 'teacher')
      .map((point) => point.tip),
  ];
  return `${parts.filter(Boolean).join('; ')}.`;
}

function specification(points: readonly Point[], budgets: readonly number[], width: number): PlotSpec {
  const sizes = [...points.map((point) => point.macs), ...budgets];
  const smallest = Math.min(...sizes);
  const largest = Math.max(...sizes);
  const logarithmic = largest / smallest > 10;
  const domain = logarithmic ? [smallest / 1.4, largest * 1.4] : [0, largest * 1.08];
  const dense = points.length > 150;
  const kindLayers = KINDS.flatMap((entry) => {
    const own = points.filter((point) => point.kind === entry.kind);
    const reference = entry.kind === 'teacher' || entry.kind === 'final network, test set';
    const hollow = 'hollow' in entry;
    if (own.length === 0) return [];
    return [
      {
        data: { values: own.filter((point) => point.low !== undefined && entry.kind !== 'chosen child') },
        mark: {
          type: 'rule',
          strokeWidth: 1.5,
          color: entry.colour,
          opacity: reference ? 0.9 : dense ? 0.12 : 0.35,
          aria: false,
        },
        encoding: { y: { field: 'low', type: 'quantitative' }, y2: { field: 'high' } },
      },
      {
        data: { values: own },
        mark: {
          type: 'point',
          shape: entry.shape,
          size: dense && !reference ? (entry.kind === 'chosen child' ? 160 : 24) : (SIZES[entry.kind] ?? 60),
          strokeWidth: 1.6,
          stroke: entry.colour,
          fill: hollow ? (entry.kind === 'chosen child' ? 'transparent' : light.surface) : entry.colour,
          opacity: dense && !reference ? 0.6 : 0.9,
        },
        encoding: {
          y: {
            field: 'value',
            type: 'quantitative',
            scale: { zero: false, nice: true },
            axis: { title: 'robust accuracy', format: '.0%', tickCount: 6 },
          },
          description: { field: 'tip' },
          href: { field: 'href' },
        },
      },
    ];
  });
  return {
    width: width - 60,
    height: width === WIDE ? 340 : 260,
    encoding: {
      x: {
        field: 'macs',
        type: 'quantitative',
        scale: { type: logarithmic ? 'log' : 'linear', domain, nice: false },
        axis: {
          title: 'multiply-accumulates per image (MACs)',
          format: '~s',
          tickCount: width < 500 ? 4 : 8,
          labelOverlap: 'greedy',
        },
      },
    },
    layer: [
      {
        data: { values: budgets.map((budget) => ({ macs: budget, label: `budget ${formatCount(budget)}` })) },
        layer: [
          { mark: { type: 'rule', color: light.alert, strokeDash: [5, 4], strokeWidth: 1.2, aria: false } },
          {
            mark: {
              type: 'text',
              y: 4,
              angle: 270,
              align: 'right',
              baseline: 'bottom',
              dy: -4,
              color: light.alert,
              fontSize: 11,
              aria: false,
            },
            encoding: { text: { field: 'label' } },
          },
        ],
      },
      ...kindLayers,
    ],
  } as PlotSpec;
}
