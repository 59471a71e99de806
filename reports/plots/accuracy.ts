import { formatAccuracy } from '../format';
import type { Accuracy, ReportFinal } from '../types';
import type { Figure } from './figure';
import { withLegend } from './legend';
import type { LegendEntry } from './legend';
import { light } from './palette';
import { drawPlot } from './vega';
import type { PlotSpec } from './vega';

const WIDTH = 370;
const ROW = 44;

/** Accuracy of the final network beside its teacher's, clean and under each attack, with intervals. */
export async function accuracyFigure(final: ReportFinal, index: number, classes: number | undefined): Promise<Figure> {
  return {
    id: `accuracy-${index + 1}`,
    title: `Accuracy on the test set: ${final.target}`,
    description: measuresOf(final)
      .map(({ measure, network, teacher }) => {
        const parts = [
          network && `the network ${formatAccuracy(network)}`,
          teacher && `its teacher ${formatAccuracy(teacher)}`,
        ];
        return `${measure}: ${parts.filter(Boolean).join(', ')}`;
      })
      .join('; '),
    svg: withLegend(await drawPlot(specification(final, classes)), LEGEND),
  };
}

const LEGEND: readonly LegendEntry[] = [
  { label: 'final network', symbol: 'circle', colour: light.network },
  { label: 'its teacher', symbol: 'diamond', colour: light.teacher },
];

export interface Measure {
  readonly measure: string;
  readonly network?: Accuracy;
  readonly teacher?: Accuracy;
}

/** Clean accuracy first, then the attacks in the order in which the network was attacked. */
export function measuresOf(final: ReportFinal): readonly Measure[] {
  const attacks = [...new Set([...Object.keys(final.attacks), ...Object.keys(final.teacher.attacks)])];
  return [
    { measure: 'clean', network: final.clean, teacher: final.teacher.clean },
    ...attacks.map((attack) => ({
      measure: attack,
      network: final.attacks[attack],
      teacher: final.teacher.attacks[attack],
    })),
  ];
}

function specification(final: ReportFinal, classes: number | undefined): PlotSpec {
  const measures = measuresOf(final);
  const rows = measures.flatMap(({ measure, network, teacher }) => [
    ...(network ? [{ measure, who: 'final network', ...network, label: percent(network) }] : []),
    ...(teacher ? [{ measure, who: 'its teacher', ...teacher, label: percent(teacher) }] : []),
  ]);
  const who = {
    field: 'who',
    type: 'nominal',
    scale: { domain: ['final network', 'its teacher'], range: [light.network, light.teacher] },
  };
  const y = {
    field: 'measure',
    type: 'nominal',
    sort: measures.map(({ measure }) => measure),
    scale: { paddingInner: 0.3, paddingOuter: 0.2 },
    axis: { title: null, domain: false, ticks: false, labelColor: light.ink, labelLimit: 90 },
  };
  return {
    width: WIDTH - 130,
    height: ROW * measures.length,
    layer: [
      ...(classes === undefined
        ? []
        : [
            {
              data: { values: [{ chance: 1 / classes, label: 'chance' }] },
              layer: [
                { mark: { type: 'rule', strokeDash: [2, 3], color: light.muted, aria: false } },
                {
                  mark: { type: 'text', y: -7, color: light.muted, fontSize: 11, aria: false },
                  encoding: { text: { field: 'label' } },
                },
              ],
              encoding: { x: { field: 'chance', type: 'quantitative' } },
            },
          ]),
      {
        data: { values: rows },
        encoding: { y, yOffset: { ...who, scale: { domain: who.scale.domain } }, color: { ...who, legend: null } },
        layer: [
          {
            mark: { type: 'rule', strokeWidth: 2, aria: false },
            encoding: {
              x: {
                field: 'low',
                type: 'quantitative',
                scale: { domain: [0, 1] },
                axis: { title: null, format: '.0%', values: [0, 0.25, 0.5, 0.75, 1], grid: true, domain: false },
              },
              x2: { field: 'high' },
            },
          },
          {
            mark: { type: 'point', filled: true, size: 70, opacity: 1, aria: false },
            encoding: {
              x: { field: 'value', type: 'quantitative' },
              shape: { ...who, scale: { ...who.scale, range: ['circle', 'diamond'] }, legend: null },
            },
          },
          {
            mark: { type: 'text', align: 'left', x: WIDTH - 124, fontSize: 12, aria: false },
            encoding: { text: { field: 'label' } },
          },
        ],
      },
    ],
  } as PlotSpec;
}

function percent(accuracy: Accuracy): string {
  return `${(100 * accuracy.value).toFixed(1)} %`;
}
