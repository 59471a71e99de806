import type { TopLevelSpec, Config } from 'vega-lite' with { 'resolution-mode': 'import' };
import { light } from './palette';

export type PlotSpec = TopLevelSpec;

export const FONT = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif';

const config: Config = {
  background: 'transparent',
  font: FONT,
  padding: 2,
  view: { stroke: null },
  axis: {
    labelColor: light.muted,
    titleColor: light.muted,
    titleFontWeight: 'normal',
    labelFontSize: 12,
    titleFontSize: 12,
    titlePadding: 8,
    labelPadding: 6,
    gridColor: light.grid,
    domainColor: light.line,
    tickColor: light.line,
    tickSize: 4,
    labelFlush: false,
  },
  axisY: { domain: false, ticks: false, titleAnchor: 'end', titleAlign: 'left', titleAngle: 0, titleY: -14, titleX: 0 },
  axisX: { grid: false },
  text: { color: light.ink, fontSize: 12 },
  rule: { color: light.line },
};

/**
 * Draws a Vega-Lite specification as SVG, without a browser, canvas or network. The same specification gives
 * the same bytes: text is measured by estimate, coordinates are rounded to 1/100 pixel.
 * A mark's `description` becomes its tooltip.
 */
export async function drawPlot(spec: PlotSpec): Promise<string> {
  const [vega, vegaLite] = await Promise.all([import('vega'), import('vega-lite')]);
  const compiled = vegaLite.compile(spec, { config }).spec;
  const view = new vega.View(vega.parse(compiled), { renderer: 'none', logLevel: vega.Error });
  try {
    return tidy(await view.toSVG());
  } finally {
    view.finalize();
  }
}

function tidy(svg: string): string {
  return svg
    .replace(/ (?:transform|d|x1|x2|y1|y2|width|height)="[^"]*"/g, (attribute) =>
      attribute.replace(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (number) => String(Number(Number(number).toFixed(2)))),
    )
    .replace(
      /<path aria-label="([^"]*)" role="graphics-symbol" aria-roledescription="[^"]*"([^>]*)\/>/g,
      '<path$2><title>$1</title></path>',
    )
    .replace(/ (?:role|aria-[a-z]+)="[^"]*"/g, '')
    .replace(/<path class="(?:background|foreground)"[^>]* d="(?:M0,0h0v0h0Z)?"[^>]*\/>/g, '');
}
