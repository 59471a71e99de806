import { drawFigures } from './figures';
import type { ReportFigures } from './figures';
import { formatDuration } from './format';
import { html, trusted } from './html/markup';
import type { Markup } from './html/markup';
import { resultsSection } from './html/results';
import { previousSection } from './html/previous';
import { reproduceSection, teachersSection, timeSection } from './html/run';
import { childrenSection, searchSection } from './html/search';
import { STYLE } from './html/style';
import type { Report } from './types';

/**
 * The report as one HTML file: no script, nothing loaded from elsewhere (the page's own policy forbids both),
 * readable in light and dark, on a phone and on paper. The same report gives the same bytes.
 */
export async function renderReportHtml(report: Report, figures?: ReportFigures): Promise<string> {
  const drawn = figures ?? (await drawFigures(report));
  return `<!doctype html>\n${page(report, drawn).text}\n`;
}

function page(report: Report, figures: ReportFigures): Markup {
  return html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="generator" content="rcnas" />
      <title>${report.name} – rcnas report</title>
      <style>
        ${trusted(STYLE)}
      </style>
    </head>
    <body>
      ${header(report)}
      <main>
        ${report.status !== 'completed' && banner(report)} ${resultsSection(report, figures)} ${previousSection(report)}
        ${searchSection(report, figures)} ${childrenSection(report, figures)} ${teachersSection(report)}
        ${timeSection(report)} ${reproduceSection(report)}
      </main>
      <footer>
        Written by rcnas, reinforced compressive neural architecture search for adversarial robustness. Intervals are 95
        % Wilson score intervals; MACs are multiply-accumulates of convolutions and linear layers for one image.
      </footer>
    </body>
  </html>`;
}

function header(report: Report): Markup {
  const { timings, spec } = report;
  return html`<header class="top">
    <h1>${report.name}</h1>
    ${spec.metadata.description !== undefined && html`<p>${spec.metadata.description}</p>`}
    <ul class="meta">
      <li>${report.status}</li>
      <li>${date(timings.finishedAt)}</li>
      <li>took ${formatDuration(timings.totalSeconds)}</li>
      <li>seed ${report.seed}</li>
      <li>run <code>${report.runId}</code></li>
    </ul>
    <nav aria-label="Sections">
      ${[
        ['results', 'Result'],
        ['search', 'Search'],
        ['children', 'Children'],
        ['teachers', 'Teachers and data'],
        ['time', 'Time'],
        ['reproduce', 'Spec and seeds'],
      ].map(([id, label]) => html`<a href="#${id}">${label}</a> `)}
    </nav>
  </header>`;
}

function banner(report: Report): Markup {
  return html`<section class="banner" role="alert">
    <h2>This run ${report.status === 'failed' ? 'failed' : 'was cancelled'}</h2>
    <p>${report.message ?? 'No reason was recorded.'}</p>
    <p class="muted small">What follows is what was done until then.</p>
  </section>`;
}

/** `2026-04-01 09:33 UTC`. */
function date(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
