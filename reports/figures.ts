import { accuracyFigure } from './plots/accuracy';
import { actionFigures } from './plots/actions';
import type { Figure } from './plots/figure';
import { networkFigure } from './plots/network';
import { light } from './plots/palette';
import { rewardFigure } from './plots/reward';
import { escapeXml } from './plots/svg';
import { tradeoffFigures } from './plots/tradeoff';
import type { TradeoffFigure } from './plots/tradeoff';
import type { Report } from './types';

/** All plots of a report. None shows times, so that they are the same to the byte between runs of one spec. */
export interface ReportFigures {
  /** Null when no iteration was begun. */
  readonly reward: Figure | null;
  readonly tradeoffs: readonly TradeoffFigure[];
  /** By stage. */
  readonly actions: readonly Figure[];
  /** By target, in the order of `report.final`. */
  readonly results: readonly { readonly accuracy: Figure; readonly network: Figure }[];
}

export async function drawFigures(report: Report): Promise<ReportFigures> {
  const searched = report.children.length + report.iterations.length > 0;
  const classes = new Map(report.data.map((dataset) => [dataset.name, dataset.classes]));
  return {
    reward: searched ? await rewardFigure(report) : null,
    tradeoffs: await tradeoffFigures(report),
    actions: await actionFigures(report),
    results: await Promise.all(
      report.final.map(async (final, index) => ({
        accuracy: await accuracyFigure(final, index, classes.get(final.data)),
        network: networkFigure(final, index),
      })),
    ),
  };
}

/** The figures as files of the folder `plots/`: name to self-contained SVG. */
export function figureFiles(figures: ReportFigures): ReadonlyMap<string, string> {
  const all = [
    ...(figures.reward ? [figures.reward] : []),
    ...figures.tradeoffs,
    ...figures.actions,
    ...figures.results.flatMap(({ accuracy, network }) => [accuracy, network]),
  ];
  return new Map(all.map((figure) => [`${figure.id}.svg`, standalone(figure)]));
}

function standalone({ svg, title, description }: Figure): string {
  const head = /^<svg [^>]*>/.exec(svg)?.[0] ?? '';
  const body = svg.slice(head.length).replace(/<\/?a(?: [^>]*)?>/g, '');
  const about = `<title>${escapeXml(title)}</title><desc>${escapeXml(description)}</desc>`;
  return `${head}${about}<rect width="100%" height="100%" fill="${light.surface}"/>${body}\n`;
}
