import { formatAccuracy, formatChange, formatCount } from '../format';
import type { AccuracyChange, Report, ReportPrevious } from '../types';
import { tableElement } from './elements';
import { html } from './markup';
import type { Markup } from './markup';

/** This night's networks beside those of the night before; nothing for runs of no schedule. */
export function previousSection({ schedule, previous, final }: Report): Markup | false {
  if (schedule === undefined) return false;
  if (previous === undefined) {
    return html`<section id="previous">
      <h2>Beside the run before</h2>
      <p>This is the first run of the schedule <strong>${schedule.id}</strong> that has left a result.</p>
    </section>`;
  }
  return html`<section id="previous">
    <h2>Beside the run before</h2>
    <p>
      Schedule <strong>${schedule.id}</strong>: this run was due ${date(schedule.dueAt)}, the one before,
      <code>${previous.runId}</code>, ${date(previous.dueAt)}.
    </p>
    ${final.map((now) => {
      const before = previous.targets.find(({ target }) => target === now.target);
      return before === undefined
        ? html`<p>The run before had no target ${now.target}.</p>`
        : comparison(now.network, now.macs, before);
    })}
    <p class="muted small">
      Intervals of differences are Newcombe's, which take the two samples as independent. Both networks see the same
      test images, and which of them each gets right is not recorded, so the interval is not that of a paired
      comparison; it is usually wider. An interval without 0 is a change.
    </p>
  </section>`;
}

interface Row {
  readonly measure: string;
  readonly change: AccuracyChange;
}

function comparison(network: string, macs: number, before: ReportPrevious['targets'][number]): Markup {
  const measured = before.clean === null ? [] : [{ measure: 'clean', change: before.clean }];
  const rows: Row[] = [
    ...measured,
    ...Object.entries(before.attacks).map(([measure, change]) => ({ measure, change })),
  ];
  const networks = before.sameNetwork
    ? html`The same network as before, <strong>${network}</strong>, weight by weight.`
    : html`Now <strong>${network}</strong> with ${formatCount(macs)} MACs, before
        <strong>${before.network}</strong> with ${formatCount(before.macs)}.`;
  if (rows.length === 0)
    return html`<p>${networks} They were measured on different images, so nothing is compared.</p>`;
  return html`<p>${networks}</p>
    ${tableElement(
      `Test accuracy of ${before.target}, this run and the one before`,
      [
        { head: 'Images', cell: ({ measure }) => measure },
        { head: 'This run', numeric: true, cell: ({ change }) => formatAccuracy(change.now) },
        { head: 'Run before', numeric: true, cell: ({ change }) => formatAccuracy(change.before) },
        { head: 'Difference, points (95 %)', numeric: true, cell: ({ change }) => formatChange(change) },
      ],
      rows,
    )}`;
}

function date(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
